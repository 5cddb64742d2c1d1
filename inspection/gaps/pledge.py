"""The pledge (承诺书): the words, the papers and their last days, as one content that is signed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from inspection.cases.model import Case
from inspection.gaps.listing import PledgeText
from inspection.gaps.model import Gap


class Way(Enum):
    """How a pledge was given."""

    PHONE = "phone"  # drawn with a finger on the applicant's own phone
    CLERK = "clerk"  # recorded by a clerk on the applicant's word (帮办)
    SENDER = "sender"  # given in the licensing system, which said so when it filed


@dataclass(frozen=True)
class Pledge:
    """A pledge that was given; it stays as it was.

    Attributes:
        content: the canonical JSON that was shown; `sha256` is of its UTF-8 bytes.
        signer: the name of who pledges.
        by: who put it into the system, an actor id.
        signature_sha256: of the drawing; `None` where a clerk or a system recorded it.
        mandate: on whose word they did so; empty for the phone.
    """

    case_id: str
    version: str
    sha256: str
    content: str
    way: Way
    signer: str
    by: str
    signed_at: datetime
    signature_sha256: str | None
    mandate: Mapping[str, str]


def content_of(case: Case, gaps: Sequence[Gap], text: PledgeText) -> str:
    """What is signed, as canonical JSON: keys sorted, no spaces, UTF-8.

    Deadlines are those named at the acceptance: what was pledged does not change later.
    """
    application = case.application
    content = {
        "version": text.version,
        "case_number": case.number,
        "shop_name": application.shop_name,
        "credit_code": application.credit_code,
        "applicant": application.applicant_name,
        "zh": list(text.zh),
        "en": list(text.en),
        "gaps": [
            {
                "id": gap.id,
                "zh": gap.title.zh,
                "en": gap.title.en,
                "form": gap.form.value,
                "due_at": gap.first_due_at.isoformat(),
            }
            for gap in gaps
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content.encode()).hexdigest()
