"""A room: publishers, and who listens to them. No I/O; connections are behind Protocols."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from webrtc.engine import PublisherFigures, RoomFigures
from webrtc.forwarder import Stream
from webrtc.leg import Agreed
from webrtc.policing import DialPace, Excess
from webrtc.rtp import Codec, Packet, begins_keyframe
from webrtc.statistics import StreamGauge
from webrtc.watchdog import Change, Watchdog

CAP_BPS = 2_500_000  # 720p30 of a kitchen, readable (media-notes, section 2, bandwidth feedback)
KEYFRAME_PACE_S = 0.3  # media-notes, section 5: PLIs throttled


class RoomObserver(Protocol):
    """Hears news of rooms; must not block."""

    def publisher_came(self, room: str, participant: str) -> None:
        """First packets arrived."""
        ...

    def publisher_silent(self, room: str, participant: str) -> None:
        """No new picture came for `webrtc.watchdog.SILENT_AFTER_S`, whatever else did."""
        ...

    def publisher_back(self, room: str, participant: str) -> None:
        """New pictures come again."""
        ...

    def publisher_gone(self, room: str, participant: str) -> None:
        """The connection ended and no other replaced it."""
        ...

    def figures(self, room: str, figures: RoomFigures) -> None:
        """Once a second, while there is a publisher."""
        ...

    def publisher_closed(self, room: str, participant: str, excess: Excess) -> None:
        """Sent far too much and did not stop: the connection is being ended."""
        ...


class Subscriber(Protocol):
    """Somebody who receives a publisher's packets: a viewer, a capture."""

    def offer(self, stream: Stream, packets: Sequence[Packet], now: float) -> None:
        """New packets of one stream, in the order of their arrival; must not block."""
        ...


@dataclass
class Publisher:
    """What one participant sends, over however many connections one after the other."""

    room: str
    participant: str
    observer: RoomObserver
    ask_keyframe: Callable[[], None]
    cap_bps: int = CAP_BPS
    agreed: Sequence[Agreed] = ()
    streams: dict[int, Stream] = field(default_factory=dict[int, Stream])
    subscribers: list[Subscriber] = field(default_factory=list[Subscriber])
    last_packet_at: float | None = None
    gauges: dict[int, StreamGauge] = field(default_factory=dict[int, StreamGauge])
    rtt_s: float | None = None
    watchdog: Watchdog = field(default_factory=Watchdog)
    _asked_at: float = float("-inf")
    _wants_keyframe: bool = False

    def take(self, stream: Stream, packets: Sequence[Packet], now: float) -> None:
        """Packets of one of the streams; those that were here before are not forwarded."""
        new = [one for one in packets if stream.take(one, now)]
        if not new:
            return
        if self.last_packet_at is None:
            self.observer.publisher_came(self.room, self.participant)
        self.last_packet_at = now
        if self._wants_keyframe and stream.codec is not Codec.OPUS:
            began = any(begins_keyframe(stream.codec, one.payload) for one in new)
            self._wants_keyframe = not began
        for subscriber in self.subscribers:
            subscriber.offer(stream, new, now)

    @property
    def is_silent(self) -> bool:
        """Whether the picture has stopped."""
        return self.watchdog.is_silent

    def watch(self, now: float) -> Change | None:
        """Called every `webrtc.watchdog.LOOK_EVERY_S`: tells that the picture stops or goes on."""
        if self.last_packet_at is None:
            return None
        has_picture = any(one.codec is not Codec.OPUS for one in self.agreed)
        change = self.watchdog.look(self.streams.values(), now, promises_picture=has_picture)
        if change is not None and change.stopped:
            self.observer.publisher_silent(self.room, self.participant)
        elif change is not None:
            self.observer.publisher_back(self.room, self.participant)
        return change

    def figures(self) -> list[PublisherFigures]:
        """How each stream arrives."""
        return [self._figures_of(stream) for stream in self.streams.values()]

    def _figures_of(self, stream: Stream) -> PublisherFigures:
        gauge = self.gauges.get(stream.ssrc, StreamGauge())
        return PublisherFigures(
            self.participant,
            stream.codec.value,
            stream.received,
            stream.payload_bytes,
            len(stream.missing),
            len(self.subscribers),
            gauge.bitrate_bps,
            gauge.loss,
            gauge.frames_per_s,
            *gauge.size_px,
            self.watchdog.freezes if stream.codec is not Codec.OPUS else 0,
            self.rtt_s,
            self.is_silent,
        )

    def want_keyframe(self, now: float) -> None:
        """Passes a wish for a keyframe on, at most every `KEYFRAME_PACE_S`, until one comes."""
        self._wants_keyframe = True
        self.pursue_keyframe(now)

    def pursue_keyframe(self, now: float) -> None:
        """Called every few hundredths of a second: a request can be lost like any packet."""
        if not self._wants_keyframe or self.is_silent:
            return
        if now - self._asked_at >= KEYFRAME_PACE_S:
            self._asked_at = now
            self.ask_keyframe()


@dataclass
class Room:
    """All publishers of one call by participant."""

    name: str
    publishers: dict[str, Publisher] = field(default_factory=dict[str, Publisher])
    cap_bps: int = CAP_BPS
    dials: dict[str, DialPace] = field(default_factory=dict[str, DialPace])
    without_picture: set[str] = field(default_factory=set[str])  # whose is not expected now

    def expect_picture(self, participant: str, *, is_expected: bool) -> None:
        """Also of one who has yet to come."""
        if is_expected:
            self.without_picture.discard(participant)
        else:
            self.without_picture.add(participant)
        publisher = self.publishers.get(participant)
        if publisher is not None:
            publisher.watchdog.expects_picture = is_expected

    def dial(self, participant: str, now: float) -> None:
        """One more set-up by this participant. Raises `DialledTooOften`."""
        self.dials.setdefault(participant, DialPace(at=now)).take(now)

    def set_cap(self, bits_per_s: int) -> None:
        """For each publisher, those to come as well."""
        self.cap_bps = bits_per_s
        for publisher in self.publishers.values():
            publisher.cap_bps = bits_per_s
