"""What is covered on a picture, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor

from foundation.errors import Kind, Problem

MOST_BOXES = 60  # chosen: a full dining room has fewer faces
MARGIN_PX = 20  # a JPEG's largest block, whose ringing tells of what it held, and its smoothed edge


@dataclass(frozen=True)
class Box:
    """A part of the upright picture, as shares of its width and height: 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    def pixels(self, width_px: int, height_px: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom pixel, all inside the picture and all to be covered.

        Rounded outwards and grown by `MARGIN_PX`.
        """
        return (
            max(0, floor(self.left * width_px) - MARGIN_PX),
            max(0, floor(self.top * height_px) - MARGIN_PX),
            min(width_px, ceil(self.right * width_px) + MARGIN_PX) - 1,
            min(height_px, ceil(self.bottom * height_px) + MARGIN_PX) - 1,
        )


@dataclass(frozen=True)
class Redaction:
    """One decision about a picture; the newest counts. Without boxes it takes the cover off."""

    evidence_id: str
    number: int
    boxes: Sequence[Box]
    reason: str
    by: str
    at: datetime
    covered_sha256: str | None


class NotCoveringNow(Problem):
    """What was signed or determined upon does not change its pictures."""

    kind = Kind.CONFLICT
    code = "redaction.not_open"
    zh = "办件现在是“{state_zh}”，不能改动照片的遮盖。请先撤回记录。"
    en = "The case is “{state}”, so what its pictures show is fixed. Withdraw the record first."


class CopiesNotMade(Problem):
    """The first copies are still being made."""

    kind = Kind.CONFLICT
    code = "redaction.copies_not_made"
    zh = "这张照片的副本还在制作，请过几秒再保存遮盖。"
    en = "This picture's copies are still being made. Save again in a few seconds."


class NothingCovered(Problem):
    """There is no cover to take off."""

    kind = Kind.CONFLICT
    code = "redaction.nothing_covered"
    zh = "这张照片没有遮盖。请先画出要遮住的部分。"
    en = "Nothing is covered on this picture. Draw the parts to cover first."
