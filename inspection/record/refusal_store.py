"""SQL of refusals to sign: every step, in the order they were made."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata
from inspection.record.refusal import Noted, RefusalStep

refusal_table = Table(
    "refusal_step",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record_id", String(40), ForeignKey("record.id"), nullable=False, index=True),
    Column("step", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("name", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(transaction: Transaction, record_id: str, noted: Noted) -> None:
    """A new step. Nothing is overwritten."""
    await transaction.execute(
        insert(refusal_table).values(
            record_id=record_id,
            step=noted.step.value,
            reason=noted.reason,
            by=noted.by,
            name=noted.name,
            at=noted.at,
        )
    )


async def steps(view: Transaction, record_id: str) -> list[Noted]:
    """Every step of a record, oldest first."""
    rows = await view.execute(
        select(refusal_table)
        .where(refusal_table.c.record_id == record_id)
        .order_by(refusal_table.c.number)
    )
    return [_noted(row) for row in rows.mappings()]


def _noted(row: RowMapping) -> Noted:
    return Noted(RefusalStep(row["step"]), row["reason"], row["by"], row["name"], row["at"])
