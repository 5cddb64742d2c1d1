"""Frames of picture and sound, timed, into fragments and parts of a recording.

A part begins with its first fragment, because only then it is known what is in it. Another codec,
other H.264 parameter sets, or sound that comes for the first time begin the next part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from webrtc.frames import Frame, Shape
from webrtc.recording import mp4, webm
from webrtc.recording.index import PartBegan
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
from webrtc.rtp import Codec

FRAGMENT_S = 0.45  # and half a second until a tick: a kill costs what is not written
LATE_S = 0.15  # a fragment waits so long for the next picture, which tells how long the last was
FIRST_FRAGMENT_S = 0.4  # after the first keyframe: until then it is known whether there is sound
NO_PICTURE_S = 2.0  # who sends no picture until then is recorded as a voice
SHORTEST_S = 0.2  # between cuts at keyframes: a stream of them makes no stream of writes
SHORTEST_PART_S = 1.0  # a phone can cause a file a second, not more
SLOW_MS = 66  # twice the usual: longer, untold, is a hole to a player (see `Container.fragment`)
_BY_TIME = attrgetter("at_ms")
_NEVER = float("inf")


@dataclass
class _Part:
    """What the present file was begun with."""

    container: Container
    shape: Shape | None
    has_sound: bool
    began_ms: int
    began_at: float
    fragments: int = 0


class Weaver:
    """Collects what `Volume` then writes. Moments are milliseconds since 1970."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self.want_keyframe: Callable[[float], None] = lambda _now: None
        self.expects_picture = True
        self.key_at = -_NEVER  # when the newest keyframe came, by the loop's clock
        self.is_skipping = False  # pictures are left out until a keyframe
        self._part: _Part | None = None
        self._shape: Shape | None = None  # of the newest keyframe
        self._hears_sound = False
        self._newest_ms = {PICTURE: 0, SOUND: 0}
        self._samples: list[Sample] = []  # not written yet
        self._opened_at = 0.0  # when the first of them came
        self._cut_at = _NEVER
        self._is_open_ended = False  # the last fragment does not say how long its last picture is

    def add(self, track: int, at_ms: int, frame: Frame, now: float) -> int | None:
        """Takes a frame in; returns the moment it is kept under, `None` when it is left out."""
        before_ms = self._newest_ms[track]
        # a clock that was set back must not put a frame before the one it refers to
        at_ms = max(at_ms, before_ms + 1)
        if frame.shape is not None:
            self._meet_keyframe(frame.shape, at_ms, now)
        if track == SOUND:
            self._hears_sound = True
        elif self.is_skipping:
            return None
        else:
            if self._is_open_ended and at_ms - before_ms > SLOW_MS and not frame.is_keyframe:
                self.want_keyframe(now)
            self._is_open_ended = False
        self._newest_ms[track] = at_ms
        is_wide = self._samples and at_ms - self._samples[0].at_ms > MOST_SPAN_MS
        if is_wide or now >= self._cut_at + (0 if track == PICTURE else LATE_S):
            self._cut(now, next_ms=at_ms if track == PICTURE else None)
        if not self._samples:
            self._opened_at = now
            self._cut_at = now + self._wait_s()
        self._samples.append(Sample(track, at_ms, frame.is_keyframe, frame.data))
        return at_ms

    def tick(self, now: float) -> None:
        """Writes what has waited long enough."""
        if now >= self._cut_at:
            self._cut(now)

    def flush(self, now: float) -> None:
        """Writes what there is."""
        self._cut(now, is_last=True)

    def finish(self, now: float) -> None:
        """The same, and what comes after it begins a part."""
        self.flush(now)
        self._part = None

    def _wait_s(self) -> float:
        if self._part is not None:
            return FRAGMENT_S
        return NO_PICTURE_S if self._waits_for_picture() else FIRST_FRAGMENT_S

    def _waits_for_picture(self) -> bool:
        return self._part is None and self.expects_picture and self._shape is None

    def _meet_keyframe(self, shape: Shape, at_ms: int, now: float) -> None:
        part, may_cut = self._part, now - self.key_at >= SHORTEST_S
        self.is_skipping = False
        self.key_at = now
        if part is None:
            if self._shape is None and self._samples:
                self._cut_at = now + FIRST_FRAGMENT_S
            elif self._samples and self._shape != shape:
                self.is_skipping = True  # what is collected was begun with the other one
                return
        elif self._needs_new(part, shape):
            if now - part.began_at < SHORTEST_PART_S:
                self.is_skipping = True
                return
            self.finish(now)
        elif may_cut:
            self._cut(now, next_ms=at_ms)
        self._shape = shape

    def _needs_new(self, part: _Part, shape: Shape) -> bool:
        if part.shape is None or part.shape.codec is not shape.codec:
            return True
        # VP8 says its size in the stream, H.264's parameter sets stand at the file's beginning
        has_other_sets = part.shape.parameters != shape.parameters
        return has_other_sets or (not part.has_sound and self._hears_sound)

    def _cut(self, now: float, *, next_ms: int | None = None, is_last: bool = False) -> None:
        """Makes a fragment of what was collected; begins a part with it if there is none.

        Args:
            next_ms: when the next picture is, if it has come.
        """
        samples = sorted(self._samples, key=_BY_TIME)
        if self._waits_for_picture() and not is_last and now - self._opened_at < NO_PICTURE_S:
            return
        self._samples, self._cut_at = [], _NEVER
        if not samples:
            return
        part = self._part or self._begin(samples, now)
        if not part.has_sound and self._hears_sound and now - part.began_at > SHORTEST_PART_S:
            self.want_keyframe(now)  # the next part has it
        timed = [
            one._replace(at_ms=one.at_ms - part.began_ms)
            for one in samples
            # sound that waited for a hole may be older than the part
            if one.at_ms >= part.began_ms
            and (part.has_sound if one.track == SOUND else part.shape is not None)
        ]
        if not timed:
            return
        part.fragments += 1
        self._is_open_ended = next_ms is None
        until_ms = None if next_ms is None else next_ms - part.began_ms
        media = part.container.fragment(part.fragments, timed, until_ms)
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
