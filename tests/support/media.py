"""Real WebRTC clients and a media service for tests; everything on loopback."""

import asyncio
from dataclasses import dataclass, field

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from foundation.clock import SystemClock
from foundation.errors import NotFound
from webrtc.adapter_aiortc import aiortc_engine
from webrtc.engine import RoomFigures
from webrtc.phone import CameraTrack, PanoramaCamera


@dataclass
class HeardNews:
    """A `RoomObserver` that remembers and can be waited for."""

    news: list[tuple[str, str]] = field(default_factory=list)
    figured: dict[str, RoomFigures] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def _hear(self, what, participant):
        self.news.append((what, participant))
        self._changed.set()

    def publisher_came(self, room, participant):
        self._hear("came", participant)

    def publisher_silent(self, room, participant):
        self._hear("silent", participant)

    def publisher_back(self, room, participant):
        self._hear("back", participant)

    def publisher_gone(self, room, participant):
        self._hear("gone", participant)

    def publisher_closed(self, room, participant, excess):
        self._hear(f"closed for {excess.value}", participant)

    def figures(self, room, figures):
        self.figured[room] = figures
        self._changed.set()

    async def figures_where(self, holds, room="room", within_s=10):
        """The first figures of which `holds` is true."""
        async with asyncio.timeout(within_s):
            while room not in self.figured or not holds(self.figured[room]):
                self._changed.clear()
                await self._changed.wait()
        return self.figured[room]

    async def wait_for(self, what, participant="applicant", within_s=10):
        async with asyncio.timeout(within_s):
            while (what, participant) not in self.news:
                self._changed.clear()
                await self._changed.wait()


class OpenGate:
    """Tokens are participants' names; `forged` is nobody."""

    async def member(self, room, token):
        if token == "forged":
            raise NotFound
        return token

    async def publisher(self, room, token):
        return await self.member(room, token)

    async def viewer(self, room, token, publisher):
        return await self.member(room, token)


def new_engine(observer):
    return aiortc_engine(ice_servers=[], observer=observer, loopback=True, clock=SystemClock())


async def publish(engine, room="room", participant="applicant", with_sound=True):
    """A client that streams a test pattern; returns its connection."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    pc.addTrack(CameraTrack(PanoramaCamera.of_room(None)))
    if with_sound:
        pc.addTrack(AudioStreamTrack())
    await pc.setLocalDescription(await pc.createOffer())
    try:
        answer = await engine.publish(room, participant, pc.localDescription.sdp)
    except BaseException:
        await pc.close()
        raise
    await pc.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    return pc


@dataclass
class Viewer:
    pc: RTCPeerConnection
    tracks: dict

    async def frame(self, kind="video", within_s=15):
        async with asyncio.timeout(within_s):
            return await self.tracks[kind].recv()


async def play(engine, room="room", publisher="applicant", viewer="user_1"):
    """A client that plays; its tracks decode."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    tracks = {}
    pc.on("track", lambda track: tracks.__setitem__(track.kind, track))
    pc.addTransceiver("video", direction="recvonly")
    pc.addTransceiver("audio", direction="recvonly")
    await pc.setLocalDescription(await pc.createOffer())
    try:
        answer = await engine.play(room, publisher, viewer, pc.localDescription.sdp)
    except BaseException:
        await pc.close()
        raise
    await pc.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    return Viewer(pc, tracks)
