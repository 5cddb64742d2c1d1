"""Results on the wire: CloudEvents 1.0 JSON, signed by Standard Webhooks. Pure."""

import base64
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from inspection.determination.recipients import Matter
from inspection.licensing.model import FieldMap

EVENT_TYPE = "cn.yunkan.inspection.determined.v1"
# Type of each event, and which of its fields says when it happened.
_TYPES = {
    Matter.RESULT: (EVENT_TYPE, "determined_at"),
    Matter.STATUS: ("cn.yunkan.application.status.v1", "at"),
    Matter.WISH: ("cn.yunkan.licence.wished.v1", "chosen_at"),
}
KEY_IN_BASE64 = "whsec_"  # Standard Webhooks: what follows is the key in base64
TOLERANCE_S = 300  # Standard Webhooks: older or younger messages are replays

_TIMESTAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Event:
    """One message: the same bytes on every try."""

    id: str
    body: bytes


_EVERYTHING = FieldMap()


def result_event(
    delivery_id: str, result: Mapping[str, object], fields: FieldMap = _EVERYTHING
) -> Event:
    """The event of a determination as one target reads it; its id is the idempotency key."""
    return event_of(Matter.RESULT, delivery_id, result, fields)


def event_of(
    matter: Matter, delivery_id: str, told: Mapping[str, object], fields: FieldMap = _EVERYTHING
) -> Event:
    """The event of anything that is told; its id is the idempotency key."""
    type_, moment = _TYPES[matter]
    content: dict[str, Any] = {
        "specversion": "1.0",
        "id": delivery_id,
        "source": "/yunkan",
        "type": type_,
        "subject": told["case_number"],
        "time": told[moment],
        "datacontenttype": "application/json",
        "data": fields.of(told),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Event(delivery_id, text.encode())


def signed_headers(secret: str, event: Event, now: datetime) -> dict[str, str]:
    """The three headers of Standard Webhooks 1.0, HMAC-SHA256."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": event.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{_mac(secret, event.id, timestamp, event.body)}",
        "content-type": "application/cloudevents+json; charset=utf-8",
    }


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether the body carries a good signature of the last five minutes."""
    timestamp = headers.get("webhook-timestamp", "")
    if not _TIMESTAMP.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > TOLERANCE_S:
        return False
    expected = f"v1,{_mac(secret, headers.get('webhook-id', ''), timestamp, body)}"
    given = headers.get("webhook-signature", "").split(" ")
    # As bytes: a header with letters beyond ASCII is wrong, not a crash.
    return any(hmac.compare_digest(expected.encode(), one.encode()) for one in given)


def _mac(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = (
        base64.b64decode(secret.removeprefix(KEY_IN_BASE64))
        if secret.startswith(KEY_IN_BASE64)
        else secret.encode()
    )
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
