"""SQL of findings: the current one per item, and every change."""

from datetime import datetime

from sqlalchemy import Column, Integer, RowMapping, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.findings.model import Judged

change_table = Table(
    "finding_change",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("item_id", String(8), nullable=False),
    Column("verdict", String(24)),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(
    transaction: Transaction,
    *,
    case_id: str,
    item_id: str,
    verdict: str | None,
    note: str,
    reason: str,
    by: str,
    now: datetime,
) -> Judged:
    """A new word on an item. Nothing is overwritten: the newest change counts."""
    await transaction.execute(
        insert(change_table).values(
            case_id=case_id,
            item_id=item_id,
            verdict=verdict,
            note=note,
            reason=reason,
            by=by,
            at=now,
        )
    )
    return Judged(item_id, verdict, note, by, now)


async def latest(view: Transaction, case_id: str) -> dict[str, Judged]:
    """The newest word per item of a case."""
    rows = await view.execute(
        select(change_table)
        .where(change_table.c.case_id == case_id)
        .order_by(change_table.c.number)
    )
    return {row["item_id"]: _judged(row) for row in rows.mappings()}


def _judged(row: RowMapping) -> Judged:
    return Judged(row["item_id"], row["verdict"], row["note"], row["by"], row["at"])
