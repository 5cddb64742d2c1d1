"""`./run bench [NAME…]`: runs measurements, prints a table, appends JSON lines to the results."""

import asyncio
import importlib
import json
import os
import shutil
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import checked
from tests.bench.table import head, shown

PARTS = (
    "booking",
    "cases",
    "checklist",
    "evidence",
    "figures",
    "media",
    "outbox",
    "record",
    "rooms",
    "verify",
)
RESULTS = Path("bench/results.jsonl")


def measure(names: Sequence[str]) -> list[str]:
    """Runs the parts one after another; returns those that failed. The others' figures are kept."""
    RESULTS.parent.mkdir(exist_ok=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    columns = shutil.get_terminal_size((120, 40)).columns
    failed: list[str] = []
    _say(head())
    for name in names:
        _say(f"{name}:")
        busy = f"load average before {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        try:
            module = importlib.import_module(f"tests.bench.{name}")
            figures = [
                checked(one) | {"conditions": f"{one['conditions']}; {busy}"}
                for one in asyncio.run(module.measure())
            ]
        except Exception:  # noqa: BLE001 - one part's fault must not cost the others' minutes
            failed.append(name)
            traceback.print_exc()
            continue
        for figure in figures:
            _say(shown(figure, columns))
        with RESULTS.open("a", encoding="utf-8") as results:
            for figure in figures:
                results.write(json.dumps({"at": at, **figure}, ensure_ascii=False) + "\n")
    return failed


def main(names: Sequence[str]) -> int:
    """0 measured, 1 a part failed, 2 no such part."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        _complain(f"没有这项测量 / no such measurement: {', '.join(unknown)}")
        _complain(f"可选 / there are: {' '.join(PARTS)}")
        return 2
    failed = measure(names or PARTS)
    if failed:
        _complain(f"未能完成 / failed: {', '.join(failed)}")
    _say(f"→ {RESULTS}")
    return 1 if failed else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command's output


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
