"""Which path serves: shown at every start by a short call of this machine with itself.

A hundred packets go from a client through the fast path to another; one is held back until the
engine asks for it, one of the viewer's is asked for again. What an upgrade of a library, another
kernel or a container's rules would break breaks here, and the contained path serves instead: the
same rules at about twice the cost.
"""

import asyncio
import threading
from contextlib import suppress
from functools import cache
from typing import Any

import structlog
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from foundation.clock import SystemClock
from webrtc import rtcp
from webrtc.adapter_aiortc.connector import AiortcConnector
from webrtc.adapter_aiortc.fast import MediaPort
from webrtc.adapter_aiortc.legs import do_nothing
from webrtc.decode import FrameDecoder
from webrtc.forwarding import ForwardingEngine
from webrtc.rtp import Packet, header, parse

log = structlog.get_logger("media")
PACKETS = 100
HELD_BACK = 40  # reaches the engine only after it was asked for
ASKED_AGAIN = 60  # reaches the viewer, who asks for it once more
DEADLINE_S = 5.0
_KEYFRAME, _PICTURE = b"\x10\x00\x00\x00", b"\x10\x01\x00\x00"
_LOOPBACK = ["127.0.0.1"]
_SSRC, _FIRST_SEQ = 0x59554E4B, 1000


@cache
def fast_path_holds() -> bool:
    """Whether the fast path carries a call here; asked once per process."""
    held: list[bool] = []

    def run() -> None:
        try:
            asyncio.run(asyncio.wait_for(_call(), DEADLINE_S))
            held.append(True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other path serves
            log.warning("the fast path is not used", why=f"{type(error).__name__}: {error}")

    thread = threading.Thread(target=run, name="proof")  # this thread's loop may run already
    thread.start()
    thread.join()
    return bool(held)


class _News:
    """A `RoomObserver` that waits for the first packet."""

    def __init__(self) -> None:
        self.came = asyncio.Event()

    def publisher_came(self, room: str, participant: str) -> None:
        self.came.set()

    def publisher_silent(self, room: str, participant: str) -> None: ...

    def publisher_back(self, room: str, participant: str) -> None: ...

    def publisher_gone(self, room: str, participant: str) -> None: ...

    def publisher_closed(self, room: str, participant: str, excess: object) -> None: ...

    def figures(self, room: str, figures: object) -> None: ...


class _NoDecoder(FrameDecoder):
    """Nothing is captured in the proof, so no process is started for it."""

    def warm(self) -> None: ...


class _LoopbackPort(MediaPort):
    """Stays on this machine whatever addresses it has."""

    async def gather(self, connection: Any, *, component: int, addresses: list[str]) -> Any:
        return await super().gather(connection, component=component, addresses=_LOOPBACK)


class _Client:
    """One end of the call: a connection whose packets are written and read by hand."""

    def __init__(self, direction: str) -> None:
        self.pc: Any = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.got: dict[int, Packet] = {}
        self.lost: set[int] = set()
        self.changed = asyncio.Event()
        self._transceiver: Any = self.pc.addTransceiver("video", direction=direction)
        self._transceiver.receiver.receive = do_nothing
        self._transceiver.sender.send = do_nothing
        ice = self._transceiver.receiver.transport.transport._connection
        gather = ice.get_component_candidates

        async def on_loopback(component: int, addresses: list[str]) -> Any:
            return await gather(component, _LOOPBACK)

        ice.get_component_candidates = on_loopback

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.pc.localDescription.sdp

    async def accept(self, answer: str) -> None:
        self.dtls: Any = self._transceiver.receiver.transport
        self.dtls._handle_rtp_data = self._take
        self.dtls._handle_rtcp_data = self._hear
        self.pc.on("connectionstatechange", self.changed.set)
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await self.until(lambda: self.pc.connectionState == "connected")

    async def until(self, is_so: Any) -> None:
        while not is_so():
            self.changed.clear()
            await self.changed.wait()

    async def send(self, number: int, picture: bytes = _PICTURE) -> None:
        """One packet; `number` is in its last byte, too."""
        payload_type = self._transceiver._codecs[0].payloadType
        seq = _FIRST_SEQ + number
        head = header(payload_type, is_marked=True, seq=seq, timestamp=number * 3000, ssrc=_SSRC)
        await self.dtls._send_rtp(head + picture + bytes([number]) * 200)

    async def _take(self, data: bytes, arrival_time_ms: int) -> None:
        packet = parse(data)
        if packet is not None:
            own = packet.payload_type == self._transceiver._codecs[0].payloadType
            self.got[packet.payload[-1] if own else -packet.payload[-1]] = packet
        self.changed.set()

    async def _hear(self, data: bytes) -> None:
        for message in rtcp.read(data):
            if isinstance(message, rtcp.Nack):
                self.lost.update(message.lost)
        self.changed.set()


async def _call() -> None:
    news = _News()
    connector = AiortcConnector([], "", _LoopbackPort(0))
    engine = ForwardingEngine(connector, news, SystemClock(), _NoDecoder())
    phone, desk = _Client("sendonly"), _Client("recvonly")
    try:
        await phone.accept((await engine.publish("proof", "phone", await phone.offer())).sdp)
        await phone.send(0)
        await news.came.wait()
        await desk.accept((await engine.play("proof", "phone", "desk", await desk.offer())).sdp)
        first = await _shown(phone, desk)
        held_back, asked_again = first + HELD_BACK, first + ASKED_AGAIN
        for number in range(first, first + PACKETS):
            if number != held_back:
                await phone.send(number)
        await phone.until(lambda: _FIRST_SEQ + held_back in phone.lost)
        await phone.send(held_back)
        await desk.until(lambda: desk.got.keys() >= set(range(first, first + PACKETS)))
        seen = desk.got[asked_again]
        await desk.dtls._send_rtp(rtcp.nack(1, seen.ssrc, [seen.seq]))
        await desk.until(lambda: -asked_again in desk.got)
    finally:
        await asyncio.gather(phone.pc.close(), desk.pc.close())
        await engine.close()


async def _shown(phone: _Client, desk: _Client) -> int:
    """Sends keyframes until the desk plays; the next packet's number."""
    number = 1
    while not desk.got:
        await phone.send(number, _KEYFRAME)
        number += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(0.02):
                await desk.until(lambda: bool(desk.got))
    return number
