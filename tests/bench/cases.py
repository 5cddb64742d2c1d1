"""The queue of a bureau with 50,000 cases, as its people ask for it, over real HTTP."""

import tempfile
import time
from pathlib import Path
from statistics import median

import aiohttp
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import or_, update

from foundation.clock import Clock, SystemClock
from foundation.database import Database, open_database
from foundation.identity import unit_store
from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from foundation.identity.tree import ROOT, Unit
from foundation.migrations import upgrade
from foundation.settings import Settings
from inspection.cases.store import case_table
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
    "of a town, its clerk": ("town", "/api/v1/cases"),
    "of half the bureau, its clerk": ("half", "/api/v1/cases"),
    "of half the bureau, its lead": ("lead", "/api/v1/cases"),
}
# who works at an office below the bureau, and which cases of twenty are its own
OFFICES = {"town": (Role.CLERK, 1), "half": (Role.CLERK, 10), "lead": (Role.LEAD, 10)}


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
            await _open_offices(database, clock)
            people |= {name: await signed_in(client, name) for name in OFFICES}
            await fill(database, clock.now(), CASES, [(people["wang"][1], people["zhao"][1])])
            await _spread(database)
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


async def _open_offices(database: Database, clock: Clock) -> None:
    """`half` below the bureau, `town` below `half`, each with its people."""
    async with database.transaction() as transaction:
        await unit_store.add(transaction, Unit("half", ROOT, "城东分中心"))
        await unit_store.add(transaction, Unit("town", "half", "柳河镇"))
    for name, (role, _) in OFFICES.items():
        unit = "town" if name == "town" else "half"
        await SignIns(database, clock).add_user(
            username=name, name=name, role=role, department="", password=PASSWORD, unit=unit
        )


async def _spread(database: Database) -> None:
    """Of twenty cases one belongs to the town and nine more to the office above it."""
    async with database.transaction() as transaction:
        for unit, parts in (("half", range(10)), ("town", range(1))):
            of = case_table.c.number.like
            wanted = [of(f"%{part:02}") | of(f"%{part + 20:02}") for part in parts]
            wanted += [of(f"%{part + more:02}") for part in parts for more in (40, 60, 80)]
            statement = update(case_table).where(or_(*wanted)).values(unit_id=unit)
            await transaction.execute(statement)


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
