"""The trace that each move leaves in its case: from where to where, by whom, why. It stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
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
    Column("act", String(40), nullable=False, index=True),
    Column("source", String(24), nullable=False),
    Column("target", String(24), nullable=False),
    Column("actor", String(16), nullable=False),
    Column("actor_id", String(40), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("why", Text, nullable=False),
)


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


async def append(transaction: Transaction, case_id: str, move: Moved) -> None:
    """Behind the case's earlier ones."""
    last = await transaction.scalar(
        select(func.max(move_table.c.position)).where(move_table.c.case_id == case_id)
    )
    await transaction.execute(
        insert(move_table).values(
            case_id=case_id,
            position=(last or 0) + 1,
            act=move.act.value,
            source=move.source.value,
            target=move.target.value,
            actor=move.by.actor.value,
            actor_id=move.by.id,
            at=move.at,
            why=move.why,
        )
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
