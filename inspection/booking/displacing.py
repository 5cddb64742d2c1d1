"""Appointments follow duty: whose inspectors can not come, goes to others at the same time.

Where nobody is free the appointment ends, the applicant is told how to choose another time, which
is no change of theirs, and the desk sees the case until it has one. Implements
`dispatch.following.DutyFollower`.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.database import Transaction
from foundation.identity.model import User
from foundation.workdays import WorkCalendar
from inspection.booking import handed_store, store
from inspection.booking.handing import Handing, hand
from inspection.booking.model import Booking, BookingState
from inspection.booking.news import BookingNews, Untold
from inspection.booking.offering import Calendar, Plan, day_of
from inspection.booking.placing import Placement, can_keep, placed
from inspection.booking.service import ended
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moving import move
from inspection.dispatch import store as duty
from inspection.dispatch.assigning import KeptDraw, Need
from inspection.dispatch.following import Consequence, DutyChange


@dataclass(frozen=True)
class _Desk:
    """What one round knows; `calendar` and `loads` are kept up to date."""

    calendar: Calendar
    loads: dict[str, int]
    inspectors: Mapping[str, User]
    change: DutyChange
    now: datetime


class Displacing:
    """Moves appointments.

    Args:
        news: told of each change in its transaction.
        new_seed: of the draw among the pairs that are free.
    """

    def __init__(
        self,
        days: WorkCalendar,
        plan: Plan,
        news: BookingNews | None = None,
        new_seed: Callable[[], str] = secrets.token_hex,
    ) -> None:
        self._days = days
        self._plan = plan
        self._news: BookingNews = news or Untold()
        self._new_seed = new_seed

    async def duty_changed(
        self, transaction: Transaction, change: DutyChange, now: datetime
    ) -> list[Consequence]:
        """Moves what the inspector can not keep any more; what moved and what needs a new time."""
        bookings = await store.to_come(transaction, change.inspector_id, now)
        if not bookings:
            return []
        cases = await case_store.by_ids(transaction, [one.case_id for one in bookings])
        desk = await self._desk(transaction, change, bookings, now)
        before = await duty.judged_before(
            transaction, {one.id: one.application.credit_code for one in cases.values()}
        )
        found: list[Consequence] = []
        for booking in bookings:
            case = cases[booking.case_id]
            need = Need(
                case.application.format_zh,
                case.application.credit_code,
                day_of(booking.slot.starts_at),
                before.get(case.id, frozenset()),
                case.unit,
            )
            if case.state is not State.BOOKED or can_keep(booking, need, desk.calendar):
                continue
            placement = placed(booking, need, desk.calendar, desk.loads, self._new_seed())
            if placement.team is None:
                await self._ended(transaction, desk, case, booking)
            else:
                await self._moved(transaction, desk, case, booking, need, placement)
            found.append(_consequence(desk, case, booking, placement))
        return found

    async def _desk(
        self,
        transaction: Transaction,
        change: DutyChange,
        bookings: list[Booking],
        now: datetime,
    ) -> _Desk:
        first, last = (day_of(one.slot.starts_at) for one in (bookings[0], bookings[-1]))
        rules = self._plan.rules
        calendar = Calendar(
            await duty.roster(transaction, day_of(now), self._plan.asks),
            self._days,
            rules,
            await store.taken(transaction, *rules.cells_of_days(first, last)),
        )
        return _Desk(
            calendar,
            await duty.loads(transaction),
            await duty.inspectors(transaction),
            change,
            now,
        )

    async def _moved(
        self,
        transaction: Transaction,
        desk: _Desk,
        case: Case,
        before: Booking,
        need: Need,
        placement: Placement,
    ) -> None:
        """Others keep the appointment at its time."""
        team, drawn = placement.team, placement.drawn
        if team is None:
            raise AssertionError("callers have looked")
        desk.calendar.take(team, before.slot, case.id)
        kept = KeptDraw(desk.now, need, drawn) if drawn else None
        handing = Handing(case, before, team, desk.change.by, desk.change.why, kept)
        rules, known = self._plan.rules, desk.inspectors
        after = await hand(transaction, handing, rules, known, self._news, desk.now)
        if desk.change.absence_id:
            await handed_store.add(transaction, desk.change.absence_id, before, after)
        for one in case.inspector_ids:
            desk.loads[one] = desk.loads.get(one, 0) - 1
        for one in team:
            desk.loads[one] = desk.loads.get(one, 0) + 1

    async def _ended(
        self, transaction: Transaction, desk: _Desk, case: Case, booking: Booking
    ) -> None:
        """The case goes back to the draw, so that any pair can take its new time."""
        facts = {"starts_at": booking.slot.starts_at.isoformat(), "before": [*case.inspector_ids]}
        case = await move(
            transaction,
            case,
            Act.DISPLACE,
            by=desk.change.by,
            now=desk.now,
            why=desk.change.why,
            facts=facts,
        )
        for one in case.inspector_ids:
            desk.loads[one] = desk.loads.get(one, 0) - 1
        await duty.set_free(transaction, case.id)
        booking = await ended(transaction, booking, BookingState.DISPLACED, desk.now)
        desk.calendar.give_back(case.id)
        await self._news.displaced(transaction, replace(case, inspector_ids=()), booking, desk.now)


def _consequence(desk: _Desk, case: Case, booking: Booking, placement: Placement) -> Consequence:
    known = desk.inspectors
    return Consequence(
        case.id,
        case.number,
        case.application.shop_name,
        booking.slot.starts_at,
        tuple(known[one].name for one in placement.team or () if one in known),
    )
