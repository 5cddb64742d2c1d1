"""SQL of one-time notices."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, RowMapping, String, Table, Text, insert, select, update

from foundation.database import Moment, Transaction, metadata
from inspection.record.one_time_notice.model import Notice

notice_table = Table(
    "one_time_notice",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("record_id", String(40), ForeignKey("record.id"), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("deadline_at", Moment, nullable=False),
    Column("pdf_sha256", String(64)),
)


async def add(transaction: Transaction, notice: Notice) -> None:
    """A new notice; its paper comes later."""
    await transaction.execute(
        insert(notice_table).values(
            id=notice.id,
            case_id=notice.case_id,
            record_id=notice.record_id,
            sha256=notice.sha256,
            content=notice.content,
            made_at=notice.made_at,
            deadline_at=notice.deadline_at,
        )
    )


async def set_pdf(transaction: Transaction, notice_id: str, digest: str) -> None:
    """Its paper was kept; that happens once."""
    await transaction.execute(
        update(notice_table).where(notice_table.c.id == notice_id).values(pdf_sha256=digest)
    )


async def newest(view: Transaction, case_id: str) -> Notice | None:
    """The notice of the case's last record that had one."""
    rows = await view.execute(
        select(notice_table)
        .where(notice_table.c.case_id == case_id)
        .order_by(notice_table.c.id.desc())
        .limit(1)
    )
    row = rows.mappings().first()
    return None if row is None else _notice(row)


async def digests(view: Transaction) -> set[str]:
    """Names of all blobs that notices stand on."""
    rows = await view.execute(
        select(notice_table.c.pdf_sha256).where(notice_table.c.pdf_sha256.is_not(None))
    )
    return {row[0] for row in rows}


def _notice(row: RowMapping) -> Notice:
    made_at: datetime = row["made_at"]
    return Notice(
        row["id"],
        row["case_id"],
        row["record_id"],
        row["sha256"],
        row["content"],
        made_at,
        row["deadline_at"],
        row["pdf_sha256"],
    )
