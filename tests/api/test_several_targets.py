"""Results go to several systems; one that hangs or refuses holds up nobody else."""

import asyncio
import json

import pytest
from aiohttp import web

from foundation.clock import SHANGHAI
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


async def test_the_day_is_reconciled_for_supervisors_and_dead_letters_are_pushed_again(
    bureau, clock
):
    wang, chen = await bureau.staff("wang"), await bureau.staff("chen")
    bureau.simulator.plan(parse_faults("refuse"))
    phone = await collected(bureau, wang)
    seat = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await wang.socket(seat["socket"])
    await signed_by(bureau, wang, phone)
    settled = {"licensing": State.DEAD, "push-environment": State.DELIVERED}
    while not settled.items() <= (await states(bureau)).items():
        await heard(socket, "deliveries")
    day = clock.now().astimezone(SHANGHAI).date().isoformat()
    path = "/api/v1/deliveries/reconciliation"
    report = await chen.good("GET", f"{path}?day={day}")
    lines = {one["target"]: one for one in report["targets"]}
    assert (lines["licensing"]["dead"], lines["licensing"]["is_balanced"]) == (1, False)
    (difference,) = lines["licensing"]["differences"]
    assert "unknown credit code" in difference["why"]
    assert lines["fire"]["is_balanced"]
    assert await chen.good("GET", path) == report, "today, if no day is named"
    table = await chen.good("GET", f"{path}.csv")
    assert difference["number"] in table.decode("utf-8-sig")
    tomorrow = await chen.good("GET", f"{path}?day=2026-12-30")
    assert [one["determined"] for one in tomorrow["targets"]] == [0, 0, 0, 0]
    assert (await chen.refused("GET", f"{path}?day=never"))[0] == 422
    assert await wang.refused("GET", path) == (404, "not_found")

    (dead,) = (await chen.good("GET", "/api/v1/deliveries"))["deliveries"]
    assert (dead["target"], dead["number"]) == ("licensing", difference["number"])
    await chen.good("POST", f"/api/v1/deliveries/{dead['id']}/replay")
    while (await states(bureau))["licensing"] is not State.DELIVERED:
        await heard(socket, "deliveries")
    assert (await chen.good("GET", "/api/v1/deliveries"))["deliveries"] == []
