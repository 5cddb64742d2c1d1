"""SQL of the case file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    union,
    update,
)

from checklists.triage import Mode, Track
from foundation.database import Moment, Transaction, metadata
from foundation.identity.tree import ROOT
from foundation.text import Bilingual
from inspection.cases import pauses, transfers
from inspection.cases.machine import FINISHED, State
from inspection.cases.model import ALL, Activity, Application, Case, Scope
from inspection.cases.pause import Pause
from inspection.cases.transfer import Transfer
from inspection.cases.transfers import transfer_table
from inspection.templates.model import Pin
from inspection.templates.shelf import pinned
from inspection.templates.store import set_table

MOST_ROWS = 200

case_table = Table(
    "case_file",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("shop_name", String(200), nullable=False),
    Column("format_zh", String(64), nullable=False),
    Column("address", String(300), nullable=False),
    Column("credit_code", String(18), nullable=False, index=True),
    Column("applicant_name", String(64), nullable=False),
    Column("applicant_phone", String(32), nullable=False),
    Column("activities", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("state", String(24), nullable=False, index=True),
    Column("received_at", Moment, nullable=False),
    Column("accepted_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("checklist_version", String(64), nullable=False),
    Column("checklist_sha256", String(64), nullable=False, server_default=""),
    Column("follows", String(40), ForeignKey("case_file.id"), index=True),
    Column("asks", Text),
    Column("first_inspector_id", String(40), index=True),
    Column("second_inspector_id", String(40), index=True),
    Column("mode", String(16), nullable=False, server_default="live"),
    Column("mode_why", Text, nullable=False, server_default=""),
    Column("track", String(16), nullable=False, server_default="licence"),
    Column("unit_id", String(40), nullable=False, server_default=ROOT),
)


# Written out, not bound: only so a partial index is found to hold all of them.
_FINISHED = ", ".join(f"'{state.value}'" for state in sorted(FINISHED, key=lambda one: one.value))
OPEN, _DONE = (text(f"case_file.state {word} ({_FINISHED})") for word in ("NOT IN", "IN"))
# of all offices, and of one: there all that finds the shown ids stands in the index
_SORTED = {"": ("due_at", "id"), "unit_": ("unit_id", "due_at", "id", "state")}
for _name, _which in (("open", OPEN), ("done", _DONE)):
    for _by, _columns in _SORTED.items():
        Index(
            f"ix_case_file_{_by}{_name}",
            *(case_table.c[one] for one in _columns),
            sqlite_where=_which,
            postgresql_where=_which,
        )
Index(
    "ix_case_file_words",
    *(case_table.c[name] for name in ("number", "shop_name", "applicant_name", "id")),
)

reviewer_table = Table(
    "case_reviewer",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("department", String(32), primary_key=True),
    Column("user_id", String(40), nullable=False, index=True),
)


async def add(transaction: Transaction, case: Case) -> None:
    """A new case."""
    application = case.application
    first, second = (*case.inspector_ids, None, None)[:2]
    await transaction.execute(
        insert(case_table).values(
            id=case.id,
            number=case.number,
            shop_name=application.shop_name,
            format_zh=application.format_zh,
            address=application.address,
            credit_code=application.credit_code,
            applicant_name=application.applicant_name,
            applicant_phone=application.applicant_phone,
            activities=json.dumps(
                [[a.id, a.title.zh, a.title.en] for a in application.activities],
                ensure_ascii=False,
            ),
            facts=_facts_text(application),
            state=case.state.value,
            received_at=case.received_at,
            accepted_at=case.accepted_at,
            due_at=case.due_at,
            checklist_version=case.checklist_version,
            checklist_sha256=case.checklist_sha256,
            follows=case.follows,
            asks=None if case.asks is None else json.dumps(case.asks),
            first_inspector_id=first,
            second_inspector_id=second,
            unit_id=case.unit,
        )
    )


async def by_id(view: Transaction, case_id: str) -> Case | None:
    """One case, or `None`."""
    row = (
        (await view.execute(select(case_table).where(case_table.c.id == case_id)))
        .mappings()
        .first()
    )
    if row is None:
        return None
    return _case(
        row,
        await pinned(view, row["checklist_version"]),
        (await _reviewers(view, [case_id])).get(case_id, {}),
        (await pauses.of_cases(view, [case_id])).get(case_id, ()),
        (await transfers.of_cases(view, [case_id])).get(case_id, ()),
    )


async def by_ids(view: Transaction, case_ids: Iterable[str]) -> dict[str, Case]:
    """Those of the cases that exist, by id."""
    wanted = list(case_ids)
    rows = (await view.execute(select(case_table).where(case_table.c.id.in_(wanted)))).mappings()
    return {case.id: case for case in await _cases(view, rows.all())}


async def queue(
    view: Transaction, scope: Scope = ALL, *, state: str | None = None, words: str = ""
) -> list[Case]:
    """Open cases by deadline, nearest first, then finished ones, latest first; `MOST_ROWS` at most.

    Args:
        words: part of a number, shop or applicant.
    """
    conditions: list[ColumnElement[bool]] = []
    if state:
        conditions.append(case_table.c.state == state)
    if words:
        named = case_table.alias()
        found = select(named.c.id).where(  # all of it in `ix_case_file_words`
            or_(
                *(
                    named.c[name].contains(words, autoescape=True)
                    for name in ("number", "shop_name", "applicant_name")
                )
            )
        )
        conditions.append(case_table.c.id.in_(found))
    due, key = case_table.c.due_at, case_table.c.id
    rows: list[RowMapping] = []
    for still, order in ((OPEN, (due, key)), (_DONE, (due.desc(), key.desc()))):
        left = MOST_ROWS - len(rows)
        query = select(case_table)
        if scope.units is None:
            query = query.where(still, *_part(scope), *conditions)
        else:
            query = query.where(key.in_(_shown(scope, (still, *conditions), order, left)))
        rows += (await view.execute(query.order_by(*order).limit(left))).mappings().all()
    return await _cases(view, rows)


def _part(scope: Scope) -> list[ColumnElement[bool]]:
    return [_has_part(scope.part_of)] if scope.part_of else []


def _shown(
    scope: Scope,
    conditions: Sequence[ColumnElement[bool] | TextClause],
    order: Sequence[ColumnElement[Any]],
    most: int,
) -> Select[Any]:
    """Ids of the first `most` cases of some offices: only those that are shown are read whole."""
    key, due = case_table.c.id, case_table.c.due_at
    theirs = case_table.c.unit_id.in_(sorted(scope.units or ()))
    if not scope.or_of:
        return select(key).where(theirs, *_part(scope), *conditions).order_by(*order).limit(most)
    own = select(key, due).where(_has_part(scope.or_of), *conditions)
    found = select(key, due).where(theirs, *conditions)
    both = union(found, own).subquery()  # an OR over both would look at every case
    is_falling = order[0] is not due
    columns = [both.c.due_at, both.c.id]
    sorted_by = [one.desc() for one in columns] if is_falling else columns
    return select(both.c.id).order_by(*sorted_by).limit(most)


def _has_part(user_id: str) -> ColumnElement[bool]:
    reviewed = select(reviewer_table.c.case_id).where(reviewer_table.c.user_id == user_id)
    handed_over = select(transfer_table.c.case_id).where(transfer_table.c.leaving_id == user_id)
    return or_(
        case_table.c.first_inspector_id == user_id,
        case_table.c.second_inspector_id == user_id,
        case_table.c.id.in_(reviewed),
        case_table.c.id.in_(handed_over),
    )


def of_units(
    case_id: ColumnElement[str], units: frozenset[str] | None
) -> list[ColumnElement[bool]]:
    """The condition that a row's case belongs to one of these offices; none for all offices."""
    if units is None:
        return []
    return [case_id.in_(select(case_table.c.id).where(case_table.c.unit_id.in_(sorted(units))))]


async def ids_of_units(view: Transaction, units: frozenset[str], most: int) -> list[str]:
    """Ids of cases that belong to these offices, `most` of them."""
    query = select(case_table.c.id).where(case_table.c.unit_id.in_(sorted(units))).limit(most)
    return [row[0] for row in await view.execute(query)]


async def those_of_units(
    view: Transaction, case_ids: Iterable[str], units: frozenset[str]
) -> list[str]:
    """Those of the ids that are cases of these offices."""
    columns = case_table.c
    query = select(columns.id).where(columns.id.in_(list(case_ids)), *of_units(columns.id, units))
    return [row[0] for row in await view.execute(query)]


async def numbers(view: Transaction, case_ids: Iterable[str]) -> dict[str, str]:
    """The numbers of those of the cases that exist, by id."""
    query = select(case_table.c.id, case_table.c.number).where(case_table.c.id.in_(list(case_ids)))
    return {row[0]: row[1] for row in await view.execute(query)}


async def set_unit(transaction: Transaction, case_id: str, unit_id: str) -> None:
    """Which office it belongs to from now on."""
    await transaction.execute(
        update(case_table).where(case_table.c.id == case_id).values(unit_id=unit_id)
    )


async def _cases(view: Transaction, rows: Sequence[RowMapping]) -> list[Case]:
    ids = [row["id"] for row in rows]
    reviewers, paused = await _reviewers(view, ids), await pauses.of_cases(view, ids)
    handed_over = await transfers.of_cases(view, ids)
    return [
        _case(
            row,
            await pinned(view, row["checklist_version"]),
            reviewers.get(row["id"], {}),
            paused.get(row["id"], ()),
            handed_over.get(row["id"], ()),
        )
        for row in rows
    ]


async def set_reviewer(
    transaction: Transaction, case_id: str, department: str, user_id: str | None
) -> None:
    """Who judges and signs for a department from now on; `None`: the inspectors."""
    of_department = (
        reviewer_table.c.case_id == case_id,
        reviewer_table.c.department == department,
    )
    await transaction.execute(delete(reviewer_table).where(*of_department))
    if user_id is not None:
        await transaction.execute(
            insert(reviewer_table).values(case_id=case_id, department=department, user_id=user_id)
        )


async def _reviewers(view: Transaction, case_ids: list[str]) -> dict[str, dict[str, str]]:
    """Reviewers by department, by case."""
    found: dict[str, dict[str, str]] = {}
    rows = await view.execute(
        select(reviewer_table)
        .where(reviewer_table.c.case_id.in_(case_ids))
        .order_by(reviewer_table.c.department)
    )
    for row in rows.mappings():
        found.setdefault(row["case_id"], {})[row["department"]] = row["user_id"]
    return found


async def count(view: Transaction) -> int:
    """How many cases there are."""
    return (await view.execute(select(func.count()).select_from(case_table))).scalar_one()


async def next_number(view: Transaction, day: str) -> str:
    """The day's next case number: `YK20261130-0001`, then `-0002`, beyond `-9999` longer.

    Args:
        day: what all numbers of the day begin with.
    """
    number = case_table.c.number
    last = await view.scalar(
        select(number)
        .where(number >= f"{day}-", number < f"{day}.")  # "." follows "-": uses the index
        .order_by(func.length(number).desc(), number.desc())
        .limit(1)
    )
    return f"{day}-{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


async def set_acceptance(transaction: Transaction, case: Case) -> None:
    """When it was accepted and what it is asked by from then on."""
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == case.id)
        .values(
            accepted_at=case.accepted_at,
            due_at=case.due_at,
            checklist_version=case.checklist_version,
            checklist_sha256=case.checklist_sha256,
        )
    )


async def set_handling(transaction: Transaction, case: Case) -> None:
    """How the case is inspected and why, and what is issued in the end."""
    why = case.mode_why
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == case.id)
        .values(
            mode=case.mode.value,
            mode_why=json.dumps([why.zh, why.en], ensure_ascii=False) if why else "",
            track=case.track.value,
        )
    )


async def set_facts(transaction: Transaction, case: Case) -> None:
    """What is known of the shop; only until the acceptance, which seals the checklist."""
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == case.id)
        .values(facts=_facts_text(case.application))
    )


async def set_state(transaction: Transaction, case_ids: Iterable[str], state: State) -> None:
    """Only `moving` calls this."""
    await transaction.execute(
        update(case_table).where(case_table.c.id.in_(list(case_ids))).values(state=state.value)
    )


async def followed_by(view: Transaction, case_id: str) -> str | None:
    """Id of the case that is the second look of this one, if there is any."""
    return await view.scalar(select(case_table.c.id).where(case_table.c.follows == case_id))


async def open_cases(view: Transaction) -> list[str]:
    """Ids of all cases whose deadline still matters."""
    query = select(case_table.c.id).where(
        case_table.c.state.not_in([state.value for state in FINISHED])
    )
    return [row[0] for row in await view.execute(query)]


async def set_due(transaction: Transaction, due: Mapping[str, datetime]) -> None:
    """The deadlines that the queue is sorted by, by case."""
    await transaction.execute(
        update(case_table)
        .where(case_table.c.id == bindparam("of_case"))
        .values(due_at=bindparam("due")),
        [{"of_case": case_id, "due": due_at} for case_id, due_at in due.items()],
    )


async def unpinned(view: Transaction) -> dict[str, datetime]:
    """Cases from before versions were kept, with their acceptance."""
    columns = case_table.c
    query = select(columns.id, columns.accepted_at).where(
        columns.checklist_version.not_in(select(set_table.c.version))
    )
    return {row[0]: row[1] for row in await view.execute(query)}


async def set_pin(transaction: Transaction, case_id: str, version: str) -> None:
    """Only for cases that have none."""
    await transaction.execute(
        update(case_table).where(case_table.c.id == case_id).values(checklist_version=version)
    )


def _facts_text(application: Application) -> str:
    return json.dumps(dict(application.facts), ensure_ascii=False, default=str)


def _case(
    row: RowMapping,
    pin: Pin,
    reviewer_ids: Mapping[str, str],
    paused: tuple[Pause, ...],
    handed_over: tuple[Transfer, ...],
) -> Case:
    inspectors = (row["first_inspector_id"], row["second_inspector_id"])
    facts: Mapping[str, Any] = json.loads(row["facts"])
    accepted_at: datetime = row["accepted_at"]
    return Case(
        id=row["id"],
        number=row["number"],
        application=Application(
            shop_name=row["shop_name"],
            format_zh=row["format_zh"],
            address=row["address"],
            credit_code=row["credit_code"],
            applicant_name=row["applicant_name"],
            applicant_phone=row["applicant_phone"],
            activities=tuple(
                Activity(id_, Bilingual(zh, en)) for id_, zh, en in json.loads(row["activities"])
            ),
            facts=facts,
        ),
        state=State(row["state"]),
        received_at=row["received_at"],
        accepted_at=accepted_at,
        due_at=row["due_at"],
        inspector_ids=tuple(inspector for inspector in inspectors if inspector),
        pin=pin,
        checklist_sha256=row["checklist_sha256"],
        reviewer_ids=reviewer_ids,
        follows=row["follows"],
        asks=None if row["asks"] is None else tuple(json.loads(row["asks"])),
        pauses=paused,
        mode=Mode(row["mode"]),
        mode_why=Bilingual(*json.loads(row["mode_why"])) if row["mode_why"] else None,
        track=Track(row["track"]),
        transfers=handed_over,
        unit=row["unit_id"],
    )
