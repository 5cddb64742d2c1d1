"""SQL of the reconciliation; reads only."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select

from foundation.database import Transaction
from inspection.cases.machine import Act
from inspection.cases.moves import move_table
from inspection.cases.store import case_table, of_units
from inspection.licensing.reconciliation import Determined, Heard
from inspection.licensing.store import callback_table


async def determined(
    view: Transaction, begins: datetime, ends: datetime, units: frozenset[str] | None = None
) -> list[Determined]:
    """Cases determined from `begins` on and before `ends`, oldest first.

    Args:
        units: only of these offices; `None`: of all.
    """
    query = (
        select(case_table.c.id, case_table.c.number, case_table.c.shop_name, move_table.c.at)
        .join(move_table, move_table.c.case_id == case_table.c.id)
        .where(
            move_table.c.act == Act.DETERMINE.value,
            move_table.c.at >= begins,
            move_table.c.at < ends,
            *of_units(case_table.c.id, units),
        )
        .order_by(move_table.c.at)
    )
    return [Determined(row[0], row[1], row[2], row[3]) for row in await view.execute(query)]


async def heard(view: Transaction, case_ids: Collection[str]) -> list[Heard]:
    """What targets told of these cases."""
    query = select(
        callback_table.c.case_id, callback_table.c.target, callback_table.c.effect
    ).where(callback_table.c.case_id.in_(case_ids))
    return [Heard(row[0], row[1], row[2]) for row in await view.execute(query)]


def lanes(units: frozenset[str] | None) -> Select[tuple[str]]:
    """The query of the cases that belong to these offices; `None`: of all offices."""
    return select(case_table.c.id).where(*of_units(case_table.c.id, units))


async def named(view: Transaction, case_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Number and shop of these cases, by id."""
    query = select(case_table.c.id, case_table.c.number, case_table.c.shop_name).where(
        case_table.c.id.in_(case_ids)
    )
    return {row[0]: (row[1], row[2]) for row in await view.execute(query)}
