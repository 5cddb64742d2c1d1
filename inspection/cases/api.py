"""HTTP of invitations; the queue and the file itself are read through `dossier`."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.qr import qr_svg
from inspection.cases import rights
from inspection.cases.service import Cases


class InvitationShape(TypedDict):
    """A fresh link; the only time it is shown."""

    url: str
    expires_at: str
    qr_svg: str


class InviteCommand(Command):
    """`tell`: the applicant gets the link as a notice as well."""

    tell: bool = False


def routes(cases: Cases, door: Door, origin: str) -> list[web.RouteDef]:
    """POST /cases/{id}/invitations."""

    @operation(
        "邀请申请人",
        "Invite the applicant",
        rights.INVITERS,
        takes=InviteCommand,
        gives=InvitationShape,
        status=201,
    )
    async def invite(request: web.Request) -> web.Response:
        user = await door.staff(request)
        command = await read_command(request, InviteCommand)
        invitation = await cases.invite(user, request.match_info["case"], is_told=command.tell)
        url = f"{origin}/j/{invitation.secret}"
        return web.json_response(
            {
                "url": url,
                "expires_at": invitation.expires_at.isoformat(),
                "qr_svg": qr_svg(url),
            },
            status=201,
        )

    return [web.post("/api/v1/cases/{case}/invitations", invite)]
