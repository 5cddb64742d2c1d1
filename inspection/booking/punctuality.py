"""Who came and who did not: bookings are settled by the clock, every few seconds.

An applicant who was seen in the waiting room came, however late the inspectors are. One who did
not come within the bureau's minutes has missed it, which is no failed inspection: the case can be
booked again. A booking whose case went on without it gives its time back.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from foundation.clock import Clock
from foundation.database import Database, Transaction
from inspection.booking import store
from inspection.booking.model import Booking, BookingState
from inspection.booking.news import BookingNews, Untold
from inspection.booking.service import ended
from inspection.cases.machine import Act, State
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move, read_in

log = structlog.get_logger("punctuality")
CHECK_EVERY_S = 5.0  # a knock at the waiting room is remembered for twice as long
EARLY = timedelta(minutes=15)  # who waits that long before the start came for it
_WITHOUT_IT = frozenset(
    {State.ACCEPTED, State.PREPARING, State.ON_SITE, State.WITHDRAWN, State.NO_SHOW}
)


class Presence(Protocol):
    """Whose page is open."""

    def applicant_is_here(self, case_id: str) -> bool:
        """Whether the applicant's page is open now; also at the papers: a call reaches it there."""
        ...


class Punctuality:
    """Settles bookings.

    Args:
        late: after the start, until an applicant who did not come has missed it.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        presence: Presence,
        late: timedelta,
        news: BookingNews | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._presence = presence
        self._late = late
        self._news: BookingNews = news or Untold()

    async def check(self) -> None:
        """One round."""
        now = self._clock.now()
        async with self._database.reading() as view:
            found = await store.to_settle(view, now + EARLY)
        for booking, state in found:
            if not self._is_due(booking, state, now):
                continue
            async with self._database.transaction() as transaction:
                await self._settle(transaction, booking.case_id, now)

    async def _settle(self, transaction: Transaction, case_id: str, now: datetime) -> None:
        booking = await store.of_case(transaction, case_id)
        if booking is None or not booking.is_living:
            return
        case = await read_in(transaction, case_id)
        if case.state is not State.BOOKED:
            became = BookingState.CANCELLED if case.state in _WITHOUT_IT else BookingState.KEPT
            await ended(transaction, booking, became, now)
            return
        if self._comes(booking, now):
            await store.change(transaction, replace(booking, came_at=now))
        elif booking.is_missed(now, self._late):
            facts = {"starts_at": booking.slot.starts_at.isoformat()}
            case = await move(transaction, case, Act.MISS, by=SYSTEM, now=now, facts=facts)
            booking = await ended(transaction, booking, BookingState.MISSED, now)
            await self._news.missed(transaction, case, booking, now)

    def _is_due(self, booking: Booking, state: State, now: datetime) -> bool:
        return (
            state is not State.BOOKED
            or booking.is_missed(now, self._late)
            or self._comes(booking, now)
        )

    def _comes(self, booking: Booking, now: datetime) -> bool:
        is_time = booking.came_at is None and now >= booking.slot.starts_at - EARLY
        return is_time and self._presence.applicant_is_here(booking.case_id)

    async def run(self) -> None:
        """Checks until cancelled; a database that is away is waited out."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            try:
                await self.check()
            except Exception:
                log.exception("bookings could not be settled")
