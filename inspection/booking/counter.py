"""The counter where slots are given out: all who wait are served together, in their order.

When registration opens, hundreds tap the same slots. One transaction each would make the last one
wait for all disks' syncs before theirs; served together they share one look and one commit, and
who comes too late costs no write at all.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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
from inspection.cases.moving import Step, move_all
from inspection.dispatch import store as duty
from inspection.dispatch.assignments import Change, by_draw, by_substitute, set_teams

MOST_AT_ONCE = 100  # so that nobody waits for the writes of hundreds before their own answer


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
    """A slot that somebody gets.

    Attributes:
        case: with those who inspect it then; it has not moved yet.
        change: how they came to it, where they are new to the case.
    """

    case: Case
    by: Mover
    act: Act
    before: Booking | None
    booking: Booking
    wish: Wish
    change: Change | None


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
                    await asyncio.shield(asyncio.create_task(self._serve(self._next_ones())))
        finally:
            if asked in self._waiting:  # gone before their turn
                self._waiting.remove(asked)
        return await asked.answer

    def _next_ones(self) -> list[_Asked]:
        """Who is served now: one wish of a case, however often its applicant tapped."""
        served: dict[str, _Asked] = {}
        for one in self._waiting:
            if len(served) < MOST_AT_ONCE:
                served.setdefault(one.case_id, one)
        self._waiting = [one for one in self._waiting if served.get(one.case_id) is not one]
        return list(served.values())

    async def _serve(self, served: list[_Asked]) -> None:
        """Answers everybody, after the commit."""
        try:
            async with self._database.transaction() as transaction:
                round_ = await self._open(transaction, served)
                outcomes = [await self._decided(transaction, round_, one) for one in served]
                outcomes = await self._written(transaction, round_, outcomes)
        except Exception as error:  # noqa: BLE001 - nothing was kept: each is told so
            outcomes = [error] * len(served)
        for one, outcome in zip(served, outcomes, strict=True):
            if one.answer.cancelled():
                continue
            if isinstance(outcome, Booking):
                one.answer.set_result(outcome)
            elif isinstance(outcome, Exception):
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

    async def _decided(
        self, transaction: Transaction, round_: _Round, asked: _Asked
    ) -> Booking | _Grant | Exception:
        """The booking that stands already, the slot to give, or the refusal."""
        try:
            case = round_.cases.get(asked.case_id)
            if case is None:
                raise NotFound
            by = admitted(asked.who, case)
            before = round_.bookings.get(case.id)
            act = Act.REBOOK if case.state is State.BOOKED else Act.BOOK
            if act is Act.REBOOK and before is not None and before.is_at(asked.starts_at):
                return before
            done = await moves.times_done(transaction, case.id, act) if act is Act.REBOOK else 0
            machine.moved(case.state, act, by.actor, done=done)
            wish = round_.look.wish_of(case)
            chosen = round_.look.chosen(wish, asked.starts_at)
            change = self._change(round_, case, by, wish, chosen)
        except Problem as refusal:
            return refusal
        if change is not None:
            case = replace(case, inspector_ids=change.team)
        first, second = case.inspector_ids
        booking = Booking(
            case_id=case.id,
            inspector_ids=(first, second),
            slot=chosen.slot,
            state=BookingState.BOOKED,
            revision=before.revision + 1 if before else 0,
            changed_at=round_.look.now,
        )
        round_.look.calendar.take(booking.inspector_ids, booking.slot, case.id)
        return _Grant(case, by, act, before, booking, wish, change)

    def _change(
        self, round_: _Round, case: Case, by: Mover, wish: Wish, chosen: Offered
    ) -> Change | None:
        """How the case comes to the two who inspect it in this slot; `None`: they do already."""
        if len(case.inspector_ids) > 1:
            team = chosen.free[0][1]
            return None if team == case.inspector_ids else by_substitute(case, team, by)
        change = by_draw(
            case,
            wish.need.on_day(day_of(chosen.slot.starts_at)),
            [(*chosen.passed_over, *(pair for pair, _ in chosen.free))],
            round_.look.calendar.roster,
            round_.loads,
            by=by,
            now=round_.look.now,
            seed=self._new_seed(),
        )
        for one in change.team:
            round_.loads[one] = round_.loads.get(one, 0) + 1
        return change

    async def _written(
        self,
        transaction: Transaction,
        round_: _Round,
        outcomes: list[Booking | _Grant | Exception],
    ) -> list[Booking | _Grant | Exception]:
        """The same with what was given written: all together, and one by one if that fails."""
        grants = [one for one in outcomes if isinstance(one, _Grant)]
        if not grants:
            return outcomes
        is_done = await self._write(transaction, round_, grants)
        return [
            await self._given(transaction, round_, one, is_done=is_done)
            if isinstance(one, _Grant)
            else one
            for one in outcomes
        ]

    async def _given(
        self, transaction: Transaction, round_: _Round, grant: _Grant, *, is_done: bool
    ) -> Booking | Exception:
        if is_done or await self._write(transaction, round_, [grant]):
            return grant.booking
        return round_.look.refused(SlotTaken, grant.wish, grant.booking.slot.starts_at)

    async def _write(self, transaction: Transaction, round_: _Round, grants: list[_Grant]) -> bool:
        """Writes these, or nothing: `False` when another process took a time after the look."""
        now = round_.look.now
        try:
            async with transaction.begin_nested():
                for one in grants:
                    if one.before is not None:
                        await store.free_time(transaction, one.case.id)
                        await store.change(transaction, one.booking)
                await store.add(transaction, (one.booking for one in grants if not one.before))
                bookings = [one.booking for one in grants]
                await store.take_time(transaction, bookings, self._plan.rules)
                changes = [one.change for one in grants if one.change is not None]
                await set_teams(transaction, changes, round_.inspectors, now)
                for act in (Act.BOOK, Act.REBOOK):
                    await self._move(transaction, [one for one in grants if one.act is act], now)
        except IntegrityError:
            return False
        return True

    async def _move(self, transaction: Transaction, grants: list[_Grant], now: datetime) -> None:
        """Moves the cases of one act and tells of it."""
        if not grants:
            return
        steps = [Step(one.case, one.by, facts=one.booking.facts) for one in grants]
        moved = await move_all(transaction, steps, grants[0].act, now=now)
        made: list[tuple[Case, Booking]] = []
        for one, case in zip(grants, moved, strict=True):
            if one.act is Act.REBOOK and one.before is not None:
                await self._news.rebooked(transaction, case, one.before, one.booking, now)
            else:
                made.append((case, one.booking))
        if made:
            await self._news.booked(transaction, made, now)
