"""What a commitment and a piece of evidence are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum


class Origin(Enum):
    """Who took the picture."""

    STILL = "still"  # the phone, at full camera resolution
    FRAME = "frame"  # the server, from the live picture
    RECORDED = "recorded"  # the server, from the recording at a past moment
    CLIP = "clip"  # the server: some seconds of the recording, as they were sent
    DOCUMENT = "document"  # a file that somebody had: never a picture of this moment


ORIGIN_ZH = {
    Origin.STILL: "手机原始照片",
    Origin.FRAME: "视频关键帧",
    Origin.RECORDED: "录像回看取帧",
    Origin.CLIP: "录像片段",
    Origin.DOCUMENT: "上传文件",
}


@dataclass(frozen=True)
class Commitment:
    """A hash named at the shutter, before any bytes."""

    id: str
    case_id: str
    item_id: str
    sha256: str
    width_px: int
    height_px: int
    taken_at: datetime


@dataclass(frozen=True)
class Evidence:
    """One kept picture, clip or document, bound to its item. `by` is a user id or `applicant`.

    Of a clip, `captured_at` is its first picture and `poster_sha256` a picture of it, from which
    the copies are made. A document that is no picture has neither size in pixels nor copies.
    """

    id: str
    case_id: str
    item_id: str
    origin: Origin
    sha256: str
    width_px: int
    height_px: int
    size_bytes: int
    captured_at: datetime
    kept_at: datetime
    by: str
    commitment_id: str | None = None
    thumbnail_sha256: str | None = None
    watermarked_sha256: str | None = None
    duration_ms: int | None = None
    poster_sha256: str | None = None
    covered_sha256: str | None = None  # full size; thumbnail and watermarked copy follow it

    @property
    def picture_sha256(self) -> str | None:
        """The picture that shows it, if there is one: copies are made of this."""
        return self.poster_sha256 or (self.sha256 if self.width_px else None)

    @property
    def is_picture(self) -> bool:
        """Whether the original is a picture: only those are covered, measured in and read."""
        return self.picture_sha256 == self.sha256


def captured_facts(evidence: Evidence) -> Mapping[str, object]:
    """What the custody log says of a picture at its capture: enough to know it again."""
    facts: dict[str, object] = {
        "captured_at": evidence.captured_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "item": evidence.item_id,
        "origin": evidence.origin.value,
        "sha256": evidence.sha256,
        "size_bytes": evidence.size_bytes,
    }
    if evidence.duration_ms is not None:
        facts |= {"duration_ms": evidence.duration_ms, "poster_sha256": evidence.poster_sha256}
    return facts


def longest_clip_s(evidence: Iterable[Evidence], item_id: str) -> float:
    """How long the longest clip of an item is; 0 without one."""
    lengths = [one.duration_ms or 0 for one in evidence if one.item_id == item_id]
    return max(lengths, default=0) / 1000
