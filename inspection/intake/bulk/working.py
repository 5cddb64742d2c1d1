"""Working on a long import: one batch of lines in one transaction, then the next.

Each batch is a row of the outbox that names where it begins. What came of the lines, how far the
import is and the row of the next batch stand or fall together; a row that comes again, after a
process was killed before it could say that the batch was done, finds the import further and does
nothing. So no line is taken twice and none is left out.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from foundation import audit, outbox
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Problem
from foundation.text import Bilingual
from inspection.cases.machine import Actor
from inspection.cases.moves import Mover
from inspection.intake.bulk import store
from inspection.intake.bulk.model import BATCH, Outcome, Run, RunLine, RunState
from inspection.intake.bulk.packing import head_of, line_of
from inspection.intake.columns import WHOLE_LINE, Headings, headings_of
from inspection.intake.following import Admission
from inspection.intake.importing import (
    ORIGIN,
    Row,
    known_by_number,
    place_of,
    row_of,
    same_number,
)
from inspection.intake.model import Fault, Filed

log = structlog.get_logger("imports")
RECEIVER: Final = "imports"
_OURS: Final = Bilingual(
    "本系统处理这一行时出错，已记入日志，没有立案。请联系系统管理员",
    "this line made the system fail, which is in the log; nothing was opened. Tell the "
    "administrator",
)


async def queue(transaction: Transaction, run: Run, now: datetime) -> None:
    """The next batch of an import, in the caller's transaction."""
    await outbox.add(
        transaction,
        receiver=RECEIVER,
        lane=run.id,
        body={"import": run.id, "from": run.done},
        now=now,
        row_id=f"{run.id}.{run.done}",
    )


class ImportWork:
    """The job behind imports."""

    def __init__(self, database: Database, clock: Clock, admission: Admission) -> None:
        self._database = database
        self._clock = clock
        self._admission = admission

    async def work(self, row: outbox.Row) -> None:
        """Works on the batch that a row names, unless that is done or the import was cancelled."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            run = await store.by_id(transaction, str(row.body["import"]), to_change=True)
            if run is None or run.state is not RunState.RUNNING or run.done != row.body["from"]:
                return
            headings = headings_of(head_of(run.head))
            outcomes: list[Outcome] = []
            for line in await store.waiting(transaction, run, BATCH):
                done = await self._done(transaction, run, line, headings, now)
                await store.note(transaction, run.id, done)
                outcomes.append(done.outcome or Outcome.REFUSED)
            run = run.after(outcomes, now)
            await store.save(transaction, run)
            if run.state is RunState.RUNNING:
                await queue(transaction, run, now)
            else:
                await note_end(transaction, run, by=run.by, now=now)

    async def _done(
        self, transaction: Transaction, run: Run, line: RunLine, headings: Headings, now: datetime
    ) -> RunLine:
        row = row_of(line_of(line.packed), headings)
        if row.filed is None:
            return _refused(line, row.faults)
        number = row.filed.external_number
        first = await store.earlier(transaction, run.id, line, number)
        if first is not None:
            return _refused(line, same_number(row, first).faults)
        known = await known_by_number(transaction, row, row.filed)
        if known is not None and known.case is not None:
            return replace(line, outcome=Outcome.KNOWN, case_id=known.case[0])
        return await self._filed(transaction, run, line, row, row.filed, now)

    async def _filed(
        self,
        transaction: Transaction,
        run: Run,
        line: RunLine,
        row: Row,
        filed: Filed,
        now: datetime,
    ) -> RunLine:
        """A line that fails takes back what it did and no other line with it."""
        by = Mover(Actor(run.actor), run.by)
        try:
            async with transaction.begin_nested():
                opened = await self._admission.take_in(
                    transaction, filed, ORIGIN, by=by, now=now, unit=run.unit
                )
        except Problem as problem:
            what = Bilingual(problem.sentence_zh, problem.sentence_en)
            return _refused(line, (Fault(place_of(problem), what),))
        except DBAPIError:
            raise  # the database is in trouble, not the line: the batch is tried again
        except Exception:
            log.exception("a line failed", run=run.id, line=row.number)
            return _refused(line, (Fault(WHOLE_LINE, _OURS),))
        return replace(line, outcome=Outcome.FILED, case_id=opened.case.id)


async def note_end(transaction: Transaction, run: Run, *, by: str, now: datetime) -> None:
    """The end of an import in the audit log, with what came of its lines."""
    await audit.append(
        transaction,
        at=now,
        actor=by,
        action="intake.import_ended",
        subject=run.id,
        facts={
            "state": run.state.value,
            "file": run.sha256,
            "total": run.total,
            "filed": run.filed,
            "known": run.known,
            "refused": run.refused,
        },
    )


def _refused(line: RunLine, faults: tuple[Fault, ...]) -> RunLine:
    return replace(line, outcome=Outcome.REFUSED, faults=faults)
