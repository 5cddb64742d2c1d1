"""Rows to deliver: added in the caller's transaction, delivered exactly once in effect.

A row belongs to a `receiver` (who handles it) and a `lane` (a case): within a lane rows leave in
order, and a row that is waiting or dead holds back those behind it. A claimed row carries a lease;
whoever dies holding one gives it back by time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    and_,
    exists,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.ids import new_id

LEASE = timedelta(seconds=60)  # longer than any handler's own deadline (30 s)
MOST_TRIES = 12  # with the delays below about 26 hours, then a person looks
_LONGEST_DELAY_S = 6 * 3600


class State(Enum):
    """Where a row stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


outbox_row = Table(
    "outbox_row",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("receiver", String(40), nullable=False),
    Column("lane", String(64), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("error", Text),
    Column("done_at", Moment),
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


def delay_after(tries: int, spread: float) -> timedelta:
    """How long to wait after the n-th failed try: 2, 4, 8 … s up to six hours.

    Args:
        tries: failures so far, at least 1.
        spread: 0..1, moves the delay by up to a quarter so that receivers are not hit in step.
    """
    return timedelta(seconds=min(2.0**tries, _LONGEST_DELAY_S) * (1 + 0.25 * spread))


async def add(
    transaction: Transaction, *, receiver: str, lane: str, body: Mapping[str, object], now: datetime
) -> str:
    """Adds a row in the caller's transaction; returns its id."""
    row_id = new_id("out", now)
    behind = (
        await transaction.execute(
            select(outbox_row.c.position)
            .where(outbox_row.c.lane == lane, outbox_row.c.receiver == receiver)
            .order_by(outbox_row.c.position.desc())
            .limit(1)
        )
    ).scalar()
    await transaction.execute(
        insert(outbox_row).values(
            id=row_id,
            receiver=receiver,
            lane=lane,
            position=(behind or 0) + 1,
            body=json.dumps(dict(body), ensure_ascii=False),
            state=State.WAITING.value,
            tries=0,
            next_at=now,
        )
    )
    return row_id


def _due(receivers: list[str], now: datetime) -> Select[Any]:
    ahead = outbox_row.alias()
    return (
        select(outbox_row)
        .where(
            outbox_row.c.receiver.in_(receivers),
            outbox_row.c.state == State.WAITING.value,
            outbox_row.c.next_at <= now,
            (outbox_row.c.leased_until.is_(None)) | (outbox_row.c.leased_until <= now),
            ~exists().where(
                and_(
                    ahead.c.lane == outbox_row.c.lane,
                    ahead.c.receiver == outbox_row.c.receiver,
                    ahead.c.position < outbox_row.c.position,
                    ahead.c.state != State.DELIVERED.value,
                )
            ),
        )
        .order_by(outbox_row.c.next_at)
        .limit(1)
    )


async def has_due(view: Transaction, receivers: list[str], now: datetime) -> bool:
    """Whether `claim` would find something; needs no writer."""
    return (await view.execute(_due(receivers, now))).first() is not None


async def claim(transaction: Transaction, receivers: list[str], now: datetime) -> Row | None:
    """The next due row of these receivers, leased to the caller; `None` when nothing is due."""
    row = (await transaction.execute(_due(receivers, now))).mappings().first()
    if row is None:
        return None
    await _change(transaction, row["id"], leased_until=now + LEASE)
    return _row(row)


async def delivered(transaction: Transaction, row_id: str, now: datetime) -> None:
    """The receiver has it."""
    await _change(
        transaction, row_id, state=State.DELIVERED.value, leased_until=None, error=None, done_at=now
    )


async def failed(
    transaction: Transaction, row: Row, *, error: str, is_final: bool, now: datetime, spread: float
) -> State:
    """This try failed: the row waits for the next one, or is dead until a person replays it."""
    tries = row.tries + 1
    is_dead = is_final or tries >= MOST_TRIES
    state = State.DEAD if is_dead else State.WAITING
    await _change(
        transaction,
        row.id,
        state=state.value,
        tries=tries,
        error=error[:500],
        leased_until=None,
        next_at=now + delay_after(tries, spread),
    )
    return state


async def replay(transaction: Transaction, row_id: str, now: datetime) -> None:
    """A person asks for another round of tries, at once."""
    await _change(
        transaction, row_id, state=State.WAITING.value, tries=0, next_at=now, leased_until=None
    )


async def rows_of_lane(transaction: Transaction, receiver: str, lane: str) -> list[Row]:
    """All rows of one receiver and lane, in order."""
    rows = await transaction.execute(
        select(outbox_row)
        .where(outbox_row.c.lane == lane, outbox_row.c.receiver == receiver)
        .order_by(outbox_row.c.position)
    )
    return [_row(row) for row in rows.mappings()]


async def row_by_id(transaction: Transaction, row_id: str) -> Row | None:
    """One row, or `None`."""
    row = (
        (await transaction.execute(select(outbox_row).where(outbox_row.c.id == row_id)))
        .mappings()
        .first()
    )
    return None if row is None else _row(row)


async def _change(transaction: Transaction, row_id: str, **values: object) -> None:
    await transaction.execute(update(outbox_row).where(outbox_row.c.id == row_id).values(**values))


def _row(row: RowMapping) -> Row:
    return Row(
        id=str(row["id"]),
        receiver=str(row["receiver"]),
        lane=str(row["lane"]),
        body=json.loads(str(row["body"])),
        state=State(row["state"]),
        tries=int(str(row["tries"])),
        next_at=row["next_at"],
        error=None if row["error"] is None else str(row["error"]),
    )
