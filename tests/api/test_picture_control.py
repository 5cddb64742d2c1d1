"""The desk steers how much picture a phone sends, and sees stills where no video comes."""

import asyncio

import pytest

from tests.support.pictures import jpeg

SNAPSHOT = "/api/v1/visit/snapshot"
HD_CAP = 2_500_000


@pytest.fixture
async def call(bureau, wang, phone):
    """Both seats and both sockets of an open call, welcomed."""
    seats = [
        await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call"),
        await phone.good("POST", "/api/v1/visit/call"),
    ]
    sockets = [
        await one.socket(seat["socket"]) for one, seat in zip((wang, phone), seats, strict=True)
    ]
    for socket in sockets:
        await welcomed(socket)
    yield (*seats, *sockets)
    for socket in sockets:
        await socket.close()


async def welcomed(socket):
    await socket.send_json({"type": "hello"})
    return await heard(socket, "welcome")


async def heard(socket, kind):
    """The next frame of this kind; the room refuses nothing on the way."""
    async with asyncio.timeout(5):
        while (frame := await socket.receive_json())["type"] != kind:
            assert frame["type"] != "problem", frame
    return frame


async def stills_in_force(desk, hand):
    await desk.send_json({"type": "quality", "rung": "stills"})
    await heard(hand, "quality")
    word = {"type": "obeyed", "rung": "stills", "cap_bps": HD_CAP, "is_in_force": True}
    await hand.send_json(word)
    return await heard(desk, "obeyed")


async def test_a_rung_is_told_before_any_picture_came_and_again_to_a_page_that_reloads(call, phone):
    _, seat, desk, hand = call
    await desk.send_json({"type": "quality", "rung": "sd"})
    told = await heard(hand, "quality")
    assert (told["rung"], told["reason"], told["is_pinned"]) == ("sd", "manual", True)
    again = await phone.socket(seat["socket"])
    quality = (await welcomed(again))["quality"]
    assert (quality["rung"], quality["is_pinned"], quality["cap_bps"]) == ("sd", True, HD_CAP)
    await again.close()


async def test_every_step_is_in_the_case_with_who_from_what_to_what_and_why(bureau, wang, call):
    _, _, desk, hand = call
    word = await stills_in_force(desk, hand)
    assert (word["from"], word["rung"], word["is_in_force"]) == ("applicant", "stills", True)
    await desk.send_json({"type": "cap", "bps": 500_000})
    assert (await heard(hand, "quality"))["cap_bps"] == 500_000
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    told = [(one["who"], one["zh"]) for one in case["story"]]
    for line in (
        ("王建国", "手机画质：高清 720p → 静态图（人工选择）"),
        ("李桂芳", "手机已改为静态图"),
        ("王建国", "带宽上限 2500 → 500 kbps"),
    ):
        assert line in told, told


async def test_without_video_nothing_is_captured_and_the_full_still_is_pointed_to(
    bureau, wang, call
):
    _, _, desk, hand = call
    path = f"/api/v1/cases/{bureau.case_id}/captures"
    assert await wang.refused("POST", path, json={"item": "KL-01"}) == (409, "media.stale_picture")
    await stills_in_force(desk, hand)
    status, body = await wang.ask("POST", path, json={"item": "KL-01"})
    assert (status, body["code"]) == (409, "call.picture_off")
    assert "要手机原图" in body["detail_zh"]
    assert "full still" in body["detail_en"]
    await desk.send_json({"type": "want_still", "item": "KL-01"})
    assert (await heard(hand, "still_wanted"))["item"] == "KL-01"


async def test_the_newest_still_is_seen_by_those_in_the_room_and_by_nobody_else(
    bureau, wang, phone, call
):
    desk, hand = call[2:]
    address = f"/api/v1/cases/{bureau.case_id}/snapshot"
    assert await wang.refused("GET", address) == (409, "call.no_snapshot")
    first, second = jpeg("1", (960, 540)), jpeg("2", (960, 540))
    await phone.good("PUT", SNAPSHOT, data=first)
    told = await heard(desk, "snapshot")
    assert (told["width_px"], told["height_px"]) == (960, 540)
    await phone.good("PUT", SNAPSHOT, data=second)
    assert (await heard(desk, "snapshot"))["number"] > told["number"]
    assert await wang.good("GET", address) == second
    zhao = await bureau.staff("zhao")
    assert await zhao.refused("GET", address) == (409, "call.no_snapshot"), "not in the room"
    stranger = await bureau.foreign_inspector()
    assert (await stranger.refused("GET", address))[0] == 404
    seat = await zhao.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    other = await zhao.socket(seat["socket"])
    assert (await welcomed(other))["snapshot"]["number"] > told["number"]
    assert await zhao.good("GET", address) == second
    await other.close()
    assert (await welcomed(hand))["snapshot"] is None, "the phone knows what it sent"
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["evidence"] == []


async def test_what_is_no_small_jpeg_or_comes_in_a_flood_is_not_kept(phone, call):
    assert await phone.refused("PUT", SNAPSHOT, data=b"<svg/>") == (400, "call.not_a_snapshot")
    status, _ = await phone.refused("PUT", SNAPSHOT, data=jpeg() + bytes(300_000))
    assert status == 413
    answers = [await phone.ask("PUT", SNAPSHOT, data=jpeg()) for _ in range(6)]
    refused = [body["code"] for status, body in answers if status == 429]
    assert set(refused) == {"call.snapshot_too_often"}
    assert 0 < len(refused) < 6


async def test_a_consent_taken_back_and_an_ended_call_leave_no_still(bureau, wang, phone, call):
    address = f"/api/v1/cases/{bureau.case_id}/snapshot"
    await phone.good("PUT", SNAPSHOT, data=jpeg())
    assert await wang.good("GET", address)
    version = (await phone.good("GET", "/api/v1/visit"))["consent"]["version"]
    answer = {"version": version, "is_given": False}
    await phone.good("POST", "/api/v1/visit/consent", json=answer)
    assert (await wang.refused("GET", address))[1] == "call.no_snapshot"
    assert (await phone.refused("PUT", SNAPSHOT, data=jpeg()))[1] == "visit.consent_missing"
    await phone.good("POST", "/api/v1/visit/consent", json={**answer, "is_given": True})
    bureau.clock.move(seconds=5)
    await phone.good("PUT", SNAPSHOT, data=jpeg())
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call/end")
    assert (await wang.refused("GET", address))[1] == "call.no_snapshot"
    assert (await phone.refused("PUT", SNAPSHOT, data=jpeg()))[1] == "call.not_open"


async def test_a_ping_is_answered_and_keeps_no_sign_in_alive(bureau, call):
    desk = call[2]
    bureau.house.hub.active_proofs()
    for frame in (
        {"type": "ping"},
        {"type": "watching", "publisher": "applicant", "width_px": 9, "height_px": 9}
        | {"freezes": 0},
        {"type": "ping"},
    ):
        await desk.send_json(frame)
    await heard(desk, "pong")
    await heard(desk, "pong")
    assert bureau.house.hub.active_proofs() == set()
    await desk.send_json({"type": "chat", "text": "您好"})
    await heard(desk, "chat")
    assert len(bureau.house.hub.active_proofs()) == 1
