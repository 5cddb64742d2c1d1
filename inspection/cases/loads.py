"""How many open cases people have, counted from an index alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, case, func, select

from foundation.database import Transaction
from inspection.cases.store import OPEN, case_table

_BOTH = case_table.c.first_inspector_id, case_table.c.second_inspector_id
Index(
    "ix_case_file_load",
    *_BOTH,
    case_table.c.due_at,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)


@dataclass(frozen=True)
class Load:
    """Open cases of the people who inspect them, and how many are past their deadline."""

    inspector_ids: tuple[str, ...]
    open: int
    overdue: int


async def load_of_pairs(
    view: Transaction, now: datetime, units: frozenset[str] | None = None
) -> list[Load]:
    """Open cases by who inspects them; those that nobody does yet are a row without people.

    Args:
        units: only cases of these offices; `None`: all.
    """
    theirs = [] if units is None else [case_table.c.unit_id.in_(sorted(units))]
    overdue = func.sum(case((case_table.c.due_at < now, 1), else_=0))
    query = select(*_BOTH, func.count(), overdue).where(OPEN, *theirs).group_by(*_BOTH)
    rows = await view.execute(query)
    return [Load(tuple(one for one in people if one), count, late) for *people, count, late in rows]
