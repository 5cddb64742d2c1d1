"""Which cases stand behind a figure. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from inspection.cases.machine import Act
from inspection.figures.model import Group


class Behind(Enum):
    """What was counted."""

    CONCLUDED = "concluded"
    FIRST = "first"
    FIRST_PASSED = "first_passed"
    FIRST_FAILED = "first_failed"
    LATE = "late"
    DRAWN = "drawn"
    FAILED = "failed"  # with an item: those in which it did not come out
    DIFFERED = "differed"  # the two inspectors said different things
    RATED = "rated"
    OPEN = "open"
    OVERDUE = "overdue"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"
    TECHNICAL_ABORT = "technical_abort"
    ON_SITE = "on_site"
    APPEALED = "appealed"


# What is neither a pass nor a failure is told apart, product.md: no-shows are no failures.
APART = {
    Behind.NO_SHOW: Act.MISS,
    Behind.WITHDRAWN: Act.WITHDRAW,
    Behind.TECHNICAL_ABORT: Act.ABORT,
    Behind.ON_SITE: Act.GO_ON_SITE,
    Behind.APPEALED: Act.APPEAL,
}
STILL_OPEN = frozenset({Behind.OPEN, Behind.OVERDUE})


@dataclass(frozen=True)
class Wanted:
    """A figure whose cases are asked for.

    Attributes:
        began, ended: the time it was counted in, from the first to before the second.
        group, key: only this group's cases; "" for all.
        item: only cases in which the item failed or was judged differently; "" for any.
        level: of ratings, only this one.
        after: the place behind which to go on, as `Page.next` gave it.
        units: only cases of these offices; `None`: of all.
    """

    which: Behind
    began: datetime
    ended: datetime
    group: Group = Group.MONTH
    key: str = ""
    item: str = ""
    level: int | None = None
    after: tuple[datetime, str] | None = None
    units: frozenset[str] | None = None


@dataclass(frozen=True)
class CaseBehind:
    """One of the cases; what is `None` has not come yet.

    `at`: when it was concluded, the act was done, or an open case is due.
    """

    id: str
    number: str
    shop_name: str
    state: str
    at: datetime
    concluded_at: datetime | None
    half_days: int | None
    is_passed: bool | None
    is_late: bool | None


@dataclass(frozen=True)
class Page:
    """Some of the cases, and the place to go on from; `None`: these were the last."""

    cases: list[CaseBehind]
    next: tuple[datetime, str] | None
