"""Real connections through the real engine, on loopback."""

import asyncio
import socket
import threading

import cv2
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection

from tests.support.media import new_engine, play, publish
from webrtc import forwarding
from webrtc.engine import PublisherAbsent, StalePicture
from webrtc.phone import CameraTrack, PanoramaCamera


@pytest.fixture
async def phone(engine, news):
    pc = await publish(engine)
    await news.wait_for("came")
    yield pc
    await pc.close()


async def test_pictures_and_sound_reach_two_viewers(engine, phone):
    viewers = [await play(engine, viewer=name) for name in ("user_1", "user_2")]
    for viewer in viewers:
        frame = await viewer.frame()
        assert (frame.width, frame.height) == (960, 540)
        assert (await viewer.frame("audio")).sample_rate == 48000
        await viewer.pc.close()


async def test_the_service_decodes_nothing_while_it_forwards(engine, phone):
    names = {thread.name for thread in threading.enumerate() if "decoder" in thread.name}
    viewer = await play(engine)
    await viewer.frame()
    more = {thread.name for thread in threading.enumerate() if "decoder" in thread.name} - names
    assert len(more) <= 2, "only the viewer in this test decodes its own two tracks"
    await viewer.pc.close()


async def test_nobody_can_watch_before_somebody_publishes(engine):
    with pytest.raises(PublisherAbsent):
        await play(engine)


async def test_a_phone_that_publishes_anew_keeps_its_viewers(engine, news, phone):
    viewer = await play(engine)
    await viewer.frame()
    second = await publish(engine)
    for _ in range(30):
        await viewer.frame()
    figures = engine.statistics("room")
    assert {one.participant for one in figures} == {"applicant"}
    assert ("gone", "applicant") not in news.news
    await viewer.pc.close()
    await second.close()


async def test_a_set_up_given_up_in_a_tunnel_comes_in_late_and_takes_nobodys_place(
    engine, news, phone
):
    viewer = await play(engine)
    await viewer.frame()
    given_up = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    given_up.addTransceiver("video", direction="sendonly")
    await given_up.setLocalDescription(await given_up.createOffer())
    late = await engine.publish("room", "applicant", given_up.localDescription.sdp)
    await given_up.close()
    for _ in range(30):
        await viewer.frame()
    await engine.hang_up(late.session_id)
    assert (await engine.capture("room", "applicant")).width_px == 960
    assert ("gone", "applicant") not in news.news
    await viewer.pc.close()


async def test_a_capture_is_a_sharp_picture_of_the_cameras_size(engine, phone):
    frame = await engine.capture("room", "applicant")
    picture = cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (540, 960, 3)
    assert (frame.width_px, frame.height_px) == (960, 540)
    assert picture.std() > 20, "a picture, not a grey area"


async def test_nothing_is_captured_where_nothing_is_sent(engine):
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")


async def test_figures_of_phone_and_viewer_are_told_once_a_second(engine, news, phone):
    viewer = await play(engine)
    await viewer.frame()
    # a whole second has passed for both, and the browser's report has come
    figures = await news.figures_where(
        lambda told: (
            any(one.bitrate_bps > 50_000 for one in told.publishers)
            and any(one.rtt_s is not None and one.bitrate_bps > 50_000 for one in told.viewers)
        ),
        within_s=20,
    )
    picture = next(one for one in figures.publishers if one.kind == "video/vp8")
    assert (picture.width_px, picture.height_px) == (960, 540)
    assert 5 <= picture.frames_per_s <= 15
    assert picture.loss == 0
    (heard,) = figures.viewers
    assert (heard.viewer, heard.publisher) == ("user_1", "applicant")
    assert 0 <= heard.rtt_s < 1
    await viewer.pc.close()


async def test_a_rooms_cap_is_in_the_answers_of_those_who_come_later(engine):
    answers = []

    class Noted:
        async def publish(self, *offer):
            answers.append(await engine.publish(*offer))
            return answers[-1]

    await engine.set_cap("room", 700_000)
    phone = await publish(Noted())
    assert "\r\nb=TIAS:700000\r\n" in answers[0].sdp
    await phone.close()


async def test_a_phone_that_goes_is_told(engine, news, phone):
    await phone.close()
    await news.wait_for("gone")


async def test_foreign_packets_do_not_end_a_call(engine, phone):
    viewer = await play(engine)
    await viewer.frame()
    ports = {
        protocol.transport.get_extra_info("sockname")[1]
        for session in engine._sessions.values()
        for protocol in session.leg._leg._dtls.transport._connection._protocols
        if protocol.transport is not None
    }
    attacks = [b"", b"\x15\xfe\xfd" + bytes(40), b"\x16" * 200, b"\x80" * 60, b"\x00" * 30]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for port in ports:
            for attack in attacks * 20:
                stranger.sendto(attack, ("127.0.0.1", port))
            stranger.sendto(bytes(60_000), ("127.0.0.1", port))
    for _ in range(15):
        await viewer.frame()
    await viewer.pc.close()


async def test_closing_leaves_nothing_behind(news):
    engine = new_engine(news)
    phone = await publish(engine)
    await news.wait_for("came")
    async with asyncio.timeout(3):
        await engine.close()
    await phone.close()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "media-tick"]


async def test_who_leaves_before_the_connection_is_up_holds_no_place(engine, news, monkeypatch):
    monkeypatch.setattr(forwarding, "SET_UP_S", 0.2)
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    pc.addTrack(CameraTrack(PanoramaCamera.of_room(None)))
    await pc.setLocalDescription(await pc.createOffer())
    answer = await engine.publish("room", "applicant", pc.localDescription.sdp)
    assert engine.owner(answer.session_id) is not None
    await pc.close()  # and never comes to know the answer
    await news.wait_for("gone")
    assert engine.owner(answer.session_id) is None


async def test_one_connection_that_fails_costs_no_other(engine, phone, news, monkeypatch):
    viewer = await play(engine)
    await viewer.frame()
    other = await publish(engine, participant="zhao")
    await news.wait_for("came", "zhao")

    def breaks(_now):
        raise ZeroDivisionError

    stream = next(iter(engine._publisher("room", "zhao").streams.values()))
    monkeypatch.setattr(stream, "due_nacks", breaks)
    await news.wait_for("gone", "zhao")
    assert await viewer.frame()
    await other.close()
    await viewer.pc.close()
