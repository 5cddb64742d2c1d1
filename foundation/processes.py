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
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h


def die_with(parent: int) -> None:
    """Runs in a fresh child: the kernel kills it when its parent is gone, by `kill -9` too.

    Without it a pool's worker waits for ever on a queue whose both ends it holds itself.

    Args:
        parent: process id of the one to die with, asked for before the child was started.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


def calm_collector(*, is_swept: bool = False) -> None:
    """Runs once all is loaded: the garbage collector looks at it no more, and seldom at the rest.

    Default thresholds gave 60-140 ms pauses in forwarded media, these 10-15 (media-notes, GC).

    Args:
        is_swept: this process has a `Sweep` of its own, so the collector practically leaves old
            objects alone. Without one they are looked at when their number has grown by a quarter.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(*((100_000, 50, 50) if is_swept else (20_000, 10, 10)))


def steady_heap() -> None:
    """Runs before the first thread: memory of pictures and answers goes back to the kernel.

    glibc raises its threshold for that by itself up to 32 MiB (mallopt(3)), and gives each thread
    a heap of its own: what is long gone then stays resident between what lives. 22 MB less at the
    start, measured. Where the allocator is another one nothing happens.
    """
    set_option = getattr(_LIBC, "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, 2)
        set_option(_M_MMAP_THRESHOLD, 128 * 1024)
        set_option(_M_TRIM_THRESHOLD, 128 * 1024)


def give_back() -> None:
    """Free memory between what lives goes back to the kernel too; a fraction of a millisecond."""
    trim = getattr(_LIBC, "malloc_trim", None)
    if trim is not None:
        trim(0)


def tidy() -> None:
    """What ended requests left, whose objects name each other in circles, goes back as well.

    The collector looks at what it once found alive only after twenty minutes of six calls and 50
    requests a second (measured): until then an afternoon looked like a leak of 16 MB an hour. All
    that is not frozen is looked at: 30,000 objects under that load, some 5 ms.
    """
    gc.collect()
    give_back()


class Sweep:
    """When a process collects what ended sessions left: their objects name each other in circles.

    One look takes 0.75 ms a living session (measured), so it waits until enough have ended to be
    worth it: the cost for each that ended stays the same, however many live.
    """

    FEWEST = 4
    SHARE = 0.25  # of those that live

    def __init__(self) -> None:
        self._ended = 0

    def note_ended(self, count: int) -> None:
        """So many sessions ended."""
        self._ended += count

    def collect_if_due(self, living: int) -> None:
        """To be called now and then; `living` is how many sessions there are."""
        if self._ended >= max(self.FEWEST, self.SHARE * living):
            self._ended = 0
            tidy()


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
