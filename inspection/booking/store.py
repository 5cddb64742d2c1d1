"""SQL of bookings. A row of `booking_time` is ten minutes of one inspector: its primary key is what
makes a double booking impossible, whoever writes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from inspection.booking.model import Booking, BookingState, Slot, SlotRules
from inspection.cases.machine import MOVES, Act, State
from inspection.cases.moves import move_table
from inspection.cases.store import case_table, of_units

booking_table = Table(
    "booking",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("first_inspector_id", String(40), nullable=False, index=True),
    Column("second_inspector_id", String(40), nullable=False, index=True),
    Column("starts_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("came_at", Moment),
)

time_table = Table(
    "booking_time",
    metadata,
    Column("inspector_id", String(40), primary_key=True),
    Column("cell", Integer, primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
)


@dataclass(frozen=True)
class Heading:
    """A case as a line of a calendar names it."""

    number: str
    shop_name: str
    state: State


async def add(transaction: Transaction, bookings: Iterable[Booking]) -> None:
    """First bookings of their cases."""
    rows = [{"case_id": one.case_id, **_values(one)} for one in bookings]
    if rows:
        await transaction.execute(insert(booking_table), rows)


async def change(transaction: Transaction, booking: Booking) -> None:
    """The case's booking as it stands from now on."""
    await transaction.execute(
        update(booking_table)
        .where(booking_table.c.case_id == booking.case_id)
        .values(_values(booking))
    )


async def take_time(
    transaction: Transaction, bookings: Iterable[Booking], rules: SlotRules
) -> None:
    """The cells of these bookings are their cases'.

    Raises:
        IntegrityError: one is somebody else's already.
    """
    await transaction.execute(
        insert(time_table),
        [
            {"inspector_id": inspector, "cell": cell, "case_id": one.case_id}
            for one in bookings
            for cell in rules.cells(one.slot)
            for inspector in one.inspector_ids
        ],
    )


async def free_time(transaction: Transaction, case_id: str) -> None:
    """The case holds nobody's time any more."""
    await transaction.execute(delete(time_table).where(time_table.c.case_id == case_id))


async def hand_time(
    transaction: Transaction, case_id: str, seats: Mapping[str, str], first_cell: int
) -> None:
    """From a cell on, the case's time of who leaves becomes that of who comes, where it is free.

    Args:
        seats: who comes, by who leaves.
    """
    left = (time_table.c.case_id == case_id, time_table.c.cell >= first_cell)
    rows = await transaction.execute(select(time_table).where(*left))
    wanted = [(seats.get(row.inspector_id), row.cell) for row in rows]
    cells = {cell for _, cell in wanted}
    held = await taken(transaction, min(cells), max(cells)) if cells else {}
    await transaction.execute(
        delete(time_table).where(*left, time_table.c.inspector_id.in_(list(seats)))
    )
    free = [
        {"inspector_id": coming, "cell": cell, "case_id": case_id}
        for coming, cell in wanted
        if coming is not None and cell not in held.get(coming, {})
    ]
    if free:
        await transaction.execute(insert(time_table), free)


async def taken(view: Transaction, first_cell: int, last_cell: int) -> dict[str, dict[int, str]]:
    """Whose the taken cells from the first to the last are, by inspector."""
    rows = await view.execute(
        select(time_table).where(time_table.c.cell.between(first_cell, last_cell))
    )
    found: dict[str, dict[int, str]] = {}
    for row in rows.mappings():
        found.setdefault(row["inspector_id"], {})[row["cell"]] = row["case_id"]
    return found


async def of_case(view: Transaction, case_id: str) -> Booking | None:
    """The booking of a case, whatever became of it."""
    return (await of_cases(view, [case_id])).get(case_id)


async def of_cases(view: Transaction, case_ids: Iterable[str]) -> dict[str, Booking]:
    """The bookings of these cases, by case."""
    rows = await view.execute(
        select(booking_table).where(booking_table.c.case_id.in_(list(case_ids)))
    )
    return {row["case_id"]: _booking(row) for row in rows.mappings()}


async def between(
    view: Transaction,
    begins: datetime,
    ends: datetime,
    inspector_id: str | None = None,
    units: frozenset[str] | None = None,
) -> list[Booking]:
    """Bookings that begin in that time, earliest first; of one inspector or of all.

    Args:
        units: only of cases of these offices; `None`: of all.
    """
    query = (
        select(booking_table)
        .where(
            booking_table.c.starts_at >= begins,
            booking_table.c.starts_at < ends,
            *of_units(booking_table.c.case_id, units),
        )
        .order_by(booking_table.c.starts_at, booking_table.c.case_id)
    )
    if inspector_id is not None:
        query = query.where(
            or_(
                booking_table.c.first_inspector_id == inspector_id,
                booking_table.c.second_inspector_id == inspector_id,
            )
        )
    return [_booking(row) for row in (await view.execute(query)).mappings()]


async def to_come(view: Transaction, inspector_id: str, now: datetime) -> list[Booking]:
    """Living bookings of an inspector that did not begin yet, earliest first."""
    mine = or_(
        booking_table.c.first_inspector_id == inspector_id,
        booking_table.c.second_inspector_id == inspector_id,
    )
    rows = await view.execute(
        select(booking_table)
        .where(
            booking_table.c.state == BookingState.BOOKED.value,
            booking_table.c.starts_at > now,
            mine,
        )
        .order_by(booking_table.c.starts_at, booking_table.c.case_id)
    )
    return [_booking(row) for row in rows.mappings()]


async def to_rebook(
    view: Transaction,
    most: int,
    inspector_id: str | None = None,
    units: frozenset[str] | None = None,
) -> list[tuple[Booking, str]]:
    """Bookings whose inspectors could not come and whose case has no new time yet, with the reason,
    earliest first; of one inspector or of all, of some offices' cases or of all.
    """
    moves = move_table.alias()
    latest = (
        select(func.max(moves.c.position))
        .where(moves.c.case_id == booking_table.c.case_id, moves.c.act == Act.DISPLACE.value)
        .correlate(booking_table)
        .scalar_subquery()
    )
    query = (
        select(booking_table, move_table.c.why)
        .join(case_table, case_table.c.id == booking_table.c.case_id)
        .join(
            move_table,
            and_(move_table.c.case_id == booking_table.c.case_id, move_table.c.position == latest),
        )
        .where(
            booking_table.c.state == BookingState.DISPLACED.value,
            case_table.c.state.in_([one.value for one in MOVES[Act.BOOK].sources]),
            *of_units(booking_table.c.case_id, units),
        )
        .order_by(booking_table.c.starts_at, booking_table.c.case_id)
        .limit(most)
    )
    if inspector_id is not None:
        query = query.where(
            or_(
                booking_table.c.first_inspector_id == inspector_id,
                booking_table.c.second_inspector_id == inspector_id,
            )
        )
    return [(_booking(row), row["why"]) for row in (await view.execute(query)).mappings()]


async def to_settle(view: Transaction, until: datetime) -> list[tuple[Booking, State]]:
    """Living bookings that begin by then, and those whose case went on without them; with where
    the case stands.
    """
    rows = await view.execute(
        select(booking_table, case_table.c.state.label("case_state"))
        .join(case_table, case_table.c.id == booking_table.c.case_id)
        .where(
            booking_table.c.state == BookingState.BOOKED.value,
            or_(booking_table.c.starts_at <= until, case_table.c.state != State.BOOKED.value),
        )
        .order_by(booking_table.c.starts_at)
    )
    return [(_booking(row), State(row["case_state"])) for row in rows.mappings()]


async def headings(view: Transaction, case_ids: Iterable[str]) -> dict[str, Heading]:
    """What a calendar shows of these cases, by id."""
    columns = case_table.c
    rows = await view.execute(
        select(columns.id, columns.number, columns.shop_name, columns.state).where(
            columns.id.in_(list(case_ids))
        )
    )
    return {row.id: Heading(row.number, row.shop_name, State(row.state)) for row in rows}


async def running_since(view: Transaction, inspector_ids: tuple[str, ...]) -> datetime | None:
    """When the inspection that one of them is in was opened; `None`: they are in none."""
    both = case_table.c.first_inspector_id, case_table.c.second_inspector_id
    query = (
        select(move_table.c.at)
        .join(case_table, case_table.c.id == move_table.c.case_id)
        .where(
            case_table.c.state == State.INSPECTING.value,
            move_table.c.act == Act.OPEN_CALL.value,
            or_(*(column.in_(inspector_ids) for column in both)),
        )
        .order_by(move_table.c.at.desc())
        .limit(1)
    )
    return (await view.execute(query)).scalar()


def _values(booking: Booking) -> dict[str, object]:
    first, second = booking.inspector_ids
    return {
        "first_inspector_id": first,
        "second_inspector_id": second,
        "starts_at": booking.slot.starts_at,
        "ends_at": booking.slot.ends_at,
        "state": booking.state.value,
        "revision": booking.revision,
        "changed_at": booking.changed_at,
        "came_at": booking.came_at,
    }


def _booking(row: RowMapping) -> Booking:
    return Booking(
        case_id=row["case_id"],
        inspector_ids=(row["first_inspector_id"], row["second_inspector_id"]),
        slot=Slot(row["starts_at"], row["ends_at"]),
        state=BookingState(row["state"]),
        revision=row["revision"],
        changed_at=row["changed_at"],
        came_at=row["came_at"],
    )
