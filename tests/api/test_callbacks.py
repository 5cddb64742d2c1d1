"""Licensing calls back: issued, refused, mailed; the applicant sees it and rates the service."""

import json
import sqlite3

import pytest

from foundation import outbox
from foundation.jobs import Worker
from inspection.cases import store as case_store
from inspection.cases.machine import Act, Actor, State
from inspection.cases.moves import SYSTEM, Mover
from inspection.cases.moving import move, read_in
from inspection.licensing.callbacks import Callbacks
from inspection.licensing.calling_back import CallingBack
from inspection.licensing.message import Event, signed_headers
from inspection.licensing.model import Target
from inspection.licensing.push import Line, Push
from inspection.licensing.ways import FileDrop
from tests.support.house import open_bureau

SECRET = "a secret for callbacks of tests"
ADDRESS = "/api/v1/licensing/callbacks"
LICENCE = {
    "licence_number": "JY23710820012345",
    "issued_on": "2026-11-25",
    "valid_until": "2031-11-24",
    "download_url": "https://licence.example/l/1.ofd",
}


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        licensing_url="https://licence.example",
        licensing_secret=SECRET,
    )


@pytest.fixture
async def phone(bureau):
    return await bureau.applicant(await bureau.staff("liu"), bureau.case_id)


async def stands(bureau, state):
    """Moves the case along the table to `determined` or `pushed`."""
    inspector = Mover(Actor.INSPECTOR, "usr_1")
    steps = [(Act.OPEN_CALL, inspector), (Act.MAKE_RECORD, inspector), (Act.DETERMINE, SYSTEM)]
    if state is State.PUSHED:
        steps.append((Act.PUSH, SYSTEM))
    async with bureau.database.transaction() as transaction:
        case = await read_in(transaction, bureau.case_id)
        for act, by in steps:
            case = await move(transaction, case, act, by=by, now=bureau.clock.now())
    return case.number


async def call(bureau, number, news, *, id_="", secret=SECRET, at=None, **data):
    """Status and answer of a signed callback."""
    body = json.dumps(
        {
            "specversion": "1.0",
            "type": f"cn.yunkan.licence.{news}.v1",
            "time": "2026-11-25T03:00:00Z",
            "source": "/licensing",
            "id": "x",
            "data": {"case_number": number, "office": "一窗通", **data},
        }
    ).encode()
    event = Event(id_ or f"msg-{news}", body)
    headers = signed_headers(secret, event, at or bureau.clock.now())
    licensing = await bureau.browser()
    return await licensing.ask("POST", ADDRESS, data=body, headers=headers)


async def state_of(bureau):
    async with bureau.database.reading() as view:
        return (await case_store.by_id(view, bureau.case_id)).state


async def test_a_licence_is_issued_and_mailed_and_the_applicant_sees_it(bureau, phone):
    number = await stands(bureau, State.PUSHED)
    assert (await phone.good("GET", "/api/v1/visit/status"))["can_wish"]
    wish = {"way": "mail", "recipient": "李桂芳", "phone": "13800000000", "address": "崂山路 1 号"}
    await phone.good("POST", "/api/v1/visit/licence-wish", json=wish)
    assert await call(bureau, number, "issued", **LICENCE) == (
        200,
        {"received": "msg-issued", "effect": "applied"},
    )
    assert await state_of(bureau) is State.LICENSED
    status = await phone.good("GET", "/api/v1/visit/status")
    assert status["licence"] == {
        "number": "JY23710820012345",
        "issued_on": "2026-11-25",
        "valid_until": "2031-11-24",
        "download_url": "https://licence.example/l/1.ofd",
    }
    assert status["wish"] == wish
    assert status["steps"][-1]["at"] is not None
    await call(bureau, number, "mailed", carrier="EMS", tracking_number="EX123456789CN")
    assert await state_of(bureau) is State.CLOSED
    status = await phone.good("GET", "/api/v1/visit/status")
    assert status["parcel"] == "EMS EX123456789CN"
    assert await phone.refused("POST", "/api/v1/visit/licence-wish", json=wish) == (
        409,
        "licence.no_wish_now",
    )


async def test_a_parcel_without_an_address_is_not_wished_for(bureau, phone):
    assert await phone.refused("POST", "/api/v1/visit/licence-wish", json={"way": "collect"}) == (
        409,
        "licence.no_wish_now",
    )
    await stands(bureau, State.PUSHED)
    assert await phone.refused("POST", "/api/v1/visit/licence-wish", json={"way": "mail"}) == (
        422,
        "licence.parcel_needs_address",
    )
    await phone.good("POST", "/api/v1/visit/licence-wish", json={"way": "collect"})


async def test_the_same_message_gets_the_same_answer_and_another_under_its_id_none(bureau):
    number = await stands(bureau, State.PUSHED)
    first = await call(bureau, number, "issued", **LICENCE)
    bureau.clock.move(minutes=2)
    assert await call(bureau, number, "issued", **LICENCE) == first
    status, problem = await call(bureau, number, "refused", id_="msg-issued", reason="不符合规划")
    assert (status, problem["code"]) == (409, "licensing.callback_differs")
    again = await call(bureau, number, "issued", id_="msg-2", **LICENCE)
    assert again[1]["effect"] == "known"
    assert await state_of(bureau) is State.LICENSED


async def test_messages_before_the_delivery_is_noted_wait_and_then_apply_in_order(
    bureau, database, clock, tmp_path
):
    number = await stands(bureau, State.DETERMINED)
    for news, data in (("mailed", {}), ("issued", LICENCE)):
        assert (await call(bureau, number, news, **data))[1]["effect"] == "waiting"
    assert await state_of(bureau) is State.DETERMINED

    (tmp_path / "drop").mkdir()
    push = Push(
        *(database, clock, [Line(Target("licensing"), FileDrop(tmp_path / "drop"))], no_paper),
        Callbacks(database, clock, (), Nobody()).after_push,
    )
    async with database.transaction() as transaction:
        passed = {"food_conclusion": "pass", "fume_conclusion": "pass"}
        body = {"case_number": number, "determined_at": clock.now().isoformat(), **passed}
        row = {"receiver": "licensing", "lane": bureau.case_id, "body": body, "now": clock.now()}
        await outbox.add(transaction, **row, row_id=f"{number}_1_licensing")
    assert await Worker(database, clock, push.handlers, push.after).step()
    assert await state_of(bureau) is State.CLOSED, "pushed, licensed and mailed in one transaction"
    assert (await call(bureau, number, "issued", **LICENCE))[1]["effect"] == "waiting", (
        "the same answer as the first time"
    )


class Nobody:
    """Nobody is told."""

    async def issued(self, _transaction, _case, _licence, _now): ...


async def test_an_applicant_hears_of_the_licence_once(bureau, phone):
    number = await stands(bureau, State.PUSHED)
    for id_ in ("msg-1", "msg-2"):
        await call(bureau, number, "issued", id_=id_, **LICENCE)
    liu = await bureau.staff("liu")
    found = (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}/notices"))["notices"]
    kinds = [one["kind"] for one in found if one["kind"].startswith("licence")]
    assert kinds == ["licence_issued"]


async def no_paper(_case_id):
    """The record's PDF is another test's."""


async def test_a_refusal_closes_the_case_with_its_reason(bureau, phone):
    number = await stands(bureau, State.PUSHED)
    status, problem = await call(bureau, number, "refused")
    assert (status, problem["code"]) == (422, "http.wrong_field")
    await call(bureau, number, "refused", reason="选址在禁设区域")
    status = await phone.good("GET", "/api/v1/visit/status")
    assert (status["state"], status["refusal"]) == ("closed", "选址在禁设区域")
    assert status["now"]["zh"] == "审批部门决定不予许可"
    contrary = await call(bureau, number, "issued", **LICENCE)
    assert contrary[1]["effect"] == "contradicts"
    assert (await phone.good("GET", "/api/v1/visit/status"))["licence"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"licence_number": "JY2371082001234"},
        {"licence_number": "SC23710820012345"},
        {"valid_until": "2026-11-24"},
        {"issued_on": "25.11.2026"},
    ],
)
async def test_a_licence_that_can_not_be_one_is_refused_and_nothing_is_kept(bureau, changed):
    number = await stands(bureau, State.PUSHED)
    status, problem = await call(bureau, number, "issued", **{**LICENCE, **changed})
    assert (status, problem["code"]) == (422, "http.wrong_field")
    assert await state_of(bureau) is State.PUSHED
    assert (await call(bureau, number, "issued", **LICENCE))[1]["effect"] == "applied"


async def test_a_link_to_another_host_is_left_out(bureau, phone):
    number = await stands(bureau, State.PUSHED)
    link = {"download_url": "https://evil.example/l/1.ofd"}
    await call(bureau, number, "issued", **{**LICENCE, **link})
    status = await phone.good("GET", "/api/v1/visit/status")
    assert status["licence"]["download_url"] is None


async def test_a_wrong_stale_or_missing_signature_is_not_let_in(bureau, clock):
    number = await stands(bureau, State.PUSHED)
    at = clock.now()
    clock.move(minutes=6)
    for answer in (
        await call(bureau, number, "issued", secret="guessed", **LICENCE),
        await call(bureau, number, "issued", at=at, **LICENCE),
        await (await bureau.browser()).ask("POST", ADDRESS, json={}),
    ):
        assert (answer[0], answer[1]["code"]) == (401, "licensing.callback_not_genuine")
    assert await state_of(bureau) is State.PUSHED


async def test_a_number_nobody_has_is_not_found(bureau):
    status, problem = await call(bureau, "YK20990101-0001", "issued", **LICENCE)
    assert (status, problem["code"]) == (404, "not_found")


async def test_what_was_told_stays(bureau, tmp_path):
    number = await stands(bureau, State.PUSHED)
    await call(bureau, number, "issued", **LICENCE)
    with sqlite3.connect(tmp_path / "yunkan.db") as raw:
        for statement in (
            "UPDATE licence SET number = 'JY0'",
            "DELETE FROM licence",
            "UPDATE licensing_callback SET words = 'x'",
            "DELETE FROM licensing_callback",
            "INSERT OR REPLACE INTO licence SELECT * FROM licence",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="no row is replaced"):
                raw.execute(statement)


async def test_the_simulator_calls_back_what_it_was_told_to(bureau, clock):
    number = await stands(bureau, State.PUSHED)
    door = await bureau.browser()
    url = str(door.client.make_url(ADDRESS))
    await CallingBack(url, SECRET, ("mailed", "issued"), clock).tell(number)
    assert await state_of(bureau) is State.CLOSED
