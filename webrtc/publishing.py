"""A publisher's connection: packets become streams, gaps are asked for, reports go back."""

import asyncio
import random
from collections.abc import Callable, Sequence

import structlog

from webrtc import rtcp, twcc
from webrtc.forwarder import Stream
from webrtc.leg import Incoming, Leg
from webrtc.policing import Policer
from webrtc.room import Publisher
from webrtc.rtp import Codec, Packet, parse
from webrtc.statistics import StreamGauge, middle_of, round_trip_s

log = structlog.get_logger("media")
MOST_REFUSED = 256  # in a row; forwarded, they would reuse numbers, to SRTP keys a breach
MOST_STREAMS = 8  # SSRCs one connection may use; more is an attack, not a phone


class PublisherLeg:
    """Implements `Ears` for one connection of a publisher."""

    def __init__(self, publisher: Publisher, ended: Callable[[], None]) -> None:
        self._publisher = publisher
        self._ended = ended
        self._leg: Leg | None = None
        self._incoming = Incoming({}, {})
        self._began: Callable[[], None] | None = None
        self._streams: dict[int, Stream] = {}
        self._policer = Policer()
        self._arrivals = twcc.Arrivals()
        self._fed_back_at = float("-inf")
        self._ssrc = random.getrandbits(32)
        self._loop = asyncio.get_running_loop()

    def connected(
        self, publisher: Publisher, leg: Leg, began: Callable[[], None] | None = None
    ) -> None:
        """The negotiation is done: from now on this connection speaks for the publisher.

        Args:
            began: another connection does so still; this one takes its place with its first packet
                and says so. A set-up that a phone gave up in a tunnel comes in late, after the one
                that works, and brings no packets.
        """
        self._publisher = publisher
        self._leg = leg
        self._incoming = leg.incoming
        self._began = began
        if began is None:
            self._speak(leg.incoming)

    def _speak(self, incoming: Incoming) -> None:
        publisher = self._publisher
        publisher.streams = self._streams
        publisher.gauges = {}
        publisher.agreed = tuple(incoming.codecs.values())
        publisher.ask_keyframe = self._ask_keyframe

    def rtp(self, packets: Sequence[bytes | memoryview], now: float) -> None:
        """Packets from the phone; too many are not forwarded (scorecard M5)."""
        policer, transport_cc = self._policer, self._incoming.transport_cc
        policer.received_bytes += sum(map(len, packets))
        policer.packets += len(packets)
        if policer.throttled is not None:
            return
        stream: Stream | None = None
        run: list[Packet] = []  # neighbours of one stream, as the packets of a picture are
        for data in packets:
            if transport_cc is not None:
                number = twcc.transport_seq(data, transport_cc)
                if number is not None:
                    self._arrivals.note(number, now)
            packet = parse(data)
            if packet is None:
                continue
            policer.frames += packet.is_marked
            if stream is None or packet.ssrc != stream.ssrc:
                if stream is not None:
                    self._publisher.take(stream, run, now)
                stream, run = self._streams.get(packet.ssrc), []
                if stream is None:
                    found = self._strange(packet)
                    if found is None:
                        continue
                    stream, packet = found
            run.append(packet)
        if stream is not None:
            self._publisher.take(stream, run, now)

    def _strange(self, packet: Packet) -> tuple[Stream, Packet] | None:
        """A packet of no known stream: a lost one sent again, or the first of a new stream."""
        if not packet.payload:
            return None  # padding, which begins nothing
        original = self._incoming.original_of_rtx.get(packet.payload_type)
        if original is not None:
            return self._unwrapped(packet, original)
        agreed = self._incoming.codecs.get(packet.payload_type)
        if agreed is None or len(self._streams) >= MOST_STREAMS:
            return None
        if self._began is not None:
            began, self._began = self._began, None
            self._speak(self._incoming)
            began()
        stream = self._streams[packet.ssrc] = Stream(agreed.codec, packet.ssrc, agreed.profile)
        return stream, packet

    def _unwrapped(self, packet: Packet, original: int) -> tuple[Stream, Packet] | None:
        """RFC 4588: the first two bytes are the lost packet's own number."""
        agreed = self._incoming.codecs.get(original)
        if agreed is None or len(packet.payload) < 2:
            return None
        seq = int.from_bytes(packet.payload[:2], "big")
        named = self._incoming.sent_again_by.get(packet.ssrc)
        possible = [
            one
            for one in self._streams.values()
            if one.codec is agreed.codec and seq in one.missing and named in (None, one.ssrc)
        ]
        if len(possible) != 1:  # not missed, or by two pictures whose offer did not say whose it is
            return None
        (stream,) = possible
        return stream, Packet(
            original, packet.is_marked, seq, packet.timestamp, stream.ssrc, packet.payload[2:]
        )

    def rtcp(self, data: bytes) -> None:
        """Sender reports tell when a timestamp was."""
        for message in rtcp.read(data):
            if isinstance(message, rtcp.SenderReport) and message.ssrc in self._streams:
                stream = self._streams[message.ssrc]
                stream.report, stream.report_at = message, self._loop.time()
            elif isinstance(message, rtcp.ReferenceAnswered):
                now = middle_of(self._loop.time())
                rtt_s = round_trip_s(message.last_report, message.delay, now)
                self._publisher.rtt_s = self._publisher.rtt_s if rtt_s is None else rtt_s

    @property
    def is_open(self) -> bool:
        """Whether the connection is up."""
        return self._leg is not None and self._leg.is_open

    def closed(self) -> None:
        """The connection has ended."""
        self._ended()

    def tick(self, now: float, *, is_report_due: bool) -> None:
        """Asks for what is missing, tells which packets came; once a second what may be sent.

        Raises `Overdone` when the phone sends far too much and does not stop.
        """
        if self._leg is None:
            return
        for stream in self._streams.values():
            lost = stream.due_nacks(now)
            if lost and stream.codec is not Codec.OPUS:  # it conceals; browsers agree on no NACK
                self._leg.send_rtcp(rtcp.nack(self._ssrc, stream.ssrc, lost))
            if stream.wants_keyframe and stream.codec is not Codec.OPUS:
                stream.wants_keyframe = False
                self._publisher.want_keyframe(now)
        self._publisher.pursue_keyframe(now)
        if now - self._fed_back_at >= twcc.EVERY_S:
            self._fed_back_at = now
            self._police(now)
            for message in self._arrivals.feedback(self._ssrc, next(iter(self._video_ssrcs()), 0)):
                self._leg.send_rtcp(message)
        if is_report_due and self._streams:
            self._sample(now)
            figures = [stream.reception(now) for stream in self._streams.values()]
            report = rtcp.receiver_report(self._ssrc, figures)
            # our own cap: viewers' estimates would ratchet it down (media-notes, section 2)
            cap = rtcp.remb(self._ssrc, self._publisher.cap_bps, self._video_ssrcs())
            asked = rtcp.reference_time(self._ssrc, middle_of(self._loop.time()))
            self._leg.send_rtcp(report + asked + cap)

    def _sample(self, now: float) -> None:
        gauges = self._publisher.gauges
        for ssrc, stream in self._streams.items():
            gauge = gauges.setdefault(ssrc, StreamGauge())
            gauge.sample(stream, now)
            width, height = gauge.size_px
            self._policer.largest_px = max(self._policer.largest_px, width * height)

    def _police(self, now: float) -> None:
        if any(stream.refused > MOST_REFUSED for stream in self._streams.values()):
            raise ConnectionError("the phone counts its packets anew")
        before = self._policer.throttled
        self._policer.look(self._publisher.cap_bps, now)
        excess = self._policer.throttled
        if excess is not before:
            about = {"room": self._publisher.room, "participant": self._publisher.participant}
            log.warning("throttled", excess=excess.value if excess else "over", **about)

    async def trickle(self, candidates: Sequence[str]) -> None:
        """More addresses of the other side."""
        if self._leg is not None:
            await self._leg.trickle(candidates)

    async def close(self) -> None:
        """Ends the connection."""
        if self._leg is not None:
            await self._leg.close()

    def _video_ssrcs(self) -> list[int]:
        return [one.ssrc for one in self._streams.values() if one.codec is not Codec.OPUS]

    def _ask_keyframe(self) -> None:
        if self._leg is not None:
            for ssrc in self._video_ssrcs():
                self._leg.send_rtcp(rtcp.pli(self._ssrc, ssrc))
