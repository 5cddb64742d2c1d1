"""The published documents say what the service does: every route, every answer, every frame.

`tests/support/house.py` holds each answer of each API test to the OpenAPI document as well.
"""

import asyncio
import json

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from foundation.http.app import new_app
from foundation.http.openapi import document
from foundation.http.operation import ANYBODY, UndescribedRoute, operation
from inspection.live.frames import client_frame
from inspection.live.observer import RoomNews
from inspection.live.watchers import Watchers
from inspection.published import must_be_described, socket_schema
from tests.support.contract import Contract, complain, room_says
from tests.support.house import open_bureau, take_still
from tests.support.pictures import drawn_signature, jpeg
from webrtc.engine import PublisherFigures, RoomFigures, ViewerFigures
from webrtc.metrics import MediaMetrics
from webrtc.policing import Excess


def app_with(handler):
    app = new_app()
    app.add_routes([web.get("/api/v1/things/{thing}", handler)])
    return app


async def nobody_said(_request):
    return web.json_response({})


async def test_a_route_nobody_described_stops_the_service_from_starting():
    with pytest.raises(UndescribedRoute, match=r"GET /api/v1/things/\{thing\}"):
        must_be_described(app_with(nobody_said))


async def test_a_described_route_appears_with_its_policy_and_its_parameters():
    @operation("看一样东西", "See a thing", ANYBODY, gives=dict[str, str])
    async def described(_request):
        return web.json_response({})

    told = document(app_with(described))["paths"]["/api/v1/things/{thing}"]["get"]
    assert told["summary"] == "看一样东西 · See a thing"
    assert told["x-policy"] == {"id": "anybody", "callers": ["everybody"]}
    assert [one["name"] for one in told["parameters"]] == ["thing"]


async def test_every_route_of_the_running_service_is_in_the_document(bureau):
    browser = await bureau.browser()
    served = await browser.good("GET", "/api/openapi.json")
    assert served["openapi"] == "3.1.0"
    in_document = {
        (method.upper(), path) for path, methods in served["paths"].items() for method in methods
    }
    in_app = {
        (route.method, route.resource.canonical)
        for route in bureau.house.app.router.routes()
        if route.method != "HEAD"
    }
    assert in_document == in_app
    assert len(in_app) > 40


async def test_every_operation_has_a_policy_both_languages_and_a_name_of_its_own(bureau):
    told = [
        one for methods in document(bureau.house.app)["paths"].values() for one in methods.values()
    ]
    for one in told:
        assert one["x-policy"]["id"], one["summary"]
        assert one["x-policy"]["callers"], one["summary"]
        zh, _, en = one["summary"].partition(" · ")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), one["summary"]
        assert en.isascii(), one["summary"]
    assert len({one["operationId"] for one in told}) == len(told)


async def test_every_reference_of_the_document_resolves(bureau):
    openapi = document(bureau.house.app)
    known = {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}
    text = json.dumps(openapi)
    used = {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}
    assert used == known, "nothing is missing, nothing lies unused"
    for schema in openapi["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


async def test_an_answer_with_an_undescribed_field_or_status_is_found(bureau):
    contract = Contract.of(bureau.house.app)
    user = {"id": "1", "username": "a", "name": "b", "role": "clerk", "department": "c"}
    user |= {"reviews": "", "unit": "bureau"}
    me = {"user": user, "must_change_password": False}
    contract.check("GET", "/api/v1/me", 200, "application/json", me)
    with pytest.raises(AssertionError, match="shoe_size"):
        contract.check(
            *("GET", "/api/v1/me", 200, "application/json"),
            {**me, "user": {**user, "shoe_size": 44}},
        )
    with pytest.raises(AssertionError, match="418"):
        contract.check("GET", "/api/v1/me", 418, "application/json", {})


def test_the_socket_schema_names_who_may_send_each_frame():
    frames = socket_schema()["$defs"]
    senders = {
        name: frame["x-policy"]["id"] for name, frame in frames.items() if "x-policy" in frame
    }
    assert senders == {
        "Hello": "case.room",
        "Ping": "case.room",
        "Chat": "case.room",
        "ShowItem": "case.attendants",
        "WantStill": "case.attendants",
        "WantSnapshot": "case.attendants",
        "Point": "case.attendants",
        "Torch": "case.attendants",
        "Quality": "case.inspectors",
        "Cap": "case.inspectors",
        "Watching": "case.attendants",
        "PictureSeen": "case.attendants",
        "Commit": "applicant",
        "Camera": "applicant",
        "Placed": "applicant",
        "NotPlaced": "applicant",
        "ClockRead": "applicant",
        "Obeys": "applicant",
    }


@pytest.mark.parametrize(
    ("frame", "is_good"),
    [
        ({"type": "hello", "last_seq": 3}, True),
        ({"type": "point", "x": 0.5, "y": 1}, True),
        ({"type": "point", "x": 1.5, "y": 1}, False),
        ({"type": "chat", "text": ""}, False),
        ({"type": "dance"}, False),
        ({"type": "torch", "on": True, "colour": "red"}, False),
        ({"type": "cap", "bps": None}, True),
        ({"type": "cap", "bps": 1}, False),
        (
            {"type": "watching", "publisher": "a", "width_px": 1, "height_px": 1, "freezes": -1},
            False,
        ),
    ],
)
def test_schema_and_service_agree_on_what_a_page_may_send(frame, is_good):
    schema = Draft202012Validator({"$ref": "#/$defs/FromPage", **socket_schema()})
    assert schema.is_valid(frame) is is_good
    if is_good:
        client_frame.validate_python(frame)
    else:
        with pytest.raises(ValidationError):
            client_frame.validate_python(frame)


async def listen(socket, heard, happened):
    async for message in socket:
        heard.append(message.json())
        if (event := happened.get(heard[-1]["type"])) is not None:
            event.set()


def a_stream():
    return PublisherFigures("applicant", "video/vp8", 9, 900, 0, 1, 90_000, rtt_s=0.05)


async def there_and_back(bureau, wang, path):
    """The second inspector hands her seat over and takes it back."""
    await bureau.foreign_inspector()
    people = (await wang.good("GET", f"{path}/candidates"))["people"]
    ids = {one["name"]: one["id"] for one in people}
    for second in ("钱进", "赵晓燕"):
        body = {"inspectors": [ids["王建国"], ids[second]], "reason": "临时离开"}
        await wang.good("PUT", f"{path}/transfer", json=body)


async def test_a_whole_inspection_says_over_its_sockets_only_what_is_published(
    database, clock, tmp_path, aiohttp_client
):
    nobody_listens = {"licensing_url": "http://127.0.0.1:9", "licensing_secret": "of this test"}
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, **nobody_listens)
    wang, zhao = await bureau.staff("wang"), await bureau.staff("zhao")
    phone = await bureau.applicant(wang, bureau.case_id)
    path = f"/api/v1/cases/{bureau.case_id}"
    seat = await wang.good("POST", f"{path}/call")
    own = await phone.good("POST", "/api/v1/visit/call")
    desk, hand = await wang.socket(seat["socket"]), await phone.socket(own["socket"])
    heard, happened = [], {"deliveries": asyncio.Event(), "ended": asyncio.Event()}
    await hand.send_json({"type": "hello"})
    while not heard or heard[-1]["type"] != "clock_wanted":
        heard.append(await hand.receive_json(timeout=5))
    listening = asyncio.create_task(listen(desk, heard, happened))
    await desk.send_json({"type": "hello"})
    await hand.send_json({"type": "hello"})
    await desk.send_json({"type": "item", "item": "KL-01"})
    await desk.send_json({"type": "want_still", "item": "KL-01"})
    await desk.send_json({"type": "point", "x": 0.2, "y": 0.9})
    await desk.send_json({"type": "torch", "on": True})
    await desk.send_json({"type": "picture", "state": "black"})
    await desk.send_json({"type": "quality", "rung": "slow"})
    await desk.send_json({"type": "want_snapshot"})
    await desk.send_json({"type": "ping"})
    await desk.send_json({"type": "dance"})
    await hand.send_json({"type": "no_position", "why": "denied"})
    await wang.good("POST", f"{path}/challenges")
    await hand.send_json({"type": "camera", "state": "hidden", "cause": "app switch"})
    await hand.send_json({"type": "chat", "text": "好的"})
    await take_still(phone, hand, "KL-01", jpeg(), "still-0001")
    await hand.send_json(
        {"type": "obeyed", "rung": "slow", "cap_bps": 2_500_000, "is_in_force": True}
    )
    await phone.good("PUT", "/api/v1/visit/snapshot", data=jpeg())
    plane = RoomNews(
        bureau.house.hub, MediaMetrics(), bureau.house.steering, Watchers(bureau.clock)
    )
    plane.bind(seat["room"], bureau.case_id)
    plane.publisher_silent(seat["room"], "applicant")
    plane.publisher_closed(seat["room"], "applicant", Excess.BITRATE)
    plane.figures(seat["room"], RoomFigures((a_stream(),), (ViewerFigures("user_1", "applicant"),)))
    measured = await take_still(phone, hand, "EX-03", jpeg(), "still-0002")
    value = {"quantity": 0, "value": "1.85", "evidence": measured["id"]}
    await wang.good("PUT", f"{path}/readings/EX-03", json=value)
    await there_and_back(bureau, wang, path)
    await bureau.judge_everything()
    await wang.good("POST", f"{path}/record")
    await wang.good("DELETE", f"{path}/record")
    record = await wang.good("POST", f"{path}/record")
    for number, (who, address) in enumerate(
        [
            (wang, f"{path}/signatures"),
            (zhao, f"{path}/signatures"),
            (phone, "/api/v1/visit/signature"),
        ]
    ):
        ink = drawn_signature("王" * (number + 1))
        body = {"png_base64": ink, "record_sha256": record["sha256"]}
        await who.good("POST", address, json=body)
    for who, address in ((wang, path), (phone, "/api/v1/visit")):
        assert (await who.good("GET", address))["record"]["is_complete"]
    await wang.good("GET", "/api/v1/sample-rooms")
    await wang.good("GET", "/api/v1/sample-rooms/t2")
    async with asyncio.timeout(20):
        await happened["deliveries"].wait()
        await wang.good("POST", f"{path}/call/end")
        await happened["ended"].wait()
    await hand.close()
    await desk.close()
    await listening
    for frame in heard:
        complain(room_says(), frame, frame["type"])
    named = socket_schema()["$defs"]["FromRoom"]["discriminator"]["mapping"]
    assert {frame["type"] for frame in heard} == set(named), "every kind the schema names was heard"
