"""One helper process that looks into pictures, bounded in time, memory and people waiting."""

import asyncio
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

from foundation.errors import Kind, Problem
from foundation.processes import helpers

Given = ParamSpec("Given")
Result = TypeVar("Result")
DEADLINE_S = 15.0  # a 12-megapixel photo's text takes 2-5 s on a busy core
MOST_WAITING = 6  # chosen: two inspectors' impatience
IDLE_S = 300.0  # then the process ends: models and their memory are wanted seldom
MOST_MEMORY_BYTES = 4 * 1024**3  # address space, models are mapped; chosen, not measured
_NICENESS = 10  # calls go first


class DarkroomBusy(Problem):
    """Others wait already."""

    kind = Kind.TOO_OFTEN
    code = "aids.busy"
    zh = "识别正忙，请稍后再试，或直接手工完成。"
    en = "Recognition is busy. Try again in a moment, or do it by hand."


class NothingSeen(Problem):
    """The picture took too long or brought the process down."""

    kind = Kind.UNAVAILABLE
    code = "aids.gave_up"
    zh = "这张照片没有在时限内识别完，已停止。请框小一些再试，或手工完成。"
    en = "This picture was not read in time and given up. Try a smaller part, or do it by hand."


class Darkroom:
    """Runs one job at a time; its process is started when first needed."""

    def __init__(self, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._pool: ProcessPoolExecutor | None = None
        self._process = 0
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._idle: asyncio.TimerHandle | None = None

    async def run(
        self, job: Callable[Given, Result], *args: Given.args, **more: Given.kwargs
    ) -> Result:
        """The job's result; it and its arguments have to be picklable.

        A caller who is cancelled stops the job as well, not only the wait for it.

        Raises:
            DarkroomBusy: `MOST_WAITING` jobs are waiting.
            NothingSeen: no result in time, or the process died of it.
        """
        if self._waiting >= MOST_WAITING:
            raise DarkroomBusy
        self._waiting += 1
        try:
            async with self._turn:
                return await self._turned(partial(job, *args, **more))
        finally:
            self._waiting -= 1

    async def _turned(self, job: Callable[[], Result]) -> Result:
        loop = asyncio.get_running_loop()
        if self._idle is not None:
            self._idle.cancel()
        try:
            async with asyncio.timeout(self._deadline_s):
                return await loop.run_in_executor(await self._running(), job)
        except (TimeoutError, BrokenProcessPool, MemoryError) as error:
            self.close()
            raise NothingSeen from error
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            if self._pool is not None:
                self._idle = loop.call_later(IDLE_S, self.close)

    async def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = helpers(1, prepare=_be_modest)
            loop = asyncio.get_running_loop()
            self._process = await loop.run_in_executor(self._pool, os.getpid)
        return self._pool

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._pool is None:
            return
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)  # a pool does not stop a job that runs
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool, self._process = None, 0


def _be_modest() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    os.nice(_NICENESS)
