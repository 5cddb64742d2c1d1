"""A caller's connection at the price of a few system calls: negotiated by aiortc, then taken over.

Many of these in one process are a crowd (`crowd`). Everything is sent and read many datagrams at a
time, through one outbox and one inbox that all connections share; SRTP is done in place. What
arrives is counted by its clear header; one packet in `VERIFIED_EVERY` is decrypted as well.
"""

import asyncio
import struct
from dataclasses import dataclass, field

import aiohttp
import aioice.ice
from aioice.candidate import Candidate, candidate_foundation, candidate_priority
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from tests.bench.film import FRAMES_PER_S, SOUND_HZ, SOUND_SAMPLES, Film
from webrtc import rtcp
from webrtc.adapter_aiortc.srtp import FFI, LIB, slots
from webrtc.datagrams import (
    INBOX_SLOTS,
    OUTBOX_SLOTS,
    SLOT_BYTES,
    Destination,
    Inbox,
    Outbox,
    open_socket,
)
from webrtc.rtp import header
from webrtc.sockaddr import address_of, name_of

VERIFIED_EVERY = 32
CHUNK_BYTES = 1180
VIEWER_BPS = 1_500_000
_REMB_EVERY = 200  # packets, about once a second
_LENGTH = FFI.new("int *")
_DEADLINE_S = 20


class Desk:
    """The arenas that all lines of a process share; `at` says whose socket is meant."""

    def __init__(self) -> None:
        with open_socket("127.0.0.1", 0) as any_socket:
            self.inbox, self.outbox = Inbox(any_socket), Outbox(any_socket)
        self.inbox_at = slots(self.inbox.arena, INBOX_SLOTS)
        self.outbox_at = slots(self.outbox.arena, OUTBOX_SLOTS)

    def read(self, line: "Line") -> int:
        self.inbox._fd = line.socket.fileno()
        return self.inbox.receive()

    def send(self, line: "Line") -> None:
        self.outbox._fd, self.outbox._socket = line.socket.fileno(), line.socket
        self.outbox.flush()


class _Transport(asyncio.DatagramTransport):
    """What aioice sends checks and handshakes through."""

    def __init__(self, line: "Line") -> None:
        super().__init__({"sockname": line.socket.getsockname()})
        self._line = line

    def sendto(self, data, addr=None) -> None:
        self._line.socket.sendto(data, addr)

    def close(self) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._line.socket)
        self._line.socket.close()
        loop.call_soon(self._line.protocol.connection_lost, None)


class Line:
    """One peer connection with a socket of its own."""

    def __init__(self, address: str, direction: str) -> None:
        self.socket = open_socket(address, 0)
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.protocol = None
        self.transceivers = {}
        for kind in ("video", "audio"):
            transceiver = self.pc.addTransceiver(kind, direction=direction)
            transceiver.receiver.receive = transceiver.sender.send = _nothing
            self.transceivers[kind] = transceiver
        found = RTCRtpSender.getCapabilities("video").codecs
        self.transceivers["video"].setCodecPreferences(
            [one for one in found if one.mimeType in {"video/VP8", "video/rtx"}]
        )
        for kind, transceiver in self.transceivers.items():
            ice = transceiver.receiver.transport.transport._connection
            ice.get_component_candidates = self._gather_for(ice, is_first=kind == "video")

    def _gather_for(self, ice, *, is_first):
        async def gather(component, addresses):
            if not is_first:  # the second section goes with the first (BUNDLE)
                return []
            self.protocol = aioice.ice.StunProtocol(ice)
            self.protocol.connection_made(_Transport(self))
            host, port = self.socket.getsockname()[:2]
            priority = candidate_priority(component, "host")
            foundation = candidate_foundation("host", "udp", host)
            made = Candidate(foundation, component, "udp", priority, host, port, "host")
            self.protocol.local_candidate = made
            ice._protocols.append(self.protocol)
            asyncio.get_running_loop().add_reader(self.socket, self._control)
            return [made]

        return gather

    def _control(self) -> None:
        data, address = self.socket.recvfrom(SLOT_BYTES)
        self.protocol.datagram_received(data, address[:2])

    async def dial(self, http: aiohttp.ClientSession, path: str) -> bool:
        """Negotiates; `False` when there is nobody to play yet."""
        await self.pc.setLocalDescription(await self.pc.createOffer())
        headers = {"Authorization": "Bearer phone", "Content-Type": "application/sdp"}
        async with http.post(path, data=self.pc.localDescription.sdp, headers=headers) as answer:
            text = await answer.text()
            if answer.status == 409:
                return False
            if answer.status != 201:
                raise ConnectionError(f"{path}: {answer.status} {text[:300]}")
        changed = asyncio.Event()
        self.pc.on("connectionstatechange", changed.set)
        await self.pc.setRemoteDescription(RTCSessionDescription(text, "answer"))
        async with asyncio.timeout(_DEADLINE_S):
            while self.pc.connectionState != "connected":
                changed.clear()
                await changed.wait()
        dtls = self.transceivers["video"].receiver.transport
        self._sessions = (dtls._rx_srtp, dtls._tx_srtp)
        self.rx, self.tx = (one._srtp[0] for one in self._sessions)
        pair = dtls.transport._connection._nominated[1]
        self.way = Destination(name_of(pair.remote_addr))
        asyncio.get_running_loop().remove_reader(self.socket)  # from now on `look` reads
        return True

    def pass_on(self, desk: Desk, slot: int, size: int) -> None:
        """A check or a handshake: the library's."""
        start = slot * SLOT_BYTES
        data = bytes(desk.inbox.view[start : start + size])
        self.protocol.datagram_received(data, address_of(desk.inbox.name(slot)))

    async def close(self) -> None:
        await self.pc.close()


class SendingLine(Line):
    """Plays the film, from its keyframe again when asked for one."""

    def __init__(self, address: str, film: Film, phase: float) -> None:
        super().__init__(address, "sendonly")
        self._film = film
        self._phase = phase
        self._pictures = [_chunks(frame) for frame in film.video]

    def begin(self, now: float) -> None:
        ssrcs = {kind: one.sender._ssrc for kind, one in self.transceivers.items()}
        types = {kind: one._codecs[0].payloadType for kind, one in self.transceivers.items()}
        self._video = _Track(ssrcs["video"], types["video"], 90_000 // FRAMES_PER_S)
        self._audio = _Track(ssrcs["audio"], types["audio"], SOUND_SAMPLES)
        self._picture_due = self._sound_due = now + self._phase
        self._next = 0

    def send_due(self, desk: Desk, now: float) -> None:
        """Pictures and sound whose time has come."""
        is_due = False
        while self._picture_due <= now:
            self._picture_due += 1 / FRAMES_PER_S
            self._put(desk, self._video, self._pictures[self._next], ends=True)
            self._next = (self._next + 1) % len(self._pictures)
            is_due = True
        while self._sound_due <= now:
            self._sound_due += SOUND_SAMPLES / SOUND_HZ
            sounds = self._film.audio
            self._put(desk, self._audio, [sounds[self._audio.seq % len(sounds)]], ends=False)
            is_due = True
        if is_due:
            desk.send(self)

    def _put(self, desk: Desk, track: "_Track", parts: list[bytes], *, ends: bool) -> None:
        """Packets of one time stamp; the last one says whether a picture ends there."""
        outbox, sizes = desk.outbox, []
        first = outbox.take(len(parts))
        for slot, part in enumerate(parts, first):
            start = slot * SLOT_BYTES
            end = start + 12 + len(part)
            outbox.view[start : start + 12] = header(
                track.payload_type,
                is_marked=ends and len(sizes) == len(parts) - 1,
                seq=track.seq & 0xFFFF,
                timestamp=track.timestamp & 0xFFFFFFFF,
                ssrc=track.ssrc,
            )
            outbox.view[start + 12 : end] = part
            track.seq += 1
            _LENGTH[0] = end - start
            if LIB.srtp_protect(self.tx, desk.outbox_at[slot], _LENGTH):
                raise RuntimeError("a packet could not be encrypted")
            sizes.append(_LENGTH[0])
        outbox.add(self.way, first, sizes)
        track.timestamp += track.step

    def look(self, desk: Desk) -> None:
        """Reads reports; a wish for a keyframe starts the film anew."""
        for slot, size in enumerate(desk.inbox.sizes(desk.read(self))):
            start = slot * SLOT_BYTES
            if desk.inbox.arena[start] < 128:
                self.pass_on(desk, slot, size)
                continue
            _LENGTH[0] = size
            if LIB.srtp_unprotect_rtcp(self.rx, desk.inbox_at[slot], _LENGTH):
                continue
            for message in rtcp.read(bytes(desk.inbox.view[start : start + _LENGTH[0]])):
                if isinstance(message, rtcp.KeyframeWanted):
                    self._next = 0


@dataclass
class Tally:
    """What a receiving line got. `lost` counts gaps in the numbers, minus what came late."""

    packets: int = 0
    lost: int = 0
    pictures: int = 0
    broken: int = 0  # of those decrypted


class ReceivingLine(Line):
    """Plays and counts."""

    def __init__(self, address: str) -> None:
        super().__init__(address, "recvonly")
        self.tally = Tally()
        self._last: dict[int, int] = {}

    def begin(self) -> None:
        self._video_type = self.transceivers["video"]._codecs[0].payloadType

    def look(self, desk: Desk) -> None:
        """Reads all that waits."""
        tally, arena = self.tally, desk.inbox.arena
        while count := desk.read(self):
            for slot, size in enumerate(desk.inbox.sizes(count)):
                start = slot * SLOT_BYTES
                if arena[start] < 128:
                    self.pass_on(desk, slot, size)
                    continue
                second, seq, ssrc = _CLEAR.unpack_from(arena, start)
                if 192 <= second <= 223:
                    continue
                step = (seq - self._last.get(ssrc, seq - 1)) & 0xFFFF
                if step < 32768:
                    tally.lost += step - 1
                    self._last[ssrc] = seq
                else:
                    tally.lost -= 1
                tally.packets += 1
                tally.pictures += second == 0x80 | self._video_type
                if tally.packets % _REMB_EVERY == 0:
                    self._allow(desk, ssrc)
                if tally.packets % VERIFIED_EVERY == 0:
                    _LENGTH[0] = size
                    tally.broken += LIB.srtp_unprotect(self.rx, desk.inbox_at[slot], _LENGTH) != 0
            if count < INBOX_SLOTS:
                return

    def _allow(self, desk: Desk, ssrc: int) -> None:
        """Says what may be sent; stock aiortc would encode at a third of it else."""
        data = rtcp.remb(1, VIEWER_BPS, [ssrc])
        slot = desk.outbox.take()
        start = slot * SLOT_BYTES
        desk.outbox.view[start : start + len(data)] = data
        _LENGTH[0] = len(data)
        if not LIB.srtp_protect_rtcp(self.tx, desk.outbox_at[slot], _LENGTH):
            desk.outbox.add(self.way, slot, [_LENGTH[0]])
            desk.send(self)


@dataclass
class _Track:
    ssrc: int
    payload_type: int
    step: int
    seq: int = 0
    timestamp: int = field(default=3000)


_CLEAR = struct.Struct("!xBH4xL")


def _chunks(frame: bytes) -> list[bytes]:
    """A VP8 frame as payloads (RFC 7741): S is set where the frame begins."""
    parts = [frame[at : at + CHUNK_BYTES] for at in range(0, len(frame), CHUNK_BYTES)]
    return [(b"\x00" if number else b"\x10") + part for number, part in enumerate(parts)]


async def _nothing(*_: object) -> None:
    """Stands where the library would start a thread or a loop."""
