"""HTTP of second looks and appeals."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.machine import MoveNotAllowed, MoveNotYours, ReasonMissing
from inspection.cases.model import Case
from inspection.supplement.errors import NoSignedRecord, NotAnotherPair, NothingFailed
from inspection.supplement.service import SecondLooks


class SecondLookCommand(Command):
    """Why it is looked at again."""

    why: str


class AppealCommand(Command):
    """Why, and the ids of two inspectors who had no part in the case."""

    why: str
    inspectors: list[str]


class OpenedShape(TypedDict):
    """The case that was opened."""

    id: str
    number: str


class CandidateShape(TypedDict):
    """An inspector who could judge the appeal."""

    id: str
    name: str


class CandidatesShape(TypedDict):
    """Inspectors who had no part in the case."""

    inspectors: list[CandidateShape]


def routes(looks: SecondLooks, door: Door) -> list[web.RouteDef]:
    """POST /cases/{id}/second-look, …/appeal; GET …/appeal."""

    def opened(case: Case) -> web.Response:
        shape: OpenedShape = {"id": case.id, "number": case.number}
        return web.json_response(shape, status=201)

    @operation(
        "开复查（只查上次未通过的项目）",
        "Look again at what did not come out",
        rights.MOVERS,
        takes=SecondLookCommand,
        gives=OpenedShape,
        status=201,
        refuses=(NoSignedRecord, NothingFailed, MoveNotAllowed, MoveNotYours, ReasonMissing),
    )
    async def again(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, SecondLookCommand)
        return opened(await looks.reinspect(user, request.match_info["case"], command.why))

    @operation(
        "受理异议，另派人员勘验",
        "Take an appeal: another pair inspects",
        rights.KEEPERS,
        takes=AppealCommand,
        gives=OpenedShape,
        status=201,
        refuses=(NoSignedRecord, NotAnotherPair, MoveNotAllowed, MoveNotYours, ReasonMissing),
    )
    async def appeal(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, AppealCommand)
        case = await looks.appeal(user, request.match_info["case"], command.why, command.inspectors)
        return opened(case)

    @operation(
        "可受理异议的勘验人员",
        "Inspectors who could judge an appeal",
        rights.KEEPERS,
        gives=CandidatesShape,
    )
    async def candidates(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await looks.other_inspectors(user, request.match_info["case"])
        shape: CandidatesShape = {"inspectors": [{"id": one.id, "name": one.name} for one in found]}
        return web.json_response(shape)

    return [
        web.post("/api/v1/cases/{case}/second-look", again),
        web.post("/api/v1/cases/{case}/appeal", appeal),
        web.get("/api/v1/cases/{case}/appeal", candidates),
    ]
