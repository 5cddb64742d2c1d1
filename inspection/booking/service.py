"""What can be done with an appointment, by applicant, window and inspector alike."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.identity.model import User, Visit
from foundation.workdays import WorkCalendar
from inspection.booking import store
from inspection.booking.counter import Counter
from inspection.booking.errors import NothingBooked
from inspection.booking.looking import admitted, look, spoken
from inspection.booking.model import Booking, BookingState, cell_of
from inspection.booking.news import BookingNews, Untold
from inspection.booking.offering import Offered, Plan, Team, Wish, day_of
from inspection.cases import moves
from inspection.cases.machine import FREE_REBOOKS, Act
from inspection.cases.model import Case
from inspection.cases.moving import move, read_in
from inspection.dispatch.errors import TeamBusy
from inspection.dispatch.following import BookedTime


@dataclass(frozen=True)
class Offer:
    """What a case can be booked for.

    Attributes:
        booking: how its appointment stands, if it ever had one.
        rebooks_left: how often the applicant may still change it alone.
    """

    case: Case
    booking: Booking | None
    rebooks_left: int
    offered: list[Offered]


class Bookings:
    """The use cases of appointments.

    Args:
        news: told of each change in its transaction.
        new_seed: of the draw when a booking brings a case its pair.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        days: WorkCalendar,
        plan: Plan,
        news: BookingNews | None = None,
        new_seed: Callable[[], str] = secrets.token_hex,
    ) -> None:
        self._database = database
        self._clock = clock
        self._days = days
        self._plan = plan
        self._news: BookingNews = news or Untold()
        self._counter = Counter(database, clock, days, plan, self._news, new_seed)

    async def offer(self, who: User | Visit, case_id: str) -> Offer:
        """The slots of a case, from today as far ahead as the bureau books."""
        now = self._clock.now()
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            admitted(who, case)
            seen = await look(view, self._plan, self._days, now, [case])
            done = await moves.times_done(view, case.id, Act.REBOOK)
            booking = await store.of_case(view, case.id)
        offered = seen.offered(seen.wish_of(case), day_of(now), self._plan.rules.days_ahead)
        return Offer(case, booking, max(0, FREE_REBOOKS - done), list(offered))

    async def free(self, first: date, count: int) -> list[Offered]:
        """The calendar of all pairs on the roster, without a case in mind."""
        async with self._database.reading() as view:
            seen = await look(view, self._plan, self._days, self._clock.now())
        return list(seen.offered(Wish((seen.calendar.roster.pairs,)), first, count))

    async def book(self, who: User | Visit, case_id: str, starts_at: datetime) -> Booking:
        """Books the slot that begins then, or changes to it. The same once more changes nothing.

        A case without inspectors gets one of the free pairs, by the draw.

        Raises:
            NotFound: there is no such case, or this person does not book for it.
            SlotTaken, SlotNotOffered: with the next free slots.
            NobodyMayInspect: the draw is empty.
            MoveNotAllowed: the case is not in a state to be booked.
            MoveNotYours: it was changed as often as the applicant may.
        """
        return await self._counter.book(who, case_id, starts_at)

    async def cancel(self, who: User | Visit, case_id: str) -> Booking:
        """No appointment any more; the case waits for another. Raises `NothingBooked`."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case = await read_in(transaction, case_id)
            by = admitted(who, case)
            booking = await store.of_case(transaction, case.id)
            if booking is None or not booking.is_living:
                raise NothingBooked
            facts = {"starts_at": booking.slot.starts_at.isoformat()}
            case = await move(transaction, case, Act.CANCEL_BOOKING, by=by, now=now, facts=facts)
            booking = await ended(transaction, booking, BookingState.CANCELLED, now)
            await self._news.cancelled(transaction, case, booking, now)
            return booking

    async def of_case(self, who: User | Visit, case_id: str) -> tuple[Case, Booking]:
        """The case's booking, whatever became of it. Raises `NothingBooked`."""
        async with self._database.reading() as view:
            case = await read_in(view, case_id)
            admitted(who, case)
            booking = await store.of_case(view, case.id)
        if booking is None:
            raise NothingBooked
        return case, booking

    async def booked_time(self, view: Transaction, case: Case) -> BookedTime | None:
        """When the case is booked, and who has another one then; `None`: it is not."""
        booking = await store.of_case(view, case.id)
        if booking is None or not booking.is_living:
            return None
        cells = self._plan.rules.cells(booking.slot)
        taken = await store.taken(view, min(cells), max(cells))
        busy = {who for who, of in taken.items() if any(one != case.id for one in of.values())}
        return BookedTime(booking.slot.starts_at, booking.slot.ends_at, frozenset(busy))

    async def busy_now(self, view: Transaction, case: Case, now: datetime) -> frozenset[str]:
        """Inspectors who are booked for another case at this moment."""
        cell = cell_of(now)
        taken = await store.taken(view, cell, cell)
        return frozenset(who for who, of in taken.items() if set(of.values()) - {case.id})

    async def seats_changed(
        self, transaction: Transaction, case: Case, seats: Mapping[str, str], now: datetime
    ) -> None:
        """What is left of the booked time becomes that of who came, where it is free."""
        await store.hand_time(transaction, case.id, seats, cell_of(now))

    async def team_changed(
        self, transaction: Transaction, case: Case, team: Team, now: datetime
    ) -> None:
        """Two others inspect: the booked time becomes theirs. Raises `TeamBusy`."""
        before = await store.of_case(transaction, case.id)
        if before is None or not before.is_living:
            return
        cells = self._plan.rules.cells(before.slot)
        seen = await look(transaction, self._plan, self._days, now)
        if not seen.calendar.is_free(team, cells, case.id):
            raise TeamBusy(when=spoken(before.slot.starts_at))
        booking = replace(before, inspector_ids=team, revision=before.revision + 1, changed_at=now)
        await store.free_time(transaction, case.id)
        await store.take_time(transaction, [booking], self._plan.rules)
        await store.change(transaction, booking)
        await self._news.rebooked(transaction, case, before, booking, now)


async def ended(
    transaction: Transaction, booking: Booking, state: BookingState, now: datetime
) -> Booking:
    """The booking ends so; the time of its inspectors that nobody needs is free again."""
    booking = replace(booking, state=state, revision=booking.revision + 1, changed_at=now)
    await store.change(transaction, booking)
    if state is not BookingState.KEPT or now < booking.slot.starts_at:
        await store.free_time(transaction, booking.case_id)
    return booking
