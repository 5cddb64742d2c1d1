"""SQL of outcomes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    and_,
    func,
    insert,
    literal,
    select,
    union_all,
)

from foundation.database import Moment, Transaction, metadata
from foundation.identity.tree import ROOT
from inspection.cases.machine import Act
from inspection.cases.moves import move_table
from inspection.cases.store import case_table, of_units
from inspection.figures.formulas import Counted
from inspection.figures.model import Behind, CaseBehind, Group, Outcome

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
# all that a figure asks stands in the index: 200,000 rows are counted without reading the table
Index(
    "ix_outcome_figures",
    *(
        outcome_table.c[name]
        for name in ("month", "is_first", "is_passed", "half_days", "is_late", "format_zh")
    ),
)
outcome_item_table = Table(
    "outcome_item",
    metadata,
    Column("case_id", String(40), ForeignKey("outcome.case_id"), primary_key=True),
    Column("item_id", String(16), primary_key=True),
    Column("verdict", String(24), nullable=False),
    Column("month", String(7), nullable=False),
)
Index("ix_outcome_item_month_item_id", outcome_item_table.c.month, outcome_item_table.c.item_id)

Units = frozenset[str] | None  # ids of offices; `None`: all
_FACTS = ("is_first", "is_passed", "half_days", "is_late")
MOST_CASES = 200


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


async def counted(
    view: Transaction, group: Group, first: str, last: str, units: Units = None
) -> list[Counted]:
    """How many outcomes of these months are alike, told apart by the group.

    Args:
        first, last: months, both included; `2026-11`.
        units: only of these offices.
    """
    facts = [outcome_table.c[name] for name in _FACTS]
    within = and_(outcome_table.c.month.between(first, last), *_of(units))
    if group is Group.INSPECTOR:  # a case counts for each of its two
        each = union_all(
            *(
                select(outcome_table.c[name].label("key"), *facts).where(within)
                for name in ("first_inspector_id", "second_inspector_id")
            )
        ).subquery()
        keys, facts = each.c.key, [each.c[name] for name in _FACTS]
        query = select(keys, *facts, func.count()).group_by(keys, *facts)
    else:
        key = outcome_table.c.month if group is Group.MONTH else outcome_table.c.format_zh
        query = select(key, *facts, func.count()).where(within).group_by(key, *facts)
    return [Counted(*row) for row in await view.execute(query)]


async def failing_items(
    view: Transaction, first: str, last: str, units: Units = None
) -> list[tuple[str, int]]:
    """Items that did not come out, the most frequent first."""
    item, count = outcome_item_table.c.item_id, func.count()
    query = (
        select(item, count)
        .where(
            outcome_item_table.c.month.between(first, last),
            *of_units(outcome_item_table.c.case_id, units),
        )
        .group_by(item)
        .order_by(count.desc(), item)
    )
    return [(row[0], row[1]) for row in await view.execute(query)]


async def ends_apart(
    view: Transaction,
    acts: Sequence[Act],
    begin: datetime,
    end: datetime,
    units: Units = None,
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


async def cases_behind(
    view: Transaction,
    which: Behind,
    first: str,
    last: str,
    item: str | None = None,
    units: Units = None,
) -> list[CaseBehind]:
    """The cases a figure was counted from, the latest first, `MOST_CASES` at most.

    Args:
        item: only those in which this item did not come out.
    """
    row = outcome_table.c
    conditions = {
        Behind.CONCLUDED: literal(True),
        Behind.FIRST_PASSED: row.is_first & row.is_passed,
        Behind.FIRST_FAILED: row.is_first & ~row.is_passed,
        Behind.LATE: row.is_late,
        Behind.DRAWN: row.is_drawn,
    }
    query = (
        select(
            row.case_id,
            case_table.c.number,
            case_table.c.shop_name,
            row.concluded_at,
            row.half_days,
            row.is_passed,
        )
        .join(case_table, case_table.c.id == row.case_id)
        .where(row.month.between(first, last), conditions[which], *_of(units))
        .order_by(row.month.desc(), row.concluded_at.desc())
        .limit(MOST_CASES)
    )
    if item is not None:
        failed = select(outcome_item_table.c.case_id).where(outcome_item_table.c.item_id == item)
        query = query.where(row.case_id.in_(failed))
    return [CaseBehind(*one) for one in await view.execute(query)]


def _of(units: Units) -> list[ColumnElement[bool]]:
    return [] if units is None else [outcome_table.c.unit_id.in_(sorted(units))]


async def without_outcome(view: Transaction) -> list[str]:
    """Determined cases of earlier versions, which kept none."""
    query = (
        select(move_table.c.case_id)
        .where(
            move_table.c.act == Act.DETERMINE.value,
            move_table.c.case_id.not_in(select(outcome_table.c.case_id)),
        )
        .order_by(move_table.c.case_id)
    )
    return [row[0] for row in await view.execute(query)]
