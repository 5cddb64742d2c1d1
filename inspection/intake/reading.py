"""Reading a file of applications off the loop: a small one in a thread, a larger one in a process.

A spreadsheet of 20,000 lines keeps a core busy for some ten seconds; calls go on meanwhile.
"""

import asyncio
import os
import resource
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from foundation.errors import Problem
from foundation.processes import helpers
from inspection.intake.columns import Headings, headings_of
from inspection.intake.errors import FileUnreadable, WrongHeadings
from inspection.intake.fault_table import without_marks
from inspection.intake.sheet import AT_ONCE, IN_BATCHES, Limits, Line, lines_of

SMALL_BYTES: Final = 256 * 1024  # chosen: 200 applications take 60 kB; read within a second
DEADLINE_S: Final = 30  # below that of the request
MOST_MEMORY_BYTES: Final = 2 * 1024**3  # address space; chosen: 20,000 lines take a tenth
_NICENESS: Final = 10  # calls go first
Result = TypeVar("Result")


@dataclass(frozen=True)
class Table:
    """A file whose headings are in order.

    Attributes:
        lines: below the head; all, or the first of them.
        total: how many there are.
    """

    head: Line
    headings: Headings
    lines: Sequence[Line]
    total: int


@dataclass(frozen=True)
class _Refused:
    """A problem on its way between processes: one with facts can not be pickled."""

    problem: type[Problem]
    facts: dict[str, object]


class Reader:
    """Reads files; of larger ones one at a time, each in a process of its own that ends with it."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def read(self, job: Callable[[bytes], Result], content: bytes) -> Result:
        """The job's result; a function of some module, its result picklable.

        Raises:
            FileUnreadable: nothing came in time; and what the job raises.
        """
        if len(content) <= SMALL_BYTES:
            return await asyncio.to_thread(job, content)
        async with self._turn:
            pool = helpers(1, prepare=_modest)
            try:
                async with asyncio.timeout(DEADLINE_S):
                    run = partial(_guarded, job, content)
                    made = await asyncio.get_running_loop().run_in_executor(pool, run)
            except (TimeoutError, RuntimeError, OSError, MemoryError) as error:
                raise _too_much() from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        if isinstance(made, _Refused):
            raise made.problem(**made.facts)
        return made


def whole_of(content: bytes) -> Table:
    """All of a file that is taken at once; raises as `table_of`."""
    return table_of(content, AT_ONCE)


def beginning_of(content: bytes) -> Table:
    """The first lines of a file that is taken in batches; raises as `table_of`."""
    table = table_of(content, IN_BATCHES)
    return Table(table.head, table.headings, table.lines[: AT_ONCE.rows], table.total)


def table_of(content: bytes, limits: Limits) -> Table:
    """A file within these limits. Raises `FileUnreadable`, `FileTooLong`, `WrongHeadings`."""
    lines = without_marks(lines_of(content, limits))
    if not lines:
        raise FileUnreadable(reason_zh="里面没有内容", reason_en="it is empty")
    headings = headings_of(lines[0])
    if headings.missing or headings.doubled:
        raise WrongHeadings(
            missing="、".join(one.heading.zh for one in headings.missing) or "—",
            doubled="、".join(one.heading.zh for one in headings.doubled) or "—",
        )
    return Table(lines[0], headings, lines[1:], len(lines) - 1)


def _guarded(job: Callable[[bytes], Result], content: bytes) -> Result | _Refused:
    signal.alarm(DEADLINE_S)  # nobody waits any longer; a pool does not stop a job that runs
    try:
        return job(content)
    except Problem as problem:
        return _Refused(type(problem), problem.facts)


def _modest() -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


def _too_much() -> FileUnreadable:
    return FileUnreadable(
        reason_zh=f"{DEADLINE_S} 秒内没有读完。请另存为 CSV，或者拆成几个文件",
        reason_en=f"it was not read within {DEADLINE_S} s; save it as CSV, or split it",
    )
