"""Looking back during a call: timelines, films in pieces, a past moment as evidence."""

import asyncio
import io
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import av
import pytest

from foundation import audit
from foundation.clock import SystemClock
from inspection.evidence import service as evidence_service
from tests.support.films import film_of_phone
from tests.support.house import open_bureau
from webrtc.phone import PanoramaCamera, WhipPublisher

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock():
    return SystemClock()  # films carry the times of the packets


@pytest.fixture
async def call(bureau, wang, phone):
    """An open call in which the applicant's phone streams; its whip seat."""
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    base = str(phone.client.make_url(""))
    camera = PanoramaCamera.of_room(None)
    published = await WhipPublisher.publish(
        phone.client.session, base + seat["whip"], seat["token"], camera
    )
    yield seat
    await published.close()


async def timeline(browser, bureau, seconds=0.0):
    """The applicant's recording, once so much of it can be seen."""
    while True:
        answer = await browser.good("GET", f"/api/v1/cases/{bureau.case_id}/recordings")
        for one in answer["recordings"]:
            seen = sum(span["to_ms"] - span["from_ms"] for span in one["spans"])
            if one["participant"] == "applicant" and seen >= seconds * 1000:
                return one


async def piece(browser, url, wanted):
    headers = {"Sec-Fetch-Site": "same-origin", **({"Range": wanted} if wanted else {})}
    async with browser.client.get(url, headers=headers) as response:
        return response.status, response.headers.get("Content-Range"), await response.read()


async def test_a_film_is_read_in_pieces_while_it_is_recorded(bureau, wang, call):
    recording = await timeline(wang, bureau, seconds=2)
    assert recording["room"] == call["room"]
    assert recording["ended_ms"] is None
    (part,) = recording["parts"]
    status, said, header = await piece(wang, part["url"], f"bytes=0-{part['header_bytes'] - 1}")
    assert (status, len(header)) == (206, part["header_bytes"])
    assert said.startswith(f"bytes 0-{part['header_bytes'] - 1}/")
    _, at = part["entries"][0]
    status, _, media = await piece(wang, part["url"], f"bytes={at}-{part['bytes'] - 1}")
    assert status == 206
    with av.open(io.BytesIO(header + media)) as film:
        assert sum(1 for _ in film.decode(video=0)) > 10
    status, _, whole = await piece(wang, part["url"], None)
    assert status == 200
    assert whole.startswith(header + media)
    later = await timeline(wang, bureau, seconds=4)
    assert later["parts"][0]["bytes"] > part["bytes"]


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ("bytes=99999999999-", 416),
        ("bytes=5-2", 200),
        ("bytes=a-b", 200),
        ("bytes=0-10,20-30", 200),
        ("pages=1-2", 200),
        ("bytes=-10", 206),
        ("bytes=0-99999999999", 206),
    ],
)
async def test_odd_ranges_are_answered_as_the_standard_says(bureau, wang, call, wanted, status):
    (part,) = (await timeline(wang, bureau, seconds=1))["parts"]
    assert (await piece(wang, part["url"], wanted))[0] == status


async def test_a_past_moment_becomes_evidence_and_says_that_it_is_from_the_recording(
    bureau, wang, call
):
    recording = await timeline(wang, bureau, seconds=3)
    at_ms = recording["spans"][0]["from_ms"] + 1500
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    kept = await wang.good(
        "POST",
        f"/api/v1/cases/{bureau.case_id}/captures",
        json={"item": "KL-01", "at": at.isoformat()},
    )
    assert kept["kind"] == "recorded"
    captured = datetime.fromisoformat(kept["captured_at"])
    assert timedelta() <= at - captured < timedelta(seconds=0.2)
    assert datetime.fromisoformat(kept["kept_at"]) - captured > SECOND
    original = await wang.good("GET", f"/api/v1/evidence/{kept['id']}/original")
    assert sha256(original).hexdigest() == kept["sha256"]
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert [one["id"] for one in case["evidence"]] == [kept["id"]]


async def test_a_moment_without_a_picture_is_no_evidence(bureau, wang, call):
    await timeline(wang, bureau, seconds=1)
    for at in ("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
        refusal = await wang.refused(
            "POST",
            f"/api/v1/cases/{bureau.case_id}/captures",
            json={"item": "KL-01", "at": at},
        )
        assert refusal == (409, "recording.nothing_there")
    refusal = await wang.refused(
        "POST",
        f"/api/v1/cases/{bureau.case_id}/captures",
        json={"item": "KL-01", "at": "2026-11-25T10:00:00"},
    )
    assert refusal == (422, "http.wrong_field"), "a time without a zone is no moment"


async def test_the_recording_ends_with_the_call_and_can_be_seen_after_it(bureau, wang, call):
    before = await timeline(wang, bureau, seconds=1)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call/end")
    while (recording := await timeline(wang, bureau))["ended_ms"] is None:
        pass
    assert recording["ended_ms"] > before["spans"][0]["to_ms"]
    status, _, whole = await piece(wang, recording["parts"][0]["url"], None)
    assert status == 200
    with av.open(io.BytesIO(whole)) as film:
        assert film.duration > 0.9 * 10**6


async def test_the_films_of_a_case_are_its_staffs_alone(bureau, wang, phone, call):
    (part,) = (await timeline(wang, bureau, seconds=1))["parts"]
    listing = f"/api/v1/cases/{bureau.case_id}/recordings"
    for browser, status in (
        (await bureau.foreign_inspector(), 404),
        (await bureau.staff("sun"), 404),
        (phone, 401),
        (await bureau.browser(), 401),
    ):
        for path in (listing, part["url"]):
            assert (await browser.refused("GET", path))[0] == status
    # another case of the same inspector leads to no film of this one
    cases = (await wang.good("GET", "/api/v1/cases"))["cases"]
    own = [one["id"] for one in cases if one["is_mine"] and one["id"] != bureau.case_id]
    for other in own:
        path = part["url"].replace(bureau.case_id, other)
        assert await wang.refused("GET", path) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "{room}/applicant/index.jsonl",
        "{room}/applicant/..%2f..%2f..%2fyunkan.db",
        "{room}/../001.webm",
        "..%2f{room}/applicant/001.webm",
        "{room}/applicant%00/001.webm",
    ],
)
async def test_nothing_but_films_can_be_read(bureau, wang, call, path):
    await timeline(wang, bureau, seconds=1)
    base = f"/api/v1/cases/{bureau.case_id}/recordings"
    status, _, _ = await piece(wang, f"{base}/{path.format(room=call['room'])}", None)
    assert status == 404


async def test_what_the_phone_filmed_in_a_gap_is_in_the_timeline_and_marked(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    content = film_of_phone()
    began = datetime.now(UTC)
    digest = sha256(content).hexdigest()
    path = f"/api/v1/visit/films/{digest}"
    query = {"began_at": began.isoformat()}
    for _ in range(2):
        kept = await phone.good("PUT", path, data=content, params=query)
    recording = await timeline(wang, bureau)
    assert [(one["part"], one["is_backfilled"]) for one in recording["spans"]] == [
        (f"{kept['name']}.webm", True)
    ]
    assert recording["spans"][0]["from_ms"] == round(began.timestamp() * 1000)
    status, _, whole = await piece(wang, recording["parts"][0]["url"], None)
    assert status == 200
    assert whole[:4] == b"\x1a\x45\xdf\xa3"


async def test_a_malformed_film_is_refused_in_words_and_leaves_nothing(
    bureau, wang, phone, tmp_path
):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    now, content = datetime.now(UTC), film_of_phone(count=5)
    right = sha256(content).hexdigest()
    long_ago = now - timedelta(days=1)
    for digest, body, at, expected in (
        (sha256(b"garbage").hexdigest(), b"garbage", now, (400, "recording.not_a_film")),
        ("0" * 64, content, now, (409, "recording.hash_mismatch")),
        ("nonsense", content, now, (422, "http.wrong_field")),
        (right, content, long_ago, (409, "recording.outside_the_call")),
        (right, content, now + timedelta(hours=1), (409, "recording.outside_the_call")),
    ):
        refusal = await phone.refused(
            "PUT", f"/api/v1/visit/films/{digest}", data=body, params={"began_at": at.isoformat()}
        )
        assert refusal == expected
    assert await phone.refused("PUT", f"/api/v1/visit/films/{right}", data=content) == (
        422,
        "http.wrong_field",
    )
    assert not [one for one in tmp_path.glob("recordings/**/*") if one.is_file()]


async def test_no_film_is_taken_from_who_has_not_agreed(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    visit = await phone.good("GET", "/api/v1/visit")
    await phone.good(
        "POST",
        "/api/v1/visit/consent",
        json={"version": visit["consent"]["version"], "is_given": False},
    )
    content = film_of_phone(count=5)
    refusal = await phone.refused(
        "PUT",
        f"/api/v1/visit/films/{sha256(content).hexdigest()}",
        data=content,
        params={"began_at": datetime.now(UTC).isoformat()},
    )
    assert refusal == (409, "visit.consent_missing")


async def test_a_bureau_may_decide_to_record_nothing(database, clock, tmp_path, aiohttp_client):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, record_calls=False)
    wang = await bureau.staff("wang")
    assert bureau.house.engine is not None
    answer = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/recordings")
    assert answer["recordings"] == []


async def test_a_media_process_that_is_killed_leaves_a_gap_and_the_recording_goes_on(
    database, clock, tmp_path, aiohttp_client
):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, media_processes=1)
    wang = await bureau.staff("wang")
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    base, camera = str(phone.client.make_url("")), PanoramaCamera.of_room(None)

    async def publish():
        return await WhipPublisher.publish(
            phone.client.session, base + seat["whip"], seat["token"], camera
        )

    first = await publish()
    before = await timeline(wang, bureau, seconds=3)
    (slot,) = bureau.house.fleet.slots
    os.kill(slot.process.pid, signal.SIGKILL)
    killed_ms = time.time() * 1000
    second = None
    async with asyncio.timeout(20):
        while second is None:
            try:
                second = await publish()
            except ConnectionError:
                await asyncio.sleep(0.1)
    seen = sum(one["to_ms"] - one["from_ms"] for one in before["spans"]) / 1000
    after = await timeline(wang, bureau, seconds=seen + 2)
    assert [one["name"] for one in after["parts"]] == ["001.webm", "002.webm"]
    (gap,) = after["gaps"]
    assert gap["cause"] == "service"
    assert killed_ms - gap["from_ms"] < 1500, "the last second at most, and the way of a packet"
    assert gap["to_ms"] == after["parts"][1]["began_ms"]
    await first.close()
    await second.close()


async def test_the_log_knows_who_opened_a_film_once_per_opening(bureau, wang, call):
    (part,) = (await timeline(wang, bureau, seconds=2))["parts"]
    header = f"bytes=0-{part['header_bytes'] - 1}"
    for wanted in (header, f"bytes={part['header_bytes']}-", "bytes=9-20"):
        await piece(wang, part["url"], wanted)
    async with bureau.database.reading() as view:
        entries = await audit.entries_about(view, bureau.case_id)
    opened = [one for one in entries if one.action == "case.film_opened"]
    assert [one.facts["film"] for one in opened] == ["001.webm"]
    assert opened[0].actor == (await wang.good("GET", "/api/v1/me"))["user"]["id"]


async def test_some_seconds_of_the_recording_become_a_clip_with_its_poster(bureau, wang, call):
    worker = asyncio.create_task(bureau.house.worker.run())
    recording = await timeline(wang, bureau, seconds=4)
    path = f"/api/v1/cases/{bureau.case_id}/clips"
    since = datetime.fromtimestamp((recording["spans"][0]["from_ms"] + 500) / 1000, UTC)
    past = {"item": "EX-17", "seconds": 2, "since": since.isoformat()}
    for body in (past, {"item": "EX-17", "seconds": 2}):
        kept = await wang.good("POST", path, json=body)
        assert kept["kind"] == "clip"
        assert 1500 <= kept["duration_ms"] <= 4500, "a clip begins with a keyframe"
        content = await wang.good("GET", f"/api/v1/evidence/{kept['id']}/original")
        assert sha256(content).hexdigest() == kept["sha256"]
        with av.open(io.BytesIO(content)) as film:
            frames = list(film.decode(video=0))
        assert frames[0].key_frame
        assert frames[0].time == pytest.approx(0, abs=0.05), "counted from its own beginning"
        assert frames[-1].time == pytest.approx(kept["duration_ms"] / 1000, abs=0.05)
        poster = await wang.good("GET", f"/api/v1/evidence/{kept['id']}/poster")
        assert poster.startswith(b"\xff\xd8\xff")
    assert datetime.fromisoformat(kept["captured_at"]) > since
    async with asyncio.timeout(20):
        while True:
            case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
            if all(one["has_thumbnail"] for one in case["evidence"]):
                break
    worker.cancel()


async def test_a_clip_of_a_gap_of_nothing_and_one_too_long_are_refused(bureau, wang, phone, call):
    await timeline(wang, bureau, seconds=1)
    path = f"/api/v1/cases/{bureau.case_id}/clips"
    body = {"item": "EX-17", "seconds": 2}
    for at in ("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
        refusal = await wang.refused("POST", path, json={**body, "since": at})
        assert refusal == (409, "recording.nothing_there")
    for wrong in ({"seconds": 61}, {"seconds": 0}, {"since": "2026-11-25T10:00:00"}):
        assert (await wang.refused("POST", path, json={**body, **wrong}))[1] == "http.wrong_field"
    assert (await wang.refused("POST", path, json={**body, "item": "OF-99"}))[0] == 404
    foreign = await bureau.foreign_inspector()
    assert (await foreign.refused("POST", path, json=body))[0] == 404
    assert (await phone.refused("POST", path, json=body))[0] in (401, 404)


async def test_captures_without_end_are_refused_and_those_kept_stay(
    bureau, wang, call, monkeypatch
):
    monkeypatch.setattr(evidence_service, "MOST_FRAMES", 1)
    monkeypatch.setattr(evidence_service, "MOST_CLIPS", 1)
    await timeline(wang, bureau, seconds=2)
    path = f"/api/v1/cases/{bureau.case_id}"
    for name, body in (("captures", {"item": "EX-17"}), ("clips", {"item": "EX-17", "seconds": 1})):
        kept = await wang.good("POST", f"{path}/{name}", json=body)
        refusal = await wang.refused("POST", f"{path}/{name}", json=body)
        assert refusal == (409, "evidence.too_many_captures")
        assert await wang.good("GET", f"/api/v1/evidence/{kept['id']}/original")
