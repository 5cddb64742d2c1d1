"""WHIP (RFC 9725): a participant publishes by one POST."""

from aiohttp import web

from webrtc.engine import MediaEngine
from webrtc.gate import Gate, bearer
from webrtc.sessions import created, read_offer, session_routes


def routes(engine: MediaEngine, gate: Gate) -> list[web.RouteDef]:
    """POST /media/{room}/whip; DELETE and PATCH on what it makes."""

    async def publish(request: web.Request) -> web.Response:
        room = request.match_info["room"]
        participant = await gate.publisher(room, bearer(request))
        answer = await engine.publish(room, participant, await read_offer(request))
        return created(answer, f"/api/v1/media/{room}/whip/{answer.session_id}")

    return [
        web.post("/api/v1/media/{room}/whip", publish),
        *session_routes("/api/v1/media/{room}/whip/{session}", engine, gate),
    ]
