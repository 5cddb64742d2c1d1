"""HTTP of the offices."""

from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.policies import ADMINISTRATORS, SIGNED_IN, must_be
from foundation.identity.tree import (
    RootStays,
    TooManyLevels,
    TooManyUnits,
    Unit,
    UnitInACircle,
    UnitNameTaken,
)
from foundation.identity.units import Units

UnitName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class NewUnitCommand(Command):
    """An office below another one."""

    name: UnitName
    parent: str


class UnitCommand(Command):
    """Another name or place; `parent: null` for the office at the top."""

    name: UnitName
    parent: str | None


class UnitShape(TypedDict):
    """An office; `parent` is null at the top."""

    id: str
    parent: str | None
    name: str


class UnitsShape(TypedDict):
    """Offices, those above before those below."""

    units: list[UnitShape]


def unit_json(unit: Unit) -> UnitShape:
    """The shape of an office."""
    return {"id": unit.id, "parent": unit.parent_id, "name": unit.name}


def routes(units: Units, door: Door) -> list[web.RouteDef]:
    """GET and POST /units, PUT /units/{unit}."""

    @operation("本人可见的机构", "The offices this person reaches", SIGNED_IN, gives=UnitsShape)
    async def seen(request: web.Request) -> web.Response:
        found = await units.seen_by(await door.staff(request))
        return web.json_response({"units": [unit_json(one) for one in found]})

    @operation(
        "添加机构",
        "Add an office",
        ADMINISTRATORS,
        takes=NewUnitCommand,
        gives=UnitShape,
        status=201,
        refuses=(TooManyLevels, UnitNameTaken, TooManyUnits),
    )
    async def add(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, ADMINISTRATORS)
        command = await read_command(request, NewUnitCommand)
        made = await units.add(user, command.parent, command.name)
        return web.json_response(unit_json(made), status=201)

    @operation(
        "机构改名或移动（连同下级）",
        "Rename an office, or move it with all below it",
        ADMINISTRATORS,
        takes=UnitCommand,
        gives=UnitShape,
        refuses=(RootStays, UnitInACircle, TooManyLevels, UnitNameTaken),
    )
    async def change(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_be(user, ADMINISTRATORS)
        command = await read_command(request, UnitCommand)
        unit_id = request.match_info["unit"]
        changed = await units.change(user, unit_id, command.name, command.parent)
        return web.json_response(unit_json(changed))

    return [
        web.get("/api/v1/units", seen),
        web.post("/api/v1/units", add),
        web.put("/api/v1/units/{unit}", change),
    ]
