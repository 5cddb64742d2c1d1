"""SQL of the published events: a few cases at a time, all in one view of the database."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, func, select, union

from foundation.database import Transaction
from inspection.cases import pauses
from inspection.cases.moves import move_table, moves_of
from inspection.cases.store import case_table
from inspection.figures import field_store, store
from inspection.figures.behind import APART
from inspection.figures.ledger import Signed, Told
from inspection.figures.store import outcome_table
from inspection.findings import store as finding_store
from inspection.findings.blind import blind_pairs
from inspection.ratings import store as rating_store
from inspection.record import store as record_store
from inspection.record.model import content_from_json

BATCH = 50  # cases read at once; a record's content is some ten kilobytes


def _within(began: datetime, ended: datetime) -> Select[str]:
    """Ids of the cases in which something that is counted happened in this time."""
    row, move = outcome_table.c, move_table.c
    acts = [one.value for one in APART.values()]
    of = union(
        select(row.case_id).where(row.concluded_at >= began, row.concluded_at < ended),
        select(move.case_id).where(move.act.in_(acts), move.at >= began, move.at < ended),
    ).subquery()
    return select(of.c.case_id)


async def first_acceptance(view: Transaction, began: datetime, ended: datetime) -> datetime | None:
    """When the earliest of the cases was accepted; `None` without any."""
    query = select(func.min(case_table.c.accepted_at))
    return await view.scalar(query.where(case_table.c.id.in_(_within(began, ended))))


async def told_cases(
    view: Transaction, began: datetime, ended: datetime
) -> AsyncIterator[list[Told]]:
    """All cases of the time in the order of their ids, `BATCH` at a time."""
    ids = await view.stream(_within(began, ended).order_by("case_id"))
    async for rows in ids.partitions(BATCH):
        yield await _told(view, [row[0] for row in rows])


async def _told(view: Transaction, ids: Sequence[str]) -> list[Told]:
    columns = case_table.c
    rows = await view.execute(
        select(columns.id, columns.accepted_at, columns.follows)
        .where(columns.id.in_(ids))
        .order_by(columns.id)
    )
    paused = await pauses.of_cases(view, ids)
    return [
        await _with_outcome(
            view,
            Told(
                case_id,
                accepted_at,
                follows,
                moves=await moves_of(view, case_id),
                pauses=paused.get(case_id, ()),
            ),
        )
        for case_id, accepted_at, follows in rows.all()
    ]


async def _with_outcome(view: Transaction, told: Told) -> Told:
    outcome = await store.kept(view, told.case_id)
    record = await record_store.current(view, told.case_id)
    if outcome is None or record is None:
        return told
    content = content_from_json(record.content)
    words = await finding_store.changes(view, told.case_id)
    people = outcome.first_inspector_id, outcome.second_inspector_id
    return replace(
        told,
        outcome=outcome,
        signed=Signed(
            record.sha256,
            record.food_conclusion,
            record.fume_conclusion,
            {line.item_id: line.verdict for part in content.parts for line in part.lines},
        ),
        pairs=blind_pairs(words, [one for one in people if one]),
        rating=await rating_store.rating_of(view, told.case_id),
        checks=await field_store.of_case(view, told.case_id),
    )
