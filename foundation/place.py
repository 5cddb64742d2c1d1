"""Where in a long list to go on: a moment and an id, as one word of an address. Pure."""

from datetime import UTC, datetime

from foundation.errors import Problem

Place = tuple[datetime, str]
MOST_ROWS = 50  # of one page
_MOST_LETTERS = 120


class WrongPlace(Problem):
    """A place that no page gave."""

    code = "http.wrong_place"
    zh = "“after”不正确：请原样使用上一页答复中的 next，或去掉它从头读取。"
    en = "“after” is wrong: use `next` of the page before as it came, or leave it out."


def place_json(place: Place) -> str:
    """The word of a place."""
    return f"{place[0].astimezone(UTC).replace(tzinfo=None).isoformat()}Z~{place[1]}"


def place_of(word: str | None) -> Place | None:
    """The place of a word; `None` for none. Raises `WrongPlace`."""
    if not word:
        return None
    at, _, key = word[:_MOST_LETTERS].partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise WrongPlace from error
    if moment.tzinfo is None or not key:
        raise WrongPlace
    return moment, key
