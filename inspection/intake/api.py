"""HTTP of the intake's desk: the pre-check, filing for somebody, completing, declining, mode."""

from typing import Literal

from aiohttp import web
from pydantic import Field
from typing_extensions import TypedDict

from checklists.errors import FactWrong, UnknownFact
from checklists.facts import facts_from
from checklists.siting import Standing
from checklists.triage import Mode, triage
from foundation.clock import Clock
from foundation.http.operation import ANYBODY, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.checklist import day_of
from inspection.cases.machine import MoveNotAllowed, MoveNotYours, ReasonMissing
from inspection.cases.steps_api import Moved
from inspection.intake.answers import (
    FormShape,
    HandledShape,
    PreCheckShape,
    SeenShape,
    TriageShape,
    form_json,
    handled_json,
    pre_check_json,
    seen_json,
    triage_json,
)
from inspection.intake.errors import AlreadyFiled, LooksDoubled, WrongApplication
from inspection.intake.form import FactsCommand
from inspection.intake.reception import Reception
from inspection.intake.rights import RECEIVERS
from inspection.intake.service import Window
from inspection.templates.errors import NothingToAsk


class FileCommand(Command):
    """An application typed by a clerk, and on whose word; what is wrong in both is told at once."""

    application: dict[str, object] = Field(description="as in POST /api/v1/applications")
    mandate: dict[str, object] = Field(
        description="asked_by, relation (self, family, employee, agent, other), way (in_person,"
        " phone, online), asked_at (ISO 8601), note"
    )
    despite_doubles: bool = False
    papers_missing: bool = Field(
        default=False,
        description="leave it in the pre-check, to be accepted with gaps (POST …/gaps) or whole",
    )


class DeclineCommand(Command):
    """Why an application is not accepted."""

    reason: str = Field(max_length=500)


class ModeCommand(Command):
    """How the case is inspected, and why otherwise than the rules say."""

    mode: Literal["live", "self_filmed", "on_site"]
    reason: str = Field(max_length=500)


class AskedShape(TypedDict):
    """A pre-check without a case; `triage` once it is passed."""

    pre_check: PreCheckShape
    triage: TriageShape | None


class HandlingShape(TypedDict):
    """How a case is inspected now."""

    state: str
    mode: str


class DeclinedShape(TypedDict):
    """The state after it was declined."""

    state: str


def routes(
    window: Window, reception: Reception, door: Door, clock: Clock, moved: Moved
) -> list[web.RouteDef]:
    """/pre-check, /intake/form, POST /cases, /cases/{id}/pre-check, /decline, /mode.

    Args:
        moved: told of a case, its new state and who moved it.
    """

    @operation(
        "收件表单的选项与预检问题", "What the intake's forms offer", ANYBODY, gives=FormShape
    )
    async def form(_request: web.Request) -> web.Response:
        return web.json_response(form_json(reception.sites))

    @operation(
        "负面清单与选址预检（不留记录）",
        "Pre-check of a site; nothing is kept",
        ANYBODY,
        takes=FactsCommand,
        gives=AskedShape,
        refuses=(UnknownFact, FactWrong),
    )
    async def ask(request: web.Request) -> web.Response:
        command = await read_command(request, FactsCommand)
        now = clock.now()
        check = reception.pre_check(command.facts, now)
        is_passed = check.standing is Standing.PASSED
        found = triage(reception.triages, facts_from(command.facts), day_of(now))
        shape: AskedShape = {
            "pre_check": pre_check_json(check),
            "triage": triage_json(found) if is_passed else None,
        }
        return web.json_response(shape)

    @operation(
        "帮办登记申请",
        "File an application for somebody",
        RECEIVERS,
        takes=FileCommand,
        gives=HandledShape,
        status=201,
        refuses=(WrongApplication, LooksDoubled, AlreadyFiled, NothingToAsk),
    )
    async def file(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, FileCommand)
        opened = await window.file_for(
            user,
            command.application,
            command.mandate,
            despite_doubles=command.despite_doubles,
            waits=command.papers_missing,
        )
        return web.json_response(handled_json(opened), status=201)

    @operation(
        "办件的预检与分流", "Pre-check and triage of a case", rights.READERS, gives=SeenShape
    )
    async def seen(request: web.Request) -> web.Response:
        user = await door.staff(request)
        opened, filing = await window.seen(user, request.match_info["case"])
        return web.json_response(seen_json(opened, filing))

    @operation(
        "补充预检信息，通过即受理",
        "Complete the pre-check; accepted once passed",
        RECEIVERS,
        takes=FactsCommand,
        gives=HandledShape,
        refuses=(MoveNotAllowed, UnknownFact, FactWrong, NothingToAsk),
    )
    async def complete(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, FactsCommand)
        opened = await window.complete(user, request.match_info["case"], command.facts)
        return web.json_response(handled_json(opened))

    @operation(
        "不予受理",
        "Decline an application",
        RECEIVERS,
        takes=DeclineCommand,
        gives=DeclinedShape,
        refuses=(MoveNotAllowed, MoveNotYours, ReasonMissing),
    )
    async def decline(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, DeclineCommand)
        case = await window.decline(user, request.match_info["case"], command.reason)
        return web.json_response({"state": case.state.value})

    @operation(
        "改变勘验方式",
        "Decide how a case is inspected",
        rights.INVITERS,
        takes=ModeCommand,
        gives=HandlingShape,
        refuses=(MoveNotAllowed, MoveNotYours, ReasonMissing),
    )
    async def set_mode(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, ModeCommand)
        case = await window.set_mode(
            user, request.match_info["case"], Mode(command.mode), command.reason
        )
        await moved(case.id, case.state, user.id)
        return web.json_response({"state": case.state.value, "mode": case.mode.value})

    return [
        web.get("/api/v1/intake/form", form),
        web.post("/api/v1/pre-check", ask),
        web.post("/api/v1/cases", file),
        web.get("/api/v1/cases/{case}/pre-check", seen),
        web.put("/api/v1/cases/{case}/pre-check", complete),
        web.post("/api/v1/cases/{case}/decline", decline),
        web.put("/api/v1/cases/{case}/mode", set_mode),
    ]
