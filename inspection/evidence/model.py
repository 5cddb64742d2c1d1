"""What a commitment and a piece of evidence are."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Origin(Enum):
    """Who took the picture."""

    STILL = "still"  # the phone, at full camera resolution
    FRAME = "frame"  # the server, from the live picture
    RECORDED = "recorded"  # the server, from the recording at a past moment


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
    """One kept picture, bound to its item. `by` is a user id or `applicant`."""

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
