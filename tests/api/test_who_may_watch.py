"""Who may watch and who may send; a right that ends takes open streams along (scorecard M10)."""

import asyncio
import ipaddress
import re
from contextlib import suppress

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from tests.support.exchange import SDP, offer_of_a_camera
from webrtc.phone import PanoramaCamera, WhipPublisher

CUT_WITHIN_S = 2.0  # scorecard M10
PHONES_OWN = "11.22.33.44"


@pytest.fixture
async def seat(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    return await phone.good("POST", "/api/v1/visit/call")


@pytest.fixture
async def film(phone, seat):
    """The applicant's phone streams, and its page knows it."""
    socket = await phone.socket(seat["socket"])
    camera = PanoramaCamera.of_room(None)
    publisher = await WhipPublisher.publish(phone.client, seat["whip"], seat["token"], camera)
    while (frame := await socket.receive_json(timeout=10))["type"] != "publisher":
        pass
    assert frame["is"] == "live"
    yield publisher
    await publisher.close()
    await socket.close()


class Watcher:
    """Somebody's page that plays the applicant."""

    def __init__(self):
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.receiver = self.pc.addTransceiver("video", direction="recvonly").receiver

    async def play(self, browser, seat):
        """Status of the answer; media flows when it is 201."""
        await self.pc.setLocalDescription(await self.pc.createOffer())
        status, text = await post(
            browser, f"{seat['whep']}applicant", seat["token"], self.pc.localDescription.sdp
        )
        if status == 201:
            answer = RTCSessionDescription(text.decode(), "answer")
            await self.pc.setRemoteDescription(answer)
            async with asyncio.timeout(15):
                await self.receiver.track.recv()
        return status

    async def cut_after_s(self):
        """Seconds until nothing comes any more."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        with suppress(MediaStreamError):
            async with asyncio.timeout(10):
                while True:
                    await self.receiver.track.recv()
        return loop.time() - began


@pytest.fixture
async def watcher():
    made = Watcher()
    yield made
    await made.pc.close()


async def post(browser, path, token, offer):
    headers = {"Content-Type": SDP, "Authorization": f"Bearer {token}"}
    return await browser.ask("POST", path, data=offer, headers=headers)


async def test_a_silent_observer_sees_and_can_send_nothing(bureau, film, watcher):
    chen = await bureau.staff("chen")
    silent = await chen.good("POST", f"/api/v1/cases/{bureau.case_id}/call?as=observer")
    assert await watcher.play(chen, silent) == 201
    assert watcher.pc.getTransceivers()[0].currentDirection == "recvonly"
    status, _ = await post(chen, silent["whip"], silent["token"], await offer_of_a_camera())
    assert status == 404
    figures = bureau.house.engine.statistics(silent["room"])
    assert {one.participant for one in figures} == {"applicant"}


async def test_the_same_person_with_a_speaking_seat_can_send(bureau, seat):
    chen = await bureau.staff("chen")
    speaking = await chen.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    status, _ = await post(chen, speaking["whip"], speaking["token"], await offer_of_a_camera())
    assert status == 201


async def test_whoever_is_no_member_gets_no_seat_and_no_token_opens_another_room(
    bureau, wang, film, seat
):
    foreign = await bureau.foreign_inspector()
    path = f"/api/v1/cases/{bureau.case_id}/call"
    assert (await foreign.refused("POST", path))[0] == 404
    other = await wang.good("GET", "/api/v1/cases")
    case = next(one["id"] for one in other["cases"] if one["id"] != bureau.case_id)
    elsewhere = await wang.good("POST", f"/api/v1/cases/{case}/call")
    offer = await offer_of_a_camera()
    for target in (f"{seat['whep']}applicant", seat["whip"]):
        assert (await post(wang, target, elsewhere["token"], offer))[0] == 404


@pytest.mark.parametrize("way", ["/api/v1/sign-out", "/api/v1/cases/{case}/call/end"])
async def test_a_right_that_ends_cuts_the_stream_within_two_seconds(
    bureau, wang, film, watcher, way
):
    own = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    assert await watcher.play(wang, own) == 201
    cut = asyncio.create_task(watcher.cut_after_s())
    await wang.good("POST", way.format(case=bureau.case_id))
    assert await cut <= CUT_WITHIN_S
    assert (await post(wang, f"{own['whep']}applicant", own["token"], "v=0"))[0] == 404


async def test_a_revoked_phone_is_filmed_no_longer_than_two_seconds(bureau, wang, film):
    closed = asyncio.Event()
    film._pc.on("connectionstatechange", lambda: film.state == "closed" and closed.set())
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations")
    async with asyncio.timeout(CUT_WITHIN_S):
        await closed.wait()


async def test_the_answer_shows_the_servers_addresses_and_nobody_elses(bureau, phone, seat):
    offer = await offer_of_a_camera()
    named = f"a=candidate:9 1 udp 2130706431 {PHONES_OWN} 40000 typ host"
    offer = offer.replace("a=candidate:", f"{named}\r\na=candidate:", 1)
    status, answer = await post(phone, seat["whip"], seat["token"], offer)
    assert status == 201
    candidates = re.findall(r"a=candidate:\S+ \d udp \d+ (\S+) \d+ typ (\w+)", answer.decode())
    assert candidates
    assert {kind for _, kind in candidates} == {"host"}
    assert PHONES_OWN not in answer.decode()
    assert all(ipaddress.ip_address(one) for one, _ in candidates)
