"""What WHIP and WHEP share: reading an offer, confirming and answering 201, ending a session."""

from collections.abc import Awaitable

from aiohttp import web

from foundation.errors import NotFound, Problem
from foundation.http.operation import operation
from foundation.http.problems import BodyTooLarge
from foundation.http.validation import read_bytes
from webrtc.engine import Answer, MalformedOffer, MediaEngine
from webrtc.gate import IN_ROOM, Gate, bearer
from webrtc.sdp import MOST_BYTES

SDP = "application/sdp"


async def read_offer(request: web.Request) -> str:
    """The offer's text. Raises `MalformedOffer`."""
    if request.content_type != SDP:
        raise MalformedOffer(reason=f"content type is not {SDP}")
    try:
        return (await read_bytes(request, MOST_BYTES)).decode()
    except BodyTooLarge as error:
        raise MalformedOffer(reason=f"> {MOST_BYTES} bytes") from error
    except UnicodeDecodeError as error:
        raise MalformedOffer(reason="not UTF-8") from error


async def confirmed(engine: MediaEngine, answer: Answer, asking: Awaitable[str]) -> None:
    """Hangs up on who may no longer be here: a right or a call can end during a set-up."""
    try:
        await asking
    except Problem:
        await engine.hang_up(answer.session_id)
        raise


def created(answer: Answer, location: str) -> web.Response:
    """201 with the answer and where the session lives (RFC 9725, 4.2)."""
    return web.Response(
        status=201,
        text=answer.sdp,
        content_type=SDP,
        headers={"Location": location, "ETag": f'"{answer.session_id}"'},
    )


def session_routes(path: str, engine: MediaEngine, gate: Gate) -> list[web.RouteDef]:
    """DELETE ends the session; PATCH is refused in a way that makes clients negotiate anew."""

    async def own_session(request: web.Request) -> str:
        room, session_id = request.match_info["room"], request.match_info["session"]
        participant = await gate.publisher(room, bearer(request))
        owner = engine.owner(session_id)
        if owner is None or (owner.room, owner.participant) != (room, participant):
            raise NotFound
        return session_id

    @operation("结束这路媒体", "End this media session", IN_ROOM, gives=None)
    async def end(request: web.Request) -> web.Response:
        await engine.hang_up(await own_session(request))
        return web.Response()

    @operation("不支持", "Not supported: negotiate anew", IN_ROOM, gives=None, status=405)
    async def restart(request: web.Request) -> web.Response:
        # All candidates are in the answer, and aiortc ignores ICE restarts: 405 tells a client to
        # publish or play anew (RFC 9725, 4.3.2), which keeps room and viewers.
        await own_session(request)
        raise web.HTTPMethodNotAllowed("PATCH", ["DELETE"])

    return [web.delete(path, end), web.patch(path, restart)]
