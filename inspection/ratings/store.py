"""SQL of ratings and their tasks."""

import json
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from inspection.cases.store import case_table, of_units
from inspection.ratings.model import Level, Rating, Task

MOST_TASKS = 200

rating_table = Table(
    "rating",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("tags", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

task_table = Table(
    "rating_task",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("owner_id", String(40)),
    Column("answer", Text),
    Column("answered_by", String(40)),
    Column("answered_at", Moment),
)


async def rating_of(view: Transaction, case_id: str) -> Rating | None:
    """The rating of a case, or `None`."""
    query = select(rating_table).where(rating_table.c.case_id == case_id)
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _rating(row)


async def add(transaction: Transaction, case_id: str, rating: Rating) -> None:
    """The one rating of a case."""
    await transaction.execute(
        insert(rating_table).values(
            case_id=case_id,
            level=int(rating.level),
            tags=json.dumps(list(rating.tags)),
            words=rating.words,
            at=rating.at,
        )
    )


async def open_task(
    transaction: Transaction, task_id: str, case_id: str, opened_at: datetime, due_at: datetime
) -> None:
    """Somebody has to answer."""
    await transaction.execute(
        insert(task_table).values(id=task_id, case_id=case_id, opened_at=opened_at, due_at=due_at)
    )


def _tasks() -> Select[tuple[object, ...]]:
    return (
        select(
            task_table,
            rating_table.c.level,
            rating_table.c.tags,
            rating_table.c.words,
            rating_table.c.at,
            case_table.c.number,
            case_table.c.shop_name,
        )
        .join(rating_table, rating_table.c.case_id == task_table.c.case_id)
        .join(case_table, case_table.c.id == task_table.c.case_id)
    )


async def tasks(
    view: Transaction, *, is_open: bool, units: frozenset[str] | None = None
) -> list[Task]:
    """Open tasks by due date, or answered ones, the latest first; at most `MOST_TASKS`.

    Args:
        units: only of cases of these offices; `None`: of all.
    """
    query = _tasks().where(*of_units(task_table.c.case_id, units)).limit(MOST_TASKS)
    if is_open:
        query = query.where(task_table.c.answer.is_(None)).order_by(task_table.c.due_at)
    else:
        query = query.where(task_table.c.answer.is_not(None)).order_by(
            task_table.c.answered_at.desc()
        )
    return [_task(row) for row in (await view.execute(query)).mappings()]


async def task_by_id(view: Transaction, task_id: str) -> Task | None:
    """One task, or `None`."""
    row = (await view.execute(_tasks().where(task_table.c.id == task_id))).mappings().first()
    return None if row is None else _task(row)


async def set_owner(transaction: Transaction, task_id: str, owner_id: str) -> None:
    """Who sees to it."""
    await transaction.execute(
        update(task_table).where(task_table.c.id == task_id).values(owner_id=owner_id)
    )


async def set_answer(
    transaction: Transaction, task_id: str, answer: str, by: str, now: datetime
) -> None:
    """The task is done."""
    await transaction.execute(
        update(task_table)
        .where(task_table.c.id == task_id)
        .values(answer=answer, answered_by=by, answered_at=now)
    )


def _rating(row: RowMapping) -> Rating:
    return Rating(Level(row["level"]), tuple(json.loads(row["tags"])), row["words"], row["at"])


def _task(row: RowMapping) -> Task:
    return Task(
        id=row["id"],
        case_id=row["case_id"],
        case_number=row["number"],
        shop_name=row["shop_name"],
        rating=_rating(row),
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        owner_id=row["owner_id"],
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
    )
