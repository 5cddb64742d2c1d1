"""SQL of live sessions and consents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Integer,
    String,
    Table,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from inspection.cases.machine import State
from inspection.cases.store import case_table

live_table = Table(
    "live_session",
    metadata,
    Column("room", String(40), primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("opened_by", String(40), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

consent_table = Table(
    "consent",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("link_id", String(40), nullable=False),
    Column("version", String(16), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("is_given", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class LiveSession:
    """One call; `closed_at` is set when the inspectors ended it."""

    room: str
    case_id: str
    opened_at: datetime
    closed_at: datetime | None


async def latest(view: Transaction, case_id: str) -> LiveSession | None:
    """The newest call of a case, open or ended."""
    return await _one(view, live_table.c.case_id == case_id)


async def first(view: Transaction, case_id: str) -> LiveSession | None:
    """The call with which the case's inspection began."""
    return await _one(view, live_table.c.case_id == case_id, oldest=True)


async def by_room(view: Transaction, room: str) -> LiveSession | None:
    """The call that uses a media room."""
    return await _one(view, live_table.c.room == room)


async def of_case(view: Transaction, case_id: str) -> list[LiveSession]:
    """All calls of a case, oldest first."""
    rows = await view.execute(
        select(live_table)
        .where(live_table.c.case_id == case_id)
        .order_by(live_table.c.opened_at, live_table.c.room)
    )
    return [
        LiveSession(row["room"], row["case_id"], row["opened_at"], row["closed_at"])
        for row in rows.mappings()
    ]


async def in_call(view: Transaction) -> dict[str, str]:
    """The case in whose open call each inspector sits, by inspector."""
    found: dict[str, str] = {}
    for column in (case_table.c.first_inspector_id, case_table.c.second_inspector_id):
        rows = await view.execute(
            select(column, case_table.c.id)
            .join(live_table, live_table.c.case_id == case_table.c.id)
            .where(
                live_table.c.closed_at.is_(None),
                case_table.c.state.in_([State.INSPECTING.value, State.REVIEWING.value]),
                column.is_not(None),
            )
        )
        found |= {row[0]: row[1] for row in rows}
    return found


async def open_session(
    transaction: Transaction, *, room: str, case_id: str, opened_by: str, now: datetime
) -> LiveSession:
    """A new call."""
    await transaction.execute(
        insert(live_table).values(room=room, case_id=case_id, opened_by=opened_by, opened_at=now)
    )
    return LiveSession(room, case_id, now, None)


async def close_session(transaction: Transaction, room: str, now: datetime) -> None:
    """The call was ended."""
    await transaction.execute(
        update(live_table).where(live_table.c.room == room).values(closed_at=now)
    )


async def add_consent(
    transaction: Transaction,
    *,
    case_id: str,
    link_id: str,
    version: str,
    text_sha256: str,
    is_given: bool,
    now: datetime,
) -> None:
    """What the applicant answered to which text; answers are added, never changed."""
    await transaction.execute(
        insert(consent_table).values(
            case_id=case_id,
            link_id=link_id,
            version=version,
            text_sha256=text_sha256,
            is_given=is_given,
            at=now,
        )
    )


@dataclass(frozen=True)
class Consent:
    """The applicant's latest answer."""

    version: str
    is_given: bool
    at: datetime


async def latest_consent(view: Transaction, case_id: str) -> Consent | None:
    """The newest answer for the case."""
    row = (
        (
            await view.execute(
                select(consent_table)
                .where(consent_table.c.case_id == case_id)
                .order_by(consent_table.c.number.desc())
                .limit(1)
            )
        )
        .mappings()
        .first()
    )
    return None if row is None else Consent(row["version"], row["is_given"], row["at"])


async def _one(
    view: Transaction, condition: ColumnElement[bool], *, oldest: bool = False
) -> LiveSession | None:
    by_time = (live_table.c.opened_at, live_table.c.room)
    row = (
        (
            await view.execute(
                select(live_table)
                .where(condition)
                .order_by(*(by_time if oldest else (one.desc() for one in by_time)))
                .limit(1)
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return LiveSession(row["room"], row["case_id"], row["opened_at"], row["closed_at"])
