"""HTTP of steps taken by a word, and of deadlines held and let go."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.holding import AlreadyHeld, Holding, NotHeld, NothingToHold, UnknownPause
from inspection.cases.machine import MoveNotAllowed, MoveNotYours, ReasonMissing, State
from inspection.cases.steps import Steps, UnknownStep


class StepCommand(Command):
    """`act` as the case's `steps` name it; `why` where it asks for a reason."""

    act: str
    why: str = ""


class PauseCommand(Command):
    """`kind`: examination, force or request."""

    kind: str
    why: str


class StateShape(TypedDict):
    """Where the case stands now."""

    state: str


Moved = Callable[[str, State, str], Awaitable[None]]


def routes(steps: Steps, holding: Holding, door: Door, moved: Moved) -> list[web.RouteDef]:
    """POST /cases/{id}/steps; PUT and DELETE /cases/{id}/pause.

    Args:
        moved: told of a case, its new state and who moved it.
    """

    @operation(
        "办理一步（未到、中断、撤回、办结等）",
        "Take a step: no-show, broken off, withdrawn, closed and the like",
        rights.MOVERS,
        takes=StepCommand,
        gives=StateShape,
        refuses=(UnknownStep, MoveNotAllowed, MoveNotYours, ReasonMissing),
    )
    async def step(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, StepCommand)
        case = await steps.take(user, request.match_info["case"], command.act, command.why)
        await moved(case.id, case.state, user.id)
        return web.json_response({"state": case.state.value})

    @operation(
        "暂停计时",
        "Hold the deadline",
        rights.KEEPERS,
        takes=PauseCommand,
        refuses=(UnknownPause, ReasonMissing, NothingToHold, AlreadyHeld),
    )
    async def hold(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, PauseCommand)
        await holding.hold(user, request.match_info["case"], command.kind, command.why)
        return web.json_response({})

    @operation("恢复计时", "Let the deadline run again", rights.KEEPERS, refuses=(NotHeld,))
    async def release(request: web.Request) -> web.Response:
        user = await door.staff(request)
        await holding.release(user, request.match_info["case"])
        return web.json_response({})

    return [
        web.post("/api/v1/cases/{case}/steps", step),
        web.put("/api/v1/cases/{case}/pause", hold),
        web.delete("/api/v1/cases/{case}/pause", release),
    ]
