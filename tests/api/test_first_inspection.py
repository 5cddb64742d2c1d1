"""A whole inspection against the running service: a virtual phone, two inspectors over HTTP, a
licensing system that fails twice. Real processes, real WebRTC, real files.
"""

import asyncio
import io
from hashlib import sha256

import aiohttp
import pytest
from pypdf import PdfReader

from inspection.intake.demo import PASSWORD, RESTAURANT
from inspection.live.virtual_phone import VirtualPhone
from inspection.live.virtual_place import Fix
from tests.support.pictures import drawn_signature
from webrtc.phone import PanoramaCamera

WANTED = ("KL-01", "EX-01", "OF-01")


class Inspector:
    """An inspector's browser without the browser."""

    def __init__(self, service, http, user):
        self.service, self.http, self.user = service, http, user
        self.case = ""

    @classmethod
    async def signed_in(cls, service, name):
        http = aiohttp.ClientSession(
            service.origin, headers={"Origin": service.origin}, cookie_jar=aiohttp.CookieJar()
        )
        body = {"username": name, "password": PASSWORD}
        async with http.post("/api/v1/sign-in", json=body) as answer:
            user = (await answer.json())["user"]
        return cls(service, http, user)

    async def ask(self, method, path, **more):
        async with self.http.request(method, path, **more) as answer:
            body = await (answer.json() if "json" in answer.content_type else answer.read())
            assert answer.status < 300, (path, answer.status, body)
            return body

    async def of_case(self, method, path, **more):
        return await self.ask(method, f"/api/v1/cases/{self.case}{path}", **more)

    async def open_call(self):
        cases = (await self.ask("GET", "/api/v1/cases"))["cases"]
        self.case = next(one["id"] for one in cases if one["stoves"] == 4)
        self.seat = await self.of_case("POST", "/call")
        self.socket = await self.http.ws_connect(self.seat["socket"])
        await self.socket.send_json({"type": "hello"})

    async def hears(self, kind, within_s=20, **content):
        """Waits for a frame of this kind with this content."""
        async with asyncio.timeout(within_s):
            async for message in self.socket:
                frame = message.json()
                if frame["type"] == kind and content.items() <= frame.items():
                    return frame
        raise AssertionError(f"the socket ended before {kind}")

    async def sign(self):
        record = (await self.of_case("GET", ""))["record"]
        body = {"png_base64": drawn_signature(self.user["name"]), "record_sha256": record["sha256"]}
        return await self.of_case("POST", "/signatures", json=body)

    async def close(self):
        await self.http.close()


@pytest.fixture
async def phone(service, sample_room):
    here = Fix(float(RESTAURANT.facts["latitude"]), float(RESTAURANT.facts["longitude"]))
    made = VirtualPhone(service.applicant_link, PanoramaCamera.of_room(sample_room), print, here)
    walking = asyncio.create_task(made.run())
    yield made
    walking.cancel()
    await asyncio.gather(walking, return_exceptions=True)


@pytest.fixture
async def pair(service, phone):
    inspectors = [await Inspector.signed_in(service, name) for name in ("wang", "zhao")]
    for inspector in inspectors:
        await inspector.open_call()
    yield inspectors
    for inspector in inspectors:
        await inspector.close()


async def judge_all(inspector):
    case = await inspector.of_case("GET", "")
    for section in case["checklist"]["sections"]:
        for item in section["items"]:
            await inspector.of_case(
                "PUT", f"/findings/{item['id']}", json={"verdict": "pass", "note": "视频查看符合"}
            )


async def results(licensing, inspector):
    """Waits until the desk says delivered."""
    async with asyncio.timeout(60):
        while True:
            case = await inspector.of_case("GET", "")
            if case["deliveries"] and case["deliveries"][0]["state"] == "delivered":
                return case, await licensing.results()
            await asyncio.sleep(0.2)


async def test_a_whole_inspection_with_a_virtual_phone(service, licensing, phone, pair):
    wang, zhao = pair
    await wang.hears("publisher", participant="applicant", **{"is": "live"})
    for item in WANTED:
        await wang.socket.send_json({"type": "want_still", "item": item})
        while (await wang.hears("evidence"))["evidence"]["item_id"] != item:
            pass  # the copies of the one before are told too
    captured = await wang.of_case("POST", "/captures", json={"item": "EX-02"})
    assert (captured["kind"], captured["width_px"]) == ("frame", 960)

    around = [one["circumstances"] for one in (await wang.of_case("GET", ""))["evidence"]]
    assert {one["place"]["code"] for one in around} == {"at_address"}
    for evidence, digest in phone.stills.items():
        original = await wang.ask("GET", f"/api/v1/evidence/{evidence}/original")
        assert sha256(original).hexdigest() == digest, "the bytes the phone hashed itself"

    for inspector in pair:
        await judge_all(inspector)
    await wang.of_case("POST", "/record", json={})
    await wang.sign()
    last = await zhao.sign()
    async with asyncio.timeout(30):
        while not last["is_complete"]:
            last = (await zhao.of_case("GET", ""))["record"]
            await asyncio.sleep(0.1)
    assert [one["name"] for one in last["signatures"]].count("李桂芳") == 1

    case, received = await results(licensing, wang)
    assert case["state"] == "pushed"
    assert case["deliveries"][0]["tries"] == 2, "it failed twice before"
    assert len(received) == 1, "and arrived exactly once"
    assert received[0]["event"]["data"]["record_sha256"] == last["sha256"]

    pdf = await wang.of_case("GET", "/record.pdf")
    assert received[0]["event"]["data"]["pdf_sha256"] == sha256(pdf).hexdigest()
    paper = PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in paper.pages)
    for words in ("食品经营许可现场核查记录", "老街坊家常菜馆", "王建国", "赵晓燕", "李桂芳"):
        assert words in text
    assert last["sha256"] in text.replace("\n", "")
    pictures = sum(len(page.images) for page in paper.pages)
    assert pictures >= len(WANTED) + 1 + 3, "four pictures and three signatures"


async def test_killed_in_the_call_nothing_acknowledged_is_lost_and_the_phone_comes_back(
    service, licensing, phone, pair
):
    wang, _ = pair
    await wang.hears("publisher", participant="applicant", **{"is": "live"})
    await wang.socket.send_json({"type": "want_still", "item": "KL-01"})
    await wang.hears("evidence")
    await wang.of_case("PUT", "/findings/KL-01", json={"verdict": "pass", "note": "好"})
    before = await wang.of_case("GET", "")

    await service.kill()
    await service.start()

    after = await wang.of_case("GET", "")
    assert [one["sha256"] for one in after["evidence"]] == [
        one["sha256"] for one in before["evidence"]
    ]
    assert after["findings"] == before["findings"]
    evidence = after["evidence"][0]
    original = await wang.ask("GET", f"/api/v1/evidence/{evidence['id']}/original")
    assert sha256(original).hexdigest() == evidence["sha256"]

    await wang.open_call()
    welcome = await wang.hears("welcome")
    if not any(one["is_publishing"] for one in welcome["participants"]):
        await wang.hears("publisher", participant="applicant", **{"is": "live"})
    frame = await wang.of_case("POST", "/captures", json={"item": "EX-02"})
    assert frame["width_px"] == 960
