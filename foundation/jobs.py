"""The worker over the outbox: claim, hand to the receiver's handler, note the outcome.

Each receiver has a loop of its own, so that one that hangs (a licensing system in trouble) keeps
nobody else waiting (the thumbnail an inspector looks for).
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

import structlog

from foundation import outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction

log = structlog.get_logger("jobs")
HANDLER_DEADLINE_S = 30  # below the lease, so a slow handler never runs twice at once
IDLE_POLL_S = 0.5  # bound on how late a due row is noticed when nobody woke the worker


class WillNeverWork(Exception):
    """The receiver refuses this row for good; trying again changes nothing."""


Handler = Callable[[outbox.Row], Awaitable[None]]
AfterDelivery = Callable[[Transaction, outbox.Row], Awaitable[None]]


class Worker:
    """Delivers due rows, those of one receiver one after the other, until cancelled.

    Args:
        handlers: by receiver. A handler returns when the receiver has the row; raises
            `WillNeverWork` when it never will; any other exception means "later".
        after: by receiver, runs in the transaction that notes the delivery.
        news: called after each outcome with the row's lane, e.g. to tell open pages.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, Handler],
        after: Mapping[str, AfterDelivery] | None = None,
        news: Callable[[outbox.Row], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers
        self._after = after or {}
        self._news = news
        self._wakes = {receiver: asyncio.Event() for receiver in handlers}

    def wake(self) -> None:
        """There may be something new: look now instead of at the next poll."""
        for wake in self._wakes.values():
            wake.set()

    async def run(self) -> None:
        """Runs until cancelled; an unreachable database is waited out."""
        async with asyncio.TaskGroup() as group:
            for receiver, wake in self._wakes.items():
                group.create_task(self._serve(receiver, wake), name=f"worker-{receiver}")

    async def _serve(self, receiver: str, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            try:
                worked = await self.step([receiver])
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("worker step failed", receiver=receiver)
                worked = False
            if not worked:
                with suppress(TimeoutError):
                    async with asyncio.timeout(IDLE_POLL_S):
                        await wake.wait()

    async def step(self, receivers: Sequence[str] = ()) -> bool:
        """Works on one due row of these receivers (none named: of any); `False` without one."""
        wanted = list(receivers or self._handlers)
        async with self._database.reading() as view:
            due = await outbox.has_due(view, wanted, self._clock.now())
        if not due:
            return False
        async with self._database.transaction() as transaction:
            row = await outbox.claim(transaction, wanted, self._clock.now())
        if row is None:
            return False
        error, is_final = await self._hand_over(row)
        async with self._database.transaction() as transaction:
            if error is None:
                await outbox.delivered(transaction, row.id, self._clock.now())
                if row.receiver in self._after:
                    await self._after[row.receiver](transaction, row)
            else:
                await outbox.failed(
                    transaction,
                    row,
                    error=error,
                    is_final=is_final,
                    now=self._clock.now(),
                    spread=random.random(),  # noqa: S311 - spreads load, protects nothing
                )
        if self._news is not None:
            await self._news(row)
        return True

    async def _hand_over(self, row: outbox.Row) -> tuple[str | None, bool]:
        try:
            async with asyncio.timeout(HANDLER_DEADLINE_S):
                await self._handlers[row.receiver](row)
        except WillNeverWork as refusal:
            return str(refusal), True
        except asyncio.CancelledError:
            if _is_ending():
                raise
            return "CancelledError: work inside was given up", False
        except TimeoutError:
            return f"no answer within {HANDLER_DEADLINE_S} s", False
        except Exception as error:  # noqa: BLE001 - an edge: any failure means "later"
            log.warning("delivery failed", receiver=row.receiver, row=row.id, error=str(error))
            return f"{type(error).__name__}: {error}", False
        return None, False


def _is_ending() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
