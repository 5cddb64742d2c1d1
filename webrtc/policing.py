"""What one participant may ask of the media plane before it is throttled, then refused. Pure.

An honest phone stays far below all of it: it knows the room's cap by REMB and by its answer.
"""

from dataclasses import dataclass
from enum import Enum

from foundation.errors import Kind, Problem

TIMES_CAP = 4  # keyframes come in bursts; four times the cap for two seconds is no burst
MOST_PACKETS_PER_S = 4000  # 60 fps with sound is below 1,000
MOST_FRAMES_PER_S = 130
MOST_MEGAPIXELS = 9  # 4K; webrtc.decode refuses more as well
WINDOW_S = 0.5
THROTTLED_AFTER_S = 2.0
CLOSED_AFTER_S = 6.0
DIALS_AT_ONCE = 40  # a desk page that opens plays up to eight people; some are reloaded
DIALS_PER_S = 1.0  # a set-up costs 15-30 ms of processor time (media-notes, section 1)


class Excess(Enum):
    """What was too much."""

    BITRATE = "bitrate"
    PACKETS = "packets"
    FRAMES = "frames"
    SIZE = "size"


class Overdone(Exception):
    """A connection went on with its excess while throttled: it is closed."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess.value)
        self.excess = excess


class DialledTooOften(Problem):
    """More set-ups than anybody needs, who is not attacking."""

    kind = Kind.TOO_OFTEN
    code = "media.dialled_too_often"
    zh = "视频连接过于频繁，请稍候再试。"
    en = "The media connection was set up too often. Wait a moment and try again."


@dataclass
class Policer:
    """Watches one publisher's connection. Counters are written by whoever takes the packets in."""

    received_bytes: int = 0
    packets: int = 0
    frames: int = 0
    largest_px: int = 0
    throttled: Excess | None = None  # what comes while it is set is not forwarded
    _began_at: float | None = None
    _over_since: float | None = None

    def look(self, cap_bps: int, now: float) -> None:
        """To be called at least every `WINDOW_S`. Raises `Overdone`."""
        if self._began_at is None:
            self._begin(now)
            return
        passed = now - self._began_at
        if passed < WINDOW_S:
            return
        excess = self._excess(cap_bps, passed)
        if excess is None:
            self._over_since = self.throttled = None
        else:
            since = self._over_since = self._over_since or self._began_at
            if now - since >= CLOSED_AFTER_S:
                self._began_at = float("inf")  # said once; it takes a moment to close
                raise Overdone(excess)
            if now - since >= THROTTLED_AFTER_S:
                self.throttled = excess
        self._begin(now)

    def _begin(self, now: float) -> None:
        self._began_at = now
        self.received_bytes = self.packets = self.frames = 0

    def _excess(self, cap_bps: int, passed: float) -> Excess | None:
        if self.received_bytes * 8 > TIMES_CAP * cap_bps * passed:
            return Excess.BITRATE
        if self.packets > MOST_PACKETS_PER_S * passed:
            return Excess.PACKETS
        if self.frames > MOST_FRAMES_PER_S * passed:
            return Excess.FRAMES
        return Excess.SIZE if self.largest_px > MOST_MEGAPIXELS * 1_000_000 else None


@dataclass
class DialPace:
    """A token bucket for one participant's set-ups."""

    left: float = DIALS_AT_ONCE
    at: float = 0.0

    def take(self, now: float) -> None:
        """Counts one more set-up. Raises `DialledTooOften`; a refused one costs nothing."""
        self.left = min(DIALS_AT_ONCE, self.left + (now - self.at) * DIALS_PER_S)
        self.at = now
        if self.left < 1:
            raise DialledTooOften
        self.left -= 1
