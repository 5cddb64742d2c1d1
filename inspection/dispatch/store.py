"""SQL of the roster and of the draws."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    RowMapping,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.identity.model import INSPECTING, User
from foundation.identity.store import user_of, user_table
from foundation.identity.tree import ROOT
from foundation.identity.unit_store import tree
from inspection.cases import transfers
from inspection.cases.machine import FINISHED, Act
from inspection.cases.moves import move_table
from inspection.cases.store import case_table
from inspection.dispatch import exam_store
from inspection.dispatch.assigning import Candidate, Draw, KeptDraw, Need, Standing
from inspection.dispatch.exams import NO_EXAM, ExamRule
from inspection.dispatch.model import (
    Absence,
    Closure,
    Colleague,
    Opening,
    Pair,
    Roster,
    openings_of,
)

MOST_OFF = 50  # pairs off the roster that are listed
_INSPECTING = [role.value for role in INSPECTING]

pair_table = Table(
    "duty_pair",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("first_inspector_id", String(40), ForeignKey("user.id"), nullable=False),
    Column("second_inspector_id", String(40), ForeignKey("user.id"), nullable=False),
    Column("openings", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("unit_id", String(40), nullable=False, server_default=ROOT),
)

closure_table = Table(
    "duty_closure",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("on", Date, nullable=False),
    Column("pair_id", String(40), ForeignKey("duty_pair.id")),
    Column("reason", String(200), nullable=False),
)

absence_table = Table(
    "duty_absence",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("inspector_id", String(40), ForeignKey("user.id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("reason", String(200), nullable=False),
)

colleague_table = Table(
    "duty_colleague",
    metadata,
    Column("inspector_id", String(40), ForeignKey("user.id"), primary_key=True),
    Column("formats", Text, nullable=False),
    Column("qualified_until", Date),
    Column("substitute_id", String(40), ForeignKey("user.id")),
    Column("relations", Text, nullable=False),
)

draw_table = Table(
    "assignment_draw",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("need", Text, nullable=False),
    Column("candidates", Text, nullable=False),
)


async def roster(view: Transaction, not_before: date, asks: ExamRule = NO_EXAM) -> Roster:
    """The roster, without what was over before that day.

    Args:
        asks: the exam whoever inspects must have passed.
    """
    rows = await view.execute(
        select(pair_table).where(pair_table.c.is_active.is_(True)).order_by(pair_table.c.id)
    )
    pairs = tuple(_pair(row) for row in rows.mappings())
    closures = await view.execute(select(closure_table).where(closure_table.c.on >= not_before))
    absences = await view.execute(
        select(absence_table).where(absence_table.c.last_on >= not_before)
    )
    colleagues = await view.execute(select(colleague_table))
    gone = await view.execute(
        select(user_table.c.id).where(
            or_(user_table.c.role.not_in(_INSPECTING), user_table.c.is_active.is_(False))
        )
    )
    return Roster(
        pairs=pairs,
        gone=frozenset(row[0] for row in gone),
        closures=tuple(_closure(row) for row in closures.mappings()),
        absences=tuple(_absence(row) for row in absences.mappings()),
        colleagues={row["inspector_id"]: _colleague(row) for row in colleagues.mappings()},
        passed_until=await _passed_until(view, asks),
        above=await _above(view) if any(one.unit != ROOT for one in pairs) else {},
    )


async def _above(view: Transaction) -> dict[str, tuple[str, ...]]:
    offices = await tree(view)
    return {one: tuple(unit.id for unit in offices.above(one)) for one in offices.units}


async def pairs_off(view: Transaction, units: frozenset[str] | None = None) -> tuple[Pair, ...]:
    """Pairs that were taken off the roster, the newest `MOST_OFF`.

    Args:
        units: only those on the roster of one of these offices, or with an inspector of one.
    """
    columns = pair_table.c
    query = select(pair_table).where(columns.is_active.is_(False))
    if units is not None:
        theirs = select(user_table.c.id).where(user_table.c.unit_id.in_(sorted(units)))
        both = columns.first_inspector_id, columns.second_inspector_id
        is_theirs = columns.unit_id.in_(sorted(units))
        query = query.where(or_(is_theirs, *(one.in_(theirs) for one in both)))
    rows = await view.execute(query.order_by(columns.id.desc()).limit(MOST_OFF))
    return tuple(_pair(row) for row in rows.mappings())


async def pairs(view: Transaction, ids: set[str]) -> dict[str, Pair]:
    """Those of the ids that exist, on the roster or off it."""
    rows = await view.execute(select(pair_table).where(pair_table.c.id.in_(ids)))
    return {row["id"]: _pair(row) for row in rows.mappings()}


async def _passed_until(view: Transaction, asks: ExamRule) -> dict[str, date] | None:
    if not asks.exam:
        return None
    passes = await exam_store.last_passes(view, asks.exam)
    return {one: asks.last_day(day) for one, day in passes.items()}


async def closures(view: Transaction, not_before: date) -> dict[str, Closure]:
    """Closed days from then on by the id of their row, earliest first."""
    rows = await view.execute(
        select(closure_table)
        .where(closure_table.c.on >= not_before)
        .order_by(closure_table.c.on, closure_table.c.id)
    )
    return {row["id"]: _closure(row) for row in rows.mappings()}


async def absences(view: Transaction, not_before: date) -> dict[str, Absence]:
    """Absences that end then or later by the id of their row, earliest first."""
    rows = await view.execute(
        select(absence_table)
        .where(absence_table.c.last_on >= not_before)
        .order_by(absence_table.c.first_on, absence_table.c.id)
    )
    return {row["id"]: _absence(row) for row in rows.mappings()}


async def add_pair(transaction: Transaction, pair: Pair) -> None:
    """A pair that is on duty from now on."""
    first, second = pair.inspector_ids
    await transaction.execute(
        insert(pair_table).values(
            id=pair.id,
            first_inspector_id=first,
            second_inspector_id=second,
            openings=_written(pair.openings),
            is_active=True,
            unit_id=pair.unit,
        )
    )


async def change_pair(transaction: Transaction, pair: Pair, *, is_active: bool) -> None:
    """New hours of a pair, another office's roster, or its end; its two stay."""
    await transaction.execute(
        update(pair_table)
        .where(pair_table.c.id == pair.id)
        .values(openings=_written(pair.openings), is_active=is_active, unit_id=pair.unit)
    )


async def add_closure(transaction: Transaction, row_id: str, closure: Closure) -> None:
    """A day without appointments."""
    await transaction.execute(
        insert(closure_table).values(
            id=row_id, on=closure.on, pair_id=closure.pair_id, reason=closure.reason
        )
    )


async def add_absence(transaction: Transaction, row_id: str, absence: Absence) -> None:
    """Somebody is away."""
    await transaction.execute(
        insert(absence_table).values(
            id=row_id,
            inspector_id=absence.inspector_id,
            first_on=absence.first_on,
            last_on=absence.last_on,
            reason=absence.reason,
        )
    )


async def exception(view: Transaction, row_id: str) -> Closure | Absence | None:
    """The closed day or the absence with this id."""
    closed = await view.execute(select(closure_table).where(closure_table.c.id == row_id))
    if (row := closed.mappings().first()) is not None:
        return _closure(row)
    away = await view.execute(select(absence_table).where(absence_table.c.id == row_id))
    return _absence(row) if (row := away.mappings().first()) is not None else None


async def remove_exception(transaction: Transaction, row_id: str) -> None:
    """Takes a closed day or an absence back."""
    for table in (closure_table, absence_table):
        await transaction.execute(delete(table).where(table.c.id == row_id))


async def set_colleague(transaction: Transaction, colleague: Colleague) -> None:
    """What duty knows of an inspector from now on."""
    row = colleague_table.c.inspector_id == colleague.id
    await transaction.execute(delete(colleague_table).where(row))
    await transaction.execute(
        insert(colleague_table).values(
            inspector_id=colleague.id,
            formats=json.dumps(sorted(colleague.formats), ensure_ascii=False),
            qualified_until=colleague.qualified_until,
            substitute_id=colleague.substitute_id,
            relations=json.dumps(sorted(colleague.relations)),
        )
    )


async def inspectors(view: Transaction) -> dict[str, User]:
    """All active inspectors by id, in the order of their names."""
    rows = await view.execute(
        select(user_table)
        .where(user_table.c.role.in_(_INSPECTING), user_table.c.is_active.is_(True))
        .order_by(user_table.c.name, user_table.c.id)
    )
    return {row["id"]: user_of(dict(row)) for row in rows.mappings()}


async def loads(view: Transaction) -> dict[str, int]:
    """Open cases by inspector."""
    found: dict[str, int] = {}
    for column in (case_table.c.first_inspector_id, case_table.c.second_inspector_id):
        rows = await view.execute(
            select(column, func.count())
            .where(
                column.is_not(None),
                case_table.c.state.not_in([state.value for state in FINISHED]),
            )
            .group_by(column)
        )
        for inspector_id, count in rows:
            found[inspector_id] = found.get(inspector_id, 0) + count
    return found


async def judged_before(
    view: Transaction, credit_codes: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Who inspected an earlier case of the same applicant that was appealed.

    Args:
        credit_codes: of the applicants, by case.

    Returns:
        Inspectors by case; cases without such an earlier one are left out.
    """
    columns = case_table.c
    rows = await view.execute(
        select(
            columns.id,
            columns.credit_code,
            columns.first_inspector_id,
            columns.second_inspector_id,
        )
        .join(move_table, move_table.c.case_id == columns.id)
        .where(
            columns.credit_code.in_(set(credit_codes.values())),
            move_table.c.act == Act.APPEAL.value,
        )
    )
    appealed = rows.all()
    handed = await transfers.of_cases(view, [row[0] for row in appealed])
    found: dict[str, frozenset[str]] = {}
    for appealed_id, credit_code, *two in appealed:
        judges = (*two, *(one.leaving_id for one in handed.get(appealed_id, ())))
        for case_id, code in credit_codes.items():
            if code == credit_code and case_id != appealed_id:
                people = frozenset(one for one in judges if one)
                found[case_id] = found.get(case_id, frozenset()) | people
    return found


async def set_inspectors(transaction: Transaction, teams: Mapping[str, tuple[str, str]]) -> None:
    """Who inspects these cases from now on. Only `assignments` calls this: it leaves a trace."""
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == bindparam("of_case"))
        .values(first_inspector_id=bindparam("first"), second_inspector_id=bindparam("second")),
        [
            {"of_case": case_id, "first": first, "second": second}
            for case_id, (first, second) in teams.items()
        ],
    )


async def set_free(transaction: Transaction, case_id: str) -> None:
    """Nobody inspects this case until it is drawn or booked; whoever calls this leaves a trace."""
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == case_id)
        .values(first_inspector_id=None, second_inspector_id=None)
    )


async def add_draws(transaction: Transaction, draws: Mapping[str, tuple[str, KeptDraw]]) -> None:
    """By case, with the id of its row: all that is needed to do it again; it stays."""
    rows = [
        {
            "id": row_id,
            "case_id": case_id,
            "at": kept.at,
            "seed": kept.draw.seed,
            "need": _need_text(kept.need),
            "candidates": json.dumps(
                [
                    [one.pair_id, one.team, one.load, one.standing.value, one.unit]
                    for one in kept.draw.candidates
                ]
            ),
        }
        for case_id, (row_id, kept) in draws.items()
    ]
    if rows:
        await transaction.execute(insert(draw_table), rows)


def _need_text(need: Need) -> str:
    before = sorted(need.judged_before)
    said = [need.format_zh, need.credit_code, need.on.isoformat(), before, need.office]
    return json.dumps(said, ensure_ascii=False)


async def draws(view: Transaction, case_id: str) -> list[KeptDraw]:
    """The draws of a case, oldest first."""
    rows = await view.execute(
        select(draw_table).where(draw_table.c.case_id == case_id).order_by(draw_table.c.id)
    )
    return [_draw(row) for row in rows.mappings()]


def _draw(row: RowMapping) -> KeptDraw:
    # Draws of before offices had pairs of their own name no office: they were the bureau's.
    format_zh, credit_code, on, before, *office = json.loads(row["need"])
    candidates = tuple(
        Candidate(pair_id, (first, second), load, Standing(standing), *unit)
        for pair_id, (first, second), load, standing, *unit in json.loads(row["candidates"])
    )
    need = Need(format_zh, credit_code, date.fromisoformat(on), frozenset(before), *office)
    return KeptDraw(row["at"], need, Draw(row["seed"], candidates))


def _written(openings: tuple[Opening, ...]) -> str:
    return ", ".join(str(one) for one in openings)


def _pair(row: RowMapping) -> Pair:
    both = (row["first_inspector_id"], row["second_inspector_id"])
    return Pair(row["id"], both, openings_of(row["openings"]), row["unit_id"])


def _closure(row: RowMapping) -> Closure:
    return Closure(row["on"], row["reason"], row["pair_id"])


def _absence(row: RowMapping) -> Absence:
    return Absence(row["inspector_id"], row["first_on"], row["last_on"], row["reason"])


def _colleague(row: RowMapping) -> Colleague:
    return Colleague(
        id=row["inspector_id"],
        formats=frozenset(json.loads(row["formats"])),
        qualified_until=row["qualified_until"],
        substitute_id=row["substitute_id"],
        relations=frozenset(json.loads(row["relations"])),
    )
