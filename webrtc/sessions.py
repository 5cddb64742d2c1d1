"""What WHIP and WHEP share: reading an offer, confirming and answering 201, ending a session."""

from collections.abc import Awaitable
from dataclasses import dataclass, field

from aiohttp import web

from foundation.errors import Kind, NotFound, Problem
from foundation.http.operation import Media, operation
from foundation.http.validation import read_bytes
from webrtc.engine import Answer, MalformedOffer, MediaEngine
from webrtc.gate import IN_ROOM, Gate, bearer
from webrtc.links import IceServersFor, links
from webrtc.offer import OfferNotAnswerable, Wish, ice_session, must_be_answerable
from webrtc.sdp import MOST_BYTES, well_formed
from webrtc.trickle import TYPE as TRICKLE
from webrtc.trickle import (
    MalformedFragment,
    Negotiation,
    RestartNotSupported,
    SessionNotNamed,
    SessionOutdated,
    TooManyCandidates,
    read_fragment,
)

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


class NotText(Problem):
    """The bytes are no UTF-8."""

    kind = Kind.UNREADABLE
    code = "media.not_text"
    zh = "请求内容不是 UTF-8 文本。请刷新页面重试。"
    en = "The body is no UTF-8 text. Reload the page."


REFUSED_OFFERS = (MalformedOffer, NotText, OfferNotAnswerable, WrongMediaType, AnswerNotWanted)
REFUSED_FRAGMENTS = (
    MalformedFragment,
    NotText,
    WrongMediaType,
    SessionNotNamed,
    SessionOutdated,
    RestartNotSupported,
    TooManyCandidates,
)


async def read_offer(request: web.Request, wish: Wish) -> str:
    """The offer's text. Raises one of `REFUSED_OFFERS`, or `BodyTooLarge`."""
    if not takes_sdp(request.headers.get("Accept", "")):
        raise AnswerNotWanted
    offer = await read_text(request, SDP)
    well_formed(offer)
    must_be_answerable(offer, wish)
    ice_session(offer)
    return offer


async def read_text(request: web.Request, media_type: str) -> str:
    """A body of this type, at most `MOST_BYTES` of UTF-8.

    Raises `WrongMediaType`, `BodyTooLarge`, `NotText`.
    """
    if request.content_type != media_type:
        raise WrongMediaType(wanted=media_type)
    try:
        return (await read_bytes(request, MOST_BYTES)).decode()
    except UnicodeDecodeError as error:
        raise NotText from error


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


@dataclass
class Negotiations:
    """The negotiations of the sessions that live, as far as an answer or a PATCH needs them."""

    engine: MediaEngine
    ice_servers: IceServersFor
    _known: dict[str, Negotiation] = field(default_factory=dict[str, Negotiation])

    def created(self, offer: str, answer: Answer, location: str) -> web.Response:
        """201 with the answer, where the session lives, and what a client may do next.

        (RFC 9725, 4.2 to 4.4 and 4.6)
        """
        ended = [key for key in self._known if self.engine.owner(key) is None]
        for key in ended:
            del self._known[key]
        negotiation = self._known[answer.session_id] = Negotiation.of_offer(offer)
        response = web.Response(status=201, text=answer.sdp, content_type=SDP)
        response.headers.update(
            {"Location": location, "ETag": negotiation.tag, "Accept-Patch": TRICKLE}
        )
        owner = self.engine.owner(answer.session_id)
        for link in links(self.ice_servers(owner.room, owner.participant) if owner else ()):
            response.headers.add("Link", link)
        return response

    def of(self, session_id: str) -> Negotiation:
        """Raises `SessionOutdated`: the negotiation was before this process began."""
        if session_id not in self._known:
            raise SessionOutdated
        return self._known[session_id]


def session_routes(path: str, negotiations: Negotiations, gate: Gate) -> list[web.RouteDef]:
    """DELETE ends the session, PATCH adds candidates to it."""
    engine = negotiations.engine

    async def own_session(request: web.Request) -> str:
        room, session_id = request.match_info["room"], request.match_info["session"]
        participant = await gate.member(room, bearer(request))
        owner = engine.owner(session_id)
        if owner is None or (owner.room, owner.participant) != (room, participant):
            raise NotFound
        return session_id

    @operation("结束这路媒体", "End this media session", IN_ROOM, gives=None)
    async def end(request: web.Request) -> web.Response:
        await engine.hang_up(await own_session(request))
        return web.Response()

    @operation(
        "补充网络候选地址",
        "Add ICE candidates",
        IN_ROOM,
        takes=Media(TRICKLE),
        gives=None,
        status=204,
        refuses=REFUSED_FRAGMENTS,
    )
    async def trickle(request: web.Request) -> web.Response:
        session_id = await own_session(request)
        fragment = read_fragment(await read_text(request, TRICKLE))
        negotiation = negotiations.of(session_id)
        candidates = negotiation.admit(request.headers.get("If-Match"), fragment)
        await engine.trickle(session_id, candidates)
        return web.Response(status=204)

    return [web.delete(path, end), web.patch(path, trickle)]
