"""The queue of a bureau with 50,000 cases, as its people ask for it, over real HTTP."""

import tempfile
import time
from pathlib import Path
from statistics import median

import aiohttp
from aiohttp.test_utils import TestClient, TestServer

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.migrations import upgrade
from foundation.settings import Settings
from inspection.house import build_house
from inspection.intake.demo import PASSWORD, set_up_demo
from inspection.templates.stock import stock
from tests.bench.figures import figure, p95
from tests.support.many_cases import fill
from tests.support.service import CHECKOUT

CASES = 50_000
TIMES = 60
ASKED = {
    "all, supervisor": ("chen", "/api/v1/cases"),
    "own, inspector": ("wang", "/api/v1/cases"),
    "a shop's name": ("chen", "/api/v1/cases?q=家常菜馆4999"),
    "words nobody has": ("chen", "/api/v1/cases?q=没有这家店"),
    "one state": ("liu", "/api/v1/cases?state=supplement_due"),
    "overdue": ("liu", "/api/v1/cases?overdue=1"),
}


async def measure() -> list[dict[str, object]]:
    """Each question many times; the figure is the slowest question's p95."""
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
            people = {name: await signed_in(client, name) for name in ("wang", "zhao", "chen")}
            people["liu"] = await signed_in(client, "liu")
            await fill(database, clock.now(), CASES, [(people["wang"][1], people["zhao"][1])])
            took = {
                name: await _asked(client, people[who][0], path)
                for name, (who, path) in ASKED.items()
            }
        await database.close()
    slowest = max(took, key=lambda name: p95(took[name]))
    each = ", ".join(f"{name} {median(ms):.0f}/{p95(ms):.0f}" for name, ms in took.items())
    return [
        figure(
            "cases.queue_50k_p95_ms",
            p95(took[slowest]),
            "ms",
            f"{CASES} cases, 200 rows at most, one request after another over loopback, "
            f"client included; slowest of: {each} (median/p95 of {TIMES})",
        )
    ]


async def signed_in(client: TestClient, name: str) -> tuple[str, str]:
    """The session's cookie and the person's id."""
    client.session.cookie_jar.clear()
    body = {"username": name, "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with client.post("/api/v1/sign-in", json=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        user = (await answer.json())["user"]["id"]
        (cookie,) = answer.cookies.values()
    return f"{cookie.key}={cookie.value}", user


async def _asked(client: TestClient, cookie: str, path: str) -> list[float]:
    took: list[float] = []
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(client.make_url("/"), cookie_jar=jar) as http:
        for _ in range(TIMES):
            began = time.perf_counter()
            async with http.get(path, headers={"Cookie": cookie}) as answer:
                await answer.read()
                assert answer.status == 200, await answer.text()
            took.append((time.perf_counter() - began) * 1000)
    return took
