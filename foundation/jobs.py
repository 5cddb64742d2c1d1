"""The worker over the outbox: claim, hand to the receiver's handler, note the outcome.

Each receiver has a loop of its own, so that one that hangs (a licensing system in trouble) keeps
nobody else waiting (the thumbnail an inspector looks for). A loop takes turns: one transaction
notes what ended since the last turn and claims what may begin, so that a commit on the disk, the
dearest part, serves several deliveries.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from foundation import outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction

log = structlog.get_logger("jobs")
HANDLER_DEADLINE_S = 30  # below the lease, so a slow handler never runs twice at once
IDLE_POLL_S = 0.5  # bound on how late a due row is noticed when nobody woke the worker
GATHER_S = 0.01  # what ends within this time of the first is noted with it; a commit takes as long


class WillNeverWork(Exception):
    """The receiver refuses this row for good; trying again changes nothing."""


Handler = Callable[[outbox.Row], Awaitable[None]]
AfterDelivery = Callable[[Transaction, Sequence[outbox.Row]], Awaitable[None]]


@dataclass(frozen=True)
class Outcome:
    """How one try ended; `error` is `None` when the receiver has the row."""

    row: outbox.Row
    error: str | None
    is_final: bool = False


@dataclass
class _Lanes:
    """What one receiver's loop has under way."""

    receiver: str
    most: int
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    ended: list[Outcome] = field(default_factory=list[Outcome])


class Worker:
    """Delivers due rows until cancelled; those of one lane one after the other.

    Args:
        handlers: by receiver. A handler returns when the receiver has the row; raises
            `WillNeverWork` when it never will; any other exception means "later".
        after: by receiver, runs in the transaction that notes deliveries, with all it notes at
            once, each of another lane: what follows costs a few statements, not a few each.
        news: called after each outcome with the row, e.g. to tell open pages.
        at_once: by receiver, how many lanes may be under way at a time; one if not named.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, Handler],
        after: Mapping[str, AfterDelivery] | None = None,
        news: Callable[[outbox.Row], Awaitable[None]] | None = None,
        at_once: Mapping[str, int] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers
        self._after = after or {}
        self._news = news
        most = at_once or {}
        self._lanes = [_Lanes(receiver, most.get(receiver, 1)) for receiver in handlers]

    def wake(self) -> None:
        """There may be something new: look now instead of at the next poll."""
        for lanes in self._lanes:
            lanes.wake.set()

    async def run(self) -> None:
        """Runs until cancelled; an unreachable database is waited out."""
        async with asyncio.TaskGroup() as group:
            for lanes in self._lanes:
                group.create_task(self._serve(lanes), name=f"worker-{lanes.receiver}")

    async def _serve(self, lanes: _Lanes) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                lanes.wake.clear()
                began: list[outbox.Row] = []
                has_news = False
                try:
                    has_news, began = await self._turn(lanes)
                except asyncio.CancelledError:
                    raise
                except Exception:
                    log.exception("worker turn failed", receiver=lanes.receiver)
                for row in began:
                    lanes.running += 1
                    group.create_task(self._work(lanes, row))
                if not began and not has_news:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(IDLE_POLL_S):
                            await lanes.wake.wait()
                if lanes.running > 0:
                    await asyncio.sleep(GATHER_S)

    async def _turn(self, lanes: _Lanes) -> tuple[bool, list[outbox.Row]]:
        """Notes what ended and claims what may begin; whether anything ended, and what began."""
        receivers, free = [lanes.receiver], lanes.most - lanes.running
        if not lanes.ended and (free == 0 or not await self._is_due(receivers)):
            return False, []
        # taken at once: whoever else serves these lanes neither notes nor tells them again
        ended, lanes.ended = lanes.ended, []
        began: list[outbox.Row] = []
        try:
            async with self._database.transaction() as transaction:
                await self._note(transaction, ended)
                if free > 0:
                    began = await outbox.claim(transaction, receivers, self._clock.now(), free)
        except Exception:
            if not ended:
                raise
            log.exception("noting outcomes together", receiver=lanes.receiver)
            await self._note_each(lanes, ended)
        for outcome in ended:
            await self._tell(outcome.row)
        return bool(ended), began

    async def _note_each(self, lanes: _Lanes, ended: list[Outcome]) -> None:
        """Those that can not be noted now either are noted by the next turn."""
        for at, outcome in enumerate(ended):
            try:
                await self._note_alone(outcome)
            except BaseException:
                lanes.ended += ended[at:]
                raise

    async def _work(self, lanes: _Lanes, row: outbox.Row) -> None:
        outcome = await self._hand_over(row)
        lanes.ended.append(outcome)
        lanes.running -= 1
        lanes.wake.set()

    async def step(self, receivers: Sequence[str] = ()) -> bool:
        """Works on one due row of these receivers (none named: of any); `False` without one."""
        wanted = list(receivers or self._handlers)
        if not await self._is_due(wanted):
            return False
        async with self._database.transaction() as transaction:
            rows = await outbox.claim(transaction, wanted, self._clock.now())
        for row in rows:
            await self._note_alone(await self._hand_over(row))
            await self._tell(row)
        return bool(rows)

    async def _is_due(self, receivers: Sequence[str]) -> bool:
        async with self._database.reading() as view:
            return await outbox.has_due(view, receivers, self._clock.now())

    async def _hand_over(self, row: outbox.Row) -> Outcome:
        try:
            async with asyncio.timeout(HANDLER_DEADLINE_S):
                await self._handlers[row.receiver](row)
        except WillNeverWork as refusal:
            return Outcome(row, str(refusal), is_final=True)
        except asyncio.CancelledError:
            if _is_ending():
                raise
            return Outcome(row, "CancelledError: work inside was given up")
        except TimeoutError:
            return Outcome(row, f"no answer within {HANDLER_DEADLINE_S} s")
        except Exception as error:  # noqa: BLE001 - an edge: any failure means "later"
            log.warning("delivery failed", receiver=row.receiver, row=row.id, error=str(error))
            return Outcome(row, f"{type(error).__name__}: {error}")
        return Outcome(row, None)

    async def _note(self, transaction: Transaction, outcomes: Sequence[Outcome]) -> None:
        good = [one.row for one in outcomes if one.error is None]
        noted = await outbox.delivered(transaction, good, self._clock.now())
        for receiver in dict.fromkeys(row.receiver for row in noted):
            if receiver in self._after:
                theirs = [row for row in noted if row.receiver == receiver]
                await self._after[receiver](transaction, theirs)
        lost = {row.id for row in good} - {row.id for row in noted}
        for outcome in outcomes:
            if outcome.error is not None and not await self._note_failure(transaction, outcome):
                lost.add(outcome.row.id)
        if lost:
            log.warning("leases lost", rows=sorted(lost))

    async def _note_failure(self, transaction: Transaction, outcome: Outcome) -> bool:
        state = await outbox.failed(
            transaction,
            outcome.row,
            error=outcome.error or "",
            is_final=outcome.is_final,
            now=self._clock.now(),
            spread=random.random(),  # noqa: S311 - spreads load, protects nothing
        )
        return state is not None

    async def _note_alone(self, outcome: Outcome) -> None:
        """One whose consequences fail is not delivered: it is tried again, with that as error."""
        try:
            async with self._database.transaction() as transaction:
                await self._note(transaction, [outcome])
        except Exception as error:
            log.exception("after a delivery", receiver=outcome.row.receiver, row=outcome.row.id)
            why = f"{type(error).__name__}: {error}"
            async with self._database.transaction() as transaction:
                await self._note(transaction, [Outcome(outcome.row, why)])

    async def _tell(self, row: outbox.Row) -> None:
        if self._news is None:
            return
        try:
            await self._news(row)
        except Exception:
            log.exception("news of a delivery", receiver=row.receiver, row=row.id)


def _is_ending() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
