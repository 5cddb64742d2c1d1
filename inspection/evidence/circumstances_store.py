"""SQL of the circumstances of evidence: one row for each piece, written with it, never changed."""

from typing import Any

from sqlalchemy import BigInteger, Column, CursorResult, Float, String, Table, insert, select

from foundation.database import Transaction, metadata
from inspection.evidence.circumstances import Circumstances, circumstances_row
from inspection.evidence.store import evidence_table

circumstances_table = Table(
    "circumstances",
    metadata,
    Column("evidence_id", String(40), primary_key=True),
    Column("place", String(12), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("accuracy_m", Float),
    Column("position_age_s", Float),
    Column("distance_m", Float),
    Column("clock_offset_ms", BigInteger),
    Column("clock_error_ms", BigInteger),
    Column("challenge", String(4), nullable=False),
    Column("codec", String(40), nullable=False),
)


async def add(transaction: Transaction, evidence_id: str, found: Circumstances) -> None:
    """In the transaction that keeps the evidence itself."""
    await transaction.execute(
        insert(circumstances_table).values(evidence_id=evidence_id, **circumstances_row(found))
    )


async def of(view: Transaction, evidence_id: str) -> Circumstances | None:
    """Of one piece; `None` if it was kept before there were circumstances."""
    own = circumstances_table.c.evidence_id == evidence_id
    found = await view.execute(select(circumstances_table).where(own))
    return next(iter(_by_id(found).values()), None)


async def of_case(view: Transaction, case_id: str) -> dict[str, Circumstances]:
    """Of a case's evidence, by its ids; what is older than circumstances is missing."""
    of_piece = evidence_table.c.id == circumstances_table.c.evidence_id
    query = select(circumstances_table).join(evidence_table, of_piece)
    return _by_id(await view.execute(query.where(evidence_table.c.case_id == case_id)))


def _by_id(found: CursorResult[Any]) -> dict[str, Circumstances]:
    return {row.pop("evidence_id"): Circumstances(**row) for row in map(dict, found.mappings())}
