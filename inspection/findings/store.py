"""SQL of findings: every word, in the order they were said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, RowMapping, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.cases.store import case_table, of_units
from inspection.findings.model import Judged, Kind

change_table = Table(
    "finding_change",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("item_id", String(24), nullable=False),
    Column("verdict", String(24)),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("kind", String(12), nullable=False, server_default=Kind.OWN.value),
)


async def add(transaction: Transaction, case_id: str, judged: Judged) -> None:
    """A new word on an item. Nothing is overwritten."""
    await transaction.execute(
        insert(change_table).values(
            case_id=case_id,
            item_id=judged.item_id,
            verdict=judged.verdict,
            note=judged.note,
            reason=judged.reason,
            by=judged.by,
            at=judged.at,
            kind=judged.kind.value,
        )
    )


async def changes(view: Transaction, case_id: str, item_id: str | None = None) -> list[Judged]:
    """Every word on every item of a case, or on one of them, oldest first."""
    wanted = select(change_table).where(change_table.c.case_id == case_id)
    if item_id is not None:
        wanted = wanted.where(change_table.c.item_id == item_id)
    rows = await view.execute(wanted.order_by(change_table.c.number))
    return [_judged(row) for row in rows.mappings()]


async def history(view: Transaction, case_id: str) -> list[dict[str, object]]:
    """Every change of every finding of a case as it was written, oldest first."""
    rows = await view.execute(
        select(change_table)
        .where(change_table.c.case_id == case_id)
        .order_by(change_table.c.number)
    )
    return [dict(row) for row in rows.mappings()]


@dataclass(frozen=True)
class Word:
    """An inspector's own word, with the case it belongs to and both its inspectors."""

    case_id: str
    inspectors: tuple[str, str]
    judged: Judged


async def inspectors_words(
    view: Transaction,
    began: datetime,
    ended: datetime,
    units: frozenset[str] | None = None,
) -> list[Word]:
    """All own words in cases with two inspectors in which something was said in the period.

    Returns:
        By case, oldest first within a case. Of a case all words are there, also those outside the
        period: what stood when the second inspector spoke may be older.
    """
    at = change_table.c.at
    within = select(change_table.c.case_id).where(at >= began, at < ended)
    both = case_table.c.first_inspector_id, case_table.c.second_inspector_id
    rows = await view.execute(
        select(change_table, *both)
        .join(case_table, case_table.c.id == change_table.c.case_id)
        .where(
            change_table.c.kind == Kind.OWN.value,
            both[0].is_not(None),
            both[1].is_not(None),
            change_table.c.case_id.in_(within),
            *of_units(change_table.c.case_id, units),
        )
        .order_by(change_table.c.case_id, change_table.c.number)
    )
    return [
        Word(row["case_id"], (row[both[0].name], row[both[1].name]), _judged(row))
        for row in rows.mappings()
    ]


def _judged(row: RowMapping) -> Judged:
    return Judged(
        row["item_id"],
        row["verdict"],
        row["note"],
        row["by"],
        row["at"],
        Kind(row["kind"]),
        row["reason"],
    )
