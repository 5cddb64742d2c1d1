"""The whole service with Janus as its media engine: seen, captured, kept as evidence."""

import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from foundation.certificate import lan_address
from tests.support.house import open_bureau
from tests.support.janus import Janus
from tests.support.waiting import until
from webrtc.phone import CameraTrack, PanoramaCamera

SDP = {"Content-Type": "application/sdp"}
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    """A bureau that has Janus forward."""
    (tmp_path / "janus").mkdir()
    janus = Janus(tmp_path / "janus")
    await janus.start()
    settings = {
        "janus_url": janus.url,
        "janus_admin_url": janus.admin_url,
        "janus_secret": janus.secret,
        "media_subnets": (f"{lan_address()}/32",),
    }
    yield await open_bureau(database, clock, tmp_path, aiohttp_client, **settings)
    await janus.stop()


async def dial(browser, path, token, pc):
    await pc.setLocalDescription(await pc.createOffer())
    answer = await browser.good(
        "POST",
        path,
        data=pc.localDescription.sdp,
        headers={**SDP, "Authorization": f"Bearer {token}"},
    )
    await pc.setRemoteDescription(RTCSessionDescription(answer.decode(), "answer"))


async def test_a_picture_that_janus_forwards_becomes_evidence(bureau):
    wang = await bureau.staff("wang")
    phone = await bureau.applicant(wang, bureau.case_id)
    path = f"/api/v1/cases/{bureau.case_id}"
    seat = await wang.good("POST", f"{path}/call")
    theirs = await phone.good("POST", "/api/v1/visit/call")

    camera = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    camera.addTrack(CameraTrack(PanoramaCamera.of_room(None)))
    await dial(phone, theirs["whip"], theirs["token"], camera)
    await until(lambda: bureau.house.engine.statistics(seat["room"]))

    viewer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    receiver = viewer.addTransceiver("video", direction="recvonly").receiver
    await dial(wang, f"{seat['whep']}applicant", seat["token"], viewer)
    async with asyncio.timeout(20):
        frame = await receiver.track.recv()
    assert (frame.width, frame.height) == (960, 540)

    evidence = await wang.good("POST", f"{path}/captures", json={"item": "EX-02"})
    assert (evidence["kind"], evidence["width_px"]) == ("frame", 960)
    await viewer.close()
    await camera.close()
