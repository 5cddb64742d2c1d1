"""Once a second: what a stream's counters say about the second that passed. Pure.

Nothing here runs per packet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from webrtc.engine import ViewerFigures
from webrtc.forwarder import Rewriter, Stream
from webrtc.rtcp import ReceiverReport
from webrtc.rtp import Codec

_NTP_RANGE = 1 << 32
_TICKS_PER_S = 65536  # of the middle 32 bits of an NTP time (RFC 3550, 4)
MOST_RTT_S = 10.0  # what comes out longer is a clock that went backwards
_REMEMBERED = 8  # sender reports a viewer may still answer


def round_trip_s(sent: int, delay: int, now: int) -> float | None:
    """RFC 3550, 6.4.1: from our report out to its answer in, without what the other side waited.

    All three in 1/65536 s modulo 2^32; `None` when they can not belong together.
    """
    passed_s = (now - sent - delay) % _NTP_RANGE / _TICKS_PER_S
    return passed_s if passed_s <= MOST_RTT_S else None


def middle_of(now: float) -> int:
    """Seconds of any clock as the middle 32 bits of an NTP time."""
    return int(now * _TICKS_PER_S) % _NTP_RANGE


@dataclass
class StreamGauge:
    """One incoming stream. Figures are of the time between the last two samples."""

    bitrate_bps: int = 0
    loss: float = 0.0  # share of packets that had not come, retransmissions counted as come
    frames_per_s: float = 0.0
    size_px: tuple[int, int] = (0, 0)
    _at: float | None = None
    _received: int = 0
    _bytes: int = 0
    _expected: int = 0
    _pictures: int = 0

    def sample(self, stream: Stream, now: float) -> None:
        """To be called about once a second."""
        if stream.highest is None:
            return
        expected = (stream.cycles << 16) + stream.highest - stream.first + 1
        if self._at is not None and now > self._at:
            passed_s = now - self._at
            received, of = stream.received - self._received, expected - self._expected
            self.bitrate_bps = round((stream.payload_bytes - self._bytes) * 8 / passed_s)
            self.loss = min(1.0, max(0.0, (of - received) / of)) if of > 0 else 0.0
            if stream.codec is not Codec.OPUS:
                self.frames_per_s = (stream.pictures - self._pictures) / passed_s
        self.size_px = stream.size_px
        self._at, self._received, self._pictures = now, stream.received, stream.pictures
        self._bytes, self._expected = stream.payload_bytes, expected


@dataclass
class Heard:
    """What a viewer reports of one stream that goes to it."""

    loss: float = 0.0
    rtt_s: float | None = None
    bitrate_bps: int = 0
    _sent_at: dict[int, float] = field(default_factory=dict[int, float])
    _at: float | None = None
    _bytes: int = 0

    def sent_report(self, ntp: int, now: float) -> None:
        """A sender report with this 64-bit NTP time went out."""
        middle = ntp >> 16 & 0xFFFFFFFF
        self._sent_at.pop(middle, None)
        self._sent_at[middle] = now
        if len(self._sent_at) > _REMEMBERED:
            del self._sent_at[next(iter(self._sent_at))]

    def take(self, report: ReceiverReport, now: float) -> None:
        """The viewer's answer."""
        self.loss = report.fraction_lost / 256
        sent_at = self._sent_at.get(report.last_report)
        if sent_at is not None:
            rtt_s = round_trip_s(middle_of(sent_at), report.delay, middle_of(now))
            self.rtt_s = self.rtt_s if rtt_s is None else rtt_s

    def sample(self, rewriter: Rewriter, now: float) -> None:
        """To be called about once a second."""
        if self._at is not None and now > self._at:
            sent = rewriter.payload_bytes - self._bytes
            self.bitrate_bps = round(sent * 8 / (now - self._at))
        self._at, self._bytes = now, rewriter.payload_bytes


def viewer_figures(viewer: str, publisher: str, heard: Sequence[Heard]) -> ViewerFigures:
    """One viewer's connection: bitrates added, the worst loss, the longest way."""
    trips = [one.rtt_s for one in heard if one.rtt_s is not None]
    return ViewerFigures(
        viewer,
        publisher,
        bitrate_bps=sum(one.bitrate_bps for one in heard),
        loss=max((one.loss for one in heard), default=0.0),
        rtt_s=max(trips, default=None),
    )
