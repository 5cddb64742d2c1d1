"""What applicants are told of their appointment: when it is made, moved, off or missed; reminders.

Implements `booking.news.BookingNews`: in the transaction of the change.
"""

from collections.abc import Sequence
from datetime import datetime

from foundation.database import Transaction
from inspection.booking.model import Booking
from inspection.cases.model import Case
from inspection.notices.model import Kind
from inspection.notices.plan import Planned, appointment_reminders
from inspection.notices.service import Notices, Telling


class AppointmentNotices:
    """Tells by the way notices go out; each revision of a booking is an occasion of its own."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    async def booked(
        self, transaction: Transaction, made: Sequence[tuple[Case, Booking]], now: datetime
    ) -> None:
        """First appointments, or new ones after a cancelled or missed one."""
        await self._told(transaction, Kind.BOOKED, made, now)

    async def rebooked(
        self, transaction: Transaction, case: Case, before: Booking, booking: Booking, now: datetime
    ) -> None:
        """Another time. Other inspectors at the same time are no news to the applicant."""
        if before.slot.starts_at == booking.slot.starts_at:
            return
        await self._notices.cancel(transaction, case, _occasion(before))
        await self._told(transaction, Kind.BOOKING_CHANGED, [(case, booking)], now)

    async def cancelled(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """There is no appointment any more."""
        await self._notices.cancel(transaction, case, kinds=_OF_BOOKINGS)
        await self._say(transaction, case, Kind.BOOKING_CANCELLED, booking)

    async def displaced(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """The bureau can not keep it; they choose another time."""
        await self._notices.cancel(transaction, case, kinds=_OF_BOOKINGS)
        await self._say(transaction, case, Kind.BOOKING_DISPLACED, booking)

    async def missed(
        self, transaction: Transaction, case: Case, booking: Booking, now: datetime
    ) -> None:
        """The applicant did not come; they may book again."""
        await self._say(transaction, case, Kind.NO_SHOW, booking)

    async def _told(
        self,
        transaction: Transaction,
        kind: Kind,
        made: Sequence[tuple[Case, Booking]],
        now: datetime,
    ) -> None:
        tellings: list[Telling] = []
        for case, booking in made:
            starts_at = booking.slot.starts_at
            if booking.revision:  # of a first appointment nothing was told yet
                await self._notices.cancel(transaction, case, kinds=_OVERTAKEN)
            plan = [Planned(kind, now, starts_at), *appointment_reminders(starts_at, now)]
            tellings.append(Telling(case, _occasion(booking), plan, {"start": starts_at}))
        await self._notices.tell_planned(transaction, tellings)

    async def _say(
        self, transaction: Transaction, case: Case, kind: Kind, booking: Booking
    ) -> None:
        words = {"start": booking.slot.starts_at}
        await self._notices.tell(transaction, case, kind, _occasion(booking), words)


_REMINDERS = frozenset({Kind.APPOINTMENT_DAY, Kind.APPOINTMENT_HOUR, Kind.APPOINTMENT_NOW})
_OVERTAKEN = _REMINDERS | {Kind.BOOKING_DISPLACED}
_OF_BOOKINGS = _REMINDERS | {Kind.BOOKED, Kind.BOOKING_CHANGED}


def _occasion(booking: Booking) -> str:
    return f"booking-{booking.revision}"
