"""SQL of the appointments that an absence handed on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.booking.model import Booking, BookingState
from inspection.booking.offering import Team
from inspection.booking.store import booking_table

# An absence that is taken back is deleted, so its id leads nowhere then and is no key.
handed_table = Table(
    "booking_handed_on",
    metadata,
    Column("absence_id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("first_inspector_id", String(40), nullable=False),
    Column("second_inspector_id", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Handed:
    """Who had a case's appointment, and its revision since: a greater one is a later change."""

    case_id: str
    before: Team
    revision: int


async def add(transaction: Transaction, absence_id: str, before: Booking, after: Booking) -> None:
    """The absence handed this appointment on."""
    first, second = before.inspector_ids
    await transaction.execute(
        insert(handed_table).values(
            absence_id=absence_id,
            case_id=before.case_id,
            first_inspector_id=first,
            second_inspector_id=second,
            revision=after.revision,
            at=after.changed_at,
        )
    )


async def to_come(view: Transaction, absence_id: str, now: datetime) -> list[Handed]:
    """What the absence handed on of the appointments that begin after `now`, earliest first."""
    handed, booking = handed_table.c, booking_table.c
    rows = await view.execute(
        select(
            handed.case_id,
            handed.first_inspector_id,
            handed.second_inspector_id,
            handed.revision,
        )
        .join(booking_table, booking.case_id == handed.case_id)
        .where(
            handed.absence_id == absence_id,
            booking.state == BookingState.BOOKED.value,
            booking.starts_at > now,
        )
        .order_by(booking.starts_at, booking.case_id)
    )
    return [Handed(row[0], (row[1], row[2]), row[3]) for row in rows]
