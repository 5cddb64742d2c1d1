"""A right that ends takes open pages and media with it (scorecard A4, M10)."""

import asyncio

import pytest
from aiohttp import WSMsgType
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack

from webrtc.phone import PanoramaCamera, WhipPublisher


@pytest.fixture
async def seat(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    return await phone.good("POST", "/api/v1/visit/call")


async def has_ended(socket):
    """Reads until the other side closes."""
    async with asyncio.timeout(5):
        while (await socket.receive()).type is WSMsgType.TEXT:
            pass
    return socket.closed


async def publishing(phone, socket, seat):
    """A phone that streams; returns when the media plane says so."""
    publisher = await WhipPublisher.publish(
        phone.client, seat["whip"], seat["token"], PanoramaCamera.of_room(None)
    )
    while (frame := await socket.receive_json(timeout=10))["type"] != "publisher":
        pass
    assert frame["is"] == "live"
    return publisher


async def test_a_renewed_invitation_ends_the_old_phones_page_and_picture(bureau, wang, phone, seat):
    socket = await phone.socket(seat["socket"])
    publisher = await publishing(phone, socket, seat)
    await bureau.house.attendance.check()
    assert not socket.closed, "the right is still there"

    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations")
    await bureau.house.attendance.check()

    assert await has_ended(socket)
    assert not bureau.house.engine.statistics(seat["room"]), "no picture is taken in any more"
    with pytest.raises(ConnectionError, match="404"):
        await WhipPublisher.publish(
            phone.client, seat["whip"], seat["token"], PanoramaCamera.of_room(None)
        )
    await publisher.close()


async def test_signing_out_elsewhere_ends_the_page_in_the_call_and_its_token(bureau, wang, seat):
    own = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await wang.socket(own["socket"])
    await wang.good("POST", "/api/v1/sign-out")
    await bureau.house.attendance.check()
    assert await has_ended(socket)
    with pytest.raises(ConnectionError, match="404"):
        await WhipPublisher.publish(
            wang.client, own["whip"], own["token"], PanoramaCamera.of_room(None)
        )


async def test_whoever_talks_in_a_call_is_not_idle(bureau, wang, seat, clock):
    own = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await wang.socket(own["socket"])
    for _ in range(3):
        clock.move(minutes=20)
        await socket.send_json({"type": "hello"})
        while (await socket.receive_json(timeout=5))["type"] != "welcome":
            pass
        await bureau.house.attendance.check()
    assert not socket.closed
    assert (await wang.good("GET", "/api/v1/me"))["user"]["username"] == "wang"

    clock.move(minutes=31)
    await bureau.house.attendance.check()
    assert await has_ended(socket), "silent for half an hour: out"


async def test_a_phone_whose_link_ends_while_it_dials_gets_no_connection(
    bureau, wang, phone, seat, monkeypatch
):
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    caller.addTrack(AudioStreamTrack())
    await caller.setLocalDescription(await caller.createOffer())
    offer = caller.localDescription.sdp.encode()
    admitted, ended = asyncio.Event(), asyncio.Event()
    admits = bureau.house.attendance.admits

    async def noted(*who):
        answer = await admits(*who)
        admitted.set()
        return answer

    async def slowly():
        yield offer[:100]
        await ended.wait()
        yield offer[100:]

    monkeypatch.setattr(bureau.house.attendance, "admits", noted)
    headers = {"Authorization": f"Bearer {seat['token']}", "Content-Type": "application/sdp"}
    dialing = asyncio.create_task(
        phone.refused("POST", seat["whip"], data=slowly(), headers=headers)
    )
    await admitted.wait()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations")
    await bureau.house.attendance.check()
    ended.set()
    assert (await dialing)[0] == 404
    await caller.close()


async def test_an_applicant_who_takes_the_consent_back_is_filmed_no_longer(
    bureau, wang, phone, seat
):
    socket = await phone.socket(seat["socket"])
    publisher = await publishing(phone, socket, seat)
    version = (await phone.good("GET", "/api/v1/visit"))["consent"]["version"]
    await phone.good("POST", "/api/v1/visit/consent", json={"version": version, "is_given": False})
    assert not bureau.house.engine.statistics(seat["room"])
    with pytest.raises(ConnectionError, match="404"):
        await WhipPublisher.publish(
            phone.client, seat["whip"], seat["token"], PanoramaCamera.of_room(None)
        )
    await publisher.close()
    await socket.close()
