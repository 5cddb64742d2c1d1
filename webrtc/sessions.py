"""What WHIP and WHEP share: reading an offer, confirming and answering 201, ending a session."""

from collections.abc import Awaitable

from aiohttp import web

from foundation.errors import Kind, NotFound, Problem
from foundation.http.operation import operation
from foundation.http.validation import read_bytes
from webrtc.engine import Answer, MalformedOffer, MediaEngine
from webrtc.gate import IN_ROOM, Gate, bearer
from webrtc.offer import OfferNotAnswerable, Wish, must_be_answerable
from webrtc.sdp import MOST_BYTES, well_formed

SDP = "application/sdp"


class WrongMediaType(Problem):
    """The body is announced as something else than what is read here."""

    kind = Kind.WRONG_TYPE
    code = "media.wrong_type"
    zh = "请求的内容类型应为 {wanted}。"
    en = "The content type must be {wanted}."


class AnswerNotWanted(Problem):
    """The client does not take SDP, and an answer is nothing else."""

    kind = Kind.UNWANTED
    code = "media.answer_not_wanted"
    zh = "应答的内容类型只能是 application/sdp，请求的 Accept 不接受它。"
    en = "The answer is application/sdp, which the request's Accept does not take."


REFUSED_OFFERS = (MalformedOffer, OfferNotAnswerable, WrongMediaType, AnswerNotWanted)


async def read_offer(request: web.Request, wish: Wish) -> str:
    """The offer's text. Raises one of `REFUSED_OFFERS`, or `BodyTooLarge`."""
    if not takes_sdp(request.headers.get("Accept", "")):
        raise AnswerNotWanted
    offer = await read_text(request, SDP)
    well_formed(offer)
    must_be_answerable(offer, wish)
    return offer


async def read_text(request: web.Request, media_type: str) -> str:
    """A body of this type, at most `MOST_BYTES` of UTF-8."""
    if request.content_type != media_type:
        raise WrongMediaType(wanted=media_type)
    try:
        return (await read_bytes(request, MOST_BYTES)).decode()
    except UnicodeDecodeError as error:
        raise MalformedOffer(reason="not UTF-8") from error


def takes_sdp(accept: str) -> bool:
    """Whether a field value of Accept leaves room for an answer (RFC 9110, 12.5.1)."""
    ranges = [one.partition(";") for one in accept.lower().split(",") if one.strip()]
    taken = {kind.strip() for kind, _, more in ranges if more.replace(" ", "") != "q=0"}
    return not ranges or bool(taken & {SDP, "application/*", "*/*"})


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
