"""What a media engine promises, asked of both: our own, and Janus behind the same seam."""

import asyncio

import cv2
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender

from foundation.certificate import lan_address
from foundation.clock import SystemClock
from tests.support.janus import Janus
from tests.support.media import new_engine, play, publish
from tests.support.waiting import until
from webrtc.engine import MalformedOffer, PublisherAbsent, RoomCrowded, StalePicture
from webrtc.forwarding import MOST_PUBLISHERS
from webrtc.janus.api import JanusApi
from webrtc.janus.engine import JanusEngine
from webrtc.janus.refusals import JanusUnreachable
from webrtc.reach import Reach

pytestmark = pytest.mark.timeout(120)


def on_janus(janus, news):
    api = JanusApi(janus.url, janus.admin_url, janus.secret)
    here = Reach.of([f"{lan_address()}/32"])  # where the clients of these tests are
    return JanusEngine(api, news, SystemClock(), reach=here)


@pytest.fixture(params=["own", "janus"])
async def engine(request, news, tmp_path):
    """One engine after the other."""
    if request.param == "own":
        made = new_engine(news)
        yield made
        await made.close()
        return
    janus = Janus(tmp_path)
    await janus.start()
    made = on_janus(janus, news)
    yield made
    await made.close()
    await janus.stop()


@pytest.fixture
async def phone(engine, news):
    pc, answer = await dialled(engine)
    pc.session_id = answer.session_id
    await news.wait_for("came")
    yield pc
    await pc.close()


async def test_a_viewer_sees_pictures_and_hears_sound(engine, phone):
    viewer = await play(engine)
    frame, sound = await viewer.frame(), await viewer.frame("audio")
    assert (frame.width, frame.height) == (960, 540)
    assert sound.samples > 0
    await viewer.pc.close()


async def test_a_capture_is_a_picture_of_the_cameras_size(engine, phone):
    frame = await engine.capture("room", "applicant")
    picture = cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (540, 960, 3)
    assert picture.std() > 20, "a picture, not a grey area"


async def test_a_second_capture_is_a_new_moment(engine, phone):
    first = await engine.capture("room", "applicant")
    second = await engine.capture("room", "applicant")
    assert second.captured_at > first.captured_at


async def test_a_new_connection_of_the_phone_replaces_the_old_and_viewers_stay(engine, news, phone):
    viewer = await play(engine)
    await viewer.frame()
    again = await publish(engine)
    await until(lambda: engine.owner(phone.session_id) is None)
    await phone.close()
    for _ in range(20):  # more than any buffer holds of the old connection
        await viewer.frame()
    assert ("gone", "applicant") not in news.news
    assert {one.participant for one in engine.statistics("room")} <= {"applicant"}
    await engine.capture("room", "applicant")
    await viewer.pc.close()
    await again.close()


async def test_who_leaves_is_told_and_no_longer_played(engine, news, phone):
    await phone.close()
    await news.wait_for("gone", within_s=40)
    with pytest.raises(PublisherAbsent):
        await play(engine)
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")


async def test_figures_say_how_the_picture_arrives(engine, news, phone):
    figures = await news.figures_where(
        lambda told: any(one.bitrate_bps > 50_000 for one in told.publishers), within_s=20
    )
    kinds = {one.kind for one in figures.publishers}
    assert kinds == {"video/vp8", "audio/opus"}


async def test_a_session_has_an_owner_until_it_is_hung_up(engine, news):
    pc, answer = await dialled(engine)
    owner = engine.owner(answer.session_id)
    assert (owner.room, owner.participant) == ("room", "applicant")
    await news.wait_for("came")
    await engine.hang_up(answer.session_id)
    assert engine.owner(answer.session_id) is None
    await engine.hang_up(answer.session_id)
    await news.wait_for("gone")
    await pc.close()


async def test_who_is_cut_sends_and_receives_nothing_more(engine, news, phone):
    viewer = await play(engine, viewer="user_1")
    await viewer.frame()
    await engine.cut("room", "user_1")
    await engine.capture("room", "applicant")
    await engine.cut("room", "applicant")
    await news.wait_for("gone")
    assert not engine.statistics("room")
    await viewer.pc.close()


async def test_a_closed_room_is_empty(engine, news, phone):
    await engine.close_room("room")
    with pytest.raises(PublisherAbsent):
        await play(engine)


@pytest.mark.parametrize("offer", ["", "garbage", "v=0\r\nm=video 9 x", "v=0\r\n" + "a=x\r\n" * 99])
async def test_what_is_no_offer_is_refused_and_costs_nobody_the_call(engine, phone, offer):
    with pytest.raises(MalformedOffer):
        await engine.publish("room", "somebody", offer)
    with pytest.raises(MalformedOffer):
        await engine.play("room", "applicant", "user_1", offer)
    await engine.capture("room", "applicant")


async def test_a_viewer_that_can_not_take_the_codec_is_told(engine, phone):
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transceiver = pc.addTransceiver("video", direction="recvonly")
    known = RTCRtpSender.getCapabilities("video").codecs
    transceiver.setCodecPreferences([one for one in known if one.mimeType == "video/H264"])
    await pc.setLocalDescription(await pc.createOffer())
    with pytest.raises(MalformedOffer):
        await engine.play("room", "applicant", "user_1", pc.localDescription.sdp)
    await pc.close()


async def test_nobody_is_played_who_does_not_send(engine):
    with pytest.raises(PublisherAbsent):
        await play(engine)
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")


async def test_a_ninth_publisher_finds_the_room_full(engine):
    pcs = [
        await publish(engine, participant=f"user_{one}", with_sound=False)
        for one in range(MOST_PUBLISHERS)
    ]
    with pytest.raises(RoomCrowded):
        await publish(engine, participant="one too many", with_sound=False)
    await asyncio.gather(*(pc.close() for pc in pcs))


async def test_a_cap_is_in_the_answers_of_those_who_come_later(engine):
    await engine.set_cap("room", 700_000)
    pc, answer = await dialled(engine)
    assert "\r\nb=TIAS:700000\r\n" in answer.sdp
    await pc.close()


async def test_without_janus_people_are_told_what_to_do(news):
    engine = JanusEngine(JanusApi("ws://127.0.0.1:9", "", "x"), news, SystemClock())
    with pytest.raises(JanusUnreachable) as refused:
        await publish(engine)
    assert "Janus" in refused.value.sentence_zh
    await engine.close()


async def dialled(engine):
    """A phone that has dialled, and the answer it got."""
    answers = []

    class Noted:
        async def publish(self, *offer):
            answers.append(await engine.publish(*offer))
            return answers[-1]

    return await publish(Noted()), answers[0]
