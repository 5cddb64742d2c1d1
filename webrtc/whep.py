"""WHEP (draft-ietf-wish-whep): a viewer plays one publisher by one POST."""

from aiohttp import web

from foundation.http.operation import Media, operation
from webrtc.endpoint import endpoint_routes
from webrtc.engine import MediaEngine, PublisherAbsent, RoomCrowded
from webrtc.gate import IN_ROOM, Gate, bearer
from webrtc.links import IceServersFor, none_for
from webrtc.offer import Wish
from webrtc.policing import DialledTooOften
from webrtc.process import UNREACHED
from webrtc.sessions import REFUSED_OFFERS, SDP, Negotiations, confirmed, read_offer, session_routes

COME_AGAIN_S = 1  # a phone that has its camera open sends within a second
PATH = "/api/v1/media/{room}/whep/{publisher}"


def routes(
    engine: MediaEngine, gate: Gate, ice_servers: IceServersFor = none_for
) -> list[web.RouteDef]:
    """POST /media/{room}/whep/{publisher}; DELETE and PATCH on what it makes.

    Args:
        ice_servers: named in the answer, so that foreign clients need no set-up of their own.
    """
    negotiations = Negotiations(engine, ice_servers)

    async def viewer_of(request: web.Request) -> str:
        room, publisher = request.match_info["room"], request.match_info["publisher"]
        return await gate.viewer(room, bearer(request), publisher)

    @operation(
        "播放一方的画面和声音",
        "Play one publisher (WHEP)",
        IN_ROOM,
        takes=Media(SDP),
        gives=Media(SDP),
        status=201,
        refuses=(*REFUSED_OFFERS, PublisherAbsent, RoomCrowded, DialledTooOften, *UNREACHED),
    )
    async def play(request: web.Request) -> web.Response:
        room, publisher = request.match_info["room"], request.match_info["publisher"]
        viewer = await viewer_of(request)
        offer = await read_offer(request, Wish.RECEIVE)
        try:
            answer = await engine.play(room, publisher, viewer, offer)
        except PublisherAbsent:
            raise PublisherAbsent(wait_s=COME_AGAIN_S) from None
        await confirmed(engine, answer, viewer_of(request))
        return negotiations.created(
            offer, answer, f"/api/v1/media/{room}/whep-sessions/{answer.session_id}"
        )

    return [
        *endpoint_routes(PATH, viewer_of),
        web.post(PATH, play),
        *session_routes("/api/v1/media/{room}/whep-sessions/{session}", negotiations, gate),
    ]
