"""SQL of partial sums: what figures are read from, brought up to date with each row they count.

A dashboard over years reads some thousand sums, whatever the number of cases, also right after a
write. The rows themselves stay, and `tests/unit/inspection/figures/test_sums.py` counts them anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Integer, String, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from foundation.database import Transaction, metadata
from foundation.identity.tree import ROOT
from inspection.figures.formulas import Counted
from inspection.figures.model import Group, ItemCount, Outcome, item_counts

_FACTS = ("is_first", "is_passed", "half_days", "is_late")
_KEY = String(84)  # two ids and what joins them
Units = frozenset[str] | None  # ids of offices; `None`: all

outcome_sum_table = Table(
    "outcome_sum",
    metadata,
    Column("dimension", String(16), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("key", _KEY, primary_key=True),
    Column("is_first", Boolean, primary_key=True),
    Column("is_passed", Boolean, primary_key=True),
    Column("half_days", Integer, primary_key=True, autoincrement=False),
    Column("is_late", Boolean, primary_key=True),
    Column("unit_id", String(40), primary_key=True, server_default=ROOT),
    Column("count", Integer, nullable=False),
)
item_sum_table = Table(
    "item_sum",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("item_id", String(24), primary_key=True),
    Column("unit_id", String(40), primary_key=True, server_default=ROOT),
    *(Column(name, Integer, nullable=False) for name in asdict(ItemCount())),
)
rating_sum_table = Table(
    "rating_sum",
    metadata,
    Column("dimension", String(16), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("key", _KEY, primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("unit_id", String(40), primary_key=True, server_default=ROOT),
    Column("count", Integer, nullable=False),
)


async def add_outcome(transaction: Transaction, outcome: Outcome) -> None:
    """In the transaction of the determination."""
    facts = {name: getattr(outcome, name) for name in (*_FACTS, "month", "unit_id")}
    rows = [
        {"dimension": group.value, "key": key, **facts, "count": 1}
        for group, keys in outcome.keys.items()
        for key in keys
    ]
    await _add(transaction, outcome_sum_table, rows)
    await add_items(transaction, outcome, item_counts(outcome))


async def add_items(
    transaction: Transaction, outcome: Outcome, counts: Mapping[str, ItemCount]
) -> None:
    """Adds to the items' figures; negative counts take back what was corrected.

    Args:
        outcome: in whose month and office they count.
    """
    where = {"month": outcome.month, "unit_id": outcome.unit_id}
    rows = [{**where, "item_id": key, **asdict(one)} for key, one in counts.items()]
    await _add(transaction, item_sum_table, rows)


async def add_rating(transaction: Transaction, outcome: Outcome, level: int) -> None:
    """In the transaction of the rating; it counts in the month of the conclusion."""
    where = {"month": outcome.month, "unit_id": outcome.unit_id}
    rows = [
        {"dimension": group.value, "key": key, **where, "level": level, "count": 1}
        for group, keys in outcome.keys.items()
        for key in keys
    ]
    await _add(transaction, rating_sum_table, rows)


async def _add(transaction: Transaction, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    insert = sqlite.insert if transaction.dialect.name == "sqlite" else postgresql.insert
    query = insert(table)
    sums = [column.name for column in table.columns if not column.primary_key]
    more = {name: table.c[name] + query.excluded[name] for name in sums}
    await transaction.execute(
        query.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=more),
        list(rows),
    )


async def counted(
    view: Transaction, group: Group, first: str, last: str, units: Units = None
) -> list[Counted]:
    """How many outcomes of these months are alike, told apart by the group.

    Args:
        first, last: months, both included; `2026-11`.
        units: only of these offices.
    """
    columns = outcome_sum_table.c
    alike = columns.key, *(columns[name] for name in _FACTS)
    query = (
        select(*alike, func.sum(columns.count))
        .where(columns.dimension == group.value, columns.month.between(first, last))
        .where(*_of(outcome_sum_table, units))
        .group_by(*alike)
    )
    return [Counted(*row) for row in await view.execute(query)]


async def counted_whole(
    view: Transaction, first: str, last: str, units: Units = None
) -> list[Counted]:
    """The same of all together."""
    columns = outcome_sum_table.c
    alike = [columns[name] for name in _FACTS]
    query = (
        select(*alike, func.sum(columns.count))
        .where(columns.dimension == Group.MONTH.value, columns.month.between(first, last))
        .where(*_of(outcome_sum_table, units))
        .group_by(*alike)
    )
    return [Counted("", *row) for row in await view.execute(query)]


async def items(
    view: Transaction, first: str, last: str, units: Units = None
) -> dict[str, ItemCount]:
    """What was counted of each item in these months."""
    columns = item_sum_table.c
    query = (
        select(columns.item_id, *(func.sum(columns[name]) for name in asdict(ItemCount())))
        .where(columns.month.between(first, last), *_of(item_sum_table, units))
        .group_by(columns.item_id)
        .order_by(columns.item_id)
    )
    return {row[0]: ItemCount(*row[1:]) for row in await view.execute(query)}


async def ratings(
    view: Transaction, group: Group, first: str, last: str, units: Units = None
) -> dict[str, dict[int, int]]:
    """How often each level was given, for cases concluded in these months, by the group."""
    columns = rating_sum_table.c
    query = (
        select(columns.key, columns.level, func.sum(columns.count))
        .where(columns.dimension == group.value, columns.month.between(first, last))
        .where(*_of(rating_sum_table, units))
        .group_by(columns.key, columns.level)
    )
    found: dict[str, dict[int, int]] = {}
    for key, level, count in await view.execute(query):
        found.setdefault(key, {})[level] = count
    return found


def _of(table: Table, units: Units) -> list[ColumnElement[bool]]:
    return [] if units is None else [table.c.unit_id.in_(sorted(units))]
