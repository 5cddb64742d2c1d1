"""The days over which agreement is counted. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from foundation.clock import SHANGHAI
from foundation.errors import Problem

MOST_YEARS: Final = 3  # chosen, not measured: what is read must not grow with the years


class PeriodTooLong(Problem):
    """More years at once than are read."""

    code = "findings.period_too_long"
    zh = "{first} 至 {last} 超过 {most} 年，一次最多统计 {most} 年。请缩小日期范围，分几次查看。"
    en = "{first} to {last} is more than {most} years, the most at once. Take a shorter time."


@dataclass(frozen=True)
class Period:
    """Days in Asia/Shanghai, both within."""

    first_on: date
    last_on: date

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first_on, time(), SHANGHAI)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last_on + timedelta(days=1), time(), SHANGHAI)


def period_of(first_on: date | None, last_on: date | None, today: date) -> Period:
    """The days that are meant.

    Without an end: up to today. Without a beginning: the twelve months that end with the last
    day's, the same as the figures show where nobody chose any.

    Raises:
        PeriodTooLong: more than `MOST_YEARS`.
    """
    last = last_on or today
    first = first_on or _twelve_months_to(last)
    if (last - first).days > MOST_YEARS * 366:
        raise PeriodTooLong(first=first.isoformat(), last=last.isoformat(), most=MOST_YEARS)
    return Period(first, last)


def _twelve_months_to(last: date) -> date:
    year_before, month = divmod(last.year * 12 + last.month - 12, 12)
    return date(year_before, month + 1, 1)
