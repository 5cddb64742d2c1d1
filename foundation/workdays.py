"""Working days of the place: public holidays and make-up days included.

`chinesecalendar` knows the years the State Council has announced and raises for later ones; there
the weekday rule stands in and the answer says that it is provisional.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs] - it ships none

from foundation.clock import SHANGHAI

CLOSING = time(
    17, 0
)  # an office day ends; bureaus' published hours, overridden by issue 5's rosters


@dataclass(frozen=True)
class Deadline:
    """The last moment, and whether the calendar it was counted on is announced."""

    at: datetime
    is_provisional: bool


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether people work on that day, and whether that is provisional."""
    try:
        works: bool = chinese_calendar.is_workday(day)  # pyright: ignore[reportUnknownMemberType]
    except NotImplementedError:
        return day.weekday() < 5, True
    return works, False


def deadline(start: datetime, working_days: int) -> Deadline:
    """Closing time of the n-th working day after the day of `start` (the first day is not counted).

    Args:
        start: aware moment of acceptance.
        working_days: at least 1.
    """
    day, left, is_provisional = start.astimezone(SHANGHAI).date(), working_days, False
    while left:
        day += timedelta(days=1)
        works, guessed = is_working_day(day)
        is_provisional = is_provisional or guessed
        left -= works
    return Deadline(datetime.combine(day, CLOSING, SHANGHAI), is_provisional)
