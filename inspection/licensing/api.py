"""HTTP of deliveries."""

from collections.abc import Callable

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.identity.door import Door
from foundation.outbox import Row
from inspection.cases import rights
from inspection.determination.recipients import matter_of, target_of
from inspection.licensing.push import Push, ResultHeld


class DeliveryShape(TypedDict):
    """How one delivery stands: `held`, `waiting`, `delivered`, `dead` or `dropped`.

    `matter`: `result`, `status` of an application, or `wish` how the licence is wanted.
    """

    id: str
    matter: str
    receiver: str
    target: str
    state: str
    tries: int
    next_at: str
    error: str | None


def delivery_json(row: Row) -> DeliveryShape:
    """The shape pages and socket frames carry."""
    return {
        "id": row.id,
        "matter": matter_of(row.id).name.lower(),
        "receiver": row.receiver,
        "target": target_of(row.receiver) or row.receiver,
        "state": row.state.value,
        "tries": row.tries,
        "next_at": row.next_at.isoformat(),
        "error": row.error,
    }


def routes(push: Push, door: Door, wake: Callable[[], None]) -> list[web.RouteDef]:
    """POST /deliveries/{id}/replay."""

    @operation(
        "重新推送",
        "Push a result again",
        rights.PUSHERS,
        gives=DeliveryShape,
        refuses=(ResultHeld,),
    )
    async def replay(request: web.Request) -> web.Response:
        user = await door.staff(request)
        row = await push.replay(user, request.match_info["delivery"])
        wake()
        return web.json_response(delivery_json(row))

    return [web.post("/api/v1/deliveries/{delivery}/replay", replay)]
