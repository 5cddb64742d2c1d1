"""HTTP of deliveries."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from foundation.identity.door import Door
from foundation.outbox import Row
from inspection.licensing.push import LicensingPush


def delivery_json(row: Row) -> dict[str, Any]:
    """The shape pages and socket frames carry."""
    return {
        "id": row.id,
        "receiver": row.receiver,
        "state": row.state.value,
        "tries": row.tries,
        "next_at": row.next_at.isoformat(),
        "error": row.error,
    }


def routes(push: LicensingPush, door: Door, wake: Callable[[], None]) -> list[web.RouteDef]:
    """POST /deliveries/{id}/replay."""

    async def replay(request: web.Request) -> web.Response:
        user = await door.staff(request)
        row = await push.replay(user, request.match_info["delivery"])
        wake()
        return web.json_response(delivery_json(row))

    return [web.post("/api/v1/deliveries/{delivery}/replay", replay)]
