"""`server.py export-events`: the events of a time into a file, for anybody who counts anew."""

import argparse
import asyncio
import hashlib
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from foundation.clock import SHANGHAI, SystemClock
from foundation.database import Database, open_database
from foundation.errors import Problem
from foundation.holidays import read_holidays
from foundation.keys import service_key
from foundation.settings import read_settings
from foundation.workdays import WorkCalendar
from inspection.figures import ledger, ledger_store
from inspection.figures.ledger import Event, Pseudonyms
from inspection.figures.service import span

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class WrongMonths(Problem):
    """Months are written `2026-11`, the first not after the last."""

    code = "export.wrong_months"
    zh = "--from {first} --to {last} 不正确：月份写作 2026-11，且起始月不晚于截止月。"
    en = "--from {first} --to {last} is wrong: months look like 2026-11, the first not the later."


class NoDatabase(Problem):
    """There is nothing to export where the settings point to."""

    code = "export.no_database"
    zh = "在 {place} 没有找到数据库。请用 --data 指明服务的数据目录。"
    en = "There is no database at {place}. Name the service's data folder by --data."


@dataclass(frozen=True)
class Exported:
    """What was written."""

    lines: int
    cases: int
    sha256: str


async def export(
    database: Database,
    calendar: WorkCalendar,
    names: Pseudonyms,
    months: tuple[str, str],
    made_at: datetime,
    out: BinaryIO,
) -> Exported:
    """Writes the events of these months, a few cases in memory at a time."""
    digest, lines, cases = hashlib.sha256(), 0, 0

    def write(event: Event) -> None:
        nonlocal lines
        line = ledger.line_of(event)
        digest.update(line)
        out.write(line)
        lines += 1

    began, ended = span(*months)
    async with database.reading() as view:
        first = await ledger_store.first_acceptance(view, began, ended) or began
        days = first.astimezone(SHANGHAI).date(), ended.astimezone(SHANGHAI).date()
        write(ledger.header(*months, made_at, ledger.working_days(*days, calendar)))
        async for told in _each(ledger_store.told_cases(view, began, ended)):
            for event in ledger.events_of(told, names):
                write(event)
            cases += 1
    out.write(ledger.line_of(ledger.end(lines, cases, digest.hexdigest())))
    return Exported(lines + 1, cases, digest.hexdigest())


async def _each(batches: AsyncIterator[list[ledger.Told]]) -> AsyncIterator[ledger.Told]:
    async for batch in batches:
        for told in batch:
            yield told


def main(argv: Sequence[str]) -> int:
    """`--from 2026-01 --to 2026-11 --out FILE [--data …]`; the service may run meanwhile."""
    parser = argparse.ArgumentParser(prog="server.py export-events")
    parser.add_argument("--from", dest="first", required=True, help="起始月（含） · first month")
    parser.add_argument("--to", dest="last", required=True, help="截止月（含） · last month")
    parser.add_argument("--out", type=Path, required=True, help="输出文件 · the file to write")
    parser.add_argument("--data", type=Path, help="数据目录 · the service's data folder")
    parser.add_argument("--settings", type=Path, help="设置文件 · the service's TOML file")
    given = parser.parse_args(argv)
    try:
        exported = asyncio.run(_run(given))
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence_zh}\n{problem.sentence_en}\n")
        return 2
    sys.stdout.write(
        f"已导出 · exported: {given.out}\n"
        f"办件 · cases {exported.cases}, 行 · lines {exported.lines}, SHA-256 {exported.sha256}\n"
    )
    return 0


async def _run(given: argparse.Namespace) -> Exported:
    months = given.first, given.last
    if not all(_MONTH.fullmatch(one) for one in months) or given.first > given.last:
        raise WrongMonths(first=given.first[:20], last=given.last[:20])
    settings = read_settings({"data": given.data}, os.environ, given.settings)
    if settings.database.startswith("sqlite") and not (settings.data / "yunkan.db").is_file():
        raise NoDatabase(place=str(settings.data))
    calendar = WorkCalendar(read_holidays(settings.holidays) if settings.holidays else {})
    names = Pseudonyms.of(service_key(settings.data))
    database = open_database(settings.database)
    part = given.out.with_name(f"{given.out.name}.part")
    try:
        with part.open("wb") as out:
            exported = await export(database, calendar, names, months, SystemClock().now(), out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(given.out)
    finally:
        part.unlink(missing_ok=True)
        await database.close()
    return exported
