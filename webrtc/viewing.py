"""A viewer's connection: a publisher's packets under own numbers, losses answered from the ring."""

import asyncio
import random
from collections.abc import Callable, Sequence

from webrtc.engine import ViewerFigures
from webrtc.forwarder import RING_PACKETS, Rewriter, Stream
from webrtc.leg import Agreed, Leg
from webrtc.room import Publisher
from webrtc.rtcp import KeyframeWanted, Nack, ReceiverReport, sender_report
from webrtc.rtcp import read as read_reports
from webrtc.rtp import Codec, Headed, Packet
from webrtc.statistics import Heard, viewer_figures

MOST_FIRST_SEQ = 32768
MOST_AGAIN_PER_S = 2 * RING_PACKETS  # what a viewer may have sent again: the ring, asked twice
DARK_S = 2.0  # browsers report about once a second; what was lost in so long may be out of the ring


class ViewerLeg:
    """Implements `Ears` and `Subscriber` for one connection of a viewer."""

    def __init__(self, publisher: Publisher, ended: Callable[[], None]) -> None:
        self._publisher = publisher
        self._ended = ended
        self._leg: Leg | None = None
        self._rewriters: dict[Codec, Rewriter] = {}
        self._shown: dict[int, Rewriter] = {}  # by the SSRC of the source
        self._send: Callable[[Sequence[Headed]], None] = _nothing
        self._profiles: dict[Codec, str] = {}
        self._heard: dict[int, Heard] = {}
        self._reported_at: float | None = None
        self._again_left = MOST_AGAIN_PER_S
        self._loop = asyncio.get_running_loop()

    def wanted(self) -> Sequence[Agreed]:
        """The codecs this viewer must accept: the publisher's, nothing else."""
        return self._publisher.agreed

    def connected(self, leg: Leg) -> None:
        """The negotiation is done: as soon as the connection is open a keyframe begins."""
        self._leg, self._send = leg, leg.send_rtp
        for one in leg.outgoing:
            self._profiles[one.agreed.codec] = one.agreed.profile
            self._rewriters[one.agreed.codec] = Rewriter(
                one.payload_type,
                one.ssrc,
                one.rtx_payload_type,
                one.rtx_ssrc,
                random.randrange(MOST_FIRST_SEQ),  # noqa: S311 - SRTP protects, not this number
            )
            self._heard[one.ssrc] = Heard()
        self._publisher.subscribers.append(self)

    def figures(self, viewer: str) -> ViewerFigures:
        """What this viewer's browser reports."""
        return viewer_figures(viewer, self._publisher.participant, list(self._heard.values()))

    def offer(self, stream: Stream, packets: Sequence[Packet], now: float) -> None:
        """Sends packets on, unless the viewer could not use them."""
        rewriter = self._shown.get(stream.ssrc)
        while rewriter is None and packets:
            rewriter = self._begun(stream, packets[0], now)
            if rewriter is None:
                packets = packets[1:]
        if rewriter is not None:
            self._send(rewriter.rewrite(packets, now))

    def _begun(self, stream: Stream, packet: Packet, now: float) -> Rewriter | None:
        """A source not shown yet: shown from this packet on, if a picture can begin here."""
        rewriter = self._rewriters.get(stream.codec)
        if rewriter is None or self._leg is None or not self._leg.is_open:
            return None  # a keyframe spent on a connection not up yet leaves a black picture
        if not rewriter.admits(stream.codec, packet):
            self._publisher.want_keyframe(now)
            return None
        if rewriter.source is not None:
            self._shown.pop(rewriter.source, None)
        rewriter.begin(stream.codec, packet, now)
        self._shown[packet.ssrc] = rewriter
        return rewriter

    def rtp(self, packets: Sequence[bytes | memoryview], now: float) -> None:
        """Viewers send nothing."""

    def rtcp(self, data: bytes) -> None:
        """Lost packets are sent again; wishes for keyframes are passed on, paced."""
        now = self._loop.time()
        if self._reported_at is not None and now - self._reported_at > DARK_S:
            self._publisher.want_keyframe(now)  # Chromium itself asks after 3 s without a picture
        self._reported_at = now
        for message in read_reports(data):
            if isinstance(message, KeyframeWanted):
                self._publisher.want_keyframe(now)
            elif isinstance(message, Nack):
                self._send_again(message)
            elif isinstance(message, ReceiverReport) and message.ssrc in self._heard:
                self._heard[message.ssrc].take(message, now)

    def _send_again(self, nack: Nack) -> None:
        rewriter = next((one for one in self._rewriters.values() if one.ssrc == nack.ssrc), None)
        if rewriter is None or rewriter.source is None or self._leg is None:
            return
        stream = self._publisher.streams.get(rewriter.source)
        if stream is not None:
            found = (rewriter.again(stream, seq) for seq in nack.lost)
            sent = [one for one in found if one is not None][: self._again_left]
            self._again_left -= len(sent)
            self._leg.send_rtp(sent)

    def tick(self, now: float, *, is_report_due: bool) -> None:
        """Once a second binds timestamps to wall-clock times, as the publisher said them."""
        if not is_report_due or self._leg is None:
            return
        self._again_left = MOST_AGAIN_PER_S
        for rewriter in self._rewriters.values():
            self._heard[rewriter.ssrc].sample(rewriter, now)
            stream = self._publisher.streams.get(rewriter.source or -1)
            if stream is not None and stream.report is not None:
                self._heard[rewriter.ssrc].sent_report(stream.report.ntp, now)
                timestamp = (stream.report.timestamp + rewriter.time_shift) % (1 << 32)
                self._leg.send_rtcp(
                    sender_report(
                        rewriter.ssrc,
                        stream.report.ntp,
                        timestamp,
                        rewriter.packets,
                        rewriter.payload_bytes,
                    )
                )

    @property
    def is_open(self) -> bool:
        """Whether the connection is up."""
        return self._leg is not None and self._leg.is_open

    def closed(self) -> None:
        """The connection has ended."""
        if self in self._publisher.subscribers:
            self._publisher.subscribers.remove(self)
        self._ended()

    async def trickle(self, candidates: Sequence[str]) -> None:
        """More addresses of the other side."""
        if self._leg is not None:
            await self._leg.trickle(candidates)

    async def close(self) -> None:
        """Ends the connection."""
        if self._leg is not None:
            await self._leg.close()


def _nothing(_packets: Sequence[Headed]) -> None:
    """Stands for a connection that is not there yet."""
