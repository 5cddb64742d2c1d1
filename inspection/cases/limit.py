"""How far a case is on its way to the deadline, in working half-days. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.workdays import Deadline, WorkCalendar
from inspection.cases.machine import BEFORE_ACCEPTANCE, FINISHED
from inspection.cases.model import Case
from inspection.cases.pause import Pause, lasting

PROMISED_WORKING_DAYS = 2  # the bureau's promise, product.md
AMBER_FROM = 0.5  # of the half-days there are; product.md, clock
RED_FROM = 0.8


class Light(Enum):
    """How near the deadline is; shown with shape and words, never by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Limit:
    """How a case stands by today's calendar: holidays that were entered since its acceptance move
    its deadline, and those still to be announced may (`is_provisional`).
    """

    light: Light
    due_at: datetime
    is_provisional: bool
    is_overdue: bool = False
    pause: Pause | None = None  # in which it stands still now


def limit_of(case: Case, now: datetime, calendar: WorkCalendar) -> Limit:
    """Amber from half of the working time on, red from four fifths; without a deadline green."""
    if case.state in FINISHED | BEFORE_ACCEPTANCE:
        return Limit(Light.GREEN, case.due_at, is_provisional=False)
    due = deadline_of(case, now, calendar)
    share = half_days_used(case, now, calendar) / (2 * PROMISED_WORKING_DAYS)
    light = Light.AMBER if share >= AMBER_FROM else Light.GREEN
    return Limit(
        Light.RED if share >= RED_FROM else light,
        due.at,
        due.is_provisional,
        is_overdue=now > due.at,
        pause=lasting(case.pauses),
    )


def deadline_of(case: Case, now: datetime, calendar: WorkCalendar) -> Deadline:
    """When the promise ends, by what stood still until `now`, in whatever state the case is."""
    stood = _stood_still(case, now, calendar)
    return calendar.deadline(case.accepted_at, PROMISED_WORKING_DAYS, more_halves=stood)


def half_days_used(case: Case, now: datetime, calendar: WorkCalendar) -> int:
    """Working half-days that the case took so far, without those its deadline stood still."""
    used = calendar.used(case.accepted_at, now).count
    return used - _stood_still(case, now, calendar)


def _stood_still(case: Case, now: datetime, calendar: WorkCalendar) -> int:
    """Half-days of the limit that fell into pauses; what would not have counted anyway does not."""
    begin = case.accepted_at
    return sum(
        calendar.used(begin, pause.ended_at or now).count
        - calendar.used(begin, pause.began_at).count
        for pause in case.pauses
    )
