"""SQL of the cases behind a figure, one page at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select, tuple_

from foundation.database import Transaction
from foundation.place import MOST_ROWS
from inspection.cases.moves import move_table
from inspection.cases.store import OPEN, case_table
from inspection.figures.behind import APART, STILL_OPEN, Behind, CaseBehind, Page, Wanted
from inspection.figures.model import Group
from inspection.figures.store import differ_table, outcome_item_table, outcome_table, way_table
from inspection.ratings.store import rating_table

_OUTCOME = outcome_table.c
_Cases = Select[*tuple[Any, ...]]


async def cases_behind(view: Transaction, wanted: Wanted, now: datetime) -> Page:
    """The latest first; open cases by their deadline, the nearest first.

    Args:
        now: by which open cases are overdue.
    """
    if wanted.which in APART:
        query, at, key = _moved(wanted), move_table.c.at, move_table.c.case_id
    elif wanted.which in STILL_OPEN:
        query, at, key = _still_open(wanted, now), case_table.c.due_at, case_table.c.id
    else:
        query, at, key = _concluded(wanted), _OUTCOME.concluded_at, _OUTCOME.case_id
    if wanted.units is not None:
        is_counted = wanted.which not in APART and wanted.which not in STILL_OPEN
        unit = _OUTCOME.unit_id if is_counted else case_table.c.unit_id
        query = query.where(unit.in_(sorted(wanted.units)))
    is_rising = wanted.which in STILL_OPEN
    if wanted.after is not None:
        place, here = tuple_(*wanted.after), tuple_(at, key)
        query = query.where(here > place if is_rising else here < place)
    order = (at, key) if is_rising else (at.desc(), key.desc())
    rows = [CaseBehind(*row) for row in await view.execute(query.order_by(*order).limit(MOST_ROWS))]
    last = rows[-1] if len(rows) == MOST_ROWS else None
    return Page(rows, (last.at, last.id) if last else None)


def _columns(at: ColumnElement[Any]) -> _Cases:
    row = case_table.c
    return select(
        row.id,
        row.number,
        row.shop_name,
        row.state,
        at,
        _OUTCOME.concluded_at.label("concluded"),
        _OUTCOME.half_days,
        _OUTCOME.is_passed,
        _OUTCOME.is_late,
    )


def _concluded(wanted: Wanted) -> _Cases:
    query = (
        _columns(_OUTCOME.concluded_at)
        .join(outcome_table, _OUTCOME.case_id == case_table.c.id)
        .where(_OUTCOME.concluded_at >= wanted.began, _OUTCOME.concluded_at < wanted.ended)
    )
    is_first, is_passed = _OUTCOME.is_first, _OUTCOME.is_passed
    match wanted.which:
        case Behind.FIRST:
            query = query.where(is_first)
        case Behind.FIRST_PASSED:
            query = query.where(is_first, is_passed)
        case Behind.FIRST_FAILED:
            query = query.where(is_first, ~is_passed)
        case Behind.LATE:
            query = query.where(_OUTCOME.is_late)
        case Behind.DRAWN:
            query = query.where(_OUTCOME.is_drawn)
        case Behind.RATED:
            query = query.join(rating_table, rating_table.c.case_id == _OUTCOME.case_id)
            if wanted.level is not None:
                query = query.where(rating_table.c.level == wanted.level)
        case _:
            pass
    if wanted.which is Behind.DIFFERED:
        query = query.where(_names(differ_table, wanted.item))
    elif wanted.item or wanted.which is Behind.FAILED:
        query = query.where(_names(outcome_item_table, wanted.item))
    return query.where(*_in_group(wanted))


def _moved(wanted: Wanted) -> _Cases:
    return (
        _columns(move_table.c.at)
        .join(move_table, move_table.c.case_id == case_table.c.id)
        .outerjoin(outcome_table, _OUTCOME.case_id == case_table.c.id)
        .where(
            move_table.c.act == APART[wanted.which].value,
            move_table.c.at >= wanted.began,
            move_table.c.at < wanted.ended,
        )
    )


def _still_open(wanted: Wanted, now: datetime) -> _Cases:
    query = (
        _columns(case_table.c.due_at)
        .outerjoin(outcome_table, _OUTCOME.case_id == case_table.c.id)
        .where(OPEN)
    )
    if wanted.which is Behind.OVERDUE:
        query = query.where(case_table.c.due_at < now)
    if not wanted.key:
        return query
    both = case_table.c.first_inspector_id, case_table.c.second_inspector_id
    return query.where(_people(both, wanted))


def _in_group(wanted: Wanted) -> list[ColumnElement[bool]]:
    key = wanted.key
    if not key:
        return []
    match wanted.group:
        case Group.MONTH:
            return [_OUTCOME.month == key]
        case Group.FORMAT:
            return [_OUTCOME.format_zh == key]
        case Group.INSPECTOR | Group.PAIR:
            both = _OUTCOME.first_inspector_id, _OUTCOME.second_inspector_id
            return [_people(both, wanted)]
        case Group.MODE | Group.PRE_CHECK:
            same = way_table.c.case_id == _OUTCOME.case_id
            column = way_table.c[wanted.group.value]
            return [exists().where(same, column == key)]


def _people(both: tuple[ColumnElement[str], ...], wanted: Wanted) -> ColumnElement[bool]:
    first, second = both
    one, _, other = wanted.key.partition("+")
    if not other:
        return or_(first == one, second == one)
    return or_(and_(first == one, second == other), and_(first == other, second == one))


def _names(of: Table, item: str) -> ColumnElement[bool]:
    """Whether there is a row of the item, or of a place of it."""
    same = of.c.case_id == _OUTCOME.case_id
    if not item:
        return exists().where(same)
    place = of.c.item_id.startswith(f"{item}-", autoescape=True)
    return exists().where(same, or_(of.c.item_id == item, place))
