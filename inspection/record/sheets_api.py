"""HTTP of the judged checklist as an Excel file."""

from aiohttp import web

from foundation.http.operation import Media, operation
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.record.errors import NoRecord
from inspection.record.sheets_service import Sheets

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(sheets: Sheets, door: Door) -> list[web.RouteDef]:
    """GET /cases/{id}/checklist.xlsx."""

    @operation(
        "检查表 Excel（记录生成后）",
        "The judged checklist as an Excel file, once the record is made",
        rights.READERS,
        gives=Media(EXCEL),
        refuses=(NoRecord,),
    )
    async def export(request: web.Request) -> web.Response:
        user = await door.staff(request)
        case, made = await sheets.export(user, request.match_info["case"])
        return web.Response(
            body=made,
            content_type=EXCEL,
            headers={"Content-Disposition": f'attachment; filename="{case.number}-checklist.xlsx"'},
        )

    return [web.get("/api/v1/cases/{case}/checklist.xlsx", export)]
