"""Media tokens: who may use which room, signed, so that they outlive a restart of the service."""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from foundation.errors import NotFound

LIFETIME = timedelta(hours=4)  # longer than any call; the gate also asks whether the call is open


@dataclass(frozen=True)
class Pass:
    """What a token says once its signature was checked."""

    room: str
    participant: str
    case_id: str
    proof: str  # sign-in id or link id under which it was given
    is_observer: bool = False  # sees and hears, sends nothing


def issue(key: bytes, ticket: Pass, now: datetime) -> str:
    """A token for the ticket, valid for `LIFETIME`."""
    expires = int((now + LIFETIME).timestamp())
    fields: list[object] = [ticket.room, ticket.participant, ticket.case_id, ticket.proof, expires]
    if ticket.is_observer:
        fields.append(True)
    body = base64.urlsafe_b64encode(json.dumps(fields).encode()).rstrip(b"=")
    return f"{body.decode()}.{_mac(key, body)}"


def read(key: bytes, token: str, now: datetime) -> Pass:
    """The ticket of a token. Raises `NotFound` for forged, foreign and expired ones alike."""
    body, _, mac = token.partition(".")
    raw, given = body.encode("ascii", "replace"), mac.encode("ascii", "replace")
    if len(token) > 1024 or not hmac.compare_digest(given, _mac(key, raw).encode()):
        raise NotFound
    room, participant, case_id, proof, expires, *observes = json.loads(
        base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    )
    if now.timestamp() >= expires:
        raise NotFound
    return Pass(room, participant, case_id, proof, is_observer=bool(observes))


def _mac(key: bytes, body: bytes) -> str:
    return hmac.new(key, b"media-token\0" + body, sha256).hexdigest()
