"""Drawing beside the service: a process that takes what calls leave over, and how it is stopped."""

import asyncio
import os
from asyncio.subprocess import Process
from contextlib import suppress

from foundation.processes import die_with

STOP_S = 3.0


def yield_and_die_with(parent: int) -> None:
    """Runs in the fresh child: lowest priority, and no end later than its parent's.

    A killed service leaves nobody behind who writes beside the next one's.
    """
    os.nice(19)
    die_with(parent)


def terminate(process: Process) -> None:
    """Asks it to stop, unless it has ended."""
    with suppress(ProcessLookupError):
        process.terminate()


async def stop(process: Process | None, waiting: asyncio.Task[None] | None) -> None:
    """Asks the process to stop, ends whoever waits for it, kills it after `STOP_S`."""
    if process is not None and process.returncode is None:
        terminate(process)
    if waiting is not None:
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
    if process is not None and process.returncode is None:
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
