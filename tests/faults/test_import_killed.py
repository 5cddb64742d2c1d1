"""A process that works on an import is killed at random points: no line twice, none left out."""

import asyncio
import random
import sys

from sqlalchemy import func, select

from inspection.intake.bulk import store
from inspection.intake.bulk.model import BATCH, RunState
from inspection.intake.demo import set_up_demo
from inspection.intake.store import filing_table
from tests.api.test_import import a_file, a_line
from tests.faults.outbox_process import AheadClock
from tests.support.imports import an_import
from tests.support.service import CHECKOUT

LINES, WRONG = 8 * BATCH, 3
LEASE_OVER_S = 70


async def killed(database_url, clock, draw):
    """A worker, killed after a moment that nobody knows before."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.import_process", database_url, str(clock.ahead_s)),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert await process.stdout.readline() == b"ready\n"
        for _ in range(draw.randrange(3)):
            await asyncio.wait_for(process.stdout.readline(), 5)
        await asyncio.wait_for(process.stdout.readline(), draw.uniform(0, 0.3))  # inside a batch
    except TimeoutError:
        pass
    finally:
        process.kill()
        await process.wait()
    clock.ahead_s += LEASE_OVER_S


async def test_a_killed_import_goes_on_where_it_was_and_takes_no_line_twice(database, tmp_path):
    draw, clock = random.Random(), AheadClock(0)  # noqa: S311 - when a power cut comes
    await set_up_demo(database, clock)
    lines = [a_line(f"K-{n}", premises=f"海边路 {n} 号") for n in range(LINES)]
    for number in range(WRONG):
        lines[number * BATCH]["phone"] = ""
    run, kills = await an_import(database, clock, a_file(*lines), "usr_1"), 0
    while run.state is RunState.RUNNING:
        await killed(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}", clock, draw)
        kills += 1
        async with database.reading() as view:
            run = await store.by_id(view, run.id)
    assert (run.filed, run.known, run.refused) == (LINES - WRONG, 0, WRONG)
    async with database.reading() as view:
        numbers = select(func.count()).where(filing_table.c.external_number.like("K-%"))
        assert (await view.execute(numbers)).scalar() == LINES - WRONG
        outcomes = await store.refused(view, run.id, LINES)
    assert [one.position for one in outcomes] == [n * BATCH + 1 for n in range(WRONG)]
    assert kills >= 2
