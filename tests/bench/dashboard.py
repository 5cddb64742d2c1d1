"""The supervisor's dashboard over 200,000 cases, also right after a write, over real HTTP."""

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import aiohttp
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.migrations import upgrade
from foundation.settings import Settings
from inspection.cases.machine import State
from inspection.cases.store import case_table
from inspection.figures import store, sums
from inspection.house import build_house
from inspection.intake.demo import set_up_demo
from inspection.templates.stock import stock
from tests.bench.cases import signed_in
from tests.bench.figures import figure, p95
from tests.bench.process import used_by
from tests.support.many_cases import fill
from tests.support.many_outcomes import conclude_many, outcome
from tests.support.service import CHECKOUT

CASES = 200_000
TIMES = 30
ALL = "from=2000-01&to=2099-12"
ASKED = {
    "all years": f"/api/v1/figures?{ALL}",
    "all years by inspector": f"/api/v1/figures?{ALL}&by=inspector",
    "twelve months": "/api/v1/figures",
    "late cases": f"/api/v1/figures/cases?{ALL}&of=late",
    "an item's cases": f"/api/v1/figures/cases?{ALL}&of=failed&item=OF-20",
    "failed first on site": f"/api/v1/figures/cases?{ALL}&of=first_failed&by=mode&key=on_site",
}


@dataclass
class Took:
    """Milliseconds of each answer, and of the processor for all of them."""

    ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0


async def measure_dashboard() -> list[dict[str, object]]:
    """Each question many times, a conclusion written before each; the slowest board's p95."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        url = f"sqlite+aiosqlite:///{data / 'yunkan.db'}"
        upgrade(url)
        database, clock = open_database(url), SystemClock()
        await stock(database, clock)
        await set_up_demo(database, clock)
        made = Settings(data=data, build_rooms=False, media_processes=0)
        house = build_house(made, database, clock, CHECKOUT)
        async with TestClient(TestServer(house.app)) as client:
            people = [(await signed_in(client, name))[1] for name in ("wang", "zhao")]
            cookie, _ = await signed_in(client, "chen")
            began = time.perf_counter()
            await fill(database, clock.now(), CASES, [tuple(people), tuple(reversed(people))])
            concluded = await conclude_many(database)
            filled_s = time.perf_counter() - began
            writer = _Writer(database, clock, tuple(people))
            took = {
                name: await _asked(client, cookie, path, writer) for name, path in ASKED.items()
            }
        await database.close()
    boards = {name: one for name, one in took.items() if "months" in name or "years" in name}
    slowest = max(boards, key=lambda name: p95(boards[name].ms))
    each = ", ".join(
        f"{name} {median(one.ms):.0f}/{p95(one.ms):.0f} (CPU {one.cpu_ms / TIMES:.0f})"
        for name, one in took.items()
    )
    return [
        figure(
            "figures.dashboard_200k_ms",
            p95(took[slowest].ms),
            "ms",
            f"{CASES} cases, {concluded} concluded, SQLite, a conclusion written before each of "
            f"{TIMES} requests over loopback, client included; median/p95 and CPU of both: {each}; "
            f"filled in {filled_s:.0f} s",
        )
    ]


class _Writer:
    """Concludes one more open case at a time, as `Outcomes` does."""

    def __init__(self, database, clock, people) -> None:
        self._database, self._clock, self._people = database, clock, people
        self._left: list[tuple[str, str]] = []

    async def write(self) -> None:
        if not self._left:
            self._left = await self._open()
        case_id, format_zh = self._left.pop()
        one = outcome(len(self._left), case_id, self._clock.now(), format_zh, self._people)
        async with self._database.transaction() as transaction:
            await store.add(transaction, one)
            await store.add_way(transaction, one)
            await sums.add_outcome(transaction, one)

    async def _open(self) -> list[tuple[str, str]]:
        columns = case_table.c
        query = (
            select(columns.id, columns.format_zh)
            .where(columns.state == State.PREPARING.value, columns.id.startswith("case_many"))
            .limit(TIMES * len(ASKED))
        )
        async with self._database.reading() as view:
            return [(row.id, row.format_zh) for row in await view.execute(query)]


async def _asked(client: TestClient, cookie: str, path: str, writer: _Writer) -> Took:
    took, jar = Took(), aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(client.make_url("/"), cookie_jar=jar) as http:
        for _ in range(TIMES):
            await writer.write()
            began, used = time.perf_counter(), used_by(os.getpid()).cpu_s
            async with http.get(path, headers={"Cookie": cookie}) as answer:
                await answer.read()
                assert answer.status == 200, await answer.text()
            took.ms.append((time.perf_counter() - began) * 1000)
            took.cpu_ms += (used_by(os.getpid()).cpu_s - used) * 1000
    return took
