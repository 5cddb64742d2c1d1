"""SQL of exam results."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata
from inspection.dispatch.exams import Result

MOST_OF_ONE = 50  # chosen: some years of exams; the gate asks for the latest pass by itself

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


async def last_passes(view: Transaction, exam: str) -> dict[str, date]:
    """The latest day each person passed an exam on; whoever never did is not in it."""
    query = (
        select(exam_table.c.user_id, func.max(exam_table.c.taken_on))
        .where(exam_table.c.exam == exam, exam_table.c.is_passed)
        .group_by(exam_table.c.user_id)
    )
    return {row[0]: row[1] for row in await view.execute(query)}


async def results(view: Transaction, of: Collection[str]) -> dict[str, list[Result]]:
    """By person, the latest first, `MOST_OF_ONE` of each at most.

    Args:
        of: ids of the people.
    """
    columns = exam_table.c
    latest = columns.taken_on.desc(), columns.id.desc()
    place = func.row_number().over(partition_by=columns.user_id, order_by=latest).label("place")
    placed = select(exam_table, place).where(columns.user_id.in_(sorted(of))).subquery()
    shown = (placed.c[one.name] for one in columns)
    query = select(*shown).where(placed.c.place <= MOST_OF_ONE)
    query = query.order_by(placed.c.taken_on.desc(), placed.c.id.desc())
    found: dict[str, list[Result]] = {}
    for row in (await view.execute(query)).mappings():
        found.setdefault(row["user_id"], []).append(Result(**row))
    return found
