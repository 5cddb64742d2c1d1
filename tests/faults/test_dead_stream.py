"""A stream that dies without a word (scorecard M11): known within 3 s, never captured.

Stock aiortc tells of it after some 30 s, when consent to send expires.
"""

import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from webrtc.engine import StalePicture
from webrtc.phone import CameraTrack, PanoramaCamera

KNOWN_WITHIN_S = 3.0


class Stopping:
    """Mixed into a track: from `stop_sending` on it gives nothing more, and never ends."""

    _goes_on = None

    async def recv(self):
        if self._goes_on is None:
            self._goes_on = asyncio.Event()
            self._goes_on.set()
        frame = await super().recv()
        await self._goes_on.wait()
        return frame

    def stop_sending(self):
        self._goes_on.clear()

    def go_on(self):
        self._goes_on.set()


class Camera(Stopping, CameraTrack):
    pass


class Microphone(Stopping, AudioStreamTrack):
    pass


class Phone:
    def __init__(self):
        self.camera, self.microphone = Camera(PanoramaCamera.of_room(None)), Microphone()
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    async def publish(self, engine):
        self.pc.addTrack(self.camera)
        self.pc.addTrack(self.microphone)
        await self.pc.setLocalDescription(await self.pc.createOffer())
        answer = await engine.publish("room", "applicant", self.pc.localDescription.sdp)
        await self.pc.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))


@pytest.fixture
async def phone(engine, news):
    made = Phone()
    await made.publish(engine)
    await news.wait_for("came")
    await engine.capture("room", "applicant")  # a picture arrives
    yield made
    await made.pc.close()


async def seconds_until_silent(news):
    loop = asyncio.get_running_loop()
    began = loop.time()
    await news.wait_for("silent", within_s=20)
    return loop.time() - began


async def test_a_phone_that_falls_silent_is_known_within_three_seconds(engine, news, phone, capsys):
    phone.camera.stop_sending()
    phone.microphone.stop_sending()
    assert await seconds_until_silent(news) <= KNOWN_WITHIN_S
    assert "no picture" in capsys.readouterr().out
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")


async def test_a_camera_that_stops_while_the_sound_goes_on_is_no_picture(
    engine, news, phone, capsys
):
    phone.camera.stop_sending()
    assert await seconds_until_silent(news) <= KNOWN_WITHIN_S
    assert "sound_only" in capsys.readouterr().out
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")
    phone.camera.go_on()
    await news.wait_for("back")
    await engine.capture("room", "applicant")


async def test_nothing_is_captured_of_a_picture_that_stopped_before_it_counts_as_silent(
    engine, news, phone
):
    phone.camera.stop_sending()
    with pytest.raises(StalePicture):
        await engine.capture("room", "applicant")
    assert ("silent", "applicant") not in news.news
