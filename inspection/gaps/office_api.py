"""HTTP of the desk: accepting with gaps, reviewing, recording a pledge, more time, ending."""

from dataclasses import dataclass
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field, StringConstraints

from checklists.errors import FactWrong, UnknownFact
from foundation.blobs import Damaged
from foundation.http.operation import Media, operation
from foundation.http.validation import Command, read_bytes, read_command
from foundation.identity.door import Door
from foundation.identity.policies import SUPERVISORS
from inspection.cases import rights
from inspection.cases.machine import MoveNotAllowed, ReasonMissing
from inspection.cases.steps_api import Moved
from inspection.gaps.answers import (
    GapSheetShape,
    ListShape,
    UploadShape,
    list_json,
    sheet_json,
    upload_json,
)
from inspection.gaps.api import MOST_BYTES, PLEDGE_REFUSALS, UPLOAD_REFUSALS, file_answer
from inspection.gaps.ending import Ending
from inspection.gaps.errors import (
    NotExtendable,
    NothingLapsed,
    NothingToReview,
    OperatorFlagged,
    PreCheckNotPassed,
    TooManyGaps,
    WrongGap,
)
from inspection.gaps.handing_in import HandingIn
from inspection.gaps.model import Form
from inspection.gaps.naming import Acceptance, Wanted
from inspection.gaps.reviewing import Reviewing
from inspection.gaps.sheet import Sheets
from inspection.gaps.signing import Signing
from inspection.intake.form import FactValue, MandateCommand, PaperCommand, mandate_from
from inspection.intake.rights import RECEIVERS, must_receive
from inspection.templates.errors import NothingToAsk

_Why = Annotated[str, StringConstraints(max_length=500)]


class AcceptCommand(Command):
    """Which papers follow, and answers of the pre-check."""

    gaps: Annotated[list[PaperCommand], Field(max_length=50)]
    facts: dict[str, FactValue] = Field(
        default_factory=dict, max_length=100, description="what the pre-check still missed"
    )


class ReviewCommand(Command):
    """`why`: shown to the applicant when it is sent back."""

    verdict: Literal["accepted", "sent_back"]
    why: _Why = ""


class ExtendCommand(Command):
    """Working days from today, and why."""

    working_days: int
    why: _Why


class EndCommand(Command):
    """Why the case ends."""

    why: _Why


class RecordPledgeCommand(Command):
    """On whose word a clerk records the pledge, and the hash of what was read to them."""

    sha256: str
    mandate: MandateCommand


@dataclass(frozen=True)
class Deps:
    """What the routes stand on; `moved` is told of a case, its new state and who moved it."""

    acceptance: Acceptance
    sheets: Sheets
    signing: Signing
    handing_in: HandingIn
    reviewing: Reviewing
    ending: Ending
    door: Door
    moved: Moved


def routes(deps: Deps) -> list[web.RouteDef]:
    """GET /gap-list; /cases/{id}/gaps and below, /cases/{id}/pledge."""
    door, sheets = deps.door, deps.sheets

    @operation("可容缺的材料清单", "Which papers may follow", RECEIVERS, gives=ListShape)
    async def listed(request: web.Request) -> web.Response:
        must_receive(await door.staff(request))
        return web.json_response(list_json(sheets.listed))

    @operation(
        "办件的容缺材料", "Papers that follow in a case", rights.READERS, gives=GapSheetShape
    )
    async def sheet(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return web.json_response(
            sheet_json(await sheets.for_staff(user, request.match_info["case"]), user)
        )

    @operation(
        "容缺受理",
        "Accept with papers to follow",
        RECEIVERS,
        takes=AcceptCommand,
        gives=GapSheetShape,
        status=201,
        refuses=(
            *(TooManyGaps, WrongGap, OperatorFlagged, PreCheckNotPassed),
            *(MoveNotAllowed, NothingToAsk, UnknownFact, FactWrong),
        ),
    )
    async def accept(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        command = await read_command(request, AcceptCommand)
        case = await deps.acceptance.accept(
            user, request.match_info["case"], [_wanted(one) for one in command.gaps], command.facts
        )
        await deps.moved(case.id, case.state, user.id)
        return web.json_response(
            sheet_json(await sheets.for_staff(user, case.id), user), status=201
        )

    @operation(
        "登记申请人的容缺承诺（帮办）",
        "Record the pledge on the applicant's word",
        rights.KEEPERS,
        takes=RecordPledgeCommand,
        gives=GapSheetShape,
        refuses=PLEDGE_REFUSALS,
    )
    async def pledge(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        command = await read_command(request, RecordPledgeCommand)
        mandate = mandate_from(command.mandate)
        await deps.signing.by_clerk(user, case_id, mandate, command.sha256)
        return web.json_response(sheet_json(await sheets.for_staff(user, case_id), user))

    @operation(
        "承诺书上的签名（PNG）",
        "The signature under a pledge (PNG)",
        rights.READERS,
        gives=Media("image/png"),
        refuses=(Damaged,),
    )
    async def signature(request: web.Request) -> web.Response:
        user = await door.staff(request)
        drawn = await sheets.signature(user, request.match_info["case"])
        return web.Response(
            body=drawn, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )

    @operation(
        "窗口代收材料（JPEG，或 PDF）",
        "The window takes a paper in, a JPEG or PDF",
        rights.KEEPERS,
        takes=Media("*/*"),
        gives=UploadShape,
        status=201,
        refuses=UPLOAD_REFUSALS,
    )
    async def upload(request: web.Request) -> web.Response:
        user, names = await door.staff(request), request.match_info
        await deps.handing_in.may_hand_in(user, names["case"], names["gap"])
        content = await read_bytes(request, MOST_BYTES)
        kept = await deps.handing_in.hand_in(user, names["case"], names["gap"], content)
        return web.json_response(upload_json(kept, {user.id: user.name}), status=201)

    @operation(
        "查看补交的文件",
        "A file that was handed in",
        rights.READERS,
        gives=Media("*/*"),
        refuses=(Damaged,),
    )
    async def read(request: web.Request) -> web.Response:
        user, names = await door.staff(request), request.match_info
        return file_answer(
            *await deps.handing_in.read(user, names["case"], names["gap"], names["upload"])
        )

    @operation(
        "审核补交的材料（通过或退回）",
        "Review a paper: accepted, or sent back",
        rights.MOVERS,
        takes=ReviewCommand,
        gives=GapSheetShape,
        refuses=(NothingToReview, MoveNotAllowed, ReasonMissing),
    )
    async def review(request: web.Request) -> web.Response:
        user, names = await door.staff(request), request.match_info
        command = await read_command(request, ReviewCommand)
        if command.verdict == "accepted":
            await deps.reviewing.accept(user, names["case"], names["gap"])
        else:
            await deps.reviewing.send_back(user, names["case"], names["gap"], command.why)
        return web.json_response(sheet_json(await sheets.for_staff(user, names["case"]), user))

    @operation(
        "放宽补交期限",
        "Give more time for a paper",
        SUPERVISORS,
        takes=ExtendCommand,
        gives=GapSheetShape,
        refuses=(NotExtendable, MoveNotAllowed, ReasonMissing),
    )
    async def extend(request: web.Request) -> web.Response:
        user, names = await door.staff(request), request.match_info
        command = await read_command(request, ExtendCommand)
        await deps.reviewing.extend(
            user, names["case"], names["gap"], command.working_days, command.why
        )
        return web.json_response(sheet_json(await sheets.for_staff(user, names["case"]), user))

    @operation(
        "容缺逾期，终止办理",
        "End a case whose papers never came",
        rights.KEEPERS,
        takes=EndCommand,
        gives=GapSheetShape,
        refuses=(NothingLapsed, MoveNotAllowed, ReasonMissing),
    )
    async def end(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, EndCommand)
        case = await deps.ending.end(user, request.match_info["case"], command.why)
        await deps.moved(case.id, case.state, user.id)
        return web.json_response(sheet_json(await sheets.for_staff(user, case.id), user))

    return [
        web.get("/api/v1/gap-list", listed),
        web.get("/api/v1/cases/{case}/gaps", sheet),
        web.post("/api/v1/cases/{case}/gaps", accept),
        web.post("/api/v1/cases/{case}/gaps/end", end),
        web.post("/api/v1/cases/{case}/pledge", pledge),
        web.get("/api/v1/cases/{case}/pledge/signature.png", signature),
        web.post("/api/v1/cases/{case}/gaps/{gap}/uploads", upload),
        web.get("/api/v1/cases/{case}/gaps/{gap}/uploads/{upload}", read),
        web.post("/api/v1/cases/{case}/gaps/{gap}/review", review),
        web.post("/api/v1/cases/{case}/gaps/{gap}/extension", extend),
    ]


def _wanted(one: PaperCommand) -> Wanted:
    form = Form(one.form) if one.form else None
    return Wanted(one.kind, one.name, one.asks, form, one.working_days)
