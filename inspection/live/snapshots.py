"""Stills a phone sends to be looked at, every two seconds or when asked, instead of video.

They are no evidence: the newest of each call is kept in memory, shown to those who are in the room,
and gone with the next one. What shall hold is asked for as a full still (`inspection.evidence`).
"""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PIL import Image

from foundation.clock import Clock
from inspection.live.announcements import SnapshotShape
from inspection.live.errors import NotASnapshot, SnapshotTooOften

MOST_BYTES = 256 * 1024  # 960x540 at quality 0.6 is 40-90 kB (static/src/applicant/camera/still.ts)
MOST_SIDE_PX = 2048
MOST_CASES = 200  # 50 MB at worst; the quietest call's is forgotten first
AT_ONCE = 3
EVERY = timedelta(seconds=1)


@dataclass(frozen=True)
class Snapshot:
    """A picture of this moment, as good as the network allows."""

    number: int
    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    at: datetime


@dataclass
class _Pace:
    """A token bucket: one each `EVERY`, `AT_ONCE` in a row."""

    at: datetime
    left: float = AT_ONCE

    def take(self, now: datetime) -> None:
        self.left = min(AT_ONCE, self.left + max(now - self.at, timedelta()) / EVERY)
        self.at = now
        if self.left < 1:
            raise SnapshotTooOften
        self.left -= 1


class Snapshots:
    """The newest of each call."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, Snapshot] = {}
        self._paces: dict[str, _Pace] = {}
        self._count = 0

    def keep(self, case_id: str, jpeg: bytes) -> Snapshot:
        """Takes the place of the one before. Raises `NotASnapshot`, `SnapshotTooOften`."""
        now = self._clock.now()
        pace = self._paces[case_id] = self._paces.pop(case_id, None) or _Pace(now)
        if len(self._paces) > MOST_CASES:
            del self._paces[next(iter(self._paces))]
        pace.take(now)
        width_px, height_px = _size(jpeg)
        self._count += 1
        self._kept.pop(case_id, None)
        made = self._kept[case_id] = Snapshot(self._count, jpeg, width_px, height_px, now)
        if len(self._kept) > MOST_CASES:
            self.forget(next(iter(self._kept)))
        return made

    def newest(self, case_id: str) -> Snapshot | None:
        """What is there to look at."""
        return self._kept.get(case_id)

    def told(self, case_id: str) -> SnapshotShape | None:
        """As pages hear of it."""
        one = self._kept.get(case_id)
        if one is None:
            return None
        age = max(self._clock.now() - one.at, timedelta())
        return {
            "number": one.number,
            "age_ms": age // timedelta(milliseconds=1),
            "width_px": one.width_px,
            "height_px": one.height_px,
        }

    def forget(self, case_id: str) -> None:
        """The call has ended, or the applicant took the consent back."""
        self._kept.pop(case_id, None)
        self._paces.pop(case_id, None)


def _size(jpeg: bytes) -> tuple[int, int]:
    """From the head alone: browsers decode it, we do not."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            width_px, height_px = picture.size
    except Exception as error:
        raise NotASnapshot from error  # whatever a decoder stumbles over in foreign bytes
    if not 0 < max(width_px, height_px) <= MOST_SIDE_PX:
        raise NotASnapshot
    return width_px, height_px
