"""SQL of outcomes: the rows that figures were counted from. They stay."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    func,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata
from foundation.identity.tree import ROOT
from inspection.cases.machine import Act
from inspection.cases.moves import move_table
from inspection.cases.store import of_units
from inspection.figures.model import Outcome, PreCheck, differing
from inspection.figures.sums import Units

outcome_table = Table(
    "outcome",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("month", String(7), nullable=False),
    Column("concluded_at", Moment, nullable=False),
    Column("is_first", Boolean, nullable=False),
    Column("is_passed", Boolean, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("is_drawn", Boolean, nullable=False),
    Column("format_zh", String(64), nullable=False),
    Column("first_inspector_id", String(40), nullable=False),
    Column("second_inspector_id", String(40), nullable=False),
    Column("unit_id", String(40), nullable=False, server_default=ROOT),
)
Index("ix_outcome_unit", outcome_table.c.unit_id, outcome_table.c.month)
Index(
    "ix_outcome_figures",
    *(
        outcome_table.c[name]
        for name in ("month", "is_first", "is_passed", "half_days", "is_late", "format_zh")
    ),
)
Index("ix_outcome_concluded_at", outcome_table.c.concluded_at, outcome_table.c.case_id)
Index(
    "ix_outcome_drawn",
    outcome_table.c.concluded_at,
    outcome_table.c.case_id,
    sqlite_where=outcome_table.c.is_drawn,
    postgresql_where=outcome_table.c.is_drawn,
)
KEPT = tuple(column.name for column in outcome_table.columns)
outcome_item_table = Table(
    "outcome_item",
    metadata,
    Column("case_id", String(40), ForeignKey("outcome.case_id"), primary_key=True),
    Column("item_id", String(16), primary_key=True),
    Column("verdict", String(24), nullable=False),
    Column("month", String(7), nullable=False),
)
Index("ix_outcome_item_month_item_id", outcome_item_table.c.month, outcome_item_table.c.item_id)

# What later versions keep beside it; `outcome` itself is never written twice.
way_table = Table(
    "outcome_way",
    metadata,
    Column("case_id", String(40), ForeignKey("outcome.case_id"), primary_key=True),
    Column("mode", String(16), nullable=False),
    Column("pre_check", String(16), nullable=False),
)
differ_table = Table(
    "outcome_differ",
    metadata,
    Column("case_id", String(40), ForeignKey("outcome.case_id"), primary_key=True),
    Column("item_id", String(24), primary_key=True),
    Column("first", String(24), nullable=False),
    Column("second", String(24), nullable=False),
)


async def add(transaction: Transaction, outcome: Outcome) -> None:
    """With its determination."""
    columns = {column.name for column in outcome_table.columns}
    row = {name: value for name, value in vars(outcome).items() if name in columns}
    await transaction.execute(insert(outcome_table).values(**row))
    items = [
        {"case_id": outcome.case_id, "item_id": key, "verdict": one, "month": outcome.month}
        for key, one in outcome.items.items()
    ]
    if items:
        await transaction.execute(insert(outcome_item_table), items)


async def add_way(transaction: Transaction, outcome: Outcome) -> None:
    """How it was inspected, what the pre-check came to, where the two said different things."""
    await transaction.execute(
        insert(way_table).values(
            case_id=outcome.case_id, mode=outcome.mode, pre_check=outcome.pre_check.value
        )
    )
    rows = [
        {
            "case_id": outcome.case_id,
            "item_id": one.item_id,
            "first": one.first.value,
            "second": one.second.value,
        }
        for one in differing(outcome.pairs)
    ]
    if rows:
        await transaction.execute(insert(differ_table), rows)


async def kept(view: Transaction, case_id: str) -> Outcome | None:
    """What is kept of a case's determination, without the items that came out."""
    query = (
        select(outcome_table, way_table.c.mode, way_table.c.pre_check)
        .outerjoin(way_table, way_table.c.case_id == outcome_table.c.case_id)
        .where(outcome_table.c.case_id == case_id)
    )
    row = (await view.execute(query)).mappings().first()
    if row is None:
        return None
    items = outcome_item_table.c
    rows = await view.execute(select(items.item_id, items.verdict).where(items.case_id == case_id))
    return _outcome(row, {one[0]: one[1] for one in rows})


async def without_sums(view: Transaction) -> list[str]:
    """Determined cases of earlier versions, which are not in the figures yet."""
    query = (
        select(move_table.c.case_id)
        .where(
            move_table.c.act == Act.DETERMINE.value,
            move_table.c.case_id.not_in(select(way_table.c.case_id)),
        )
        .order_by(move_table.c.case_id)
    )
    return [row[0] for row in await view.execute(query)]


async def ends_apart(
    view: Transaction, acts: Sequence[Act], begin: datetime, end: datetime, units: Units = None
) -> dict[Act, int]:
    """How often these acts were done in the time: what is told apart from the figures."""
    act = move_table.c.act
    query = (
        select(act, func.count())
        .where(
            act.in_([one.value for one in acts]),
            move_table.c.at >= begin,
            move_table.c.at < end,
            *of_units(move_table.c.case_id, units),
        )
        .group_by(act)
    )
    found = {Act(row[0]): row[1] for row in await view.execute(query)}
    return {one: found.get(one, 0) for one in acts}


def _outcome(row: RowMapping, items: dict[str, str]) -> Outcome:
    told = {column.name: row[column.name] for column in outcome_table.columns}
    return Outcome(
        **told,
        mode=row["mode"] or "",
        pre_check=PreCheck(row["pre_check"] or PreCheck.NONE.value),
        items=items,
    )
