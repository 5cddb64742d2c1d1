"""HTTP of the call: opening, joining, ending, consent, and the socket's address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from typing_extensions import TypedDict

from foundation.errors import NotFound, Problem
from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.model import Role
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.cases.machine import MoveNotAllowed
from inspection.cases.service import Cases
from inspection.live.announcements import ChallengeContent
from inspection.live.challenges import Challenges, TooManyChallenges
from inspection.live.ending import Ending
from inspection.live.errors import CallNotOpen, ConsentMissing, NoSocketAsked, OldConsentText
from inspection.live.hub import Hub
from inspection.live.model import APPLICANT, OBSERVER, Person
from inspection.live.observer import RoomNews
from inspection.live.service import Calls, Seat
from inspection.live.socket import Hearers, converse
from webrtc.engine import IceServer


class ConsentCommand(Command):
    """The applicant's answer to the notice."""

    version: str
    is_given: bool


class ConsentAnswerShape(TypedDict):
    """What was kept; `given_at` is `null` when the applicant declined."""

    version: str
    given_at: str | None


class SeatShape(TypedDict):
    """A seat in the call: addresses of socket and media, and the media plane's bearer token."""

    room: str
    participant: str
    token: str
    ice_servers: list[dict[str, Any]]
    whip: str
    whep: str
    socket: str


def ice_json(server: IceServer) -> dict[str, Any]:
    """As browsers take it (`RTCIceServer`)."""
    shape: dict[str, Any] = {"urls": list(server.urls)}
    if server.username is not None:
        shape |= {"username": server.username, "credential": server.credential}
    return shape


def seat_json(seat: Seat, ice_servers: Sequence[IceServer]) -> SeatShape:
    """All a page needs to take its seat."""
    return {
        "room": seat.room,
        "participant": seat.participant,
        "token": seat.token,
        "ice_servers": [ice_json(server) for server in ice_servers],
        "whip": f"/api/v1/media/{seat.room}/whip",
        "whep": f"/api/v1/media/{seat.room}/whep/",
        # one browser may hold both cookies (a demo machine): the address says who sits down
        "socket": f"/api/v1/calls/{seat.room}/socket"
        + ("?as=applicant" if seat.participant == APPLICANT else ""),
    }


@dataclass(frozen=True)
class Deps:
    """What the routes stand on."""

    calls: Calls
    cases: Cases
    hub: Hub
    news: RoomNews
    ending: Ending
    hearers: Hearers
    challenges: Challenges
    door: Door
    ice_servers_for: Callable[[str, str], Sequence[IceServer]]


def routes(deps: Deps) -> list[web.RouteDef]:
    """POST /cases/{id}/call, …/call/end, …/challenges, /visit/call, /visit/consent, the socket."""
    calls, hub, news, door = deps.calls, deps.hub, deps.news, deps.door

    def seated(seat: Seat) -> web.Response:
        news.bind(seat.room, seat.case_id)
        servers = deps.ice_servers_for(seat.room, seat.participant)
        return web.json_response(seat_json(seat, servers))

    @operation(
        "开始或加入连线（由勘验人员开始）",
        "Open the call (inspectors) or join the open one",
        rights.ATTENDANTS,
        gives=SeatShape,
        refuses=(MoveNotAllowed,),
        query={"as": Bilingual("observer：只看只听", "observer: sees and hears only")},
    )
    async def open_call(request: web.Request) -> web.Response:
        sign_in = await door.sign_in(request)
        case_id = request.match_info["case"]
        is_observer = request.query.get("as") == OBSERVER
        seat, state = await calls.open_or_join(sign_in, case_id, is_observer=is_observer)
        hub.announce(case_id, "state", {"state": state.value}, sign_in.user.id)
        return seated(seat)

    @operation("结束连线", "End the call", rights.INSPECTORS, refuses=(CallNotOpen,))
    async def end_call(request: web.Request) -> web.Response:
        user = await door.staff(request)
        session = await calls.end(user, request.match_info["case"])
        await deps.ending.ended(session, user.id)
        return web.json_response({})

    @operation(
        "发出当日口令（四位随机数，限时有效）",
        "Begin a challenge: four random digits, in force for a short time",
        rights.INSPECTORS,
        gives=ChallengeContent,
        status=201,
        refuses=(CallNotOpen, TooManyChallenges),
    )
    async def challenge(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        begun = await deps.challenges.begin(user, case_id)
        shape: ChallengeContent = {"code": begun.code, "left_s": deps.challenges.left_s(begun)}
        hub.mention(case_id, "challenge", shape)
        return web.json_response(shape, status=201)

    @operation(
        "申请人加入连线",
        "The applicant joins the call",
        INVITED,
        gives=SeatShape,
        refuses=(ConsentMissing, CallNotOpen),
    )
    async def join(request: web.Request) -> web.Response:
        return seated(await calls.join_as_applicant(await door.visit(request)))

    @operation(
        "同意或不同意告知书",
        "Agree to the notice, or decline",
        INVITED,
        takes=ConsentCommand,
        gives=ConsentAnswerShape,
        refuses=(OldConsentText,),
    )
    async def answer_consent(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, ConsentCommand)
        answer = await calls.answer_consent(visit, command.version, is_given=command.is_given)
        if not answer.is_given:
            deps.hearers.listener.forget(visit.case_id)
            deps.hearers.snapshots.forget(visit.case_id)
        return web.json_response(
            {
                "version": answer.version,
                "given_at": answer.at.isoformat() if answer.is_given else None,
            }
        )

    @operation(
        "连线消息（WebSocket，消息见 /api/room-socket.schema.json）",
        "The room's socket; its messages: /api/room-socket.schema.json",
        rights.ROOM,
        gives=None,
        status=101,
        refuses=(NoSocketAsked,),
        query={"as": Bilingual("applicant：以申请人身份", "applicant: as the applicant")},
    )
    async def socket(request: web.Request) -> web.StreamResponse:
        case_id = await calls.case_of_room(request.match_info["room"])
        news.bind(request.match_info["room"], case_id)
        person = await _person(request, case_id)
        await deps.hearers.steering.recall(case_id)
        return await converse(request, deps.hearers, case_id, person)

    async def _person(request: web.Request, case_id: str) -> Person:
        """Staff of the case first; a browser may hold both cookies on a demo machine."""
        wants_visit = request.query.get("as") == APPLICANT
        try:
            if wants_visit:
                raise NotFound
            sign_in = await door.sign_in(request)
            user = sign_in.user
            case = await deps.cases.attended_by(user, case_id)
            is_inspector = user.id in case.inspector_ids
            role = Role.INSPECTOR if is_inspector else user.role  # a lead may be one of the two
            is_seated = user.id not in case.former_ids
            return Person(user.id, user.name, role.value, sign_in.id, is_seated)
        except Problem:
            visit = await door.visit(request)
            if visit.case_id != case_id:
                raise NotFound from None
            return Person(APPLICANT, "申请人", APPLICANT, proof=visit.link_id)

    return [
        web.post("/api/v1/cases/{case}/call", open_call),
        web.post("/api/v1/cases/{case}/call/end", end_call),
        web.post("/api/v1/cases/{case}/challenges", challenge),
        web.post("/api/v1/visit/call", join),
        web.post("/api/v1/visit/consent", answer_consent),
        web.get("/api/v1/calls/{room}/socket", socket),
    ]
