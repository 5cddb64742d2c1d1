"""Appointments go back: the absence that handed them on is taken back.

Only what is still to come and was not changed since, and only where both who had it are free and
may inspect. Implements `dispatch.following.AbsenceFollower`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from foundation.database import Transaction
from foundation.identity.model import User
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.booking import handed_store, store
from inspection.booking.handed_store import Handed
from inspection.booking.handing import Handing, hand
from inspection.booking.model import Booking
from inspection.booking.news import BookingNews, Untold
from inspection.booking.offering import Calendar, Plan, Team, day_of
from inspection.booking.placing import against_return
from inspection.cases import store as case_store
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.dispatch import store as duty
from inspection.dispatch.assigning import STANDING_TEXT, Need, Standing
from inspection.dispatch.following import Consequence, DutyChange, HandedOn
from inspection.dispatch.model import Absence, Roster

_CHANGED: Final = Bilingual("之后又有变动", "was changed since")
_STILL_AWAY: Final = Bilingual("原勘验人员当天仍不在岗", "still away on that day")


@dataclass(frozen=True)
class _Return:
    """An appointment, who had it, and what speaks against them; `None`: it goes back."""

    case: Case
    booking: Booking
    before: Team
    against: Bilingual | None


class Returning:
    """Gives appointments back.

    Args:
        news: told of each change in its transaction.
    """

    def __init__(self, days: WorkCalendar, plan: Plan, news: BookingNews | None = None) -> None:
        self._days = days
        self._plan = plan
        self._news: BookingNews = news or Untold()

    async def handed_on(
        self, view: Transaction, absence_id: str, absence: Absence, now: datetime
    ) -> list[HandedOn]:
        """By time, as if the absence were taken back now. Nothing changes."""
        roster = _without(await duty.roster(view, day_of(now), self._plan.asks), absence)
        known = await duty.inspectors(view)
        return [
            HandedOn(
                _consequence(one.case, one.booking, one.booking.inspector_ids, known),
                _names(one.before, known),
                one.against,
            )
            for one in await self._returns(view, absence_id, roster, now)
        ]

    async def give_back(
        self, transaction: Transaction, change: DutyChange, now: datetime
    ) -> list[Consequence]:
        """What went back to whom it was taken from; the absence is removed already."""
        roster = await duty.roster(transaction, day_of(now), self._plan.asks)
        known = await duty.inspectors(transaction)
        found: list[Consequence] = []
        for one in await self._returns(transaction, change.absence_id, roster, now):
            if one.against is not None:
                continue
            handing = Handing(one.case, one.booking, one.before, change.by, change.why)
            await hand(transaction, handing, self._plan.rules, known, self._news, now)
            found.append(_consequence(one.case, one.booking, one.before, known))
        return found

    async def _returns(
        self, view: Transaction, absence_id: str, roster: Roster, now: datetime
    ) -> list[_Return]:
        """By time; each as if those before it had gone back."""
        handed = await handed_store.to_come(view, absence_id, now)
        if not handed:
            return []
        ids = [one.case_id for one in handed]
        bookings, cases = await store.of_cases(view, ids), await case_store.by_ids(view, ids)
        calendar = await self._calendar(view, roster, bookings)
        codes = {one.id: one.application.credit_code for one in cases.values()}
        judged = await duty.judged_before(view, codes)
        found: list[_Return] = []
        for one in handed:
            case, booking = cases[one.case_id], bookings[one.case_id]
            if case.state is not State.BOOKED:
                continue
            need = _need(case, booking, judged.get(case.id, frozenset()))
            against = _against(one, case, booking, need, calendar)
            if against is None:
                calendar.take(one.before, booking.slot, case.id)
            found.append(_Return(case, booking, one.before, against))
        return found

    async def _calendar(
        self, view: Transaction, roster: Roster, bookings: Mapping[str, Booking]
    ) -> Calendar:
        days = [day_of(one.slot.starts_at) for one in bookings.values()]
        rules = self._plan.rules
        taken = await store.taken(view, *rules.cells_of_days(min(days), max(days)))
        return Calendar(roster, self._days, rules, taken)


def _against(
    handed: Handed, case: Case, booking: Booking, need: Need, calendar: Calendar
) -> Bilingual | None:
    if booking.revision != handed.revision or case.inspector_ids != booking.inspector_ids:
        return _CHANGED
    standing = against_return(handed.before, booking, need, calendar)
    if standing is Standing.AWAY:  # whoever stands in has it now
        return _STILL_AWAY
    return STANDING_TEXT[standing] if standing else None


def _need(case: Case, booking: Booking, judged_before: frozenset[str]) -> Need:
    application = case.application
    on = day_of(booking.slot.starts_at)
    return Need(application.format_zh, application.credit_code, on, judged_before)


def _without(roster: Roster, absence: Absence) -> Roster:
    """The roster as it would be; the same entered twice still stands once."""
    left = list(roster.absences)
    if absence in left:
        left.remove(absence)
    return replace(roster, absences=tuple(left))


def _names(team: tuple[str, ...], known: Mapping[str, User]) -> tuple[str, ...]:
    return tuple(known[one].name for one in team if one in known)


def _consequence(
    case: Case, booking: Booking, team: Team, known: Mapping[str, User]
) -> Consequence:
    starts_at, shop = booking.slot.starts_at, case.application.shop_name
    return Consequence(case.id, case.number, shop, starts_at, _names(team, known))
