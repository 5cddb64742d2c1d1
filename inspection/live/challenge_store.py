"""SQL of challenge codes: begun one after the other, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, func, insert, select

from foundation.database import Moment, Transaction, metadata

challenge_table = Table(
    "challenge",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("code", String(4), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
)


@dataclass(frozen=True)
class Challenge:
    """A code, and from when to when it is in force."""

    code: str
    began_at: datetime
    ends_at: datetime

    def left_s(self, now: datetime) -> int:
        """Whole seconds it is still in force; 0 when it is over."""
        return max(0, round((self.ends_at - now).total_seconds()))


async def add(
    transaction: Transaction, case_id: str, number: int, challenge: Challenge, by: str
) -> None:
    """A new code."""
    await transaction.execute(
        insert(challenge_table).values(
            case_id=case_id,
            number=number,
            code=challenge.code,
            began_at=challenge.began_at,
            ends_at=challenge.ends_at,
            by=by,
        )
    )


async def of_case(view: Transaction, case_id: str) -> list[Mapping[str, object]]:
    """All codes a case has had, oldest first: number, code, from when to when, and who gave it."""
    table = challenge_table.c
    rows = await view.execute(
        select(table.number, table.code, table.began_at, table.ends_at, table.by)
        .where(table.case_id == case_id)
        .order_by(table.number)
    )
    return [dict(row) for row in rows.mappings()]


async def count(view: Transaction, case_id: str) -> int:
    """How many the case has had."""
    query = select(func.count()).where(challenge_table.c.case_id == case_id)
    return (await view.execute(query)).scalar_one()


async def at(view: Transaction, case_id: str, moment: datetime) -> Challenge | None:
    """The code that was in force at a moment: the last one begun until then, if not over."""
    rows = await view.execute(
        select(challenge_table)
        .where(challenge_table.c.case_id == case_id, challenge_table.c.began_at <= moment)
        .order_by(challenge_table.c.number.desc())
        .limit(1)
    )
    row = rows.mappings().first()
    if row is None or row["ends_at"] <= moment:
        return None
    return Challenge(row["code"], row["began_at"], row["ends_at"])
