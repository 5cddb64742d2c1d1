"""SQL of operators' flags: who broke a pledge, since when, and who lifted that. Rows stay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    RowMapping,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata

MOST_SHOWN = 50  # of one operator; chosen: a flag and its lifting are weeks of an office's work

flag_table = Table(
    "operator_flag",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("credit_code", String(18), nullable=False, index=True),
    Column("source", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("case_id", String(40), ForeignKey("case_file.id")),
    Column("set_by", String(40), nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("lifted_by", String(40)),
    Column("lifted_at", Moment),
    Column("lift_reason", Text),
)


@dataclass(frozen=True)
class Flag:
    """That an operator broke its word.

    Attributes:
        source: where this is known from.
        case_id: the case whose pledge was broken; `None` for one set by hand.
    """

    id: str
    credit_code: str
    source: str
    reason: str
    case_id: str | None
    set_by: str
    set_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lift_reason: str | None = None


async def add(transaction: Transaction, flag: Flag) -> None:
    """A new flag."""
    await transaction.execute(
        insert(flag_table).values(
            id=flag.id,
            credit_code=flag.credit_code,
            source=flag.source,
            reason=flag.reason,
            case_id=flag.case_id,
            set_by=flag.set_by,
            set_at=flag.set_at,
        )
    )


async def lift(
    transaction: Transaction, flag_id: str, *, by: str, at: datetime, reason: str
) -> None:
    """The flag holds no more; the row stays."""
    await transaction.execute(
        update(flag_table)
        .where(flag_table.c.id == flag_id, flag_table.c.lifted_at.is_(None))
        .values(lifted_by=by, lifted_at=at, lift_reason=reason)
    )


async def of_operator(view: Transaction, credit_code: str) -> list[Flag]:
    """All flags of an operator, newest first; `MOST_SHOWN` at most."""
    rows = await view.execute(
        select(flag_table)
        .where(flag_table.c.credit_code == credit_code)
        .order_by(flag_table.c.set_at.desc(), flag_table.c.id.desc())
        .limit(MOST_SHOWN)
    )
    return [_flag(row) for row in rows.mappings()]


async def standing(view: Transaction, credit_code: str) -> Flag | None:
    """The oldest flag of an operator that was not lifted."""
    rows = await view.execute(
        select(flag_table)
        .where(flag_table.c.credit_code == credit_code, flag_table.c.lifted_at.is_(None))
        .order_by(flag_table.c.set_at, flag_table.c.id)
        .limit(1)
    )
    row = rows.mappings().first()
    return None if row is None else _flag(row)


def _flag(row: RowMapping) -> Flag:
    return Flag(**row)
