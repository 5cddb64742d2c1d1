"""Times in which a case's deadline stands still, each with its reason. They stay.

While the applicant has to act (the table's `APPLICANTS_TURN`) the deadline waits by itself; for
other reasons the office says so. What the limit is extended by are the working half-days in them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, RowMapping, String, Table, Text, insert, select, update

from foundation.database import Moment, Transaction, metadata
from foundation.ids import new_id
from inspection.cases.pause import Pause, PauseKind

pause_table = Table(
    "case_pause",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("case_file.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("began_by", String(40), nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(40)),
)


async def begin(
    transaction: Transaction, case_id: str, kind: PauseKind, *, why: str, by: str, now: datetime
) -> Pause:
    """From now on the deadline stands still; callers have seen that it does not already."""
    pause = Pause(new_id("pause", now), kind, why, now, by)
    await transaction.execute(
        insert(pause_table).values(
            id=pause.id, case_id=case_id, kind=kind.value, why=why, began_at=now, began_by=by
        )
    )
    return pause


async def end(transaction: Transaction, pause_id: str, *, by: str, now: datetime) -> None:
    """The deadline runs again."""
    await transaction.execute(
        update(pause_table)
        .where(pause_table.c.id == pause_id, pause_table.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
    )


async def of_cases(view: Transaction, case_ids: Sequence[str]) -> dict[str, tuple[Pause, ...]]:
    """Of each of these cases that has any, oldest first."""
    query = (
        select(pause_table)
        .where(pause_table.c.case_id.in_(case_ids))
        .order_by(pause_table.c.began_at, pause_table.c.id)
    )
    found: dict[str, tuple[Pause, ...]] = {}
    for row in (await view.execute(query)).mappings():
        found[row["case_id"]] = (*found.get(row["case_id"], ()), _pause(row))
    return found


def _pause(row: RowMapping) -> Pause:
    return Pause(
        row["id"],
        PauseKind(row["kind"]),
        row["why"],
        row["began_at"],
        row["began_by"],
        row["ended_at"],
    )
