"""SQL of field checks. Entries stay; the newest of a case counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    and_,
    exists,
    func,
    insert,
    select,
    tuple_,
)

from foundation.database import Moment, Transaction, metadata
from foundation.place import MOST_ROWS
from inspection.cases.store import case_table
from inspection.cases.transfers import transfer_table
from inspection.figures.field import FieldCheck, FieldItem
from inspection.figures.store import outcome_table
from inspection.figures.sums import Units

check_table = Table(
    "field_check",
    metadata,
    Column("case_id", String(40), ForeignKey("outcome.case_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
item_table = Table(
    "field_check_item",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("item_id", String(24), primary_key=True),
    Column("agrees", Boolean, nullable=False),
    Column("found", Text, nullable=False),
    ForeignKeyConstraint(["case_id", "position"], ["field_check.case_id", "field_check.position"]),
)


@dataclass(frozen=True)
class Drawn:
    """A remote pass that was drawn, and what was found of it, if anybody was there."""

    case_id: str
    number: str
    shop_name: str
    address: str
    format_zh: str
    concluded_at: datetime
    inspector_ids: tuple[str, str]
    checks: int
    visited_on: date | None
    by: str
    differing: int


async def add(transaction: Transaction, case_id: str, check: FieldCheck) -> None:
    """One more entry of a case."""
    key = {"case_id": case_id, "position": check.position}
    entry = {name: getattr(check, name) for name in ("by", "at", "visited_on", "note", "reason")}
    await transaction.execute(insert(check_table).values(**key, **entry))
    await transaction.execute(
        insert(item_table),
        [
            {**key, "item_id": one.item_id, "agrees": one.agrees, "found": one.found}
            for one in check.items
        ],
    )


async def of_case(view: Transaction, case_id: str) -> list[FieldCheck]:
    """All entries of a case, oldest first."""
    rows = await view.execute(
        select(item_table)
        .where(item_table.c.case_id == case_id)
        .order_by(item_table.c.position, item_table.c.item_id)
    )
    items: dict[int, list[FieldItem]] = {}
    for row in rows.mappings():
        one = FieldItem(row["item_id"], row["agrees"], row["found"])
        items.setdefault(row["position"], []).append(one)
    checks = await view.execute(
        select(check_table).where(check_table.c.case_id == case_id).order_by(check_table.c.position)
    )
    return [
        FieldCheck(
            row["position"],
            row["by"],
            row["at"],
            row["visited_on"],
            row["note"],
            row["reason"],
            items.get(row["position"], []),
        )
        for row in checks.mappings()
    ]


async def drawn(
    view: Transaction,
    *,
    is_checked: bool,
    but: str,
    after: tuple[datetime, str] | None,
    units: Units = None,
) -> Sequence[Drawn]:
    """Drawn passes, the oldest conclusion first; `MOST_ROWS` at most.

    Args:
        is_checked: those that were looked at; else those that still have to be.
        but: id of an inspector whose own cases are left out; "" for nobody.
        after: the conclusion and id behind which to go on.
        units: only of these offices.
    """
    row = outcome_table.c
    newest = (
        select(check_table.c.case_id, func.max(check_table.c.position).label("position"))
        .group_by(check_table.c.case_id)
        .subquery()
    )
    other = (
        select(func.count())
        .select_from(item_table)
        .where(
            item_table.c.case_id == row.case_id,
            item_table.c.position == newest.c.position,
            ~item_table.c.agrees,
        )
        .scalar_subquery()
    )
    here = and_(
        check_table.c.case_id == newest.c.case_id, check_table.c.position == newest.c.position
    )
    query = (
        select(
            row.case_id,
            case_table.c.number,
            case_table.c.shop_name,
            case_table.c.address,
            row.format_zh,
            row.concluded_at,
            row.first_inspector_id,
            row.second_inspector_id,
            newest.c.position,
            check_table.c.visited_on,
            check_table.c.by,
            other,
        )
        .join(case_table, case_table.c.id == row.case_id)
        .outerjoin(newest, newest.c.case_id == row.case_id)
        .outerjoin(check_table, here)
        .where(
            row.is_drawn,
            newest.c.position.is_not(None) if is_checked else newest.c.position.is_(None),
            *_of(units),
        )
        .order_by(row.concluded_at, row.case_id)
        .limit(MOST_ROWS)
    )
    if but:
        handed_over = select(transfer_table.c.case_id).where(transfer_table.c.leaving_id == but)
        query = query.where(
            row.first_inspector_id != but,
            row.second_inspector_id != but,
            row.case_id.not_in(handed_over),
        )
    if after is not None:
        query = query.where(tuple_(row.concluded_at, row.case_id) > tuple_(*after))
    return [
        Drawn(*one[:6], (one[6], one[7]), one[8] or 0, one[9], one[10] or "", one[11])
        for one in await view.execute(query)
    ]


async def counts(
    view: Transaction, began: datetime, ended: datetime, units: Units = None
) -> tuple[int, int]:
    """Of the passes of this time: how many were drawn, and how many of them looked at."""
    row = outcome_table.c
    within = row.is_drawn, row.concluded_at >= began, row.concluded_at < ended, *_of(units)
    there = exists().where(check_table.c.case_id == row.case_id)
    whole = select(func.count()).select_from(outcome_table).where(*within)
    return await view.scalar(whole) or 0, await view.scalar(whole.where(there)) or 0


def _of(units: Units) -> list[ColumnElement[bool]]:
    return [] if units is None else [outcome_table.c.unit_id.in_(sorted(units))]
