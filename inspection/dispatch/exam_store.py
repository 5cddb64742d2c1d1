"""SQL of exam results."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, insert, select

from foundation.database import Moment, Transaction, metadata
from inspection.dispatch.exams import Result

MOST_ROWS = 1000

exam_table = Table(
    "exam_result",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("user_id", String(40), ForeignKey("user.id"), nullable=False, index=True),
    Column("exam", String(64), nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("score", Integer, nullable=False),
    Column("is_passed", Boolean, nullable=False),
    Column("noted_by", String(40), nullable=False),
    Column("noted_at", Moment, nullable=False),
    Column("note", String(200), nullable=False),
)


async def add(transaction: Transaction, result: Result) -> None:
    """A result; it stays."""
    await transaction.execute(insert(exam_table).values(**vars(result)))


async def results(view: Transaction, exam: str | None = None) -> dict[str, list[Result]]:
    """By person, the latest first, `MOST_ROWS` at most; `exam`: of this one only."""
    query = select(exam_table).order_by(exam_table.c.taken_on.desc(), exam_table.c.id.desc())
    if exam is not None:
        query = query.where(exam_table.c.exam == exam)
    found: dict[str, list[Result]] = {}
    for row in (await view.execute(query.limit(MOST_ROWS))).mappings():
        found.setdefault(row["user_id"], []).append(Result(**row))
    return found
