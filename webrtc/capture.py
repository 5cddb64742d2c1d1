"""A picture on demand: a keyframe and the frames behind it, of which the sharpest is kept."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from foundation.clock import Clock
from webrtc.decode import FrameDecoder
from webrtc.engine import CapturedFrame, StalePicture
from webrtc.forwarder import Stream
from webrtc.room import Publisher
from webrtc.rtp import SEQ_RANGE, Codec, Packet, begins_keyframe, is_newer

DEADLINE_S = 2.0  # scorecard M11: older than 2 s is not the present
BURST_FRAMES = 6  # more are not looked at, however fast a phone sends
BURST_S = 0.036  # after the keyframe: one more at 30 fps, so that a press stays within 150 ms
ASK_AGAIN_S = 0.05
MOST_PACKETS = 2000


@dataclass
class Collector:
    """A `Subscriber` that gathers packets from a keyframe on."""

    clock: Clock
    begun: asyncio.Event = field(default_factory=asyncio.Event)  # the keyframe is whole
    done: asyncio.Event = field(default_factory=asyncio.Event)  # and so are enough frames behind it
    stream: Stream | None = None
    first_seq: int = 0
    began_at: datetime | None = None
    packets: dict[int, Packet] = field(default_factory=dict[int, Packet])

    def offer(self, stream: Stream, packets: Sequence[Packet], now: float) -> None:
        """Keeps packets of the picture's stream, in any order of arrival."""
        if stream.codec is not Codec.OPUS:
            for packet in packets:
                self._keep(stream, packet)

    def _keep(self, stream: Stream, packet: Packet) -> None:
        if begins_keyframe(stream.codec, packet.payload) and self._may_begin(stream, packet):
            self.stream, self.first_seq, self.began_at = stream, packet.seq, self.clock.now()
            self.packets.clear()
        if stream is not self.stream or len(self.packets) >= MOST_PACKETS:
            return
        self.packets[(packet.seq - self.first_seq) % SEQ_RANGE] = packet
        whole = sum(one.is_marked for one in self.in_order())
        if whole:
            self.begun.set()
        if whole >= BURST_FRAMES:
            self.done.set()

    def _may_begin(self, stream: Stream, packet: Packet) -> bool:
        """At the first keyframe, or at a later one as long as a lost piece keeps all from use."""
        if self.stream is None:
            return True
        is_later = stream is not self.stream or (
            packet.timestamp != self.packets[0].timestamp and is_newer(packet.seq, self.first_seq)
        )
        return is_later and not self.in_order()

    def in_order(self) -> list[Packet]:
        """The packets without a gap, from the keyframe's first to the last whole frame's end."""
        run: list[Packet] = []
        while len(run) in self.packets:
            run.append(self.packets[len(run)])
        while run and not run[-1].is_marked:
            run.pop()
        return run


async def capture(publisher: Publisher, decoder: FrameDecoder, clock: Clock) -> CapturedFrame:
    """The sharpest frame of a short burst that begins now. Raises `StalePicture`."""
    collector = Collector(clock)
    publisher.subscribers.append(collector)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE_S):
                await _burst(publisher, collector)
    finally:
        publisher.subscribers.remove(collector)
    packets = collector.in_order()
    if collector.stream is None or collector.began_at is None or not packets:
        raise StalePicture
    picture = await decoder.sharpest(collector.stream.codec, packets)
    if picture is None:
        raise StalePicture
    return CapturedFrame(
        picture.jpeg,
        picture.width_px,
        picture.height_px,
        collector.began_at,
        collector.stream.codec.value,
    )


async def _burst(publisher: Publisher, collector: Collector) -> None:
    """Asks until a keyframe comes; returns a moment after it is whole."""
    while not collector.begun.is_set():
        if collector.stream is None:
            publisher.want_keyframe(asyncio.get_running_loop().time())
        with suppress(TimeoutError):
            async with asyncio.timeout(ASK_AGAIN_S):
                await collector.begun.wait()
    with suppress(TimeoutError):
        async with asyncio.timeout(BURST_S):
            await collector.done.wait()
