"""HTTP of the evidence pack: one download, noted in the custody log."""

from aiohttp import web

from foundation.blobs import Damaged
from foundation.http.operation import Media, operation
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.evidence.checkpoint import CustodyBroken
from inspection.record.export import Exports, HoldsCovered


def routes(exports: Exports, door: Door) -> list[web.RouteDef]:
    """GET /cases/{id}/pack."""

    @operation(
        "导出证据包（记入保管链）",
        "The evidence pack; taking it is noted in the custody log",
        rights.READERS,
        gives=Media("application/zip"),
        refuses=(HoldsCovered, CustodyBroken, Damaged),
    )
    async def pack(request: web.Request) -> web.Response:
        user = await door.staff(request)
        case, made = await exports.export(user, request.match_info["case"])
        return web.Response(
            body=made.pieces(),
            content_type="application/zip",
            headers={
                "Content-Length": str(made.size_bytes),
                "Content-Disposition": f'attachment; filename="{case.number}-evidence.zip"',
            },
        )

    # Not for HEAD: a look at the headers would stand in the log as an export.
    return [web.get("/api/v1/cases/{case}/pack", pack, allow_head=False)]
