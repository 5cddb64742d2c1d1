"""SQL of the circumstances of evidence: one row for each piece, written with it, never changed."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Float, String, Table, insert, select

from foundation.database import Transaction, metadata
from inspection.evidence.circumstances import Circumstances, circumstances_row

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


async def of(view: Transaction, evidence_ids: Iterable[str]) -> dict[str, Circumstances]:
    """By id of the evidence; what was kept before there were circumstances is missing."""
    rows = await view.execute(
        select(circumstances_table).where(circumstances_table.c.evidence_id.in_(list(evidence_ids)))
    )
    return {row.pop("evidence_id"): Circumstances(**row) for row in map(dict, rows.mappings())}
