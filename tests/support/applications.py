"""Applications as they come in."""

import json
from datetime import datetime
from typing import Any

from inspection.licensing.message import Event, signed_headers


def an_application(**changes: Any) -> dict[str, Any]:
    """A hot-food restaurant that passes the pre-check; `facts` are merged, others replace."""
    facts = {
        "area_m2": 120,
        "stoves": 4,
        "sinks": 4,
        "fume": True,
        "dine_in": True,
        "gas": "ng",
        "residential_building": False,
        "mixed_building": False,
        "bbq": False,
        "outlet_distance_m": 25,
        "pollution_near": False,
        "live_animals": False,
        **changes.pop("facts", {}),
    }
    return {
        "external_number": "SL-2026-0001",
        "shop_name": "海风小馆",
        "credit_code": "91350100M000100Y43",
        "responsible_person": "于海",
        "phone": "13600136000",
        "premises": "历城县海边路 3 号",
        "format": "餐饮服务经营者",
        "activities": ["hot"],
        "facts": facts,
        **changes,
    }


SENDERS = {"licensing": "a-secret-of-the-licensing-system", "town-3": "whsec_" + "QUJD" * 8}


def signed(sender: str, about: str, body: bytes, now: datetime, secret: str = "") -> dict[str, str]:
    """The headers a sender sends; `about` is the key of a filing or the number asked for."""
    event = Event(about, body)
    return {
        **signed_headers(secret or SENDERS[sender], event, now),
        "content-type": "application/json",
        "yunkan-sender": sender,
    }


def a_filing(clock: Any, key: str, sender: str = "licensing", **changes: Any) -> dict[str, Any]:
    """`headers` and `data` of a filing as the licensing system sends it."""
    body = json.dumps(an_application(**changes), ensure_ascii=False).encode()
    headers = signed(sender, key, body, clock.now()) | {"Idempotency-Key": key}
    return {"headers": headers, "data": body}
