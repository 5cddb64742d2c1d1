"""`python -m tests.support.whole_run`: all suites, each in a process of its own.

Units run beside the API's tests, for neither judges seconds; browsers and faults have the machine
to themselves and a process without the memory of 500 tests before. What failed there is tried once
more, alone: their limits are seconds of this machine's clock, and one starved moment says nothing
of the product. A second failure does.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.sample_room import sample_room_folder

TURNS = (("api", "unit"), ("browser",), ("faults",))  # those of one turn run beside each other
MOST = 4  # failures that a busy machine explains
TIMED = ("tests/api/", "tests/browser/", "tests/faults/")
_CACHE = Path(".pytest_cache")


def may_try_again(failed: list[str]) -> bool:
    """Whether these test ids, from the checkout's root, deserve a second try."""
    return 0 < len(failed) <= MOST and all(one.startswith(TIMED) for one in failed)


def main() -> int:
    sample_room_folder()  # before two suites want to render it at once
    failed: list[str] = []
    for turn in TURNS:
        for suite, status in _run(turn).items():
            names = _failed_in(suite)
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


def _run(turn: tuple[str, ...]) -> dict[str, int]:
    """Status of each suite; the first speaks at once, the others when it is done."""
    first, *others = turn
    with tempfile.TemporaryDirectory() as folder:
        beside = {}
        for suite in others:
            with (Path(folder) / suite).open("wb") as said:
                beside[suite] = subprocess.Popen(_command(suite), stdout=said, stderr=said)
        status = {first: subprocess.run(_command(first)).returncode}
        for suite, process in beside.items():
            status[suite] = process.wait()
            sys.stdout.write((Path(folder) / suite).read_text("utf-8", "replace"))
        sys.stdout.flush()
    return status


def _command(suite: str) -> list[str]:
    own = ["-o", f"cache_dir={_CACHE / suite}", "--cache-clear"]
    return [sys.executable, "-m", "pytest", *own, f"tests/{suite}"]


def _failed_in(suite: str) -> list[str]:
    kept = _CACHE / suite / "v/cache/lastfailed"
    return list(json.loads(kept.read_text())) if kept.exists() else []


if __name__ == "__main__":
    sys.exit(main())
