"""`server.py verify`: the same checks as `verify.py`, and those that only this house can make.

With `--data` the certificate to trust is the house's own, and the log in the pack is compared with
the log in the database: what was exported once has to be its beginning still.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from inspection.evidence.verifier.bundle import single_file
from inspection.evidence.verifier.command import arguments, run
from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.custody import CUSTODY
from inspection.evidence.verifier.report import UNREADABLE, Report

Lines = Sequence[Mapping[str, Any]]


def main(argv: Sequence[str]) -> int:
    """`PACK.zip [--ca … --checkpoint … --record-sha256 … --at … --data DIR]`, or `--alone`."""
    parser = arguments("server.py verify")
    parser.add_argument("--data", type=Path, help="本机数据目录 · the data folder of this house")
    parser.add_argument(
        "--alone", action=_Alone, nargs=0, help="输出单文件核验程序 · prints verify.py"
    )
    given = parser.parse_args(argv)
    if given.data is None:
        return run(given)
    given.ca = given.ca or given.data / "keys" / "ca.pem"
    database = given.data / "yunkan.db"
    if not database.is_file():
        sys.stdout.write(f"无法读取 · UNREADABLE: {database}\n")
        return UNREADABLE
    return run(given, more=_against(database))


def _against(database: Path) -> Callable[[Pack, Report, Lines], None]:
    def compare(pack: Pack, report: Report, lines: Lines) -> None:
        here = _log_of(database, str(lines[0].get("case"))) if lines else []
        for number, line in enumerate(lines, 1):
            if number > len(here) or json.loads(here[number - 1]) != line:
                report.fault(
                    *(CUSTODY, f"/{number}", "与本机数据库中的保管链不同"),
                    "is not what the database of this house says",
                )
                return
        report.test(CUSTODY, f"the first {len(lines)} of {len(here)} lines here")
        if "verify.py" in pack.by_path and pack.read("verify.py") != single_file():
            report.said.append(
                "包内 verify.py 与本机版本不同 · the pack's verify.py is of another version"
            )

    return compare


def _log_of(database: Path, case_id: str) -> list[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT line FROM custody_entry WHERE case_id = ? ORDER BY number", (case_id,)
        )
        return [str(line) for (line,) in rows]


class _Alone(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        sys.stdout.buffer.write(single_file())
        parser.exit()
