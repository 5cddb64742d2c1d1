"""SQL of people as an administrator keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from foundation.database import Transaction
from foundation.identity.model import Person, Role, User
from foundation.identity.store import user_of, user_table

MOST_ROWS = 500


async def people(view: Transaction, words: str) -> list[Person]:
    """Those who work here before those who left, by name; `MOST_ROWS` at most.

    Args:
        words: part of a name, a sign-in name or a department.
    """
    columns = user_table.c
    query = select(user_table)
    if words:
        named = (columns.name, columns.username, columns.department)
        query = query.where(or_(*(one.contains(words, autoescape=True) for one in named)))
    query = query.order_by(columns.is_active.desc(), columns.name, columns.id).limit(MOST_ROWS)
    return [_person(dict(row)) for row in (await view.execute(query)).mappings()]


async def by_id(view: Transaction, user_id: str) -> Person | None:
    """One of them, or `None`."""
    rows = await view.execute(select(user_table).where(user_table.c.id == user_id))
    row = rows.mappings().first()
    return None if row is None else _person(dict(row))


async def count_active(view: Transaction, role: Role) -> int:
    """How many of a role work here."""
    query = (
        select(func.count())
        .select_from(user_table)
        .where(user_table.c.role == role.value, user_table.c.is_active.is_(True))
    )
    return (await view.execute(query)).scalar_one()


async def is_taken(view: Transaction, username: str) -> bool:
    """Whether somebody signs in, or signed in, under this name."""
    found = await view.scalar(select(user_table.c.id).where(user_table.c.username == username))
    return found is not None


async def change(transaction: Transaction, user: User, *, is_active: bool) -> None:
    """Everything of them but the name they sign in under, which stays in the log."""
    await transaction.execute(
        update(user_table)
        .where(user_table.c.id == user.id)
        .values(
            name=user.name,
            role=user.role.value,
            department=user.department,
            reviews=user.reviews,
            unit_id=user.unit,
            is_active=is_active,
        )
    )


def _person(row: Mapping[str, Any]) -> Person:
    until: datetime | None = row["one_time_until"]
    return Person(user_of(row), row["is_active"], row["signed_in_at"], until)
