"""`python -m tests.bench.crowd ORIGIN PIDS FILM SESSIONS DESKS WINDOW_S ADDRESS`: many calls.

Holds so many calls of one phone and so many desks each. Says `up` when they are there, then prints
what the server's processes used over the window and what arrived. A process of its own, so that
what it costs is not the server's.
"""

import asyncio
import gc
import json
import os
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
import uvloop

from tests.bench.film import Film, film
from tests.bench.line import Desk, ReceivingLine, SendingLine, Tally
from tests.bench.process import used_by

WARM_S = 3.0
SEND_EVERY_S = 0.005
READ_EVERY_S = 0.01
REPORTS_EVERY = 10  # looks at what phones are told, in sendings


@dataclass(frozen=True)
class Crowd:
    """What one run gave. `own_cpu_s` is the load generator's, of the same window."""

    sessions: int
    desks: int
    window_s: float
    cpu_s: float
    waited_s: float
    resident_mb: float
    empty_mb: float
    packets: int
    lost: int
    broken: int
    pictures_per_s: float
    own_cpu_s: float
    lag: dict


async def crowd(
    origin: str,
    pids: list[int],
    reel: Film,
    sessions: int,
    desks: int,
    window_s: float,
    address: str,
) -> Crowd:
    """Holds the calls over the window."""
    arenas, phones, viewers = Desk(), [], []
    empty_mb = sum(used_by(pid).resident_mb for pid in pids)
    tasks = [
        asyncio.create_task(_sending(arenas, phones)),
        asyncio.create_task(_reading(arenas, viewers)),
    ]
    for task in tasks:
        task.add_done_callback(_must_go_on)
    async with aiohttp.ClientSession(origin) as http:
        for number in range(sessions):
            phone = SendingLine(address, reel, number / sessions / 30)
            await phone.dial(http, f"/api/v1/media/crowd-{number}/whip")
            phone.begin(asyncio.get_running_loop().time())
            phones.append(phone)
            viewers += [await _playing(http, number, address) for _ in range(desks)]
        print("up", flush=True)  # noqa: T201 - read by whoever started us
        await asyncio.sleep(WARM_S)
        await _lag(http)
        for one in viewers:
            one.tally = Tally()
        before, began, own = _used(pids), time.perf_counter(), time.process_time()
        await asyncio.sleep(window_s)
        after, window_s = _used(pids), time.perf_counter() - began
        own_cpu_s = time.process_time() - own
        tallies = [one.tally for one in viewers]
        lag = await _lag(http)
        for task in tasks:
            task.cancel()
        for line in [*phones, *viewers]:
            await line.close()
    return Crowd(
        sessions=sessions,
        desks=desks,
        window_s=window_s,
        cpu_s=after[0] - before[0],
        waited_s=after[1] - before[1],
        resident_mb=after[2],
        empty_mb=empty_mb,
        packets=sum(one.packets for one in tallies),
        lost=sum(one.lost for one in tallies),
        broken=sum(one.broken for one in tallies),
        pictures_per_s=sum(one.pictures for one in tallies) / len(tallies) / window_s,
        own_cpu_s=own_cpu_s,
        lag=lag,
    )


def _must_go_on(task: asyncio.Task) -> None:
    """A crowd that fell silent measures nothing."""
    if not task.cancelled() and task.exception() is not None:
        traceback.print_exception(task.exception())
        os._exit(1)


async def _playing(http: aiohttp.ClientSession, number: int, address: str) -> ReceivingLine:
    while True:
        viewer = ReceivingLine(address)
        if await viewer.dial(http, f"/api/v1/media/crowd-{number}/whep/phone"):
            viewer.begin()
            return viewer
        await viewer.close()  # nothing has come from the phone yet
        await asyncio.sleep(0.05)


async def _sending(arenas: Desk, phones: list[SendingLine]) -> None:
    loop, count = asyncio.get_running_loop(), 0
    while True:
        await asyncio.sleep(SEND_EVERY_S)
        count += 1
        for phone in phones:
            phone.send_due(arenas, loop.time())
            if count % REPORTS_EVERY == 0:
                phone.look(arenas)


async def _reading(arenas: Desk, viewers: list[ReceivingLine]) -> None:
    while True:
        await asyncio.sleep(READ_EVERY_S)
        for viewer in viewers:
            viewer.look(arenas)


async def _lag(http: aiohttp.ClientSession) -> dict:
    """The server's own figures since they were asked for last; none where it has none."""
    async with http.get("/lag") as answer:
        return await answer.json() if answer.status == 200 else {}


def _used(pids: list[int]) -> tuple[float, float, float]:
    used = [used_by(pid) for pid in pids]
    return (
        sum(one.cpu_s for one in used),
        sum(one.waited_s for one in used),
        sum(one.resident_mb for one in used),
    )


def main(argv: list[str]) -> None:
    origin, pids, path, sessions, desks, window_s, address = argv
    reel = film(Path(path))
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    whose = [int(one) for one in pids.split(",")]
    calls = crowd(origin, whose, reel, int(sessions), int(desks), float(window_s), address)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        given = runner.run(calls)
    print(json.dumps(asdict(given)), flush=True)  # noqa: T201 - read by whoever started us


if __name__ == "__main__":
    main(sys.argv[1:])
