"""HTTP of calling departments' reviewers to a case."""

from aiohttp import web

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.departments import (
    AssignmentClosed,
    Assignments,
    DepartmentNotConcerned,
    NotItsReviewer,
)


class AssignCommand(Command):
    """The reviewer's id; `null`: the case's inspectors judge and sign on behalf."""

    reviewer: str | None


def routes(assignments: Assignments, door: Door) -> list[web.RouteDef]:
    """PUT /cases/{id}/reviewers/{department}."""

    @operation(
        "指定部门审查人员（联合审查）",
        "Say who judges and signs for a department",
        rights.KEEPERS,
        takes=AssignCommand,
        refuses=(DepartmentNotConcerned, NotItsReviewer, AssignmentClosed),
    )
    async def assign(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, AssignCommand)
        await assignments.assign(
            user,
            request.match_info["case"],
            request.match_info["department"],
            command.reviewer,
        )
        return web.json_response({})

    return [web.put("/api/v1/cases/{case}/reviewers/{department}", assign)]
