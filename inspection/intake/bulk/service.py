"""What a person does with long imports: begins, watches, cancels, gets what is to be mended."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, Literal

from foundation import audit
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.model import User
from foundation.identity.store import users_by_id
from foundation.ids import new_id
from inspection.intake.bulk import store
from inspection.intake.bulk.errors import ImportOver, LinesGone, TooManyForExcel, TooManyImports
from inspection.intake.bulk.model import KEPT, SHOWN, Run, RunLine, RunState, shown_name
from inspection.intake.bulk.packing import head_of, line_of, packed_of
from inspection.intake.bulk.working import note_end, queue
from inspection.intake.errors import FileUnreadable
from inspection.intake.fault_table import as_csv, as_excel
from inspection.intake.reading import Reader
from inspection.intake.rights import must_receive
from inspection.intake.sheet import IN_BATCHES

MOST_AT_A_TIME: Final = 3  # of one office; chosen: they share the one writer, so more end no sooner
MOST_IN_EXCEL: Final = 2000  # refused lines; chosen: a workbook of these is made in some seconds


@dataclass(frozen=True)
class Watched:
    """An import with the names of those who began and ended it, and its first refused lines."""

    run: Run
    began_by: str
    ended_by: str
    refused: tuple[RunLine, ...] = ()


class LongImports:
    """The use cases.

    Args:
        ring: wakes whoever works on them.
    """

    def __init__(
        self, database: Database, clock: Clock, reader: Reader, ring: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._ring = ring

    async def begin(self, user: User, content: bytes, file_name: str) -> Watched:
        """Keeps the lines of a file to be worked on from now; good ones become cases.

        The same file of the same office while it is under way is that import.

        Raises:
            FileUnreadable, FileTooLong, WrongHeadings: nothing is kept.
            TooManyImports: the office has `MOST_AT_A_TIME` others under way.
            NotFound: not for this person.
        """
        by = must_receive(user)
        packed = await self._reader.read(packed_of, content)
        if not packed.lines:
            raise FileUnreadable(reason_zh="表头下面没有内容", reason_en="no line follows its head")
        now = self._clock.now()
        run = Run(
            id=new_id("imp", now),
            unit=user.unit,
            by=user.id,
            actor=by.actor.value,
            file_name=shown_name(file_name),
            sha256=sha256(content).hexdigest(),
            head=packed.head,
            ignored=packed.ignored,
            total=len(packed.lines),
            began_at=now,
        )
        async with self._database.transaction() as transaction:
            under_way = await store.running(transaction, user.unit)
            same = next((one for one in under_way if one.sha256 == run.sha256), None)
            if same is None:
                if len(under_way) >= MOST_AT_A_TIME:
                    raise TooManyImports(most=MOST_AT_A_TIME)
                await store.add(transaction, run, packed.lines)
                await queue(transaction, run, now)
                await audit.append(
                    transaction,
                    at=now,
                    actor=user.id,
                    action="intake.import_began",
                    subject=run.id,
                    facts={"file": run.sha256, "name": run.file_name, "total": run.total},
                )
        self._ring()
        return await self.watched(user, (same or run).id)

    async def newest(self, user: User) -> list[Watched]:
        """Imports of this person's office and those below, the newest first. Raises `NotFound`."""
        must_receive(user)
        async with self._database.reading() as view:
            runs = await store.newest(view, user.reach)
            people = {who for run in runs for who in (run.by, run.ended_by) if who}
            names = {key: one.name for key, one in (await users_by_id(view, people)).items()}
        return [Watched(run, names.get(run.by, ""), names.get(run.ended_by, "")) for run in runs]

    async def watched(self, user: User, import_id: str) -> Watched:
        """How an import stands, with its first refused lines. Raises `NotFound`."""
        run = await self._theirs(user, import_id)
        async with self._database.reading() as view:
            refused = await store.refused(view, run.id, SHOWN)
            names = await users_by_id(view, {who for who in (run.by, run.ended_by) if who})
        who = {key: one.name for key, one in names.items()}
        return Watched(run, who.get(run.by, ""), who.get(run.ended_by, ""), tuple(refused))

    async def cancel(self, user: User, import_id: str) -> Watched:
        """Stops an import after the batch that is under way; what is done stays done.

        Raises:
            ImportOver: it has ended by itself. One that was cancelled before stays so.
            NotFound.
        """
        await self._theirs(user, import_id)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            run = await store.by_id(transaction, import_id, to_change=True)
            if run is None or run.state is RunState.FINISHED:
                raise ImportOver
            if run.state is RunState.RUNNING:
                run = replace(run, state=RunState.CANCELLED, ended_at=now, ended_by=user.id)
                await store.save(transaction, run)
                await note_end(transaction, run, by=user.id, now=now)
        return await self.watched(user, import_id)

    async def to_mend(self, user: User, import_id: str, kind: Literal["csv", "xlsx"]) -> bytes:
        """The refused lines so far, with a column of what to mend in each; imported once mended.

        Raises:
            LinesGone: the import ended too long ago.
            TooManyForExcel: more than `MOST_IN_EXCEL` lines as a workbook.
            NotFound.
        """
        run = await self._theirs(user, import_id)
        if not run.has_lines:
            raise LinesGone(days=KEPT.days)
        if kind == "xlsx" and run.refused > MOST_IN_EXCEL:
            raise TooManyForExcel(most=MOST_IN_EXCEL)
        most = MOST_IN_EXCEL if kind == "xlsx" else IN_BATCHES.rows
        async with self._database.reading() as view:
            refused = await store.refused(view, run.id, most)
        made = as_csv if kind == "csv" else as_excel
        lines = [line_of(one.packed) for one in refused]
        found = {one.packed.number: one.faults for one in refused}
        return await asyncio.to_thread(made, head_of(run.head), lines, found)

    async def forget(self) -> int:
        """Removes the lines of imports that ended `KEPT` ago; their counts stay."""
        before = self._clock.now() - KEPT
        async with self._database.transaction() as transaction:
            return await store.forget(transaction, before)

    async def _theirs(self, user: User, import_id: str) -> Run:
        must_receive(user)
        async with self._database.reading() as view:
            run = await store.by_id(view, import_id)
        if run is None or not user.reaches(run.unit):
            raise NotFound
        return run
