"""SQL of long imports."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from foundation.database import Moment, Transaction, metadata
from foundation.text import Bilingual
from inspection.intake.bulk.model import SHOWN, Outcome, Packed, Run, RunLine, RunState
from inspection.intake.model import Fault

run_table = Table(
    "import_run",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("unit_id", String(40), nullable=False),
    Column("began_by", String(40), nullable=False),
    Column("actor", String(16), nullable=False),
    Column("file_name", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("head", Text, nullable=False),
    Column("ignored", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("filed", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("has_lines", Boolean, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(40), nullable=False),
    Index("ix_import_run_unit_id", "unit_id", "began_at"),
)
line_table = Table(
    "import_line",
    metadata,
    Column("import_id", String(40), ForeignKey("import_run.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("external_number", String(64), nullable=False),
    Column("shop_name", String(200), nullable=False),
    Column("cells", Text, nullable=False),
    Column("outcome", String(16)),
    Column("faults", Text, nullable=False),
    Column("case_id", String(40), ForeignKey("case_file.id"), index=True),
    Index("ix_import_line_external_number", "import_id", "external_number"),
    Index("ix_import_line_outcome", "import_id", "outcome", "position"),
)


async def add(transaction: Transaction, run: Run, lines: Sequence[Packed]) -> None:
    """An import with all its lines, none of them worked on; without any where it is over."""
    await transaction.execute(insert(run_table).values(_values(run)))
    if not lines:
        return
    await transaction.execute(
        insert(line_table),
        [
            {
                "import_id": run.id,
                "position": position,
                "line": one.number,
                "external_number": one.external_number,
                "shop_name": one.shop_name,
                "cells": one.cells,
                "faults": "[]",
            }
            for position, one in enumerate(lines, 1)
        ],
    )


async def by_id(view: Transaction, import_id: str, *, to_change: bool = False) -> Run | None:
    """An import; `to_change`: nobody else changes it before the transaction ends."""
    query = select(run_table).where(run_table.c.id == import_id)
    if to_change:
        query = query.with_for_update()  # PostgreSQL; SQLite has one writer anyway
    row = (await view.execute(query)).mappings().first()
    return None if row is None else _run(row)


async def newest(view: Transaction, units: Collection[str] | None) -> list[Run]:
    """Imports of these offices (`None`: of all), the newest first; `SHOWN` at most."""
    query = select(run_table).order_by(run_table.c.began_at.desc(), run_table.c.id.desc())
    if units is not None:
        query = query.where(run_table.c.unit_id.in_(sorted(units)))
    return [_run(row) for row in (await view.execute(query.limit(SHOWN))).mappings()]


async def running(view: Transaction, unit: str) -> list[Run]:
    """Imports of an office that are under way."""
    query = select(run_table).where(
        run_table.c.unit_id == unit, run_table.c.state == RunState.RUNNING.value
    )
    return [_run(row) for row in (await view.execute(query)).mappings()]


async def save(transaction: Transaction, run: Run) -> None:
    """How an import stands now."""
    await transaction.execute(
        update(run_table).where(run_table.c.id == run.id).values(_values(run))
    )


async def waiting(view: Transaction, run: Run, most: int) -> list[RunLine]:
    """The next lines without an outcome, in the order of the file."""
    query = (
        select(line_table)
        .where(line_table.c.import_id == run.id, line_table.c.position > run.done)
        .order_by(line_table.c.position)
        .limit(most)
    )
    return [_line(row) for row in (await view.execute(query)).mappings()]


async def refused(view: Transaction, import_id: str, most: int) -> list[RunLine]:
    """Refused lines in the order of the file."""
    query = (
        select(line_table)
        .where(line_table.c.import_id == import_id, line_table.c.outcome == Outcome.REFUSED.value)
        .order_by(line_table.c.position)
        .limit(most)
    )
    return [_line(row) for row in (await view.execute(query)).mappings()]


async def earlier(view: Transaction, import_id: str, line: RunLine, number: str) -> int | None:
    """The line, before this one, whose application of the same number has a case."""
    query = select(func.min(line_table.c.line)).where(
        line_table.c.import_id == import_id,
        line_table.c.external_number == number,
        line_table.c.position < line.position,
        line_table.c.outcome.in_([Outcome.FILED.value, Outcome.KNOWN.value]),
    )
    return (await view.execute(query)).scalar()


async def note(transaction: Transaction, import_id: str, line: RunLine) -> None:
    """What came of a line."""
    faults = [{"path": one.path, "zh": one.what.zh, "en": one.what.en} for one in line.faults]
    await transaction.execute(
        update(line_table)
        .where(line_table.c.import_id == import_id, line_table.c.position == line.position)
        .values(
            outcome=line.outcome.value if line.outcome else None,
            faults=json.dumps(faults, ensure_ascii=False),
            case_id=line.case_id or None,
        )
    )


async def forget(transaction: Transaction, ended_before: datetime) -> int:
    """Removes the lines of imports that ended before. Returns how many there were."""
    is_over = run_table.c.ended_at < ended_before, run_table.c.has_lines
    over = select(run_table.c.id).where(*is_over)
    gone = await transaction.execute(delete(line_table).where(line_table.c.import_id.in_(over)))
    await transaction.execute(update(run_table).where(*is_over).values(has_lines=False))
    return gone.rowcount


def _values(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "unit_id": run.unit,
        "began_by": run.by,
        "actor": run.actor,
        "file_name": run.file_name,
        "sha256": run.sha256,
        "head": json.dumps(run.head, ensure_ascii=False),
        "ignored": json.dumps(run.ignored, ensure_ascii=False),
        "total": run.total,
        "done": run.done,
        "filed": run.filed,
        "known": run.known,
        "refused": run.refused,
        "state": run.state.value,
        "has_lines": run.has_lines,
        "began_at": run.began_at,
        "ended_at": run.ended_at,
        "ended_by": run.ended_by,
    }


def _run(row: Mapping[Any, Any]) -> Run:
    return Run(
        id=row["id"],
        unit=row["unit_id"],
        by=row["began_by"],
        actor=row["actor"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        head=tuple(json.loads(row["head"])),
        ignored=tuple(json.loads(row["ignored"])),
        total=row["total"],
        began_at=row["began_at"],
        done=row["done"],
        filed=row["filed"],
        known=row["known"],
        refused=row["refused"],
        state=RunState(row["state"]),
        has_lines=row["has_lines"],
        ended_at=row["ended_at"],
        ended_by=row["ended_by"],
    )


def _line(row: Mapping[Any, Any]) -> RunLine:
    return RunLine(
        row["position"],
        Packed(row["line"], row["external_number"], row["shop_name"], row["cells"]),
        Outcome(row["outcome"]) if row["outcome"] else None,
        tuple(
            Fault(one["path"], Bilingual(one["zh"], one["en"])) for one in json.loads(row["faults"])
        ),
        row["case_id"] or "",
    )
