"""Rows to deliver: added in the caller's transaction, delivered exactly once in effect.

A row belongs to a `receiver` (who handles it) and a `lane` (a case): within a lane rows leave in
order, and a row that is waiting or dead holds back those behind it. A claimed row carries a lease;
whoever dies holding one gives it back by time, and whoever comes back after that notes nothing:
the lease is somebody else's by then. So any number of workers may serve one table.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.ids import new_id

LEASE = timedelta(seconds=60)  # longer than any handler's own deadline (30 s)
MOST_TRIES = 12  # with the delays below about 26 hours, then a person looks
_LONGEST_DELAY_S = 6 * 3600


class State(Enum):
    """Where a row stands."""

    HELD = "held"  # not to be delivered before somebody lets it go
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    DROPPED = "dropped"  # was held, and will never leave


_OVER = State.DELIVERED.value, State.DROPPED.value  # holds nobody back
outbox_row = Table(
    "outbox_row",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("receiver", String(40), nullable=False),
    Column("lane", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("lease", String(40)),  # of whom; only this holder may note an outcome
    Column("error", Text),
    Column("done_at", Moment),
    # A look for due rows reads as many as it takes: 0.1 ms with 10,000 waiting instead of 20 ms.
    Index("ix_outbox_row_due", "receiver", "state", "next_at"),
    Index("ix_outbox_row_lane", "lane"),
    Index("uq_outbox_row_place", "receiver", "lane", "position", unique=True),
)


@dataclass(frozen=True)
class Row:
    """One thing to deliver. `id` is the idempotency key the receiver sees on every try."""

    id: str
    receiver: str
    lane: str
    body: Mapping[str, object]
    state: State
    tries: int
    next_at: datetime
    error: str | None
    lease: str | None = None
    done_at: datetime | None = None


def delay_after(tries: int, spread: float) -> timedelta:
    """How long to wait after the n-th failed try: 2, 4, 8 … s up to six hours.

    Args:
        tries: failures so far, at least 1.
        spread: 0..1, moves the delay by up to a quarter so that receivers are not hit in step.
    """
    return timedelta(seconds=min(2.0**tries, _LONGEST_DELAY_S) * (1 + 0.25 * spread))


async def add(
    transaction: Transaction,
    *,
    receiver: str,
    lane: str,
    body: Mapping[str, object],
    now: datetime,
    row_id: str = "",
) -> str:
    """Adds a row in the caller's transaction; returns its id.

    Args:
        row_id: an idempotency key with a meaning of its own, at most 40 letters; a second row
            under it is refused by the database. Empty: a fresh id.
    """
    row_id = row_id or new_id("out", now)
    await transaction.execute(_BEHIND_ITS_LANE, [_added(row_id, receiver, lane, body, now)])
    return row_id


async def add_all(
    transaction: Transaction,
    *,
    receiver: str,
    bodies: Iterable[tuple[str, Mapping[str, object]]],
    now: datetime,
) -> None:
    """Adds rows in their order, each behind its lane, with one statement."""
    rows = [_added(new_id("out", now), receiver, lane, body, now) for lane, body in bodies]
    if rows:
        await transaction.execute(_BEHIND_ITS_LANE, rows)


_BEHIND_ITS_LANE = insert(outbox_row).values(
    position=select(func.coalesce(func.max(outbox_row.c.position), 0) + 1)
    .where(
        outbox_row.c.lane == bindparam("of_lane"), outbox_row.c.receiver == bindparam("of_receiver")
    )
    .scalar_subquery()
)


def _added(
    row_id: str, receiver: str, lane: str, body: Mapping[str, object], now: datetime
) -> dict[str, object]:
    return {
        "id": row_id,
        "receiver": receiver,
        "lane": lane,
        "of_receiver": receiver,
        "of_lane": lane,
        "body": json.dumps(dict(body), ensure_ascii=False),
        "state": State.WAITING.value,
        "tries": 0,
        "next_at": now,
    }


def _is_free(now: datetime) -> ColumnElement[bool]:
    return (outbox_row.c.leased_until.is_(None)) | (outbox_row.c.leased_until <= now)


def due(receivers: Sequence[str], now: datetime, most: int) -> Select[Any]:
    """The query behind `claim`: due rows at the head of their lanes."""
    ahead = outbox_row.alias()
    # One receiver is compared, not looked up in a list: then the index gives the order as well.
    is_theirs = (
        outbox_row.c.receiver == receivers[0]
        if len(receivers) == 1
        else outbox_row.c.receiver.in_(receivers)
    )
    return (
        select(outbox_row)
        .where(
            is_theirs,
            outbox_row.c.state == State.WAITING.value,
            outbox_row.c.next_at <= now,
            _is_free(now),
            ~exists().where(
                and_(
                    ahead.c.lane == outbox_row.c.lane,
                    ahead.c.receiver == outbox_row.c.receiver,
                    ahead.c.position < outbox_row.c.position,
                    ahead.c.state.not_in(_OVER),
                )
            ),
        )
        .order_by(outbox_row.c.next_at)
        .limit(most)
    )


async def has_due(view: Transaction, receivers: Sequence[str], now: datetime) -> bool:
    """Whether `claim` would find something; needs no writer."""
    return (await view.execute(due(receivers, now, 1))).first() is not None


async def claim(
    transaction: Transaction, receivers: Sequence[str], now: datetime, most: int = 1
) -> list[Row]:
    """Due rows of these receivers, each of another lane, leased to the caller; oldest first.

    Another worker may be claiming at the same moment: a row goes to one of them.
    """
    found = list((await transaction.execute(due(receivers, now, most))).mappings())
    if not found:
        return []
    lease = new_id("lease", now)
    changed = (
        update(outbox_row)
        .where(
            outbox_row.c.id.in_([row["id"] for row in found]),
            outbox_row.c.state == State.WAITING.value,
            _is_free(now),
        )
        .values(lease=lease, leased_until=now + LEASE)
        .returning(outbox_row.c.id)
    )
    ours = {row[0] for row in await transaction.execute(changed)}
    return [_row({**row, "lease": lease}) for row in found if row["id"] in ours]


async def delivered(transaction: Transaction, rows: Sequence[Row], now: datetime) -> list[Row]:
    """The receiver has these. Returns those noted; of the others the lease was lost meanwhile."""
    if not rows:
        return []
    noted = await _note(transaction, rows, state=State.DELIVERED.value, error=None, done_at=now)
    return [row for row in rows if (row.id, row.lease) in noted]


async def failed(
    transaction: Transaction, row: Row, *, error: str, is_final: bool, now: datetime, spread: float
) -> State | None:
    """This try failed: the row waits for the next one, or is dead until a person replays it.

    Returns:
        Where it stands now; `None` when the lease was lost meanwhile: nothing is noted.
    """
    tries = row.tries + 1
    is_dead = is_final or tries >= MOST_TRIES
    state = State.DEAD if is_dead else State.WAITING
    noted = await _note(
        transaction,
        [row],
        state=state.value,
        tries=tries,
        error=error[:500],
        next_at=now + delay_after(tries, spread),
    )
    return state if noted else None


async def replay(transaction: Transaction, row_id: str, now: datetime) -> None:
    """A person asks for another round of tries, at once; one that is under way goes on."""
    await transaction.execute(
        update(outbox_row)
        .where(
            outbox_row.c.id == row_id,
            outbox_row.c.state.not_in([*_OVER, State.HELD.value]),
        )
        .values(state=State.WAITING.value, tries=0, next_at=now)
    )


async def hold(transaction: Transaction, row_ids: Collection[str]) -> None:
    """These rows are not delivered before `let_go`.

    Called in the transaction that adds them, so no worker has seen them.
    """
    await transaction.execute(
        update(outbox_row)
        .where(outbox_row.c.id.in_(row_ids), outbox_row.c.state == State.WAITING.value)
        .values(state=State.HELD.value)
    )


async def drop_held(transaction: Transaction, lane: str, now: datetime) -> None:
    """Held rows of a lane never leave; those behind them go on."""
    await transaction.execute(
        update(outbox_row)
        .where(outbox_row.c.lane == lane, outbox_row.c.state == State.HELD.value)
        .values(state=State.DROPPED.value, done_at=now)
    )


async def let_go(transaction: Transaction, lane: str, now: datetime) -> int:
    """Held rows of a lane are due from now on. Returns how many there were."""
    found = await transaction.execute(
        update(outbox_row)
        .where(outbox_row.c.lane == lane, outbox_row.c.state == State.HELD.value)
        .values(state=State.WAITING.value, next_at=now)
        .returning(outbox_row.c.id)
    )
    return len(found.all())


async def rows_of_lane(transaction: Transaction, receiver: str, lane: str) -> list[Row]:
    """All rows of one receiver and lane, in order."""
    rows = await transaction.execute(
        select(outbox_row)
        .where(outbox_row.c.lane == lane, outbox_row.c.receiver == receiver)
        .order_by(outbox_row.c.position)
    )
    return [_row(row) for row in rows.mappings()]


async def rows_of_lanes(view: Transaction, lanes: Collection[str]) -> list[Row]:
    """All rows of these lanes to whomever, in order."""
    rows = await view.execute(
        select(outbox_row)
        .where(outbox_row.c.lane.in_(lanes))
        .order_by(outbox_row.c.receiver, outbox_row.c.lane, outbox_row.c.position)
    )
    return [_row(row) for row in rows.mappings()]


async def rows_in_state(
    view: Transaction,
    receivers_like: Sequence[str],
    state: State,
    *,
    lanes: Select[Any],
    most: int,
    after: tuple[datetime, str] | None = None,
) -> list[Row]:
    """Rows of receivers like one of these (SQL's LIKE), those due longest first.

    Args:
        lanes: the query of the lanes that are looked at; narrowed in the database, so that rows
            of others take no place in the answer.
        after: `next_at` and id of the last row that was read.
    """
    column = outbox_row.c
    goes_on = () if after is None else (tuple_(column.next_at, column.id) > after,)
    rows = await view.execute(
        select(outbox_row)
        .where(
            or_(*(column.receiver.like(one) for one in receivers_like)),
            column.state == state.value,
            column.lane.in_(lanes),
            *goes_on,
        )
        .order_by(column.next_at, column.id)
        .limit(most)
    )
    return [_row(row) for row in rows.mappings()]


async def states_of_lanes(
    view: Transaction, lanes: Collection[str]
) -> dict[str, list[tuple[str, str, State]]]:
    """Id, receiver and state of each row, by lane; cheaper than the rows with their bodies."""
    column = outbox_row.c
    rows = await view.execute(
        select(column.lane, column.id, column.receiver, column.state).where(column.lane.in_(lanes))
    )
    found: dict[str, list[tuple[str, str, State]]] = {}
    for lane, row_id, receiver, state in rows:
        found.setdefault(lane, []).append((row_id, receiver, State(state)))
    return found


async def row_by_id(transaction: Transaction, row_id: str) -> Row | None:
    """One row, or `None`."""
    row = (
        (await transaction.execute(select(outbox_row).where(outbox_row.c.id == row_id)))
        .mappings()
        .first()
    )
    return None if row is None else _row(row)


async def _note(
    transaction: Transaction, rows: Sequence[Row], **values: object
) -> set[tuple[str, str | None]]:
    """Ids and leases of those rows whose lease is still the one they were claimed under."""
    held = [(row.id, row.lease) for row in rows]
    place = outbox_row.c.id, outbox_row.c.lease
    noted = (
        update(outbox_row)
        .where(tuple_(*place).in_(held), outbox_row.c.leased_until.is_not(None))
        .values(**values, leased_until=None)
        .returning(*place)
    )
    return {(row[0], row[1]) for row in await transaction.execute(noted)}


def _row(row: RowMapping | Mapping[Any, Any]) -> Row:
    return Row(
        id=str(row["id"]),
        receiver=str(row["receiver"]),
        lane=str(row["lane"]),
        body=json.loads(str(row["body"])),
        state=State(row["state"]),
        tries=int(str(row["tries"])),
        next_at=row["next_at"],
        error=None if row["error"] is None else str(row["error"]),
        lease=row["lease"],
        done_at=row["done_at"],
    )
