"""SQL of redactions: every decision about a picture, in order."""

import json
from collections.abc import Iterable
from dataclasses import astuple

from sqlalchemy import Column, Integer, RowMapping, String, Table, Text, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.evidence.redaction.model import Box, Redaction
from inspection.evidence.store import evidence_table

redaction_table = Table(
    "evidence_redaction",
    metadata,
    Column("evidence_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("boxes", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("covered_sha256", String(64)),
)


async def add(transaction: Transaction, redaction: Redaction) -> None:
    """A new decision; nothing is overwritten."""
    await transaction.execute(
        insert(redaction_table).values(
            evidence_id=redaction.evidence_id,
            number=redaction.number,
            boxes=json.dumps([astuple(box) for box in redaction.boxes]),
            reason=redaction.reason,
            by=redaction.by,
            at=redaction.at,
            covered_sha256=redaction.covered_sha256,
        )
    )


async def of(view: Transaction, evidence_id: str) -> list[Redaction]:
    """All decisions about a picture, oldest first."""
    rows = await view.execute(
        select(redaction_table)
        .where(redaction_table.c.evidence_id == evidence_id)
        .order_by(redaction_table.c.number)
    )
    return [_redaction(row) for row in rows.mappings()]


async def of_case(view: Transaction, case_id: str) -> list[Redaction]:
    """All decisions about all pictures of a case, per picture oldest first."""
    rows = await view.execute(
        select(redaction_table)
        .join(evidence_table, evidence_table.c.id == redaction_table.c.evidence_id)
        .where(evidence_table.c.case_id == case_id)
        .order_by(redaction_table.c.evidence_id, redaction_table.c.number)
    )
    return [_redaction(row) for row in rows.mappings()]


def standing(redactions: Iterable[Redaction]) -> dict[str, Redaction]:
    """The covers that count, by picture; those that were taken off are missing."""
    newest = {one.evidence_id: one for one in redactions}
    return {key: one for key, one in newest.items() if one.covered_sha256 is not None}


def _redaction(row: RowMapping) -> Redaction:
    return Redaction(
        row["evidence_id"],
        row["number"],
        [Box(*box) for box in json.loads(row["boxes"])],
        row["reason"],
        row["by"],
        row["at"],
        row["covered_sha256"],
    )
