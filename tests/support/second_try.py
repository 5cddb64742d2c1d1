"""`python -m tests.support.second_try`: what failed in the whole run before, once more and alone.

The limits of browsers, sockets and processes are seconds of this machine's clock, and the whole
run keeps its cores busy for half an hour: one starved moment says nothing of the product. A second
failure does. Units judge no clock, so they get no second try; nor do many failures at once.
"""

import json
import subprocess
import sys
from pathlib import Path

MOST = 4
TIMED = ("tests/api/", "tests/browser/", "tests/faults/")
_LAST = Path(".pytest_cache/v/cache/lastfailed")


def may_try_again(failed: list[str]) -> bool:
    """Whether these test ids, from the checkout's root, deserve a second try."""
    return 0 < len(failed) <= MOST and all(one.startswith(TIMED) for one in failed)


def main() -> int:
    failed = list(json.loads(_LAST.read_text())) if _LAST.exists() else []
    if not may_try_again(failed):
        return 1
    listed = "\n  ".join(failed)
    sys.stdout.write(f"再试一次 / failed once, tried alone now:\n  {listed}\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", *failed]).returncode


if __name__ == "__main__":
    sys.exit(main())
