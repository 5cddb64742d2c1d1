"""The counter where slots are given out: all who wait are served together, in their order.

When registration opens, hundreds tap the same slots. One transaction each would make the last one
wait for all disks' syncs before theirs; served together they share one look and one commit, and
who comes too late costs no write at all.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import NotFound, Problem
from foundation.identity.model import User, Visit
from foundation.workdays import WorkCalendar
from inspection.booking import store
from inspection.booking.errors import SlotTaken
from inspection.booking.looking import Look, admitted, look
from inspection.booking.model import Booking, BookingState
from inspection.booking.news import BookingNews
from inspection.booking.offering import Offered, Plan, Wish, day_of
from inspection.cases import machine, moves
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.dispatch import store as duty
from inspection.dispatch.assignments import assign_by_draw, stand_in

MOST_AT_ONCE = 50  # so that nobody waits for the writes of hundreds before their own answer


@dataclass(frozen=True)
class _Asked:
    """Somebody at the counter."""

    who: User | Visit
    case_id: str
    starts_at: datetime
    answer: asyncio.Future[Booking]


@dataclass(frozen=True)
class _Round:
    """What one round at the counter knows; it is kept up to date as slots are given out."""

    look: Look
    cases: dict[str, Case]
    bookings: dict[str, Booking]
    loads: dict[str, int]
    inspectors: dict[str, User]


@dataclass(frozen=True)
class _Grant:
    """A slot that somebody gets."""

    case: Case
    by: Mover
    act: Act
    before: Booking | None
    wish: Wish
    chosen: Offered


class Counter:
    """Gives out slots."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        days: WorkCalendar,
        plan: Plan,
        news: BookingNews,
        new_seed: Callable[[], str] = secrets.token_hex,
    ) -> None:
        self._database = database
        self._clock = clock
        self._days = days
        self._plan = plan
        self._news = news
        self._new_seed = new_seed
        self._turn = asyncio.Lock()
        self._waiting: list[_Asked] = []

    async def book(self, who: User | Visit, case_id: str, starts_at: datetime) -> Booking:
        """Books the slot that begins then, or changes to it; see `Bookings.book`."""
        asked = _Asked(who, case_id, starts_at, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        try:
            async with self._turn:  # first come, first served: whoever enters serves the next ones
                if not asked.answer.done():
                    served, self._waiting = (
                        self._waiting[:MOST_AT_ONCE],
                        self._waiting[MOST_AT_ONCE:],
                    )
                    await asyncio.shield(asyncio.create_task(self._serve(served)))
        finally:
            if asked in self._waiting:  # gone before their turn
                self._waiting.remove(asked)
        return await asked.answer

    async def _serve(self, served: list[_Asked]) -> None:
        """Answers everybody, after the commit."""
        try:
            async with self._database.transaction() as transaction:
                round_ = await self._open(transaction, served)
                outcomes = [await self._outcome(transaction, round_, one) for one in served]
        except Exception as error:  # noqa: BLE001 - nothing was kept: each is told so
            outcomes = [error] * len(served)
        for one, outcome in zip(served, outcomes, strict=True):
            if one.answer.cancelled():
                continue
            if isinstance(outcome, Booking):
                one.answer.set_result(outcome)
            else:
                one.answer.set_exception(outcome)

    async def _open(self, transaction: Transaction, served: Iterable[_Asked]) -> _Round:
        ids = {one.case_id for one in served}
        cases = await case_store.by_ids(transaction, ids)
        return _Round(
            await look(transaction, self._plan, self._days, self._clock.now(), cases.values()),
            cases,
            await store.of_cases(transaction, ids),
            await duty.loads(transaction),
            await duty.inspectors(transaction),
        )

    async def _outcome(
        self, transaction: Transaction, round_: _Round, asked: _Asked
    ) -> Booking | Exception:
        try:
            decided = await self._decide(transaction, round_, asked)
            if isinstance(decided, Booking):
                return decided
            try:
                async with transaction.begin_nested():
                    return await self._give(transaction, round_, decided)
            except IntegrityError:
                # another process took it after the look: the key of the table held
                return round_.look.refused(SlotTaken, decided.wish, asked.starts_at)
        except Problem as refusal:
            return refusal

    async def _decide(
        self, transaction: Transaction, round_: _Round, asked: _Asked
    ) -> Booking | _Grant:
        """The booking that stands already, or the slot to give. Raises as `Bookings.book`."""
        case = round_.cases.get(asked.case_id)
        if case is None:
            raise NotFound
        by = admitted(asked.who, case)
        before = round_.bookings.get(case.id)
        act = Act.REBOOK if case.state is State.BOOKED else Act.BOOK
        if (
            act is Act.REBOOK
            and before is not None
            and before.is_living
            and before.slot.starts_at == asked.starts_at
        ):
            return before
        done = await moves.times_done(transaction, case.id, act) if act is Act.REBOOK else 0
        machine.moved(case.state, act, by.actor, done=done)
        wish = round_.look.wish_of(case)
        return _Grant(case, by, act, before, wish, round_.look.chosen(wish, asked.starts_at))

    async def _give(self, transaction: Transaction, round_: _Round, grant: _Grant) -> Booking:
        now, slot = round_.look.now, grant.chosen.slot
        case = await self._staffed(transaction, round_, grant)
        first, second = case.inspector_ids
        booking = Booking(
            case_id=case.id,
            inspector_ids=(first, second),
            slot=slot,
            state=BookingState.BOOKED,
            revision=grant.before.revision + 1 if grant.before else 0,
            changed_at=now,
        )
        cells = self._plan.rules.cells(slot)
        if grant.before is None:
            await store.add(transaction, booking)
        else:
            await store.free_time(transaction, case.id)
            await store.change(transaction, booking)
        await store.take_time(transaction, case.id, booking.inspector_ids, cells)
        facts = {
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "inspectors": [first, second],
        }
        case = await move(transaction, case, grant.act, by=grant.by, now=now, facts=facts)
        if grant.act is Act.REBOOK and grant.before is not None:
            await self._news.rebooked(transaction, case, grant.before, booking, now)
        else:
            await self._news.booked(transaction, case, booking, now)
        round_.look.calendar.take(booking.inspector_ids, slot, case.id)
        round_.cases[case.id], round_.bookings[case.id] = case, booking
        return booking

    async def _staffed(self, transaction: Transaction, round_: _Round, grant: _Grant) -> Case:
        """The case with the two who inspect it in this slot."""
        now, case = round_.look.now, grant.case
        if len(case.inspector_ids) > 1:
            team = grant.chosen.free[0][1]
            if team == case.inspector_ids:
                return case
            return await stand_in(transaction, case, team, round_.inspectors, by=grant.by, now=now)
        need = grant.wish.need
        case = await assign_by_draw(
            transaction,
            case,
            need.on_day(day_of(grant.chosen.slot.starts_at)),
            tuple(pair for pair, _ in grant.chosen.free),
            round_.look.calendar.roster,
            round_.loads,
            round_.inspectors,
            by=grant.by,
            now=now,
            seed=self._new_seed(),
        )
        for one in case.inspector_ids:
            round_.loads[one] = round_.loads.get(one, 0) + 1
        return case
