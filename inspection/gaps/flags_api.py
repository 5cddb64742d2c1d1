"""HTTP of operators' flags, by unified social credit code."""

from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import SUPERVISORS
from inspection.cases.machine import ReasonMissing
from inspection.gaps.answers import FlagsShape, flag_json
from inspection.gaps.errors import AlreadyFlagged, AlreadyLifted, WrongCode
from inspection.gaps.flags import Flags
from inspection.intake.rights import RECEIVERS

_Line = Annotated[str, StringConstraints(max_length=200)]
_Why = Annotated[str, StringConstraints(max_length=500)]


class FlagCommand(Command):
    """Where it is known from, and what happened."""

    source: _Line
    reason: _Why


class LiftCommand(Command):
    """Why it holds no more."""

    reason: _Why


def routes(flags: Flags, door: Door) -> list[web.RouteDef]:
    """GET and POST /operators/{code}/flags; POST …/flags/{flag}/lift."""

    async def shown(request: web.Request, status: int = 200) -> web.Response:
        user, code = await door.staff(request), request.match_info["code"]
        found, names = await flags.of_operator(user, code)
        shape: FlagsShape = {
            "credit_code": code,
            "is_flagged": any(one.lifted_at is None for one in found),
            "flags": [flag_json(one, names) for one in found],
        }
        return web.json_response(shape, status=status)

    @operation(
        "经营者的失信记录",
        "An operator's flags",
        RECEIVERS,
        gives=FlagsShape,
        refuses=(WrongCode,),
    )
    async def listed(request: web.Request) -> web.Response:
        return await shown(request)

    @operation(
        "登记失信记录",
        "Flag an operator",
        SUPERVISORS,
        takes=FlagCommand,
        gives=FlagsShape,
        status=201,
        refuses=(WrongCode, AlreadyFlagged, ReasonMissing),
    )
    async def flag(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, FlagCommand)
        await flags.flag(user, request.match_info["code"], command.source, command.reason)
        return await shown(request, 201)

    @operation(
        "解除失信记录",
        "Lift an operator's flag",
        SUPERVISORS,
        takes=LiftCommand,
        gives=FlagsShape,
        refuses=(WrongCode, AlreadyLifted, ReasonMissing),
    )
    async def lift(request: web.Request) -> web.Response:
        user, names = await door.staff(request), request.match_info
        command = await read_command(request, LiftCommand)
        await flags.lift(user, names["code"], names["flag"], command.reason)
        return await shown(request)

    return [
        web.get("/api/v1/operators/{code}/flags", listed),
        web.post("/api/v1/operators/{code}/flags", flag),
        web.post("/api/v1/operators/{code}/flags/{flag}/lift", lift),
    ]
