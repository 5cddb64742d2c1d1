"""HTTP of invitations; the queue and the file itself are read through `dossier`."""

import io

import segno
from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.cases.service import Cases


class InvitationShape(TypedDict):
    """A fresh link; the only time it is shown."""

    url: str
    expires_at: str
    qr_svg: str


def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing without XML prologue, error correction M."""
    drawing = io.BytesIO()
    segno.make(text, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, dark="#10261f"
    )
    return drawing.getvalue().decode()


def routes(cases: Cases, door: Door, origin: str) -> list[web.RouteDef]:
    """POST /cases/{id}/invitations."""

    @operation(
        "邀请申请人", "Invite the applicant", rights.READERS, gives=InvitationShape, status=201
    )
    async def invite(request: web.Request) -> web.Response:
        user = await door.staff(request)
        invitation = await cases.invite(user, request.match_info["case"])
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
