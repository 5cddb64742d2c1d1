"""The helper process: bounded in time, memory and people waiting, and it ends when told."""

import asyncio
import os
import signal
import time

import pytest

from inspection.evidence.aids.darkroom import (
    MOST_MEMORY_BYTES,
    MOST_WAITING,
    Darkroom,
    DarkroomBusy,
    NothingSeen,
)
from tests.support.service import end_of


@pytest.fixture
def darkroom():
    made = Darkroom()
    yield made
    made.close()


async def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_done(darkroom):
    process = await darkroom.run(os.getpid)
    darkroom._deadline_s = 0.3
    with pytest.raises(NothingSeen):
        await darkroom.run(time.sleep, 60)
    await end_of(process)
    darkroom._deadline_s = 30
    assert await darkroom.run(max, 2, 3) == 3


async def test_a_job_nobody_waits_for_is_ended_with_its_process(darkroom):
    process = await darkroom.run(os.getpid)
    waiting = asyncio.create_task(darkroom.run(time.sleep, 60))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await end_of(process)
    assert await darkroom.run(max, 2, 3) == 3


async def test_a_job_that_wants_more_memory_than_there_is_gives_up_alone(darkroom):
    with pytest.raises(NothingSeen):
        await darkroom.run(bytearray, MOST_MEMORY_BYTES + 1)
    assert await darkroom.run(max, 2, 3) == 3


async def test_a_job_that_brings_its_process_down_says_so(darkroom):
    with pytest.raises(NothingSeen):
        await darkroom.run(signal.raise_signal, signal.SIGKILL)
    assert await darkroom.run(max, 2, 3) == 3


async def test_more_people_than_can_wait_are_told_at_once(darkroom):
    waiting = [asyncio.create_task(darkroom.run(time.sleep, 60)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(DarkroomBusy):
        await darkroom.run(max, 2, 3)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await darkroom.run(max, 2, 3) == 3
