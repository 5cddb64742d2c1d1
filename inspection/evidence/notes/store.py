"""SQL of notes: every confirmation and every withdrawal, in order."""

import json

from sqlalchemy import Column, Integer, RowMapping, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.evidence.notes.model import Kind, Note

note_table = Table(
    "evidence_note",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("evidence_id", String(40), nullable=False),
    Column("item_id", String(24), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("title", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", String(12), nullable=False),
    Column("content", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


async def add(transaction: Transaction, note: Note) -> None:
    """A new note; nothing is overwritten."""
    await transaction.execute(
        insert(note_table).values(
            id=note.id,
            case_id=note.case_id,
            evidence_id=note.evidence_id,
            item_id=note.item_id,
            kind=note.kind.value,
            title=note.title,
            value=note.value,
            unit=note.unit,
            content=json.dumps(dict(note.content), ensure_ascii=False, sort_keys=True),
            by=note.by,
            at=note.at,
        )
    )


async def of_case(view: Transaction, case_id: str) -> list[Note]:
    """All notes of all pictures of a case, oldest first."""
    rows = await view.execute(
        select(note_table).where(note_table.c.case_id == case_id).order_by(note_table.c.number)
    )
    return [_note(row) for row in rows.mappings()]


def _note(row: RowMapping) -> Note:
    return Note(
        id=row["id"],
        case_id=row["case_id"],
        evidence_id=row["evidence_id"],
        item_id=row["item_id"],
        kind=Kind(row["kind"]),
        title=row["title"],
        value=row["value"],
        unit=row["unit"],
        content=json.loads(row["content"]),
        by=row["by"],
        at=row["at"],
    )
