"""SQL of the case file."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, String, Table, Text, func, insert, or_, select, update

from foundation.database import Moment, Transaction, metadata
from foundation.text import Bilingual
from inspection.cases.machine import State
from inspection.cases.model import Activity, Application, Case

MOST_ROWS = 200

case_table = Table(
    "case_file",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("shop_name", String(200), nullable=False),
    Column("format_zh", String(64), nullable=False),
    Column("address", String(300), nullable=False),
    Column("credit_code", String(18), nullable=False),
    Column("applicant_name", String(64), nullable=False),
    Column("applicant_phone", String(32), nullable=False),
    Column("activities", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("state", String(24), nullable=False, index=True),
    Column("accepted_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("checklist_version", String(64), nullable=False),
    Column("first_inspector_id", String(40), index=True),
    Column("second_inspector_id", String(40), index=True),
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
            facts=json.dumps(dict(application.facts), ensure_ascii=False, default=str),
            state=case.state.value,
            accepted_at=case.accepted_at,
            due_at=case.due_at,
            checklist_version=case.checklist_version,
            first_inspector_id=first,
            second_inspector_id=second,
        )
    )


async def by_id(view: Transaction, case_id: str) -> Case | None:
    """One case, or `None`."""
    row = (
        (await view.execute(select(case_table).where(case_table.c.id == case_id)))
        .mappings()
        .first()
    )
    return None if row is None else _case(row)


async def queue(
    view: Transaction, *, inspector_id: str | None, state: str | None, words: str
) -> list[Case]:
    """Cases by deadline, nearest first, at most `MOST_ROWS`.

    Args:
        inspector_id: only this inspector's; `None` for all.
        words: part of a number, shop or applicant.
    """
    query = select(case_table).order_by(case_table.c.due_at, case_table.c.id).limit(MOST_ROWS)
    if inspector_id is not None:
        query = query.where(
            or_(
                case_table.c.first_inspector_id == inspector_id,
                case_table.c.second_inspector_id == inspector_id,
            )
        )
    if state:
        query = query.where(case_table.c.state == state)
    if words:
        query = query.where(
            or_(
                case_table.c.number.contains(words, autoescape=True),
                case_table.c.shop_name.contains(words, autoescape=True),
                case_table.c.applicant_name.contains(words, autoescape=True),
            )
        )
    return [_case(row) for row in (await view.execute(query)).mappings()]


async def count(view: Transaction) -> int:
    """How many cases there are."""
    return (await view.execute(select(func.count()).select_from(case_table))).scalar_one()


async def set_state(transaction: Transaction, case_id: str, state: State) -> None:
    """Only `service.move` calls this."""
    await transaction.execute(
        update(case_table).where(case_table.c.id == case_id).values(state=state.value)
    )


def _case(row: RowMapping) -> Case:
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
        accepted_at=accepted_at,
        due_at=row["due_at"],
        checklist_version=row["checklist_version"],
        inspector_ids=tuple(inspector for inspector in inspectors if inspector),
    )
