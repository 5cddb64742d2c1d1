"""A made record and the hands under it."""

from dataclasses import dataclass
from datetime import datetime

from inspection.record.refusal import Refusal


@dataclass(frozen=True)
class Signature:
    """One person's hand under the record. `signer_id` is a user id or `applicant`."""

    signer_id: str
    role: str
    name: str
    png_sha256: str
    signed_at: datetime


@dataclass(frozen=True)
class Record:
    """A made record; `content` is the canonical JSON whose SHA-256 everybody signs."""

    id: str
    case_id: str
    sha256: str
    content: str
    made_at: datetime
    food_conclusion: str
    fume_conclusion: str
    completed_at: datetime | None
    pdf_sha256: str | None
    signatures: tuple[Signature, ...]
    refusal: Refusal | None = None  # noted in the place of the applicant's signature
