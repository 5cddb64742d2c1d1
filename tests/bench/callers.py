"""Phones and desks that cost little: they send an encoded film and count what comes, no decoding.

Reaches into aiortc like the service's adapter does: on instances, to keep its decoder threads and
encoders out of the load generator.
"""

import asyncio
import fractions
import struct
import time
from dataclasses import dataclass, field

import aiohttp
import av
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack

from tests.bench.film import FRAMES_PER_S, SOUND_HZ, SOUND_SAMPLES, Film
from webrtc.rtcp import remb
from webrtc.rtp import Codec, begins_keyframe, parse

VIEWER_BPS = 1_500_000  # what a viewer says it can take; stock would encode at a third of it
_REMB_EVERY = 200  # packets, about once a second
_WAIT_S = 15


class FilmTrack(MediaStreamTrack):
    """One kind of the film at its pace, over and over; `restart` answers a wish for a keyframe."""

    def __init__(self, kind: str, frames: tuple[bytes, ...]) -> None:
        super().__init__()
        self.kind = kind
        self._frames = frames
        self._next = 0
        self._count = 0
        rates = {"video": (FRAMES_PER_S, 1), "audio": (SOUND_HZ, SOUND_SAMPLES)}
        self._hz, self._step = rates[kind]
        self._began = time.perf_counter()

    def restart(self) -> None:
        self._next = 0

    async def recv(self) -> av.Packet:
        due = self._began + self._count * self._step / self._hz
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        packet = av.Packet(self._frames[self._next])
        packet.pts = self._count * self._step
        packet.time_base = fractions.Fraction(1, self._hz)
        self._next = (self._next + 1) % len(self._frames)
        self._count += 1
        return packet


class Phone:
    """Publishes the film; remembers when each picture's last packet went out."""

    def __init__(self, film: Film) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.sent_at: dict[int, float] = {}  # RTP timestamp -> seconds of perf_counter
        video = FilmTrack("video", film.video)
        sender = self.pc.addTrack(video)
        sender._send_keyframe = video.restart
        self.pc.addTrack(FilmTrack("audio", film.audio))
        _only_vp8(self.pc)

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.pc.localDescription.sdp

    async def accept(self, answer: str) -> None:
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        transceiver = self.pc.getTransceivers()[0]
        marked = 0x80 | transceiver._codecs[0].payloadType
        transport = transceiver.sender.transport
        send = transport._send_rtp

        async def noting(data: bytes) -> None:
            if data[1] == marked:
                self.sent_at[int.from_bytes(data[4:8], "big")] = time.perf_counter()
            await send(data)

        transport._send_rtp = noting


@dataclass
class Counted:
    """What a desk received. `lost` counts gaps in the numbers, minus what came late."""

    packets: int = 0
    lost: int = 0
    pictures: int = 0
    delays_s: list[float] = field(default_factory=list)


class Desk:
    """Plays one publisher and counts."""

    def __init__(self, sent_at: dict[int, float]) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.counted = Counted()
        self.first_picture = asyncio.Event()
        self._sent_at = sent_at
        self._last: dict[int, int] = {}  # SSRC -> newest sequence number
        self._run: int | None = None  # next number of the first keyframe, once it has begun
        for kind in ("video", "audio"):
            self.pc.addTransceiver(kind, direction="recvonly").receiver.receive = _nothing
        _only_vp8(self.pc)

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.pc.localDescription.sdp

    async def accept(self, answer: str) -> None:
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        self._hook()

    async def answer(self, offer: str) -> str:
        """The other way round, for a connection without a server between."""
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        self._hook()
        return self.pc.localDescription.sdp

    def _hook(self) -> None:
        first = self.pc.getTransceivers()[0]
        self._video_type = first._codecs[0].payloadType
        self._transport = first.receiver.transport
        self._transport._handle_rtp_data = self._take
        self._transport._handle_rtcp_data = _nothing

    async def _take(self, data: bytes, arrival_time_ms: int) -> None:
        second, seq, timestamp, ssrc = struct.unpack_from("!xBHLL", data)
        counted = self.counted
        counted.packets += 1
        step = (seq - self._last.get(ssrc, seq - 1)) % 65536
        if step < 32768:
            counted.lost += step - 1
            self._last[ssrc] = seq
        else:
            counted.lost -= 1
        if second & 0x7F != self._video_type:
            return
        if not self.first_picture.is_set():
            self._wait_for_keyframe(data)
        if second & 0x80:
            counted.pictures += 1
            sent_at = self._sent_at.pop(timestamp, None)
            if sent_at is not None:
                counted.delays_s.append(time.perf_counter() - sent_at)
        if counted.packets % _REMB_EVERY == 1:
            await self._transport._send_rtp(remb(1, VIEWER_BPS, [ssrc]))

    def _wait_for_keyframe(self, data: bytes) -> None:
        packet = parse(data)
        if begins_keyframe(Codec.VP8, packet.payload):
            self._run = packet.seq
        if self._run != packet.seq:
            self._run = None
            return
        self._run = (packet.seq + 1) % 65536
        if packet.is_marked:
            self.first_picture.set()


@dataclass
class Call:
    """A phone and its desk through the server."""

    phone: Phone
    desk: Desk
    first_frame_s: float

    async def close(self) -> None:
        await asyncio.gather(self.phone.pc.close(), self.desk.pc.close())


async def call(http: aiohttp.ClientSession, room: str, film: Film) -> Call:
    """Connects both; returns when the desk holds its first whole keyframe."""
    async with asyncio.timeout(_WAIT_S):
        phone = Phone(film)
        await phone.accept(await _post(http, f"/api/v1/media/{room}/whip", await phone.offer()))
        await _connected(phone.pc)
        while True:
            began = time.perf_counter()
            desk = Desk(phone.sent_at)
            answer = await _post(http, f"/api/v1/media/{room}/whep/phone", await desk.offer())
            if answer:
                break
            await desk.pc.close()  # nothing has come from the phone yet
            await asyncio.sleep(0.05)
        await desk.accept(answer)
        await desk.first_picture.wait()
        return Call(phone, desk, time.perf_counter() - began)


async def direct_call(film: Film) -> Call:
    """The same without a server: what the measuring itself costs."""
    async with asyncio.timeout(_WAIT_S):
        began = time.perf_counter()
        phone = Phone(film)
        desk = Desk(phone.sent_at)
        await phone.accept(await desk.answer(await phone.offer()))
        await desk.first_picture.wait()
        return Call(phone, desk, time.perf_counter() - began)


async def _post(http: aiohttp.ClientSession, path: str, offer: str) -> str:
    headers = {"Authorization": "Bearer phone", "Content-Type": "application/sdp"}
    async with http.post(path, data=offer, headers=headers) as answer:
        if answer.status == 409:
            return ""
        if answer.status != 201:
            raise ConnectionError(f"{path}: {answer.status} {(await answer.text())[:300]}")
        return await answer.text()


async def _connected(pc: RTCPeerConnection) -> None:
    changed = asyncio.Event()
    pc.on("connectionstatechange", changed.set)
    while pc.connectionState != "connected":
        changed.clear()
        await changed.wait()


def _only_vp8(pc: RTCPeerConnection) -> None:
    found = RTCRtpSender.getCapabilities("video").codecs
    wanted = [one for one in found if one.mimeType in {"video/VP8", "video/rtx"}]
    for transceiver in pc.getTransceivers():
        if transceiver.kind == "video":
            transceiver.setCodecPreferences(wanted)


async def _nothing(*_: object) -> None:
    """Stands where the library would start a decoder."""
