"""SQL of commitments and evidence."""

from datetime import datetime

from sqlalchemy import Column, Integer, RowMapping, String, Table, func, insert, select, update

from foundation.database import Moment, Transaction, metadata
from inspection.evidence.model import Commitment, Evidence, Origin

commitment_table = Table(
    "commitment",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_id", String(40), primary_key=True),
    Column("item_id", String(24), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("committed_at", Moment, nullable=False),
)

evidence_table = Table(
    "evidence",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("item_id", String(24), nullable=False),
    Column("origin", String(8), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("captured_at", Moment, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("commitment_id", String(64)),
    Column("thumbnail_sha256", String(64)),
    Column("watermarked_sha256", String(64)),
    Column("duration_ms", Integer),
    Column("poster_sha256", String(64)),
    Column("covered_sha256", String(64)),
)


async def add_commitment(transaction: Transaction, promised: Commitment, now: datetime) -> None:
    """A new commitment."""
    await transaction.execute(
        insert(commitment_table).values(
            id=promised.id,
            case_id=promised.case_id,
            item_id=promised.item_id,
            sha256=promised.sha256,
            width_px=promised.width_px,
            height_px=promised.height_px,
            taken_at=promised.taken_at,
            committed_at=now,
        )
    )


async def commitment(view: Transaction, case_id: str, number: str) -> Commitment | None:
    """A commitment of this case by its number."""
    row = (
        (
            await view.execute(
                select(commitment_table).where(
                    commitment_table.c.id == number, commitment_table.c.case_id == case_id
                )
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Commitment(
        id=row["id"],
        case_id=row["case_id"],
        item_id=row["item_id"],
        sha256=row["sha256"],
        width_px=row["width_px"],
        height_px=row["height_px"],
        taken_at=row["taken_at"],
    )


async def count_commitments(view: Transaction, case_id: str) -> int:
    """How many stills the case's phones committed to."""
    query = select(func.count()).where(commitment_table.c.case_id == case_id)
    return (await view.execute(query)).scalar_one()


async def count_of(view: Transaction, case_id: str, origin: Origin) -> int:
    """How much of one origin the case has."""
    query = select(func.count()).where(
        evidence_table.c.case_id == case_id, evidence_table.c.origin == origin.value
    )
    return (await view.execute(query)).scalar_one()


async def add(transaction: Transaction, evidence: Evidence) -> None:
    """A kept picture."""
    await transaction.execute(
        insert(evidence_table).values(
            id=evidence.id,
            case_id=evidence.case_id,
            item_id=evidence.item_id,
            origin=evidence.origin.value,
            sha256=evidence.sha256,
            width_px=evidence.width_px,
            height_px=evidence.height_px,
            size_bytes=evidence.size_bytes,
            captured_at=evidence.captured_at,
            kept_at=evidence.kept_at,
            by=evidence.by,
            commitment_id=evidence.commitment_id,
            duration_ms=evidence.duration_ms,
            poster_sha256=evidence.poster_sha256,
        )
    )


async def set_copies(
    transaction: Transaction, evidence_id: str, *, thumbnail: str, watermarked: str
) -> None:
    """The derived copies exist now; those of a covered picture stay as they are."""
    await transaction.execute(
        update(evidence_table)
        .where(evidence_table.c.id == evidence_id, evidence_table.c.covered_sha256.is_(None))
        .values(thumbnail_sha256=thumbnail, watermarked_sha256=watermarked)
    )


async def set_cover(
    transaction: Transaction,
    evidence_id: str,
    *,
    covered: str | None,
    thumbnail: str,
    watermarked: str,
) -> None:
    """The picture is shown covered from now on; `None`: as it was taken."""
    await transaction.execute(
        update(evidence_table)
        .where(evidence_table.c.id == evidence_id)
        .values(covered_sha256=covered, thumbnail_sha256=thumbnail, watermarked_sha256=watermarked)
    )


async def by_id(view: Transaction, evidence_id: str) -> Evidence | None:
    """One picture, or `None`."""
    rows = await view.execute(select(evidence_table).where(evidence_table.c.id == evidence_id))
    row = rows.mappings().first()
    return None if row is None else _evidence(row)


async def by_commitment(view: Transaction, case_id: str, number: str) -> Evidence | None:
    """The picture that fulfilled a commitment, if it has arrived."""
    rows = await view.execute(
        select(evidence_table).where(
            evidence_table.c.commitment_id == number, evidence_table.c.case_id == case_id
        )
    )
    row = rows.mappings().first()
    return None if row is None else _evidence(row)


async def of_case(view: Transaction, case_id: str) -> list[Evidence]:
    """All pictures of a case, oldest first."""
    rows = await view.execute(
        select(evidence_table)
        .where(evidence_table.c.case_id == case_id)
        .order_by(evidence_table.c.captured_at, evidence_table.c.id)
    )
    return [_evidence(row) for row in rows.mappings()]


async def digests(view: Transaction) -> set[str]:
    """Names of all blobs that evidence rows stand on."""
    rows = await view.execute(
        select(
            evidence_table.c.sha256,
            evidence_table.c.thumbnail_sha256,
            evidence_table.c.watermarked_sha256,
            evidence_table.c.poster_sha256,
            evidence_table.c.covered_sha256,
        )
    )
    return {digest for row in rows for digest in row if digest is not None}


def _evidence(row: RowMapping) -> Evidence:
    return Evidence(
        id=row["id"],
        case_id=row["case_id"],
        item_id=row["item_id"],
        origin=Origin(row["origin"]),
        sha256=row["sha256"],
        width_px=row["width_px"],
        height_px=row["height_px"],
        size_bytes=row["size_bytes"],
        captured_at=row["captured_at"],
        kept_at=row["kept_at"],
        by=row["by"],
        commitment_id=row["commitment_id"],
        thumbnail_sha256=row["thumbnail_sha256"],
        watermarked_sha256=row["watermarked_sha256"],
        duration_ms=row["duration_ms"],
        poster_sha256=row["poster_sha256"],
        covered_sha256=row["covered_sha256"],
    )
