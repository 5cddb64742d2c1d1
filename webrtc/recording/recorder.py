"""Records one participant over all their connections. Implements `webrtc.room.Subscriber`.

Runs on the media loop for every packet, so it only sorts and collects (`weaver`); `scribe` writes.
It knows why there is no picture: lost packets, a silent phone, a connection that ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from weakref import WeakSet

import structlog

from webrtc.capture_clock import CaptureClock
from webrtc.forwarder import CLOCK_HZ, Stream
from webrtc.frames import Assembler, Frame, Lost
from webrtc.recording.index import Cause, Ended, GapTold
from webrtc.recording.sample import PICTURE, SOUND
from webrtc.recording.scribe import Volume
from webrtc.recording.weaver import Weaver
from webrtc.rtp import Codec, Packet

log = structlog.get_logger("recording")
GAP_MS = 1000  # without a frame; a shorter one is the pace of a camera
SILENT_S = 3.0  # as the watchdog
KEYFRAME_EVERY_S = 10.0  # a player enters at keyframes; costs about 5 % of the bitrate


@dataclass
class _Lane:
    """One incoming stream on its way into the film."""

    stream: Stream
    assembler: Assembler
    clock: CaptureClock
    track: int
    is_over: bool = False  # another connection's stream took its place


class Recorder:
    """Made once per participant and room; `follow` a publisher, `tick` it, `end` it.

    Times handed in are seconds of the loop's clock; `wall_ms` is what it takes to make them
    milliseconds since 1970.
    """

    def __init__(self, volume: Volume, wall_ms: float) -> None:
        self._volume = volume
        self._weaver = Weaver(volume)
        self._wall_ms = wall_ms
        self._want_keyframe: Callable[[float], None] = lambda _now: None
        self._lanes: dict[int, _Lane] = {}
        self._current: dict[int, _Lane] = {}
        self._replaced: WeakSet[Stream] = WeakSet()  # their last packets may still come
        self._main: int = SOUND  # the track whose absence is a gap
        self._last_ms: int | None = None  # of the main track
        self._last_at = 0.0
        self._excused_at = float("-inf")  # when stills were asked for last
        self._cause: Cause | None = None  # of a gap that may be beginning
        self._is_gap_open = False
        self._is_broken = False

    def follow(self, want_keyframe: Callable[[float], None], codecs: Sequence[Codec]) -> None:
        """From now on the packets of this connection come, or of one that takes its place."""
        self._want_keyframe = self._weaver.want_keyframe = want_keyframe
        self._weaver.expects_picture = any(codec is not Codec.OPUS for codec in codecs)

    def offer(self, stream: Stream, packets: Sequence[Packet], now: float) -> None:
        """See `Subscriber.offer`."""
        if self._is_broken:
            return
        try:
            lane = self._lanes.get(stream.ssrc)
            if lane is None or lane.stream is not stream:
                if stream in self._replaced:
                    return
                lane = self._enter(stream, now)
            for packet in packets:
                if lane.is_over:
                    return
                for one in lane.assembler.take(packet, now):
                    self._take(lane, one, now)
        except Exception:  # a fault of ours must not end the call that is recorded
            self._is_broken = True
            log.exception("recording stopped")

    def tick(self, now: float, *, expects_picture: bool = True) -> None:
        """Call it twice a second: writes what waits, notices silence, asks for keyframes.

        Args:
            expects_picture: the phone is to send a moving picture, not stills.
        """
        for lane in list(self._lanes.values()):
            if not lane.is_over:
                for one in lane.assembler.expire(now):
                    self._take(lane, one, now)
        self._weaver.tick(now)
        self._notice_silence(now, expects_picture=expects_picture)
        is_due = self._main == PICTURE and now - self._weaver.key_at >= KEYFRAME_EVERY_S
        is_blind = self._volume.is_failing or self._weaver.is_skipping
        if is_blind or (is_due and now - self._last_at < 1):
            self._want_keyframe(now)

    def _notice_silence(self, now: float, *, expects_picture: bool) -> None:
        if not expects_picture:
            self._excused_at = now
        if self._last_ms is None or now - self._last_at < SILENT_S:
            return
        if not expects_picture:
            self._tell_gap(Cause.STILLS)
        elif now - self._excused_at >= SILENT_S:  # a picture asked for again takes its time
            self._tell_gap(Cause.SILENT)

    def gone(self, now: float) -> None:
        """The connection ended and no other has taken its place."""
        for lane in list(self._lanes.values()):
            for one in lane.assembler.finish(now):
                self._take(lane, one, now)
            lane.is_over = True
        self._lanes.clear()
        self._weaver.flush(now)
        self._tell_gap(Cause.GONE)

    def end(self, now: float) -> None:
        """The call is over."""
        self._weaver.finish(now)
        self._volume.note(Ended(round(self._wall_ms + now * 1000)))
        self._volume.close()

    def pause(self, now: float) -> None:
        """The service stops; the call may go on after it."""
        self._weaver.finish(now)
        self._volume.close()

    def _enter(self, stream: Stream, now: float) -> _Lane:
        track = SOUND if stream.codec is Codec.OPUS else PICTURE
        clock = CaptureClock(CLOCK_HZ[stream.codec])
        self._lanes.pop(stream.ssrc, None)  # its place is behind those that came before
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
        kept_ms = self._weaver.add(lane.track, at_ms, one, now)
        if kept_ms is not None and lane.track == self._main:
            self._note_frame(kept_ms, now)

    def _replace(self, lane: _Lane) -> None:
        """The first whole frame of a stream: the connections before it have been replaced.

        Those of them that never brought a whole frame go as well: each holds a stream's memory.
        """
        for before in list(takewhile(lambda one: one is not lane, self._lanes.values())):
            if before.track == lane.track:
                before.is_over = True
                self._replaced.add(before.stream)
                del self._lanes[before.stream.ssrc]
        if lane.track in self._current and lane.track == self._main:
            self._cause = Cause.CONNECTION_LOST
        self._current[lane.track] = lane
        if lane.track == PICTURE and self._main == SOUND:
            self._main, self._last_ms, self._cause = PICTURE, None, None

    def _note_frame(self, at_ms: int, now: float) -> None:
        last, cause = self._last_ms, self._cause
        is_broken = cause is Cause.PACKET_LOSS and self._main == PICTURE
        if last is not None and (is_broken or at_ms - last > GAP_MS):
            cause = Cause.CONNECTION_LOST if cause is Cause.GONE else cause or Cause.SILENT
            self._volume.note(GapTold(last, at_ms, cause))
        self._cause, self._is_gap_open = None, False
        self._last_ms, self._last_at = at_ms, now

    def _tell_gap(self, cause: Cause) -> None:
        """The index learns that there is no picture while it lasts, once per cause."""
        if self._last_ms is None or (self._is_gap_open and self._cause in (cause, Cause.GONE)):
            return  # who has left is also silent
        self._cause, self._is_gap_open = cause, True
        self._volume.note(GapTold(self._last_ms, None, cause))
