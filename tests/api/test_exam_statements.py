"""A learning record store is told of each exam once in effect, in xAPI."""

import base64
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from tests.api.test_exams import WANTED, answer_all, begun
from tests.support.exams import draw_by_hand, draw_plainly, paper_in
from tests.support.house import open_bureau
from tests.support.waiting import until


@dataclass
class Store:
    """Answers with `answers` one after another, then with 200; keeps what it was told."""

    url: str = ""
    told: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    async def statements(self, request):
        self.told.append((request.headers.copy(), await request.json()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    draw_by_hand(monkeypatch)


@pytest.fixture
async def store(aiohttp_server):
    made = Store()
    app = web.Application()
    app.router.add_post("/xapi/statements", made.statements)
    server = await aiohttp_server(app)
    made.url = f"http://127.0.0.1:{server.port}/xapi/statements"
    return made


@pytest.fixture
async def telling(database, clock, tmp_path, aiohttp_client, store):
    return await open_bureau(
        *(database, clock, tmp_path, aiohttp_client), xapi_url=store.url, xapi_key="yk:geheim"
    )


async def an_exam(bureau, tmp_path, **more):
    browser = await bureau.staff("wang")
    made = await browser.good("POST", "/api/v1/exams", json={**WANTED, **more})
    paper, key = await paper_in(bureau.database, made["id"])
    draw_plainly(tmp_path / "exam-rooms" / key)
    await begun(browser, made["id"])
    await answer_all(browser, made["id"], paper)
    await browser.good("POST", f"/api/v1/exams/{made['id']}/finish")


async def test_a_passed_exam_becomes_one_statement_however_often_it_is_sent(
    telling, store, tmp_path
):
    store.answers += [503]
    await an_exam(telling, tmp_path)
    await until(lambda: len(store.told) == 1)
    telling.clock.move(hours=1)
    telling.house.worker.wake()
    await until(lambda: len(store.told) == 2)
    (headers, first), (_, second) = store.told
    assert first == second
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"yk:geheim"
    assert first["verb"]["id"].endswith("/passed")
    assert first["actor"]["name"] == "王建国"
    assert first["result"]["score"] == {"scaled": 1.0, "raw": 100, "min": 0, "max": 100}


@pytest.mark.parametrize("status", [400, 401], ids=["malformed", "wrong password"])
async def test_a_refusal_ends_the_tries_and_practice_is_told_to_nobody(
    telling, store, tmp_path, status
):
    store.answers += [status]
    await an_exam(telling, tmp_path)
    await until(lambda: len(store.told) == 1)
    await an_exam(telling, tmp_path, mode="practice")
    telling.clock.move(days=1)  # a row that waited would be due before the next one
    await an_exam(telling, tmp_path)
    await until(lambda: len(store.told) == 2)
    (_, first), (_, second) = store.told
    assert first["id"] != second["id"]
