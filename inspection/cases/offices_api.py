"""HTTP of handing a case to another office."""

from aiohttp import web
from pydantic import Field

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.offices import Offices, OfficeSettled


class OfficeCommand(Command):
    """The office by its id."""

    unit: str = Field(max_length=40)


def routes(offices: Offices, door: Door) -> list[web.RouteDef]:
    """PUT /cases/{case}/unit."""

    @operation(
        "把办件转到其他机构",
        "Hand the case to another office",
        rights.KEEPERS,
        takes=OfficeCommand,
        refuses=(OfficeSettled,),
    )
    async def hand_over(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, OfficeCommand)
        await offices.hand_over(user, request.match_info["case"], command.unit)
        return web.json_response({})

    return [web.put("/api/v1/cases/{case}/unit", hand_over)]
