"""Registration opens: two hundred phones tap fifty slots at the same moment.

A real app on loopback with SQLite in a file; the time is the server's own, from the request's
headers read to its answer made, so it holds what a request waits for the others. The phones are a
process of their own.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from foundation.database import Database, open_database
from foundation.migrations import upgrade
from foundation.settings import Settings
from inspection.house import build_house
from inspection.templates.stock import stock
from tests.bench.figures import figure, p95
from tests.support.applicants import Applicant, applicants, pairs_on_duty
from tests.support.clock import FrozenClock
from tests.support.service import CHECKOUT

HOURS, PAIRS, SLOTS, PEOPLE = "workday 09:00-17:10", 5, 10, 200
ROUNDS = 5


async def measure() -> list[dict[str, object]]:
    """Each round another day and two hundred other people."""
    with TemporaryDirectory(prefix="bench-booking-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/yunkan.db"
        await asyncio.to_thread(upgrade, url)
        database = open_database(url)
        try:
            rounds = await _rounds(database, Path(folder))
        finally:
            await database.close()
    each = [p95(one) for one in rounds]
    took = [one for one_round in rounds for one in one_round]
    return [
        figure(
            "booking.parallel_p95_ms",
            median(each),
            "ms",
            f"{PEOPLE} requests at once for {PAIRS * SLOTS} slots, {PAIRS * SLOTS} booked and the "
            f"others refused with the next free ones in each of {ROUNDS} rounds; server side, "
            f"SQLite with fsync, loopback, phones in a process of their own; p95 of the rounds "
            f"{', '.join(f'{one:.0f}' for one in each)}, median of all {median(took):.0f} ms",
        )
    ]


async def _rounds(database: Database, folder: Path) -> list[list[float]]:
    clock = FrozenClock()
    await stock(database, clock)
    await pairs_on_duty(database, clock, PAIRS, HOURS)
    people = await applicants(database, clock, PEOPLE * ROUNDS)
    settings = Settings(data=folder, build_rooms=False, media_processes=0)
    app = build_house(settings, database, clock, CHECKOUT).app
    took: list[float] = []

    @web.middleware
    async def watch(request: web.Request, handler):
        began = time.perf_counter()
        try:
            return await handler(request)
        finally:
            took.append((time.perf_counter() - began) * 1000)

    app.middlewares.insert(0, watch)
    found: list[list[float]] = []
    async with TestServer(app) as server:
        days = await _days(server, people[0])
        for number in range(ROUNDS):
            slots = days[number + 1]["slots"] * (PEOPLE // SLOTS)
            mine = people[number * PEOPLE : (number + 1) * PEOPLE]
            took.clear()
            given = Counter(await _tapped(server, mine, [slot["starts_at"] for slot in slots]))
            if given != {200: PAIRS * SLOTS, 409: PEOPLE - PAIRS * SLOTS}:
                raise RuntimeError(f"slots given out: {given}")
            found.append(list(took))
    return found


async def _days(server: TestServer, one: Applicant):
    headers = {"Cookie": one.cookie}
    async with (
        aiohttp.ClientSession() as phone,
        phone.get(server.make_url("/api/v1/visit/slots"), headers=headers) as answer,
    ):
        return (await answer.json())["days"]


async def _tapped(server: TestServer, people: list[Applicant], starts_at: list[str]) -> list[int]:
    url = str(server.make_url("/api/v1/visit/booking"))
    wanted = [
        {"url": url, "cookie": one.cookie, "starts_at": moment}
        for one, moment in zip(people, starts_at, strict=True)
    ]
    phones = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.taps"),
        cwd=CHECKOUT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await phones.communicate(f"{json.dumps(wanted)}\n".encode())
    return json.loads(told)
