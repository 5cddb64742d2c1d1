"""Licensing hears how the licence is wanted, a sender what became of what it filed: in order."""

import json

import pytest

from inspection.cases.machine import State
from inspection.licensing.faults import parse_faults
from inspection.licensing.simulator import Simulator
from tests.api.test_callbacks import LICENCE, SECRET, call, stands
from tests.support.applications import SENDERS, an_application, signed
from tests.support.house import open_bureau

STATUS = "/api/v1/visit/status"
WISH = "/api/v1/visit/licence-wish"
MAIL = {"way": "mail", "recipient": "李桂芳", "phone": "13800000000", "address": "崂山路 1 号"}


@pytest.fixture
async def licensing(clock, tmp_path, aiohttp_server):
    (tmp_path / "received").mkdir()
    simulator = Simulator(tmp_path / "received", SECRET, parse_faults(""), clock)
    server = await aiohttp_server(simulator.app())
    simulator.url = str(server.make_url("")).rstrip("/")
    return simulator


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client, licensing):
    return await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        licensing_url=licensing.url,
        licensing_secret=SECRET,
        intake_senders=SENDERS,
    )


async def heard(bureau, licensing, count):
    """So many events, once the worker has delivered them."""
    while len(licensing.events()) < count:
        await bureau.house.worker.step(["licensing"])
        bureau.clock.move(seconds=3)  # beyond the wait after a failed try
    return [one["event"] for one in licensing.events()]


async def test_a_wish_reaches_licensing_and_a_later_one_as_a_newer_version(bureau, licensing):
    phone = await bureau.applicant(await bureau.staff("liu"), bureau.case_id)
    number = await stands(bureau, State.PUSHED)
    licensing.plan(parse_faults("fail:1"))
    sent = await phone.good("POST", WISH, json={"way": "download"})
    assert sent["wish_sent"] == {"version": 1, "state": "waiting"}
    await phone.good("POST", WISH, json=MAIL)
    again = await phone.good("POST", WISH, json=MAIL)
    assert again["wish_sent"]["version"] == 2, "the same wish is no new one"
    first, second = await heard(bureau, licensing, 2)
    assert first["type"] == "cn.yunkan.licence.wished.v1"
    assert (first["data"]["way"], first["data"]["version"]) == ("download", 1)
    assert second["id"] == f"{number}_w2_licensing"
    assert {key: second["data"][key] for key in MAIL} == MAIL
    assert licensing.results() == [], "a wish is no result"
    assert (await phone.good("GET", STATUS))["wish_sent"] == {"version": 2, "state": "received"}
    liu = await bureau.staff("liu")
    told = (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}"))["deliveries"]
    assert [one["matter"] for one in told] == ["wish", "wish"]

    await call(bureau, number, "issued", **LICENCE)
    await call(bureau, number, "mailed", carrier="EMS", tracking_number="EX1CN")
    assert await phone.refused("POST", WISH, json=MAIL) == (409, "licence.no_wish_now")


async def test_a_refused_wish_is_a_dead_letter_and_the_applicant_is_told_so(bureau, licensing):
    phone = await bureau.applicant(await bureau.staff("liu"), bureau.case_id)
    await stands(bureau, State.PUSHED)
    licensing.plan(parse_faults("refuse"))
    await phone.good("POST", WISH, json={"way": "collect"})
    while (await phone.good("GET", STATUS))["wish_sent"]["state"] != "failed":
        await bureau.house.worker.step(["licensing"])
    chen = await bureau.staff("chen")
    (dead,) = (await chen.good("GET", "/api/v1/deliveries"))["deliveries"]
    assert dead["matter"] == "wish"
    day = await chen.good("GET", "/api/v1/deliveries/reconciliation")
    assert day["targets"][0]["dead"] == 0, "the reconciliation is of results"


async def filed(bureau, key):
    """An application of the licensing system whose pre-check waits for an answer."""
    body = an_application(external_number=f"SL-{key}")
    del body["facts"]["pollution_near"]
    data = json.dumps(body, ensure_ascii=False).encode()
    headers = signed("licensing", key, data, bureau.clock.now()) | {"Idempotency-Key": key}
    licence = await bureau.browser()
    opened = await licence.good("POST", "/api/v1/applications", headers=headers, data=data)
    assert opened["state"] == "pre_check"
    return opened


async def test_a_sender_hears_of_a_later_acceptance_refusal_and_withdrawal(bureau, licensing):
    liu = await bureau.staff("liu")
    first, second = await filed(bureau, "k-1"), await filed(bureau, "k-2")
    await liu.good(
        "PUT", f"/api/v1/cases/{first['id']}/pre-check", json={"facts": {"pollution_near": False}}
    )
    await liu.good("POST", f"/api/v1/cases/{second['id']}/decline", json={"reason": "材料不全"})
    await liu.good(
        "POST", f"/api/v1/cases/{first['id']}/steps", json={"act": "withdrawn", "why": "不开了"}
    )
    events = await heard(bureau, licensing, 3)
    assert {one["type"] for one in events} == {"cn.yunkan.application.status.v1"}
    of_first = [one["data"] for one in events if one["subject"] == first["number"]]
    assert [(one["act"], one["version"]) for one in of_first] == [("accepted", 1), ("withdrawn", 2)]
    assert of_first[1]["reason"] == "不开了"
    (declined,) = [one["data"] for one in events if one["subject"] == second["number"]]
    assert (declined["act"], declined["reason"]) == ("declined", "材料不全")
    assert (declined["external_number"], declined["state"]) == ("SL-k-2", "closed")


async def test_nobody_is_told_of_what_the_window_filed_or_of_another_systems_cases(
    bureau, licensing
):
    liu = await bureau.staff("liu")
    path = f"/api/v1/cases/{bureau.case_id}"
    await liu.good("POST", f"{path}/steps", json={"act": "withdrawn", "why": "不开了"})
    assert (await liu.good("GET", path))["deliveries"] == []


async def test_the_page_tells_how_a_case_ended_and_what_to_do_now(bureau):
    liu = await bureau.staff("liu")
    phone = await bureau.applicant(liu, bureau.case_id)
    status = await phone.good("GET", STATUS)
    assert not status["is_over"]
    path = f"/api/v1/cases/{bureau.case_id}/steps"
    await liu.good("POST", path, json={"act": "withdrawn", "why": "换了地方开店"})
    status = await phone.good("GET", STATUS)
    assert status["is_over"]
    assert status["now"]["zh"] == "申请已撤回"
    assert status["reason"] == "换了地方开店"
    assert "重新申请" in status["next"]["zh"]
