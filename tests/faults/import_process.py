"""A worker at imports, as a process of its own: says each batch, until it is killed."""

import asyncio
import sys

from foundation.database import open_database
from foundation.jobs import Worker
from foundation.workdays import WorkCalendar
from inspection.intake.bulk.working import RECEIVER, ImportWork
from tests.faults.outbox_process import AheadClock
from tests.support.imports import admission


async def work(database_url: str, ahead_s: str) -> None:
    database, clock = open_database(database_url), AheadClock(float(ahead_s))
    job = ImportWork(database, clock, admission(database, clock, WorkCalendar()))

    async def say(row) -> None:
        sys.stdout.write(f"{row.id}\n")
        sys.stdout.flush()

    worker = Worker(database, clock, {RECEIVER: job.work}, news=say)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await worker.run()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
