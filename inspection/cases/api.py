"""HTTP of invitations; the queue and the file itself are read through `dossier`."""

import io

import segno
from aiohttp import web

from foundation.identity.door import Door
from inspection.cases.service import Cases


def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing without XML prologue, error correction M."""
    drawing = io.BytesIO()
    segno.make(text, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, dark="#10261f"
    )
    return drawing.getvalue().decode()


def routes(cases: Cases, door: Door, origin: str) -> list[web.RouteDef]:
    """POST /cases/{id}/invitations."""

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
