import asyncio
import gc
import os
import signal
import subprocess
import sys
import weakref

import pytest

from foundation.processes import Sweep, helpers
from tests.support.service import CHECKOUT, children, end_of

BUSY_PARENT = """
import sys, time
from foundation.processes import helpers

if __name__ == "__main__":
    pool = helpers(1)
    print(pool.submit(__import__("os").getpid).result(), flush=True)
    time.sleep(600)
"""


SCATTERED = """
from foundation.processes import give_back, steady_heap
from tests.bench.process import used_by
import os

steady_heap()
before = used_by(os.getpid()).resident_mb
blocks = [bytes(2000) for _ in range(30_000)]
kept = blocks[::50]
del blocks
scattered = used_by(os.getpid()).resident_mb
give_back()
print(scattered - before, used_by(os.getpid()).resident_mb - before)
"""


def test_memory_between_what_lives_is_given_back():
    told = subprocess.run(
        [sys.executable, "-c", SCATTERED], cwd=CHECKOUT, check=True, capture_output=True
    ).stdout
    scattered_mb, left_mb = map(float, told.split())
    assert scattered_mb > 30
    assert left_mb < scattered_mb / 3


async def test_a_killed_process_leaves_no_helper_behind(tmp_path):
    program = tmp_path / "parent.py"
    program.write_text(BUSY_PARENT)
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        str(program),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - a string is needed
    )
    helper = int(await parent.stdout.readline())
    assert helper in children(parent.pid)
    gone = asyncio.create_task(end_of(helper))
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    await gone


def test_a_helper_is_prepared_before_it_works():
    pool = helpers(1, prepare=_prepare)
    try:
        assert pool.submit(os.getenv, "PREPARED").result(timeout=60) == "yes"
    finally:
        pool.shutdown()


def _prepare():
    os.environ["PREPARED"] = "yes"


class Leg:
    """Names itself: only the collector can tell that nobody needs it."""

    def __init__(self):
        self.self = self


@pytest.fixture
def no_collector():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("living", "ends"), [(0, 4), (16, 4), (80, 20)])
def test_what_ended_sessions_left_goes_when_a_quarter_ended_and_not_before(
    living, ends, no_collector
):
    sweep, left = Sweep(), weakref.ref(Leg())
    sweep.note_ended(ends - 1)
    sweep.collect_if_due(living)
    assert left() is not None
    sweep.note_ended(1)
    sweep.collect_if_due(living)
    assert left() is None
    left = weakref.ref(Leg())
    sweep.collect_if_due(living)
    assert left() is not None, "those are counted anew"
