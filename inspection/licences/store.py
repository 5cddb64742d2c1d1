"""SQL of the ledger, of renewals and of the links that lead to them. Rows stay."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
)

from checklists.triage import Track
from foundation.database import Moment, Transaction, metadata
from inspection.cases.machine import ENDS, State
from inspection.cases.store import case_table
from inspection.licences.model import Line, OtherCase, Query, Renewal, Sort, Told
from inspection.licensing.callback import Licence
from inspection.licensing.store import licence_table
from inspection.notices.model import Kind
from inspection.notices.model import State as NoticeState
from inspection.notices.store import notice_table

renewal_table = Table(
    "renewal",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("renews", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    # Empty before migration 0032. Two that looked at the same moment want the same one.
    Column("turn", Integer),
    Index("uq_renewal_turn", "renews", "turn", unique=True),
)
link_table = Table(
    "renewal_link",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
)
_SORTS: Final = {
    Sort.VALID_UNTIL: licence_table.c.valid_until,
    Sort.ISSUED_ON: licence_table.c.issued_on,
    Sort.NUMBER: licence_table.c.number,
    Sort.SHOP: case_table.c.shop_name,
}
# Reminders from before they carried a link go by the bare number; unsent ones do not count.
_WENT_OUT: Final = (NoticeState.SENT, NoticeState.DELIVERED, NoticeState.UNCERTAIN)


def occasion_of(number: str) -> str:
    """What makes the reminder of a paper different from others of its case."""
    return f"renew-{number}"


async def lines(
    view: Transaction,
    query: Query,
    today: date,
    until: date | None,
    most: int,
    units: frozenset[str] | None = None,
) -> tuple[list[Line], int]:
    """A page of the ledger, and how many lines match in all.

    Args:
        until: the last day that `query.within` reaches to.
        most: lines on a page.
        units: only papers of these offices' cases; `None`: of all.
    """
    conditions = _conditions(query, today, until)
    if units is not None:
        conditions.append(case_table.c.unit_id.in_(sorted(units)))
    column = _SORTS[query.sort]
    order = column.desc() if query.is_descending else column.asc()
    wanted = (
        _select()
        .where(*conditions)
        .order_by(order, licence_table.c.case_id)
        .limit(most)
        .offset((query.page - 1) * most)
    )
    counted = select(func.count()).select_from(_joined()).where(*conditions)
    rows = (await view.execute(wanted)).mappings().all()
    return await _lines(view, rows), (await view.execute(counted)).scalar_one()


async def line_of(view: Transaction, case_id: str) -> Line | None:
    """The paper of a case, or `None`."""
    rows = await view.execute(_select().where(licence_table.c.case_id == case_id))
    found = await _lines(view, rows.mappings().all())
    return found[0] if found else None


async def to_remind(view: Transaction, today: date, until: date, most: int) -> list[Line]:
    """Papers that end up to a day, of which nobody was told and that nobody renews; soonest first.

    Of those that were renewed somebody heard already.
    """
    licence, told, new = licence_table.c, notice_table.c, case_table.alias()
    is_told = exists().where(
        told.case_id == licence.case_id,
        told.kind == Kind.LICENCE_EXPIRES.value,
        or_(
            told.occasion == "renew-" + licence.number,
            and_(
                told.occasion == licence.number,
                told.state.in_([state.value for state in _WENT_OUT]),
            ),
        ),
    )
    own = licence_table.alias()
    is_renewed = exists().where(
        renewal_table.c.renews == licence.case_id,
        new.c.id == renewal_table.c.case_id,
        or_(
            new.c.state.not_in([state.value for state in ENDS]),
            exists().where(own.c.case_id == new.c.id),
        ),
    )
    query = (
        _select()
        .where(licence.valid_until >= today, licence.valid_until <= until, ~is_told, ~is_renewed)
        .order_by(licence.valid_until, licence.case_id)
        .limit(most)
    )
    return await _lines(view, (await view.execute(query)).mappings().all())


async def add_renewal(
    transaction: Transaction, case_id: str, renews: str, turn: int, now: datetime
) -> None:
    """A case that renews the paper of another one.

    Args:
        turn: `next_turn` of the look by which it was found that it may be renewed.

    Raises:
        IntegrityError: another renewal was filed after that look.
    """
    await transaction.execute(
        insert(renewal_table).values(case_id=case_id, renews=renews, turn=turn, at=now)
    )


async def add_link(transaction: Transaction, secret_hash: str, case_id: str, now: datetime) -> None:
    """A link to the renewal of a case's paper."""
    await transaction.execute(
        insert(link_table).values(secret_hash=secret_hash, case_id=case_id, made_at=now)
    )


async def case_of_link(view: Transaction, secret_hash: str) -> str | None:
    """Id of the case whose paper a link renews, or `None`."""
    return await view.scalar(
        select(link_table.c.case_id).where(link_table.c.secret_hash == secret_hash)
    )


def _joined() -> Any:
    return licence_table.join(case_table, case_table.c.id == licence_table.c.case_id)


def _select() -> Select[Any]:
    return select(
        licence_table,
        *(
            case_table.c[name].label(f"case_{name}")
            for name in ("number", "state", "track", "shop_name")
        ),
        case_table.c.applicant_name,
        case_table.c.credit_code,
        case_table.c.address,
    ).select_from(_joined())


def _conditions(query: Query, today: date, until: date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if until is not None:
        found += [licence_table.c.valid_until >= today, licence_table.c.valid_until <= until]
    if query.words:
        columns = (
            licence_table.c.number,
            *(case_table.c[name] for name in ("number", "shop_name", "applicant_name")),
        )
        found.append(
            or_(
                case_table.c.credit_code == query.words.upper(),
                *(one.contains(query.words, autoescape=True) for one in columns),
            )
        )
    return found


async def _lines(view: Transaction, rows: Sequence[RowMapping]) -> list[Line]:
    ids = [row["case_id"] for row in rows]
    told, renewals = await _told(view, ids), await _renewals(view, ids)
    return [
        Line(
            licence=Licence(
                row["number"], row["issued_on"], row["valid_until"], row["download_url"]
            ),
            case=OtherCase(row["case_id"], row["case_number"], State(row["case_state"])),
            track=Track(row["case_track"]),
            shop_name=row["case_shop_name"],
            operator=row["applicant_name"],
            credit_code=row["credit_code"],
            premises=row["address"],
            reminder=told.get(row["case_id"]),
            renewal=renewals.get(row["case_id"]),
        )
        for row in rows
    ]


async def _told(view: Transaction, case_ids: Collection[str]) -> dict[str, Told]:
    column = notice_table.c
    rows = await view.execute(
        select(column.case_id, column.state, column.due_at)
        .where(column.case_id.in_(case_ids), column.kind == Kind.LICENCE_EXPIRES.value)
        .order_by(column.made_at)
    )
    return {row[0]: Told(row[1], row[2]) for row in rows}


async def _renewals(view: Transaction, case_ids: Collection[str]) -> dict[str, Renewal]:
    """The newest of each paper."""
    rows = await view.execute(
        select(
            renewal_table.c.renews,
            case_table.c.id,
            case_table.c.number,
            case_table.c.state,
            exists().where(licence_table.c.case_id == case_table.c.id),
        )
        .join(case_table, case_table.c.id == renewal_table.c.case_id)
        .where(renewal_table.c.renews.in_(case_ids))
        .order_by(renewal_table.c.at, renewal_table.c.turn)
    )
    found: dict[str, Renewal] = {}
    for renews, case_id, number, state, is_licensed in rows:
        turn = found[renews].turn + 1 if renews in found else 1
        found[renews] = Renewal(OtherCase(case_id, number, State(state)), bool(is_licensed), turn)
    return found
