"""Two offers answered with each other: what a viewer and Janus both hold to be their own idea."""

import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from webrtc.engine import MalformedOffer
from webrtc.janus.sdp import crossed, described, for_janus

VP8 = {"video/VP8", "video/rtx"}


async def an_offer(direction, kinds=("video", "audio"), codecs=VP8):
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for kind in kinds:
        transceiver = pc.addTransceiver(kind, direction=direction)
        if kind == "video":
            known = RTCRtpSender.getCapabilities("video").codecs
            transceiver.setCodecPreferences([one for one in known if one.mimeType in codecs])
    await pc.setLocalDescription(await pc.createOffer())
    return pc, pc.localDescription.sdp


@pytest.fixture
async def opened():
    pcs = []
    yield pcs
    await asyncio.gather(*(pc.close() for pc in pcs))


async def connected(pc):
    changed = asyncio.Event()
    pc.on("connectionstatechange", changed.set)
    async with asyncio.timeout(10):
        while pc.connectionState != "connected":
            changed.clear()
            await changed.wait()


async def test_both_sides_connect_although_both_offered(opened):
    viewer, viewers = await an_offer("recvonly")
    janus, januss = await an_offer("sendonly")
    opened += [viewer, janus]
    for_viewer, to_janus = crossed(viewers, for_janus(januss))
    await asyncio.gather(
        viewer.setRemoteDescription(RTCSessionDescription(for_viewer, "answer")),
        janus.setRemoteDescription(RTCSessionDescription(to_janus, "answer")),
    )
    await asyncio.gather(connected(viewer), connected(janus))


async def test_each_side_reads_the_answer_under_its_own_section_names(opened):
    viewer, viewers = await an_offer("recvonly", ("audio", "video"))
    janus, januss = await an_offer("sendonly", ("video", "audio"))
    opened += [viewer, janus]
    for_viewer, to_janus = (described(one) for one in crossed(viewers, januss))
    for answer, offer in ((for_viewer, described(viewers)), (to_janus, described(januss))):
        assert [one.kind for one in answer.media] == [one.kind for one in offer.media]
        assert [one.mid for one in answer.media] == [one.mid for one in offer.media]


async def test_what_janus_has_no_stream_for_is_refused_in_the_answer(opened):
    viewer, viewers = await an_offer("recvonly")
    janus, januss = await an_offer("sendonly", ("video",))
    opened += [viewer, janus]
    for_viewer, _ = crossed(viewers, januss)
    assert [one.is_rejected for one in described(for_viewer).media] == [False, True]


async def test_a_viewer_without_the_publishers_codec_is_told_which(opened):
    viewer, viewers = await an_offer("recvonly", ("video",), {"video/H264"})
    janus, januss = await an_offer("sendonly", ("video",))
    opened += [viewer, janus]
    with pytest.raises(MalformedOffer) as refused:
        crossed(viewers, januss)
    assert "vp8" in refused.value.facts["reason"]


async def test_of_several_fingerprints_janus_is_given_the_one_it_can_compare(opened):
    viewer, viewers = await an_offer("sendonly")
    opened.append(viewer)
    assert viewers.count("a=fingerprint:") > viewers.count("a=fingerprint:sha-256 ")
    shortened = for_janus(viewers)
    assert shortened.count("a=fingerprint:") == shortened.count("a=fingerprint:sha-256 ") > 0
