"""What a phone with a wrong clock or a bad intention can do to its own case and to the service."""

import pytest

from inspection.evidence import service as evidence_service
from inspection.live import hub as live_hub
from tests.support.house import take_still
from tests.support.pictures import jpeg


@pytest.fixture
async def seat(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    return await phone.good("POST", "/api/v1/visit/call")


async def hears(socket, kind):
    while (frame := await socket.receive_json(timeout=5))["type"] != kind:
        pass
    return frame


@pytest.mark.parametrize(
    "taken_at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2031-01-01T00:00:00Z"]
)
async def test_a_phone_whose_clock_is_years_off_takes_photos_of_now(
    bureau, wang, phone, seat, taken_at
):
    socket = await phone.socket(seat["socket"])
    kept = await take_still(phone, socket, "KL-01", jpeg(), "still-0001", taken_at=taken_at)
    assert kept["captured_at"] == bureau.clock.now().isoformat()
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    await socket.close()


async def test_the_applicants_page_hears_nothing_of_how_the_push_goes(bureau, wang, phone, seat):
    own = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    desk, hand = await wang.socket(own["socket"]), await phone.socket(seat["socket"])
    await desk.send_json({"type": "hello"})
    await hand.send_json({"type": "hello"})
    before = (await hears(hand, "welcome"))["last_seq"]
    bureau.house.hub.announce(bureau.case_id, "deliveries", {"deliveries": []})
    await desk.send_json({"type": "chat", "text": "完成"})
    await hears(desk, "deliveries")
    while (frame := await hand.receive_json(timeout=5))["type"] != "chat":
        assert frame["type"] != "deliveries"
    await hand.close()

    again = await phone.socket(seat["socket"])
    await again.send_json({"type": "hello", "last_seq": before})
    while (frame := await again.receive_json(timeout=5))["type"] != "chat":
        assert frame["type"] != "deliveries", "what was missed is caught up with the same way"
    await again.close()
    await desk.close()


async def test_a_phone_with_too_many_tabs_does_not_lock_the_inspectors_out(
    bureau, wang, phone, seat
):
    own = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    tabs = [await phone.socket(seat["socket"]) for _ in range(live_hub.MOST_PAGES)]
    desk = await wang.socket(own["socket"])
    await desk.send_json({"type": "hello"})
    await hears(desk, "welcome")
    await desk.close()
    for tab in tabs:
        await tab.close()


async def test_photos_without_end_are_refused_with_another_way_to_go_on(
    bureau, phone, seat, monkeypatch
):
    monkeypatch.setattr(evidence_service, "MOST_STILLS", 2)
    socket = await phone.socket(seat["socket"])
    for number in range(2):
        await take_still(phone, socket, "KL-01", jpeg(str(number)), f"still-000{number}")
    commit = {"type": "commit", "id": "still-0003", "item": "KL-01", "sha256": "0" * 64}
    await socket.send_json(
        commit | {"width_px": 1, "height_px": 1, "taken_at": "2026-11-24T02:00:00Z"}
    )
    assert (await hears(socket, "problem"))["code"] == "evidence.too_many_stills"
    await take_still(phone, socket, "KL-01", jpeg("1"), "still-0001")  # a repeat is still harmless
    await socket.close()
