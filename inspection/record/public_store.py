"""SQL of the tokens that lead to a record's public page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, exists, insert, select

from foundation.database import Transaction, metadata
from inspection.record.store import record_table

token_table = Table(
    "record_token",
    metadata,
    Column("record_id", String(40), ForeignKey("record.id"), primary_key=True),
    Column("token", String(40), nullable=False, unique=True),
)


_HASH_LETTERS = 64  # of SHA-256 in hex; tokens are shorter


@dataclass(frozen=True)
class Found:
    """A record behind a token, also a withdrawn one; `has_newer`: another one took its place."""

    sha256: str
    content: str
    made_at: datetime
    completed_at: datetime | None
    voided_at: datetime | None
    pdf_sha256: str | None
    has_newer: bool


async def add(transaction: Transaction, record_id: str, token: str) -> None:
    """The token of a new record."""
    await transaction.execute(insert(token_table).values(record_id=record_id, token=token))


async def token_of(view: Transaction, record_id: str) -> str | None:
    """A record's token; records made before there were any have none."""
    found = await view.execute(
        select(token_table.c.token).where(token_table.c.record_id == record_id)
    )
    return found.scalar_one_or_none()


async def find(view: Transaction, key: str) -> Found | None:
    """The record behind a token, or behind the SHA-256 of its signed PDF."""
    column = record_table.c.pdf_sha256 if len(key) == _HASH_LETTERS else token_table.c.token
    newer = record_table.alias("newer")
    is_replaced = exists(
        select(newer.c.id).where(
            newer.c.case_id == record_table.c.case_id,
            newer.c.id > record_table.c.id,  # ids sort by time
            newer.c.voided_at.is_(None),
            newer.c.completed_at.is_not(None),
        )
    )
    rows = await view.execute(
        select(record_table, is_replaced.label("has_newer"))
        .join(token_table, token_table.c.record_id == record_table.c.id)
        .where(column == key)
    )
    row = rows.mappings().first()
    if row is None:
        return None
    return Found(
        row["sha256"],
        row["content"],
        row["made_at"],
        row["completed_at"],
        row["voided_at"],
        row["pdf_sha256"],
        bool(row["has_newer"]),
    )
