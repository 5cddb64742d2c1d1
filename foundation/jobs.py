"""The worker loop over the outbox: claim, hand to the receiver's handler, note the outcome."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping

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
    """Delivers due rows one after the other until `close`.

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
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something new: look now instead of at the next poll."""
        self._wake.set()

    async def run(self) -> None:
        """Runs until cancelled; an unreachable database is waited out."""
        while True:
            try:
                worked = await self.step()
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("worker step failed")
                worked = False
            if not worked:
                self._wake.clear()
                try:
                    async with asyncio.timeout(IDLE_POLL_S):
                        await self._wake.wait()
                except TimeoutError:
                    pass

    async def step(self) -> bool:
        """Works on one due row; `False` when there was none."""
        async with self._database.reading() as view:
            due = await outbox.has_due(view, list(self._handlers), self._clock.now())
        if not due:
            return False
        async with self._database.transaction() as transaction:
            row = await outbox.claim(transaction, list(self._handlers), self._clock.now())
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
        except TimeoutError:
            return f"no answer within {HANDLER_DEADLINE_S} s", False
        except Exception as error:  # noqa: BLE001 - an edge: any failure means "later"
            log.warning("delivery failed", receiver=row.receiver, row=row.id, error=str(error))
            return f"{type(error).__name__}: {error}", False
        return None, False
