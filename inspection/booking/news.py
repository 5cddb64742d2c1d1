"""What others are told of a booking, in the transaction that changes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from foundation.database import Transaction
from inspection.booking.model import Booking
from inspection.cases.model import Case


class BookingNews(Protocol):
    """Who is told: the notices. What they queue stands or falls with the change itself."""

    async def booked(
        self, transaction: Transaction, made: Sequence[tuple[Case, Booking]], now: datetime
    ) -> None:
        """First appointments, or new ones after a cancelled or missed one; all made at once."""
        ...

    async def rebooked(
        self, transaction: Transaction, case: Case, before: Booking, booking: Booking, now: datetime
    ) -> None:
        """Another time, or other inspectors at the same time."""
        ...

    async def cancelled(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """There is no appointment any more."""
        ...

    async def displaced(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """Its inspectors can not come and nobody else is free; the applicant chooses anew."""
        ...

    async def missed(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """The applicant did not come; they may book again."""
        ...


class Untold:
    """Nobody is told."""

    async def booked(
        self, transaction: Transaction, made: Sequence[tuple[Case, Booking]], now: datetime
    ) -> None: ...

    async def rebooked(
        self, transaction: Transaction, case: Case, before: Booking, booking: Booking, now: datetime
    ) -> None: ...

    async def cancelled(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None: ...

    async def displaced(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None: ...

    async def missed(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None: ...
