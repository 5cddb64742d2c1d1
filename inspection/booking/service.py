"""What can be done with an appointment, by applicant, window and inspector alike."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from foundation.clock import Clock, shown
from foundation.database import Database, Transaction
from foundation.identity.model import User, Visit
from foundation.workdays import WorkCalendar
from inspection.booking import store
from inspection.booking.errors import NothingBooked, SlotNotOffered, SlotTaken
from inspection.booking.model import Booking, BookingState, Slot, SlotRules
from inspection.booking.news import BookingNews, Untold
from inspection.booking.offering import Calendar, Offered, Team, Wish, day_of, days_from
from inspection.cases import moves, rights
from inspection.cases.machine import FREE_REBOOKS, Act, State
from inspection.cases.model import Case
from inspection.cases.moves import APPLICANT, Mover
from inspection.cases.moving import move, read_in
from inspection.dispatch import store as duty
from inspection.dispatch.assignments import assign_by_draw, need_of, stand_in
from inspection.dispatch.errors import TeamBusy
from inspection.dispatch.model import Opening

_NAMED = 3  # free slots a refusal names
_MINUTE = len("2026-11-24 18:53")


@dataclass(frozen=True)
class Plan:
    """How the bureau books.

    Attributes:
        openings: hours of two inspectors who are no pair on the roster.
        late: after the start, until an applicant who did not come has missed it.
    """

    rules: SlotRules = field(default_factory=SlotRules)
    openings: tuple[Opening, ...] = ()
    late: timedelta = timedelta(minutes=15)


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
        self._new_seed = new_seed

    async def offer(
        self, who: User | Visit, case_id: str, first: date | None = None, count: int | None = None
    ) -> Offer:
        """Slots for a case: from `first` on, at the earliest today; `None`: all there are."""
        now = self._clock.now()
        async with self._database.reading() as view:
            case, _ = await _admitted(view, who, case_id)
            days = self._open_days(first or day_of(now), count or self._plan.rules.days_ahead)
            calendar, wish = await self._looked_up(view, case, days)
            done = await moves.times_done(view, case.id, Act.REBOOK)
            return Offer(
                case,
                await store.of_case(view, case.id),
                max(0, FREE_REBOOKS - done),
                list(calendar.offered(wish, days, now + self._plan.rules.earliest)),
            )

    async def free(self, first: date, count: int) -> list[Offered]:
        """The calendar of all pairs on the roster, without a case in mind."""
        now = self._clock.now()
        async with self._database.reading() as view:
            days = self._open_days(first, count)
            calendar, wish = await self._looked_up(view, None, days)
            return list(calendar.offered(wish, days, now + self._plan.rules.earliest))

    async def book(self, who: User | Visit, case_id: str, starts_at: datetime) -> Booking:
        """Books the slot that begins then, or changes to it. The same once more changes nothing.

        A case without inspectors gets one of the free pairs, by the draw.

        Raises:
            SlotTaken, SlotNotOffered: with the next free slots.
            MoveNotAllowed: the case is not in a state to be booked.
            MoveNotYours: it was changed as often as the applicant may.
        """
        now = self._clock.now()
        async with self._database.reading() as view:
            # who comes too late is told so without waiting for the only writer
            case, _ = await _admitted(view, who, case_id)
            if not await self._stands_already(view, case, starts_at):
                await self._chosen(view, case, starts_at, now)
        try:
            async with self._database.transaction() as transaction:
                case, by = await _admitted(transaction, who, case_id)
                return await self._book(transaction, case, by, starts_at, now)
        except IntegrityError as error:
            # another process took it between the look and the insert: the key held
            async with self._database.reading() as view:
                raise await self._refusal(view, case, SlotTaken, starts_at, now) from error

    async def cancel(self, who: User | Visit, case_id: str) -> Booking:
        """No appointment any more; the case waits for another. Raises `NothingBooked`."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            case, by = await _admitted(transaction, who, case_id)
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
            case, _ = await _admitted(view, who, case_id)
            booking = await store.of_case(view, case.id)
        if booking is None:
            raise NothingBooked
        return case, booking

    async def team_changed(
        self, transaction: Transaction, case: Case, team: Team, now: datetime
    ) -> None:
        """Two others inspect: the booked time becomes theirs. Raises `TeamBusy`."""
        before = await store.of_case(transaction, case.id)
        if before is None or not before.is_living:
            return
        cells = self._plan.rules.cells(before.slot)
        taken = await store.taken(transaction, min(cells), max(cells), but_of=case.id)
        if any(cells & taken.get(one, set()) for one in team):
            raise TeamBusy(when=_when(before.slot.starts_at))
        await store.take_time(transaction, case.id, team, cells)
        booking = replace(before, inspector_ids=team, revision=before.revision + 1, changed_at=now)
        await store.keep(transaction, booking)
        await self._news.rebooked(transaction, case, before, booking, now)

    async def _book(
        self, transaction: Transaction, case: Case, by: Mover, starts_at: datetime, now: datetime
    ) -> Booking:
        before = await store.of_case(transaction, case.id)
        if before is not None and await self._stands_already(transaction, case, starts_at):
            return before
        chosen = await self._chosen(transaction, case, starts_at, now)
        case = await self._staffed(transaction, case, chosen, by, now)
        first, second = case.inspector_ids
        booking = Booking(
            case_id=case.id,
            inspector_ids=(first, second),
            slot=chosen.slot,
            state=BookingState.BOOKED,
            revision=before.revision + 1 if before else 0,
            changed_at=now,
        )
        cells = self._plan.rules.cells(chosen.slot)
        await store.take_time(transaction, case.id, booking.inspector_ids, cells)
        await store.keep(transaction, booking)
        act = Act.REBOOK if case.state is State.BOOKED else Act.BOOK
        facts = {
            "starts_at": chosen.slot.starts_at.isoformat(),
            "ends_at": chosen.slot.ends_at.isoformat(),
            "inspectors": [first, second],
        }
        case = await move(transaction, case, act, by=by, now=now, facts=facts)
        if act is Act.REBOOK and before is not None:
            await self._news.rebooked(transaction, case, before, booking, now)
        else:
            await self._news.booked(transaction, case, booking, now)
        return booking

    async def _staffed(
        self, transaction: Transaction, case: Case, chosen: Offered, by: Mover, now: datetime
    ) -> Case:
        """The case with the two who inspect it in this slot."""
        on = day_of(chosen.slot.starts_at)
        if _has_pair(case):
            team = chosen.free[0][1]
            if team == case.inspector_ids:
                return case
            return await stand_in(transaction, case, team, by=by, now=now)
        return await assign_by_draw(
            transaction,
            case,
            await need_of(transaction, case, on),
            tuple(pair for pair, _ in chosen.free),
            await duty.roster(transaction, on),
            by=by,
            now=now,
            seed=self._new_seed(),
        )

    async def _stands_already(self, view: Transaction, case: Case, starts_at: datetime) -> bool:
        booking = await store.of_case(view, case.id)
        return (
            booking is not None
            and booking.is_living
            and case.state is State.BOOKED
            and booking.slot.starts_at == starts_at
        )

    async def _chosen(
        self, view: Transaction, case: Case, starts_at: datetime, now: datetime
    ) -> Offered:
        """The slot that begins then, with the pairs that are free. Raises as `book`."""
        days = self._open_days(day_of(starts_at), 1)
        calendar, wish = await self._looked_up(view, case, days)
        for offered in calendar.offered(wish, days, now + self._plan.rules.earliest):
            if offered.slot.starts_at == starts_at:
                if offered.free:
                    return offered
                raise await self._refusal(view, case, SlotTaken, starts_at, now)
        raise await self._refusal(view, case, SlotNotOffered, starts_at, now)

    async def _refusal(
        self,
        view: Transaction,
        case: Case,
        refusal: type[SlotTaken] | type[SlotNotOffered],
        starts_at: datetime,
        now: datetime,
    ) -> SlotTaken | SlotNotOffered:
        days = self._open_days(day_of(starts_at), self._plan.rules.days_ahead)
        calendar, wish = await self._looked_up(view, case, days)
        earliest = now + self._plan.rules.earliest
        free: list[Slot] = []
        for offered in calendar.offered(wish, days, earliest):
            if offered.free:
                free.append(offered.slot)
            if len(free) == _NAMED:
                break
        named = [_when(slot.starts_at) for slot in free]
        return refusal(
            when=_when(starts_at),
            next_zh="、".join(named) or "近期没有，请联系窗口",
            next_en=", ".join(named) or "none soon, ask the service window",
            free=[slot.starts_at.isoformat() for slot in free],
        )

    async def _looked_up(
        self, view: Transaction, case: Case | None, days: list[date]
    ) -> tuple[Calendar, Wish]:
        """What slots of these days follow from, for a case or for anybody."""
        roster = await duty.roster(view, days[0] if days else date.max)
        taken: dict[str, set[int]] = {}
        if days:
            first, last = self._plan.rules.cells_of_days(days[0], days[-1])
            taken = await store.taken(view, first, last, but_of=case.id if case else "")
        calendar = Calendar(roster, self._days, self._plan.rules, taken)
        if case is None:
            return calendar, Wish(roster.pairs)
        pairs = roster.pairs
        if _has_pair(case):
            pairs = (roster.pair_of(case.inspector_ids, self._plan.openings),)
        need = await need_of(view, case, days[0] if days else date.max)
        return calendar, Wish(pairs, case.application.format_zh, need)

    def _open_days(self, first: date, count: int) -> list[date]:
        """Those of the days that can be booked: from today, as far ahead as the rules go."""
        today = day_of(self._clock.now())
        last = today + timedelta(days=self._plan.rules.days_ahead)
        return [day for day in days_from(first, count) if today <= day < last]


async def ended(
    transaction: Transaction, booking: Booking, state: BookingState, now: datetime
) -> Booking:
    """The booking ends so; the time of its inspectors that nobody needs is free again."""
    booking = replace(booking, state=state, revision=booking.revision + 1, changed_at=now)
    await store.keep(transaction, booking)
    if state is not BookingState.KEPT or now < booking.slot.starts_at:
        await store.free_time(transaction, booking.case_id)
    return booking


async def _admitted(view: Transaction, who: User | Visit, case_id: str) -> tuple[Case, Mover]:
    """The case and what this person is towards it. Raises `NotFound`."""
    case = await read_in(view, case_id)
    if isinstance(who, Visit):
        return case, APPLICANT
    rights.must_invite(who, case)
    return case, rights.mover(who, case)


def _has_pair(case: Case) -> bool:
    return len(case.inspector_ids) > 1


def _when(moment: datetime) -> str:
    return shown(moment)[:_MINUTE]
