"""The trace that each move leaves in its case: from where to where, by whom, why. It stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)

from foundation.database import Moment, Transaction, metadata
from inspection.cases.machine import Act, Actor, State

move_table = Table(
    "case_move",
    metadata,
    Column("case_id", String(40), ForeignKey("case_file.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("act", String(40), nullable=False),
    Column("source", String(24), nullable=False),
    Column("target", String(24), nullable=False),
    Column("actor", String(16), nullable=False),
    Column("actor_id", String(40), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("why", Text, nullable=False),
)
# how often an act was done in a time is counted without reading the table
Index("ix_case_move_act_at", move_table.c.act, move_table.c.at)


@dataclass(frozen=True)
class Mover:
    """Who moves a case: what they are towards it, and their id in the audit log."""

    actor: Actor
    id: str


SYSTEM = Mover(Actor.SYSTEM, "system")
APPLICANT = Mover(Actor.APPLICANT, "applicant")


@dataclass(frozen=True)
class Moved:
    """One move of a case."""

    act: Act
    source: State
    target: State
    by: Mover
    at: datetime
    why: str


async def append(transaction: Transaction, moved: Mapping[str, Moved]) -> None:
    """Each behind its case's earlier ones; by case."""
    column = move_table.c
    rows = await transaction.execute(
        select(column.case_id, func.max(column.position))
        .where(column.case_id.in_(moved))
        .group_by(column.case_id)
    )
    last: dict[str, int] = {row[0]: row[1] for row in rows}
    await transaction.execute(
        insert(move_table),
        [
            {
                "case_id": case_id,
                "position": last.get(case_id, 0) + 1,
                "act": move.act.value,
                "source": move.source.value,
                "target": move.target.value,
                "actor": move.by.actor.value,
                "actor_id": move.by.id,
                "at": move.at,
                "why": move.why,
            }
            for case_id, move in moved.items()
        ],
    )


async def moves_of(view: Transaction, case_id: str) -> list[Moved]:
    """All of a case, oldest first."""
    rows = await view.execute(
        select(move_table).where(move_table.c.case_id == case_id).order_by(move_table.c.position)
    )
    return [_moved(row) for row in rows.mappings()]


async def times_done(view: Transaction, case_id: str, act: Act) -> int:
    """How often an act was done in a case."""
    query = (
        select(func.count())
        .select_from(move_table)
        .where(move_table.c.case_id == case_id, move_table.c.act == act.value)
    )
    return (await view.execute(query)).scalar_one()


def _moved(row: RowMapping) -> Moved:
    return Moved(
        act=Act(row["act"]),
        source=State(row["source"]),
        target=State(row["target"]),
        by=Mover(Actor(row["actor"]), row["actor_id"]),
        at=row["at"],
        why=row["why"],
    )
