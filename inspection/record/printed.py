"""What stands on a record's paper, as data: the same for the typesetter and for programs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from foundation.clock import shown
from inspection.record.model import RecordContent, content_sha256


@dataclass(frozen=True)
class DrawnSignature:
    """A hand under the record, as drawn."""

    role_zh: str
    name: str
    signed_at: datetime
    png: bytes


def printed(
    content: RecordContent,
    signatures: Sequence[DrawnSignature],
    *,
    is_complete: bool,
    public_url: str = "",
    refusal: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The record with its hands, in JSON's types.

    Args:
        is_complete: whether everybody signed; otherwise every page says it is a draft.
        public_url: what the QR code leads to; empty: there is no code.
        refusal: of the applicant to sign, as `refusal.on_paper` words it.
    """
    return {
        **asdict(content),
        "sha256": content_sha256(content),
        "is_complete": is_complete,
        "public_url": public_url,
        "refusal": refusal,
        "signatures": [
            {"role_zh": one.role_zh, "name": one.name, "signed": shown(one.signed_at)}
            for one in signatures
        ],
    }
