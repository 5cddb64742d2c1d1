"""How far a case is on its way to the deadline, in working half-days. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.workdays import WorkCalendar
from inspection.cases.machine import FINISHED
from inspection.cases.model import Case

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
    """How a case stands; `is_provisional`: its deadline moves if holidays are announced."""

    light: Light
    is_provisional: bool


def limit_of(case: Case, now: datetime, calendar: WorkCalendar) -> Limit:
    """Amber from half of the working time on, red from four fifths; a finished case is green."""
    whole = calendar.used(case.accepted_at, case.due_at)
    if case.state in FINISHED:
        return Limit(Light.GREEN, is_provisional=False)
    share = 1.0 if now > case.due_at else calendar.used(case.accepted_at, now).count / whole.count
    light = Light.AMBER if share >= AMBER_FROM else Light.GREEN
    return Limit(Light.RED if share >= RED_FROM else light, whole.is_provisional)
