"""Workers killed or frozen at random points: nothing lost, nothing twice in effect, in order."""

import asyncio
import random
import signal
import sys

from foundation import outbox
from foundation.outbox import State
from inspection.licensing.faults import parse_faults
from inspection.licensing.simulator import Simulator
from tests.faults.outbox_process import SECRET, AheadClock
from tests.support.service import CHECKOUT

CASES, RESULTS, WORKERS = 40, 5, 2
FAULTS = "lost-answer:10%,fail:5%,twice:5%,redirect:2%,garbage:3%"
LEASE_OVER_S = 70  # a step of the clock that ends every lease and every wait for a next try


class Workers:
    """Processes at one table. `ahead` is the clock all of them and the receiver go by."""

    def __init__(self, database_url, url, clock):
        self._arguments = (database_url, url)
        self._clock = clock
        self.alive = []
        self.frozen = []

    async def start(self, count):
        for _ in range(count):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.outbox_process", *self._arguments),
                str(self._clock.ahead_s),
                cwd=CHECKOUT,
                stdout=asyncio.subprocess.PIPE,
            )
            self.alive.append(process)
        for process in self.alive:
            assert await process.stdout.readline() == b"ready\n"

    async def until_outcomes(self, count):
        """Waits for so many outcomes of any of them, or until there are none for a while."""
        reads = [asyncio.create_task(self._reads(one, count)) for one in self.alive]
        _, late = await asyncio.wait(reads, timeout=2, return_when=asyncio.FIRST_COMPLETED)
        for read in late:
            read.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _reads(self, process, count):
        for _ in range(count):
            await process.stdout.readline()

    async def end(self, draw):
        """Kills each, or freezes one so that it comes back when its lease is somebody else's."""
        for process in self.alive:
            if not self.frozen and draw.random() < 0.4:
                process.send_signal(signal.SIGSTOP)
                self.frozen.append(process)
            else:
                process.kill()
                await process.wait()
        self.alive = []

    def thaw(self):
        for process in self.frozen:
            process.send_signal(signal.SIGCONT)
        self.alive += self.frozen
        self.frozen = []

    async def close(self):
        for process in (*self.alive, *self.frozen):
            process.kill()
            await process.wait()


async def waiting(database):
    async with database.reading() as view:
        rows = await outbox.rows_of_lanes(view, [f"case_{number}" for number in range(CASES)])
    return [row for row in rows if row.state is not State.DELIVERED]


async def queue(database, clock):
    async with database.transaction() as transaction:
        for number in range(RESULTS):
            for case in range(CASES):
                body = {"case_number": f"case_{case}", "determined_at": "", "conclusion": number}
                await outbox.add(
                    *(transaction,),
                    receiver="licensing",
                    lane=f"case_{case}",
                    body=body,
                    now=clock.now(),
                    row_id=f"case_{case}_{number}_licensing",
                )


async def test_killed_and_frozen_workers_lose_nothing_double_nothing_and_keep_the_order(
    database, tmp_path, aiohttp_server
):
    draw = random.Random()  # noqa: S311 - where a power cut comes is nobody's secret
    clock = AheadClock(0)
    (tmp_path / "received").mkdir()
    simulator = Simulator(tmp_path / "received", SECRET, parse_faults(FAULTS), clock)
    server = await aiohttp_server(simulator.app())
    await queue(database, clock)
    url = str(server.make_url("/api/results"))
    workers = Workers(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}", url, clock)
    kills = 0
    try:
        while await waiting(database):
            await workers.start(WORKERS)
            workers.thaw()
            await workers.until_outcomes(draw.randrange(1, 30))
            await workers.end(draw)
            kills += WORKERS
            clock.ahead_s += LEASE_OVER_S
    finally:
        await workers.close()
    arrived = [one["event"] for one in simulator.results()]
    keys = [one["id"] for one in arrived]
    assert len(keys) == len(set(keys)) == CASES * RESULTS, "nothing lost, nothing twice"
    for case in range(CASES):
        order = [
            one["data"]["conclusion"]
            for one in arrived
            if one["data"]["case_number"] == f"case_{case}"
        ]
        assert order == sorted(order), "in order per case"
    assert simulator.requests > len(keys), "some were sent again"
    assert kills >= 4
