"""SQL of readings: every value as it was typed, in order; the newest of a quantity counts."""

from sqlalchemy import Column, Integer, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.evidence.readings import Typed

reading_table = Table(
    "reading",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("item_id", String(24), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("value", String(24)),
    Column("unit", String(16), nullable=False),
    Column("evidence_id", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(transaction: Transaction, case_id: str, typed: Typed) -> None:
    """A new value, or one taken back. Nothing is overwritten."""
    await transaction.execute(
        insert(reading_table).values(
            case_id=case_id,
            item_id=typed.item_id,
            quantity=typed.quantity,
            value=typed.value,
            unit=typed.unit,
            evidence_id=typed.evidence_id,
            reason=typed.reason,
            by=typed.by,
            at=typed.at,
        )
    )


async def of_case(view: Transaction, case_id: str) -> list[Typed]:
    """All that was ever typed for a case, oldest first."""
    rows = await view.execute(
        select(reading_table)
        .where(reading_table.c.case_id == case_id)
        .order_by(reading_table.c.number)
    )
    return [
        Typed(
            row["item_id"],
            row["quantity"],
            row["value"],
            row["unit"],
            row["evidence_id"],
            row["reason"],
            row["by"],
            row["at"],
        )
        for row in rows.mappings()
    ]
