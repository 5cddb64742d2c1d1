"""Records one participant over all their connections. Implements `webrtc.room.Subscriber`.

Runs on the media loop for every packet, so it only sorts and collects; the bytes of a fragment are
made twice a second, and `scribe` writes them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import structlog

from webrtc.capture_clock import CaptureClock
from webrtc.forwarder import CLOCK_HZ, Stream
from webrtc.frames import Assembler, Frame, Lost, Shape
from webrtc.recording import mp4, webm
from webrtc.recording.index import Cause, Ended, GapTold, PartBegan
from webrtc.recording.sample import (
    MOST_SPAN_MS,
    PICTURE,
    SOUND,
    Container,
    Found,
    Sample,
    has_key,
)
from webrtc.recording.scribe import Volume
from webrtc.rtp import Codec, Packet

log = structlog.get_logger("recording")
FRAGMENT_S = 0.6  # a kill costs what is not written: less than a second
FIRST_FRAGMENT_S = 0.4  # after the first keyframe: until then it is known whether there is sound
NO_PICTURE_S = 2.0  # who sends no picture until then is recorded as a voice
SHORTEST_S = 0.2  # between cuts at keyframes: a stream of them makes no stream of writes
GAP_MS = 1000  # without a frame; a shorter one is the pace of a camera
SILENT_S = 3.0  # as the watchdog
KEYFRAME_EVERY_S = 10.0  # a player enters at keyframes; costs about 5 % of the bitrate
_BY_TIME = attrgetter("at_ms")
_NEVER = float("inf")


@dataclass
class _Lane:
    """One incoming stream on its way into the film."""

    stream: Stream
    assembler: Assembler
    clock: CaptureClock
    track: int
    is_over: bool = False  # another connection's stream took its place


@dataclass
class _Part:
    """What the present file was begun with."""

    container: Container
    shape: Shape | None
    has_sound: bool
    began_ms: int
    began_at: float
    fragments: int = 0


class Recorder:
    """Made once per participant and room; `follow` a publisher, `tick` it, `end` it.

    Times handed in are seconds of the loop's clock; `wall_ms` is what it takes to make them
    milliseconds since 1970.
    """

    def __init__(self, volume: Volume, wall_ms: float) -> None:
        self._volume = volume
        self._wall_ms = wall_ms
        self._want_keyframe: Callable[[float], None] = lambda _now: None
        self._expects_picture = True
        self._lanes: dict[int, _Lane] = {}
        self._current: dict[int, _Lane] = {}
        self._part: _Part | None = None
        self._shape: Shape | None = None  # of the newest keyframe
        self._newest_ms = {PICTURE: 0, SOUND: 0}
        self._samples: list[Sample] = []  # not written yet, times since 1970
        self._cut_at = _NEVER
        self._opened_at = 0.0  # when the first sample came
        self._is_skipping = False
        self._main: int = SOUND  # the track whose absence is a gap
        self._last_ms: int | None = None  # of the main track
        self._last_at = 0.0
        self._key_at = -_NEVER
        self._cause: Cause | None = None  # of a gap that may be beginning
        self._is_gap_open = False
        self._is_broken = False

    def follow(self, want_keyframe: Callable[[float], None], codecs: Sequence[Codec]) -> None:
        """From now on the packets of this connection come, or of one that takes its place."""
        self._want_keyframe = want_keyframe
        self._expects_picture = any(codec is not Codec.OPUS for codec in codecs)

    def offer(self, stream: Stream, packet: Packet, now: float) -> None:
        """See `Subscriber.offer`."""
        if self._is_broken:
            return
        try:
            lane = self._lanes.get(packet.ssrc)
            if lane is None or lane.stream is not stream:
                lane = self._enter(stream, now)
            if not lane.is_over:
                for one in lane.assembler.take(packet, now):
                    self._take(lane, one, now)
        except Exception:  # a fault of ours must not end the call that is recorded
            self._is_broken = True
            log.exception("recording stopped")

    def tick(self, now: float) -> None:
        """Call it a few times a second: writes what waits, notices silence, asks for keyframes."""
        for lane in list(self._lanes.values()):
            if not lane.is_over:
                for one in lane.assembler.expire(now):
                    self._take(lane, one, now)
        if now >= self._cut_at:
            self._cut(now)
        if self._last_ms is not None and now - self._last_at >= SILENT_S:
            self._tell_gap(Cause.SILENT)
        is_due = self._main == PICTURE and now - self._key_at >= KEYFRAME_EVERY_S
        is_blind = self._volume.is_failing or self._is_skipping
        if is_blind or (is_due and now - self._last_at < 1):
            self._want_keyframe(now)

    def gone(self, now: float) -> None:
        """The connection ended and no other has taken its place."""
        for lane in list(self._lanes.values()):
            for one in lane.assembler.finish(now):
                self._take(lane, one, now)
            lane.is_over = True
        self._lanes.clear()
        self._cut(now, is_last=True)
        self._tell_gap(Cause.GONE)

    def end(self, now: float) -> None:
        """The call is over."""
        self.pause(now)
        self._volume.note(Ended(round(self._wall_ms + now * 1000)))
        self._volume.close()

    def pause(self, now: float) -> None:
        """The service stops; the call may go on after it."""
        self._cut(now, is_last=True)
        self._part = None
        self._volume.close()

    def _enter(self, stream: Stream, now: float) -> _Lane:
        track = SOUND if stream.codec is Codec.OPUS else PICTURE
        clock = CaptureClock(CLOCK_HZ[stream.codec])
        lane = self._lanes[stream.ssrc] = _Lane(stream, Assembler(stream.codec), clock, track)
        if track == PICTURE:
            self._want_keyframe(now)
        return lane

    def _take(self, lane: _Lane, one: Frame | Lost, now: float) -> None:
        if isinstance(one, Lost):
            if self._current.get(lane.track) is lane and lane.track == self._main:
                self._cause = self._cause or Cause.PACKET_LOSS
            if lane.track == PICTURE:
                self._want_keyframe(now)
            return
        at_ms = lane.clock.at_ms(
            one.timestamp, self._wall_ms + one.arrived_at * 1000, lane.stream.report
        )
        if self._current.get(lane.track) is not lane:
            self._replace(lane)
        if one.shape is not None:
            self._meet_keyframe(one.shape, now)
        if self._is_skipping and lane.track == PICTURE:
            return
        # a clock that was set back must not put a frame before the one it refers to
        at_ms = self._newest_ms[lane.track] = max(at_ms, self._newest_ms[lane.track] + 1)
        if lane.track == self._main:
            self._note_frame(at_ms, now)
        if now >= self._cut_at or (self._samples and at_ms - self._samples[0].at_ms > MOST_SPAN_MS):
            self._cut(now)
        if not self._samples:
            self._opened_at = now
            self._cut_at = now + self._wait_s()
        self._samples.append(Sample(lane.track, at_ms, one.is_keyframe, one.data))

    def _wait_s(self) -> float:
        if self._part is None and self._expects_picture and self._shape is None:
            return NO_PICTURE_S
        return FIRST_FRAGMENT_S if self._part is None else FRAGMENT_S

    def _replace(self, lane: _Lane) -> None:
        """The first whole frame of a stream: the connection before it has been replaced."""
        before = self._current.get(lane.track)
        if before is not None:
            before.is_over = True
            self._lanes = {key: one for key, one in self._lanes.items() if one is not before}
            if lane.track == self._main:
                self._cause = Cause.CONNECTION_LOST
        self._current[lane.track] = lane
        if lane.track == PICTURE and self._main == SOUND:
            self._main, self._last_ms, self._cause = PICTURE, None, None

    def _meet_keyframe(self, shape: Shape, now: float) -> None:
        part = self._part
        may_cut = now - self._key_at >= SHORTEST_S
        self._is_skipping = False
        self._key_at = now
        if part is None:
            if self._shape is None and self._samples:
                self._cut_at = now + FIRST_FRAGMENT_S
            elif self._samples and self._shape != shape:
                self._is_skipping = True  # what is collected was begun with the other one
                return
        elif self._needs_new(part, shape):
            if now - part.began_at < 1:
                self._is_skipping = True  # a file a second is what a phone can cause
                return
            self._cut(now, is_last=True)
            self._part = None
        elif may_cut:
            self._cut(now)
        self._shape = shape

    def _needs_new(self, part: _Part, shape: Shape) -> bool:
        if part.shape is None or part.shape.codec is not shape.codec:
            return True
        # VP8 says its size in the stream, H.264's parameter sets stand at the file's beginning
        has_other_sets = part.shape.parameters != shape.parameters
        return has_other_sets or (not part.has_sound and SOUND in self._current)

    def _note_frame(self, at_ms: int, now: float) -> None:
        last, cause = self._last_ms, self._cause
        is_broken = cause is Cause.PACKET_LOSS and self._main == PICTURE
        if last is not None and (is_broken or at_ms - last > GAP_MS):
            cause = Cause.CONNECTION_LOST if cause is Cause.GONE else cause or Cause.SILENT
            self._volume.note(GapTold(last, max(at_ms, last), cause))
        self._cause, self._is_gap_open = None, False
        self._last_ms, self._last_at = at_ms, now

    def _tell_gap(self, cause: Cause) -> None:
        """The index learns that there is no picture while it lasts, once per cause."""
        if self._last_ms is None or (self._is_gap_open and self._cause is cause):
            return
        if self._is_gap_open and self._cause is Cause.GONE:
            return  # who has left is also silent
        self._cause, self._is_gap_open = cause, True
        self._volume.note(GapTold(self._last_ms, None, cause))

    def _cut(self, now: float, *, is_last: bool = False) -> None:
        """Makes a fragment of what was collected; begins a part with it if there is none."""
        samples, part = sorted(self._samples, key=_BY_TIME), self._part
        waits = part is None and self._expects_picture and self._shape is None and not is_last
        if waits and now - self._opened_at < NO_PICTURE_S:
            return
        self._samples, self._cut_at = [], _NEVER
        if not samples:
            return
        if part is None:
            part = self._begin(samples, now)
        timed: list[Sample] = []
        for track, at_ms, is_key, data in samples:
            if at_ms < part.began_ms:
                continue  # sound that waited for a hole longer than the last part lasted
            if (track == PICTURE and part.shape is None) or (track == SOUND and not part.has_sound):
                if track == SOUND and part.fragments and now - self._key_at > 1:
                    self._want_keyframe(now)  # sound came later: the next part has it
                continue
            timed.append(Sample(track, at_ms - part.began_ms, is_key, data))
        if not timed:
            return
        part.fragments += 1
        media = part.container.fragment(part.fragments, timed)
        is_entry = part.shape is None or has_key(timed)
        found = Found(0, len(media), timed[0].at_ms, timed[-1].at_ms, is_entry)
        self._volume.add(found, media)

    def _begin(self, samples: Sequence[Sample], now: float) -> _Part:
        shape = self._shape if any(one.track == PICTURE for one in samples) else None
        has_sound = any(one.track == SOUND for one in samples)
        container: Container = mp4 if shape and shape.codec is Codec.H264 else webm
        began_ms = samples[0].at_ms
        header = container.header(shape, has_sound=has_sound, began_ms=began_ms)
        mime = container.mime(shape, has_sound=has_sound)
        codec = shape.codec.value if shape else ""
        size_px = (shape.width_px, shape.height_px) if shape else (0, 0)
        self._volume.begin(
            PartBegan(container.suffix, mime, began_ms, len(header), codec, size_px), header
        )
        self._part = _Part(container, shape, has_sound, began_ms, now)
        return self._part
