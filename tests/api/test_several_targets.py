"""Results go to several systems; one that hangs or refuses holds up nobody else."""

import asyncio
import json

import pytest
from aiohttp import web

from foundation.outbox import State
from inspection.licensing.faults import parse_faults
from inspection.licensing.push import deliveries_in
from inspection.licensing.simulator import Simulator
from tests.support.house import heard, open_bureau
from tests.support.signing import collected, signed_by

SECRET = "a secret for the tests of targets"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client, aiohttp_server):
    """Two HTTP targets and a folder; the supervision's simulator never answers at first."""
    hangs = asyncio.Event()

    async def hang(_request):
        await hangs.wait()
        return web.Response(status=503)

    silent = web.Application()
    silent.router.add_post("/api/results", hang)
    (tmp_path / "received").mkdir()
    (tmp_path / "drop").mkdir()
    simulator = Simulator(tmp_path / "received", SECRET, parse_faults(""), clock)
    licensing, supervision = await aiohttp_server(simulator.app()), await aiohttp_server(silent)
    file = tmp_path / "targets.toml"
    file.write_text(
        f"""
[[target]]
name = "licensing"
kind = "http"
url = "http://127.0.0.1:{licensing.port}/api/results"
secret = "{SECRET}"

[[target]]
name = "supervision"
kind = "http"
url = "http://127.0.0.1:{supervision.port}/api/results"
secret = "{SECRET}"
required = false

[[target]]
name = "environment"
kind = "file_drop"
folder = "{tmp_path / "drop"}"
takes.fume = ["pass", "rectify"]
fields.keep = ["case_number", "fume_conclusion"]
fields.rename = {{ fume_conclusion = "YYJL" }}

[[target]]
name = "fire"
kind = "file_drop"
folder = "{tmp_path / "drop"}"
takes.food = ["fail"]
required = false
""",
        "utf-8",
    )
    made = await open_bureau(database, clock, tmp_path, aiohttp_client, push_targets=file)
    made.simulator, made.drop = simulator, tmp_path / "drop"
    yield made
    hangs.set()


async def states(bureau):
    async with bureau.database.reading() as view:
        return {row.receiver: row.state for row in await deliveries_in(view, bureau.case_id)}


async def test_each_target_gets_what_concerns_it_and_one_that_hangs_holds_up_nobody(bureau):
    wang = await bureau.staff("wang")
    phone = await collected(bureau, wang)
    seat = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await wang.socket(seat["socket"])
    await signed_by(bureau, wang, phone)
    wanted = {"licensing": State.DELIVERED, "push-supervision": State.WAITING}
    wanted["push-environment"] = State.DELIVERED  # fire takes failures only: nothing is queued
    while await states(bureau) != wanted:
        await heard(socket, "deliveries")
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["state"] == "pushed", "no required target waits"
    assert {one["target"] for one in case["deliveries"]} == {
        "licensing",
        "supervision",
        "environment",
    }
    (received,) = bureau.simulator.results()
    number = case["number"]
    assert received["event"]["id"] == f"{number}_1_licensing"
    assert received["event"]["data"]["conclusion_version"] == 1
    (dropped,) = bureau.drop.iterdir()
    assert dropped.name == f"{number}_1_environment.json"
    assert json.loads(dropped.read_bytes())["data"] == {"case_number": number, "YYJL": "pass"}
