"""`python -m tests.support.whole_run`: all suites, one turn after the other.

API and units share the cores, file by file. Browsers and faults have the machine to themselves and
a process without the memory of 500 tests before. What failed outside the units is tried once more,
alone: limits there are seconds of this machine's clock, and one starved moment says nothing of the
product. A second failure does.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.sample_room import sample_room_folder

TURNS = (("api", "unit"), ("browser",), ("faults",))
WORKERS = {("api", "unit"): ("-n", "2", "--dist", "loadfile")}
MOST = 4  # failures that a busy machine explains
TIMED = ("tests/api/", "tests/browser/", "tests/faults/")


def may_try_again(failed: list[str]) -> bool:
    """Whether these test ids, from the checkout's root, deserve a second try."""
    return 0 < len(failed) <= MOST and all(one.startswith(TIMED) for one in failed)


def main() -> int:
    sample_room_folder()  # before two workers want to render it at once
    failed: list[str] = []
    for turn in TURNS:
        status = subprocess.run(_command(turn)).returncode
        names = _failed_in(turn)
        if status and not names:
            return status  # it ended without saying what failed
        failed += names
    if not failed:
        return 0
    listed = "\n  ".join(failed)
    if not may_try_again(failed):
        sys.stdout.write(f"未通过 / failed:\n  {listed}\n")
        return 1
    sys.stdout.write(f"再试一次 / failed once, tried alone now:\n  {listed}\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", *failed]).returncode


def _command(turn: tuple[str, ...]) -> list[str]:
    own = ["-o", f"cache_dir={_cache(turn)}", "--cache-clear", *WORKERS.get(turn, ())]
    return [sys.executable, "-m", "pytest", *own, *(f"tests/{suite}" for suite in turn)]


def _failed_in(turn: tuple[str, ...]) -> list[str]:
    kept = _cache(turn) / "v/cache/lastfailed"
    return list(json.loads(kept.read_text())) if kept.exists() else []


def _cache(turn: tuple[str, ...]) -> Path:
    return Path(".pytest_cache", "-".join(turn))


if __name__ == "__main__":
    sys.exit(main())
