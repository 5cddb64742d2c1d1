"""`./run bench [NAME…]`: runs measurements, prints a table, appends JSON lines to the results."""

import asyncio
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

PARTS = ("checklist", "evidence", "media", "record", "rooms")
RESULTS = Path("bench/results.jsonl")


def shown(figure: dict[str, object]) -> str:
    value = figure["value"]
    number = "—" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)
    peer = f"peer {figure['peer']}" if figure.get("peer") else ""
    ratio = f"×{figure['ratio']:.3g}" if isinstance(figure.get("ratio"), float) else ""
    return f"  {figure['name']:<36} {number:>10} {figure['unit']:<10} {ratio:<8} {peer}"


def measure(names: Sequence[str]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with RESULTS.open("a", encoding="utf-8") as results:
        for name in names:
            module = importlib.import_module(f"tests.bench.{name}")
            print(f"{name}:", flush=True)  # noqa: T201 - a command's output
            for figure in asyncio.run(module.measure()):
                print(shown(figure), flush=True)  # noqa: T201
                results.write(json.dumps({"at": at, **figure}, ensure_ascii=False) + "\n")


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"不认识的测量 / unknown: {unknown}. {PARTS}", file=sys.stderr)  # noqa: T201
        return 2
    measure(names or PARTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
