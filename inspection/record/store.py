"""SQL of records and signatures."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, RowMapping, String, Table, Text, insert, select, update

from foundation.database import Moment, Transaction, metadata
from inspection.record import refusal_store
from inspection.record.refusal import Refusal, refusal_of
from inspection.record.signing import Record, Signature

record_table = Table(
    "record",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("food_conclusion", String(16), nullable=False),
    Column("fume_conclusion", String(16), nullable=False),
    Column("voided_at", Moment),
    Column("completed_at", Moment),
    Column("pdf_sha256", String(64), index=True),
)

signature_table = Table(
    "signature",
    metadata,
    Column("record_id", String(40), ForeignKey("record.id"), primary_key=True),
    Column("signer_id", String(40), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("png_sha256", String(64), nullable=False),
    Column("signed_at", Moment, nullable=False),
)


async def add(transaction: Transaction, record: Record, made_by: str) -> None:
    """A new record, unsigned."""
    await transaction.execute(
        insert(record_table).values(
            id=record.id,
            case_id=record.case_id,
            sha256=record.sha256,
            content=record.content,
            made_at=record.made_at,
            made_by=made_by,
            food_conclusion=record.food_conclusion,
            fume_conclusion=record.fume_conclusion,
        )
    )


async def void(transaction: Transaction, record_id: str, now: datetime) -> None:
    """Withdrawn before anybody signed; it stays readable for auditors."""
    await transaction.execute(
        update(record_table).where(record_table.c.id == record_id).values(voided_at=now)
    )


async def complete(transaction: Transaction, record_id: str, now: datetime) -> None:
    """Everybody has signed."""
    await transaction.execute(
        update(record_table).where(record_table.c.id == record_id).values(completed_at=now)
    )


async def set_pdf(transaction: Transaction, record_id: str, digest: str) -> None:
    """The complete record's PDF was kept."""
    await transaction.execute(
        update(record_table).where(record_table.c.id == record_id).values(pdf_sha256=digest)
    )


async def sign(transaction: Transaction, record_id: str, signature: Signature) -> None:
    """Adds a signature."""
    await transaction.execute(
        insert(signature_table).values(
            record_id=record_id,
            signer_id=signature.signer_id,
            role=signature.role,
            name=signature.name,
            png_sha256=signature.png_sha256,
            signed_at=signature.signed_at,
        )
    )


async def current(view: Transaction, case_id: str) -> Record | None:
    """The case's record that was not withdrawn, with its signatures."""
    rows = await view.execute(
        select(record_table)
        .where(record_table.c.case_id == case_id, record_table.c.voided_at.is_(None))
        .order_by(record_table.c.id.desc())
        .limit(1)
    )
    row = rows.mappings().first()
    if row is None:
        return None
    signatures = await view.execute(
        select(signature_table)
        .where(signature_table.c.record_id == row["id"])
        .order_by(signature_table.c.signed_at)
    )
    refusal = refusal_of(await refusal_store.steps(view, row["id"]))
    return _record(row, tuple(_signature(line) for line in signatures.mappings()), refusal)


async def digests(view: Transaction) -> set[str]:
    """Names of all blobs that records and signatures stand on."""
    papers = select(record_table.c.pdf_sha256).where(record_table.c.pdf_sha256.is_not(None))
    rows = await view.execute(papers.union_all(select(signature_table.c.png_sha256)))
    return {row[0] for row in rows}


def _signature(row: RowMapping) -> Signature:
    return Signature(
        row["signer_id"], row["role"], row["name"], row["png_sha256"], row["signed_at"]
    )


def _record(row: RowMapping, signatures: tuple[Signature, ...], refusal: Refusal | None) -> Record:
    return Record(
        id=row["id"],
        case_id=row["case_id"],
        sha256=row["sha256"],
        content=row["content"],
        made_at=row["made_at"],
        food_conclusion=row["food_conclusion"],
        fume_conclusion=row["fume_conclusion"],
        completed_at=row["completed_at"],
        pdf_sha256=row["pdf_sha256"],
        signatures=signatures,
        refusal=refusal,
    )
