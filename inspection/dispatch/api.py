"""HTTP of the roster and of who inspects a case."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import SUPERVISORS
from foundation.identity.tree import Tree
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.cases.machine import ReasonMissing
from inspection.dispatch.assigning import STANDING_TEXT, KeptDraw
from inspection.dispatch.assignments import Dispatch
from inspection.dispatch.errors import (
    DispatchClosed,
    HasItsPair,
    MayNotInspect,
    NobodyMayInspect,
    NotTwoInspectors,
    TeamBusy,
    WrongDays,
    WrongOpening,
)
from inspection.dispatch.following import Consequence, HandedOn
from inspection.dispatch.model import Absence, Colleague, Pair
from inspection.dispatch.service import ROSTER_READERS, RosterDesk, RosterView

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class PairCommand(Command):
    """Two inspectors; `hours` as in the settings, empty: the bureau's usual ones.

    `office`: whose cases they inspect, by its id; empty: the own office of who adds them.
    """

    inspectors: tuple[str, str]
    hours: str = Field(default="", max_length=1000)
    office: str = Field(default="", max_length=40)


class ChangedPairCommand(Command):
    """New hours; off the roster, or on it again; `office`: on another one's, empty: as before."""

    hours: str = Field(max_length=1000)
    is_active: bool = True
    office: str = Field(default="", max_length=40)


class ClosureCommand(Command):
    """A closed day; `pair: null` closes everybody's."""

    on: date
    pair: str | None = None
    reason: Reason


class AbsenceCommand(Command):
    """Both days are included."""

    inspector: str
    first_on: date
    last_on: date
    reason: Reason


class ColleagueCommand(Command):
    """`formats`: 主体业态 trained for, none: all. `relations`: credit codes of applicants."""

    formats: list[Text] = Field(default_factory=list[str], max_length=50)
    qualified_until: date | None = None
    substitute: str | None = None
    relations: list[Text] = Field(default_factory=list[str], max_length=200)


class ReassignCommand(Command):
    """Who inspects from now on, and why."""

    inspectors: tuple[str, str]
    reason: str = Field(max_length=500)


class PersonShape(TypedDict):
    """An inspector."""

    id: str
    name: str


class PairShape(TypedDict):
    """A pair on the roster; `may_change`: by whoever asks, both belong to their offices.

    `office`: whose cases they inspect.
    """

    id: str
    inspectors: list[PersonShape]
    hours: str
    office: str
    office_name: str
    may_change: bool


class ClosureShape(TypedDict):
    """A closed day; `may_take_back`: by whoever asks."""

    id: str
    on: str
    pair: str | None
    reason: str
    may_take_back: bool


class AbsenceShape(TypedDict):
    """Somebody is away."""

    id: str
    inspector: str
    first_on: str
    last_on: str
    reason: str


class ColleagueShape(PersonShape):
    """An inspector as duty knows them."""

    formats: list[str]
    qualified_until: str | None
    substitute: str | None
    substitute_name: str
    relations: list[str]


class RosterShape(TypedDict):
    """Duty from today on, of the people of the offices that whoever asks reaches.

    `pairs_off` were taken off the roster and can be put on again; `may_keep`: to change it is
    theirs, `may_close_all`: also a day of everybody.
    """

    pairs: list[PairShape]
    pairs_off: list[PairShape]
    closures: list[ClosureShape]
    absences: list[AbsenceShape]
    inspectors: list[ColleagueShape]
    may_keep: bool
    may_close_all: bool


class MadeShape(TypedDict):
    """The id of what was entered."""

    id: str


class ConsequenceShape(TypedDict):
    """An appointment the change concerned; `inspectors` keep it now, none: it needs a new time."""

    case: str
    number: str
    shop_name: str
    starts_at: str
    inspectors: list[str]


class HinderedShape(TypedDict):
    """What speaks against it."""

    zh: str
    en: str


class FollowedShape(TypedDict):
    """What became of appointments, by time."""

    appointments: list[ConsequenceShape]


class HandedOnShape(ConsequenceShape):
    """An appointment an absence handed on; `inspectors` keep it now, `before` had it.

    `against`: why it does not go back when the absence is taken back; `null`: it can.
    """

    before: list[str]
    against: HinderedShape | None


class HandedOnsShape(TypedDict):
    """What an absence handed on of the appointments to come, by time."""

    appointments: list[HandedOnShape]


class AwayShape(FollowedShape):
    """The id of an absence, and what became of the appointments in it."""

    id: str


class TeamShape(TypedDict):
    """Who inspects the case."""

    inspectors: list[str]


class CandidateShape(TypedDict):
    """A pair in a draw; among equals the smallest SHA-256 over `seed:pair` wins.

    `office`: on whose roster it stood.
    """

    pair: str
    office: str
    office_name: str
    team: list[str]
    load: int
    standing: str
    zh: str
    en: str


class NeedShape(TypedDict):
    """What the case asked of its pair. `office`: its own; pairs of those above come after."""

    office: str
    office_name: str
    format: str
    credit_code: str
    on: str
    judged_before: list[str]


class DrawShape(TypedDict):
    """A draw with all that is needed to do it again."""

    at: str
    seed: str
    need: NeedShape
    candidates: list[CandidateShape]


class DrawsShape(TypedDict):
    """All draws of a case, oldest first."""

    draws: list[DrawShape]


def routes(desk: RosterDesk, dispatch: Dispatch, door: Door) -> list[web.RouteDef]:
    """/roster; /cases/{id}/assignment, /cases/{id}/inspectors."""
    return [*_roster_routes(desk, door), *_case_routes(dispatch, door)]


def _roster_routes(desk: RosterDesk, door: Door) -> list[web.RouteDef]:
    @operation("值班表", "The duty roster", ROSTER_READERS, gives=RosterShape)
    async def look(request: web.Request) -> web.Response:
        return web.json_response(_roster_json(await desk.look(await door.staff(request))))

    @operation(
        "添加勘验人员组",
        "Put a pair on the roster",
        SUPERVISORS,
        takes=PairCommand,
        gives=PairShape,
        status=201,
        refuses=(NotTwoInspectors, WrongOpening),
    )
    async def add_pair(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, PairCommand)
        pair = await desk.add_pair(user, command.inspectors, command.hours, command.office)
        return web.json_response(_pair_json(pair, await desk.look(user)), status=201)

    @operation(
        "修改、停用或恢复勘验人员组",
        "Change a pair's hours, take it off the roster, or put it on again",
        SUPERVISORS,
        takes=ChangedPairCommand,
        refuses=(WrongOpening,),
    )
    async def change_pair(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ChangedPairCommand)
        await desk.change_pair(
            user,
            request.match_info["pair"],
            command.hours,
            is_active=command.is_active,
            unit=command.office,
        )
        return web.json_response({})

    @operation(
        "登记停约日",
        "Close a day for appointments",
        SUPERVISORS,
        takes=ClosureCommand,
        gives=MadeShape,
        status=201,
    )
    async def close(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ClosureCommand)
        row_id = await desk.close(user, command.on, command.pair, command.reason)
        return web.json_response({"id": row_id}, status=201)

    @operation(
        "登记请假",
        "Note an absence",
        SUPERVISORS,
        takes=AbsenceCommand,
        gives=AwayShape,
        status=201,
        refuses=(WrongDays,),
    )
    async def note_absence(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, AbsenceCommand)
        absence = Absence(command.inspector, command.first_on, command.last_on, command.reason)
        row_id, followed = await desk.note_absence(user, absence)
        return web.json_response({"id": row_id, **_followed_json(followed)}, status=201)

    @operation(
        "请假后改由他人接手、尚未开始的预约",
        "Appointments to come that an absence handed on",
        SUPERVISORS,
        gives=HandedOnsShape,
    )
    async def handed_on(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await desk.handed_on(user, request.match_info["absence"])
        return web.json_response({"appointments": [_handed_json(one) for one in found]})

    @operation(
        "撤销停约日或请假，可同时把改由他人接手的预约交还原勘验人员",
        "Take a closed day or an absence back, and give back what it handed on",
        SUPERVISORS,
        gives=FollowedShape,
        query={
            "give_back": Bilingual(
                "1：两人都有空的预约一并交还；答复列出已交还的",
                "1: appointments go back where both are free; the answer lists them",
            )
        },
    )
    async def take_back(request: web.Request) -> web.Response:
        user = await door.staff(request)
        given = await desk.take_back(
            user,
            request.match_info["exception"],
            gives_back=request.query.get("give_back") == "1",
        )
        return web.json_response(_followed_json(given))

    @operation(
        "登记勘验人员的业态、资格、AB岗和回避",
        "Set an inspector's skills, certificate, substitute and relations",
        SUPERVISORS,
        takes=ColleagueCommand,
        gives=FollowedShape,
        refuses=(NotTwoInspectors,),
    )
    async def set_colleague(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ColleagueCommand)
        colleague = Colleague(
            id=request.match_info["inspector"],
            formats=frozenset(command.formats),
            qualified_until=command.qualified_until,
            substitute_id=command.substitute,
            relations=frozenset(command.relations),
        )
        return web.json_response(_followed_json(await desk.set_colleague(user, colleague)))

    return [
        web.get("/api/v1/roster", look),
        web.post("/api/v1/roster/pairs", add_pair),
        web.put("/api/v1/roster/pairs/{pair}", change_pair),
        web.post("/api/v1/roster/closures", close),
        web.post("/api/v1/roster/absences", note_absence),
        web.get("/api/v1/roster/absences/{absence}/appointments", handed_on),
        web.delete("/api/v1/roster/exceptions/{exception}", take_back),
        web.put("/api/v1/roster/inspectors/{inspector}", set_colleague),
    ]


def _case_routes(dispatch: Dispatch, door: Door) -> list[web.RouteDef]:
    @operation(
        "分件：抽取勘验人员组",
        "Draw a pair for the case",
        rights.ASSIGNERS,
        gives=TeamShape,
        refuses=(HasItsPair, DispatchClosed, NobodyMayInspect),
    )
    async def assign(request: web.Request) -> web.Response:
        case = await dispatch.assign(await door.staff(request), request.match_info["case"])
        return web.json_response({"inspectors": list(case.inspector_ids)})

    @operation(
        "改派勘验人员",
        "Reassign the case, with a reason",
        rights.ASSIGNERS,
        takes=ReassignCommand,
        gives=TeamShape,
        refuses=(ReasonMissing, NotTwoInspectors, DispatchClosed, MayNotInspect, TeamBusy),
    )
    async def reassign(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ReassignCommand)
        case = await dispatch.reassign(
            user, request.match_info["case"], command.inspectors, command.reason
        )
        return web.json_response({"inspectors": list(case.inspector_ids)})

    @operation("分件抽取过程", "How pairs were drawn", rights.DRAW_READERS, gives=DrawsShape)
    async def draws(request: web.Request) -> web.Response:
        found, offices = await dispatch.draws(await door.staff(request), request.match_info["case"])
        return web.json_response({"draws": [_draw_json(one, offices) for one in found]})

    return [
        web.post("/api/v1/cases/{case}/assignment", assign),
        web.put("/api/v1/cases/{case}/inspectors", reassign),
        web.get("/api/v1/cases/{case}/draws", draws),
    ]


def _roster_json(found: RosterView) -> RosterShape:
    colleagues = [(user, found.roster.colleague(user.id)) for user in found.inspectors.values()]
    return {
        "pairs": [_pair_json(pair, found) for pair in found.roster.pairs],
        "pairs_off": [_pair_json(pair, found) for pair in found.pairs_off],
        "closures": [
            {
                "id": id_,
                "on": one.on.isoformat(),
                "pair": one.pair_id,
                "reason": one.reason,
                "may_take_back": found.may_keep and found.keeping.keeps_closure(one),
            }
            for id_, one in found.closures.items()
        ],
        "absences": [
            {
                "id": id_,
                "inspector": one.inspector_id,
                "first_on": one.first_on.isoformat(),
                "last_on": one.last_on.isoformat(),
                "reason": one.reason,
            }
            for id_, one in found.absences.items()
        ],
        "inspectors": [
            {
                "id": user.id,
                "name": user.name,
                "formats": sorted(one.formats),
                "qualified_until": one.qualified_until and one.qualified_until.isoformat(),
                "substitute": one.substitute_id,
                "substitute_name": found.names.get(one.substitute_id or "", ""),
                "relations": sorted(one.relations),
            }
            for user, one in colleagues
        ],
        "may_keep": found.may_keep,
        "may_close_all": found.may_keep and found.keeping.keeps_whole(),
    }


def _followed_json(followed: list[Consequence]) -> FollowedShape:
    return {"appointments": [_consequence_json(one) for one in followed]}


def _consequence_json(one: Consequence) -> ConsequenceShape:
    return {
        "case": one.case_id,
        "number": one.number,
        "shop_name": one.shop_name,
        "starts_at": one.starts_at.isoformat(),
        "inspectors": list(one.inspectors),
    }


def _handed_json(one: HandedOn) -> HandedOnShape:
    against = one.against
    return {
        **_consequence_json(one.now),
        "before": list(one.before),
        "against": {"zh": against.zh, "en": against.en} if against else None,
    }


def _pair_json(pair: Pair, found: RosterView) -> PairShape:
    return {
        "id": pair.id,
        "inspectors": [{"id": one, "name": found.names.get(one, "")} for one in pair.inspector_ids],
        "hours": ", ".join(str(one) for one in pair.openings),
        "office": pair.unit,
        "office_name": found.offices.name_of(pair.unit),
        "may_change": found.may_keep and found.keeping.keeps_pair(pair),
    }


def _draw_json(kept: KeptDraw, offices: Tree) -> DrawShape:
    need = kept.need
    return {
        "at": kept.at.isoformat(),
        "seed": kept.draw.seed,
        "need": {
            "office": need.office,
            "office_name": offices.name_of(need.office),
            "format": need.format_zh,
            "credit_code": need.credit_code,
            "on": need.on.isoformat(),
            "judged_before": sorted(need.judged_before),
        },
        "candidates": [
            {
                "pair": one.pair_id,
                "office": one.unit,
                "office_name": offices.name_of(one.unit),
                "team": list(one.team),
                "load": one.load,
                "standing": one.standing.value,
                "zh": STANDING_TEXT[one.standing].zh,
                "en": STANDING_TEXT[one.standing].en,
            }
            for one in kept.draw.candidates
        ],
    }
