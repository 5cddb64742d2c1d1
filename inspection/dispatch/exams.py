"""Exams that gate who inspects: what is asked, how long a pass counts, how somebody stands. Pure.

Results come from the exam in the sample room or from a sheet of paper; either way somebody who
trains or supervises notes them here, and they stay.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

SOON = timedelta(days=30)  # chosen: an exam is arranged within a month


class Standing(Enum):
    """How somebody stands towards something that ends on a day."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    MISSING = "missing"


@dataclass(frozen=True)
class ExamRule:
    """Which exam an inspector must have passed, and for how many days a pass counts.

    `exam` empty: none is asked.
    """

    exam: str = ""
    days: int = 730

    def last_day(self, passed_on: date) -> date:
        """Until when a pass of that day counts."""
        return passed_on + timedelta(days=self.days - 1)


NO_EXAM = ExamRule()


@dataclass(frozen=True)
class Result:
    """An exam somebody took.

    Attributes:
        score: of 100.
        noted_by: id of who entered it.
    """

    id: str
    user_id: str
    exam: str
    taken_on: date
    score: int
    is_passed: bool
    noted_by: str
    noted_at: datetime
    note: str = ""


def standing(last_day: date | None, today: date) -> Standing:
    """How something stands that is good up to a day, that day included."""
    if last_day is None:
        return Standing.MISSING
    if last_day < today:
        return Standing.ENDED
    return Standing.ENDS_SOON if last_day < today + SOON else Standing.VALID
