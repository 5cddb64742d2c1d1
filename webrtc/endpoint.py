"""What a WHIP or WHEP address answers besides POST (RFC 9725, 4.1 and 4.2; WHEP, 4.2)."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from foundation.http.operation import ANYBODY, Media, operation
from webrtc.gate import IN_ROOM
from webrtc.sessions import SDP

ALLOWED = "GET, HEAD, OPTIONS, POST"


def endpoint_routes(
    path: str, must_be_in_room: Callable[[web.Request], Awaitable[str]]
) -> list[web.RouteDef]:
    """GET and HEAD say what may be posted here, OPTIONS what may be done; every room alike.

    No `Access-Control-…`: pages of other sites stay out, programs need none (docs/integration.md).
    """

    @operation("媒体地址是否可用", "Whether media may be posted here", IN_ROOM, gives=Media(SDP))
    async def look(request: web.Request) -> web.Response:
        await must_be_in_room(request)
        return web.Response(content_type=SDP)

    @operation("媒体地址支持的操作", "What this media address takes", ANYBODY, gives=None)
    async def options(_request: web.Request) -> web.Response:
        return web.Response(headers={"Allow": ALLOWED, "Accept-Post": SDP})

    return [web.get(path, look), web.options(path, options)]
