"""Processes: helpers that end with the one they help, however it ends; a calm collector."""

import ctypes
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with(parent: int) -> None:
    """Runs in a fresh child: the kernel kills it when its parent is gone, by `kill -9` too.

    Without it a pool's worker waits for ever on a queue whose both ends it holds itself.

    Args:
        parent: process id of the one to die with, asked for before the child was started.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


def calm_collector() -> None:
    """Runs once all is loaded: the garbage collector looks at it no more, and seldom at the rest.

    Default thresholds gave 60-140 ms pauses in forwarded media, these 10-15 (media-notes, GC).
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def helpers(most: int, prepare: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """A pool of up to `most` processes, started when first needed, that outlives nobody.

    Spawned, not forked: a fork would copy locks that other threads hold at that moment.

    Args:
        prepare: runs once in each new process, e.g. to bound its memory.
    """
    return ProcessPoolExecutor(
        most,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(), prepare),
    )


def _begin(parent: int, prepare: Callable[[], None] | None) -> None:
    die_with(parent)
    if prepare is not None:
        prepare()
