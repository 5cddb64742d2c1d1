"""Who inspected from when to when, in the words of the record. Pure."""

from collections.abc import Mapping
from datetime import datetime

from foundation.clock import shown
from inspection.cases.model import Case

_CLOCK = slice(len("2026-11-24 "), len("2026-11-24 18:53"))


def times_of(
    case: Case, began: datetime | None, ended: datetime, names: Mapping[str, str]
) -> tuple[str, ...]:
    """A line for each time somebody sat at the inspection; none where nobody handed over.

    Args:
        began: of the first call; `None`: on site, where no call tells it.
        names: by id, of everybody who sat there.
    """
    if not case.transfers:
        return ()
    lines: list[str] = []
    for first in _first_two(case):
        sitting, since, came = first, began, ""
        for one in case.transfers:
            if one.leaving_id != sitting:
                continue
            lines.append(_line(names, sitting, since, one.at, came))
            came = f"接替{names.get(sitting, '')}：{one.why}"
            sitting, since = one.coming_id, one.at
        lines.append(_line(names, sitting, since, ended, came))
    return tuple(lines)


def _first_two(case: Case) -> list[str]:
    """Who sat there first, by seat."""
    found: list[str] = []
    for now in case.inspector_ids:
        first = now
        for one in reversed(case.transfers):
            if one.coming_id == first:
                first = one.leaving_id
        found.append(first)
    return found


def _line(
    names: Mapping[str, str], who: str, since: datetime | None, until: datetime, came: str
) -> str:
    begin = shown(since)[_CLOCK] if since else "开始"
    return f"{names.get(who, '')} {begin}—{shown(until)[_CLOCK]}{f'（{came}）' if came else ''}"
