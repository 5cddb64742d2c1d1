"""Two others keep an appointment at its time: calendar, case, trace and news change together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.database import Transaction
from foundation.identity.model import User
from inspection.booking import store
from inspection.booking.model import Booking, SlotRules
from inspection.booking.news import BookingNews
from inspection.booking.offering import Team
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.dispatch.assigning import KeptDraw
from inspection.dispatch.assignments import Change, set_teams


@dataclass(frozen=True)
class Handing:
    """Who keeps a case's appointment from now on, by whom and why.

    Attributes:
        drawn: the draw that gave them; `None`: nobody drew.
    """

    case: Case
    before: Booking
    team: Team
    by: Mover
    why: str
    drawn: KeptDraw | None = None


async def hand(
    transaction: Transaction,
    handing: Handing,
    rules: SlotRules,
    inspectors: Mapping[str, User],
    news: BookingNews,
    now: datetime,
) -> Booking:
    """The appointment as it stands then; the caller has looked that they are free.

    Args:
        inspectors: all of them, by id.
    """
    case, before, team = handing.case, handing.before, handing.team
    booking = replace(before, inspector_ids=team, revision=before.revision + 1, changed_at=now)
    await store.free_time(transaction, case.id)
    await store.take_time(transaction, [booking], rules)
    await store.change(transaction, booking)
    facts = {"reason": handing.why, "starts_at": booking.slot.starts_at.isoformat()}
    change = Change(case, team, handing.by, "case.reassigned", facts, handing.drawn)
    await set_teams(transaction, [change], inspectors, now)
    await news.rebooked(transaction, replace(case, inspector_ids=team), before, booking, now)
    return booking
