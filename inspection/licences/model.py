"""A line of the ledger, how the ledger is asked, and what a renewal changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from checklists.triage import Track
from checklists.validity import Standing, Window
from foundation.text import Bilingual
from inspection.cases.machine import ENDS, State
from inspection.cases.model import Activity, Application
from inspection.licensing.callback import Licence

EXPIRY_MONTHS: Final = 6  # product.md: reminded within six months of the licence's end
# What decides the checklist and may have changed in years: asked again, with the old answer in it.
ASKED_AGAIN: Final = ("area_m2", "stoves", "sinks", "gas", "dine_in")


class Sort(Enum):
    """By what the ledger is sorted."""

    VALID_UNTIL = "valid_until"
    ISSUED_ON = "issued_on"
    NUMBER = "number"
    SHOP = "shop_name"


@dataclass(frozen=True)
class Query:
    """Which lines, in which order.

    Args:
        within: months from today in which a paper ends; expired ones are left out. `None`: all.
        words: part of a licence's or case's number, a shop, an operator; a whole credit code.
        page: from 1.
    """

    within: int | None = None
    words: str = ""
    sort: Sort = Sort.VALID_UNTIL
    is_descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class OtherCase:
    """A case by id, number and state."""

    id: str
    number: str
    state: State


@dataclass(frozen=True)
class Renewal:
    """The case that renews a paper.

    Attributes:
        is_licensed: it has come to its own paper.
        turn: how many renewals of the paper there were with it, from 1.
    """

    case: OtherCase
    is_licensed: bool
    turn: int = 1

    @property
    def is_under_way(self) -> bool:
        """Whether there is nothing to apply for any more."""
        return self.is_licensed or self.case.state not in ENDS


@dataclass(frozen=True)
class Told:
    """How the reminder of a paper's end stands; `state` as notices have it."""

    state: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """A paper issued through us.

    Attributes:
        renewal: the newest case that renews it.
    """

    licence: Licence
    case: OtherCase
    track: Track
    shop_name: str
    operator: str
    credit_code: str
    premises: str
    reminder: Told | None = None
    renewal: Renewal | None = None


@dataclass(frozen=True)
class Judged:
    """A line with how its paper stands today and when its renewal is applied for."""

    line: Line
    window: Window
    standing: Standing

    @property
    def next_turn(self) -> int:
        """The place of a renewal filed now among those of the paper: the database gives it once."""
        return self.line.renewal.turn + 1 if self.line.renewal else 1

    @property
    def may_renew(self) -> bool:
        """Whether a renewal can be filed now."""
        renewal = self.line.renewal
        is_free = renewal is None or not renewal.is_under_way
        return is_free and self.standing is not Standing.EXPIRED


@dataclass(frozen=True)
class Changes:
    """What is different from the old application; `None` and nothing: as it was.

    Attributes:
        unchanged: the applicant declares that the conditions have not changed.
    """

    unchanged: bool
    shop_name: str | None = None
    responsible_person: str | None = None
    phone: str | None = None
    activities: tuple[str, ...] | None = None
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


def renewed(
    before: Application, changes: Changes, titles: Mapping[str, Bilingual]
) -> tuple[Application, bool]:
    """The application of a renewal, and whether the declaration "unchanged" holds.

    It does where it was made, no fact changed and no activity was added (as order 78 has it:
    conditions unchanged, items unchanged or fewer).

    Args:
        titles: of activities by id.
    """
    facts, activities = dict(before.facts), before.activities
    is_same = all(facts.get(name) == value for name, value in changes.facts.items())
    if changes.activities is not None:
        had = {one.id: one for one in before.activities}
        is_same = is_same and set(changes.activities) <= set(had)
        activities = tuple(
            had.get(one) or Activity(one, titles[one]) for one in dict.fromkeys(changes.activities)
        )
        facts |= {one: one in changes.activities for one in {*had, *changes.activities} & {*titles}}
    is_unchanged = changes.unchanged and is_same
    facts |= {**changes.facts, "matter": "renewal", "unchanged": is_unchanged, "operating": True}
    application = replace(
        before,
        shop_name=changes.shop_name or before.shop_name,
        applicant_name=changes.responsible_person or before.applicant_name,
        applicant_phone=changes.phone or before.applicant_phone,
        activities=activities,
        facts=facts,
    )
    return application, is_unchanged
