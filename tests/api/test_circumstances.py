"""Position, clock and codec around evidence: told by the phone, kept with the picture."""

import json
from datetime import datetime, timedelta

import pytest

from inspection.evidence import custody
from inspection.evidence.circumstances import Circumstances, circumstances_fact
from inspection.intake.demo import RESTAURANT
from inspection.live import consent
from tests.support.house import heard, take_still
from tests.support.pictures import jpeg

SHOP = {name: RESTAURANT.facts[name] for name in ("latitude", "longitude")}
HERE = {"type": "position", **SHOP, "accuracy_m": 15, "age_ms": 1000}


async def of_pictures(browser, bureau):
    case = await browser.good("GET", f"/api/v1/cases/{bureau.case_id}")
    return [one["circumstances"] for one in case["evidence"]]


async def test_a_photo_at_the_registered_address_says_so_to_the_desk_and_not_to_the_phone(
    bureau, wang, phone, sockets
):
    desk, pocket = sockets
    await pocket.send_json(HERE)
    where = await heard(desk, "whereabouts")
    assert (where["place"], where["distance_m"], where["accuracy_m"]) == ("at_address", 0, 15)
    await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001")
    told = (await heard(desk, "circumstances"))["circumstances"]
    assert told == (await of_pictures(wang, bureau))[0]
    assert told["place"]["code"] == "at_address"
    assert (told["accuracy_m"], told["position_age_s"]) == (15, 1)
    assert told["codec"] == "image/jpeg"
    visit = await phone.good("GET", "/api/v1/visit")
    assert "circumstances" not in visit["evidence"][0]
    await pocket.send_json({"type": "chat", "text": "好了"})
    kinds = set()
    while (frame := await pocket.receive_json(timeout=5))["type"] != "chat":
        kinds.add(frame["type"])
    assert kinds.isdisjoint({"circumstances", "whereabouts"})


async def test_a_photo_elsewhere_is_kept_and_called_far(bureau, wang, phone, sockets):
    _, pocket = sockets
    await pocket.send_json({**HERE, "latitude": SHOP["latitude"] + 0.02})
    await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001")
    (found,) = await of_pictures(wang, bureau)
    assert found["place"]["code"] == "far"
    assert found["distance_m"] == pytest.approx(2224, abs=10)


async def test_who_refuses_the_position_is_inspected_all_the_same(bureau, wang, phone, sockets):
    desk, pocket = sockets
    await pocket.send_json({"type": "no_position", "why": "denied"})
    where = await heard(desk, "whereabouts")
    assert (where["place"], where["why"]) == ("unknown", "denied")
    await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001")
    (found,) = await of_pictures(wang, bureau)
    assert (found["place"]["code"], found["distance_m"]) == ("unknown", None)
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})


@pytest.mark.parametrize(
    "wild",
    [
        {"latitude": 91},
        {"longitude": "east"},
        {"accuracy_m": -1},
        {"accuracy_m": 1e308},
        {"age_ms": 10**12},
        {"latitude": None},
        {"speed": 3},
    ],
)
async def test_a_position_that_can_not_be_is_refused_by_name(sockets, wild):
    desk, pocket = sockets
    await pocket.send_json({**HERE, **wild})
    while (frame := await pocket.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "call.wrong_frame"
    await desk.send_json(HERE)
    while (frame := await desk.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "call.wrong_frame", "not the desk's to tell"


async def test_the_desks_hear_of_one_position_in_two_seconds(bureau, sockets):
    desk, pocket = sockets
    for _ in range(5):
        await pocket.send_json(HERE)
    await pocket.send_json({"type": "chat", "text": "到了"})
    told = 0
    while (frame := await desk.receive_json(timeout=5))["type"] != "chat":
        told += frame["type"] == "whereabouts"
    assert told == 1
    bureau.clock.move(seconds=2)
    await pocket.send_json(HERE)
    await heard(desk, "whereabouts")


async def test_a_position_counts_only_under_the_consent_that_names_it(
    bureau, wang, phone, sockets, monkeypatch
):
    _, pocket = sockets
    await pocket.send_json(HERE)
    await phone.good(
        "POST", "/api/v1/visit/consent", json={"version": consent.VERSION, "is_given": False}
    )
    bureau.clock.move(seconds=2)
    await pocket.send_json(HERE)
    while (frame := await pocket.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "visit.consent_missing"
    await phone.good(
        "POST", "/api/v1/visit/consent", json={"version": consent.VERSION, "is_given": True}
    )
    await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001")
    assert (await of_pictures(wang, bureau))[0]["place"]["code"] == "unknown", "forgotten"
    monkeypatch.setattr(consent, "VERSION", "2026-12-24")
    bureau.clock.move(seconds=2)
    await pocket.send_json(HERE)
    while (frame := await pocket.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "visit.consent_missing"


async def test_the_phones_clock_is_measured_and_its_photos_get_the_servers_time(
    bureau, wang, phone, sockets
):
    _, pocket = sockets
    await heard(pocket, "clock_wanted")  # not answered
    bureau.clock.move(minutes=1)
    await pocket.send_json({"type": "camera", "state": "live"})
    question = (await heard(pocket, "clock_wanted"))["question"]
    now = bureau.clock.now()
    fast = now + timedelta(seconds=7)
    await pocket.send_json({"type": "clock", "question": question, "phone_at": fast.isoformat()})
    taken_at = (fast - timedelta(seconds=2)).isoformat()
    kept = await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001", taken_at=taken_at)
    assert datetime.fromisoformat(kept["captured_at"]) == now - timedelta(seconds=2)
    (found,) = await of_pictures(wang, bureau)
    assert (found["clock_offset_ms"], found["clock_error_ms"]) == (7000, 0)


async def test_the_custody_log_holds_the_hash_and_never_the_position(bureau, wang, phone, sockets):
    _, pocket = sockets
    await pocket.send_json(HERE)
    await take_still(phone, pocket, "KL-01", jpeg("a"), "still-00001")
    async with bureau.database.reading() as view:
        (entry,) = await custody.entries_of(view, bureau.case_id)
    facts = json.loads(entry.line)["facts"]
    expected = Circumstances("at_address", *SHOP.values(), 15.0, 1.0, 0.0, codec="image/jpeg")
    assert {**facts, **circumstances_fact(expected)} == facts
    assert str(SHOP["latitude"]) not in entry.line
