"""WHIP (RFC 9725): a participant publishes by one POST."""

from aiohttp import web

from foundation.http.operation import Media, operation
from webrtc.endpoint import endpoint_routes
from webrtc.engine import MediaEngine, RoomCrowded
from webrtc.fleet import MediaFull
from webrtc.gate import IN_ROOM, Gate, bearer
from webrtc.links import IceServersFor, none_for
from webrtc.offer import Wish
from webrtc.policing import DialledTooOften
from webrtc.process import UNREACHED
from webrtc.sessions import REFUSED_OFFERS, SDP, Negotiations, confirmed, read_offer, session_routes

PATH = "/api/v1/media/{room}/whip"


def routes(
    engine: MediaEngine, gate: Gate, ice_servers: IceServersFor = none_for
) -> list[web.RouteDef]:
    """POST /media/{room}/whip; DELETE and PATCH on what it makes.

    Args:
        ice_servers: named in the answer, so that foreign clients need no set-up of their own.
    """
    negotiations = Negotiations(engine, ice_servers)

    async def participant_of(request: web.Request) -> str:
        return await gate.publisher(request.match_info["room"], bearer(request))

    @operation(
        "推送画面和声音",
        "Publish pictures and sound (WHIP)",
        IN_ROOM,
        takes=Media(SDP),
        gives=Media(SDP),
        status=201,
        refuses=(*REFUSED_OFFERS, RoomCrowded, DialledTooOften, MediaFull, *UNREACHED),
    )
    async def publish(request: web.Request) -> web.Response:
        room = request.match_info["room"]
        participant = await participant_of(request)
        offer = await read_offer(request, Wish.SEND)
        answer = await engine.publish(room, participant, offer)
        await confirmed(engine, answer, participant_of(request))
        return negotiations.created(offer, answer, f"/api/v1/media/{room}/whip/{answer.session_id}")

    return [
        *endpoint_routes(PATH, participant_of),
        web.post(PATH, publish),
        *session_routes(f"{PATH}/{{session}}", negotiations, gate),
    ]
