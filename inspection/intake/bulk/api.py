"""HTTP of long imports: begun at once, watched, cancelled, their refused lines to mend."""

from typing import Literal

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import Media, operation
from foundation.http.validation import read_bytes
from foundation.identity.door import Door
from foundation.text import Bilingual, TextShape
from inspection.intake.bulk.errors import ImportOver, LinesGone, TooManyForExcel, TooManyImports
from inspection.intake.bulk.model import RunLine
from inspection.intake.bulk.service import MOST_IN_EXCEL, LongImports, Watched
from inspection.intake.columns import heading_of
from inspection.intake.errors import FileTooLong, FileUnreadable, WrongHeadings
from inspection.intake.importing_api import XLSX, LineFaultShape, file_answer
from inspection.intake.rights import RECEIVERS, must_receive
from inspection.intake.sheet import IN_BATCHES


class RefusedLineShape(TypedDict):
    """A line that was refused, by its number in the spreadsheet."""

    line: int
    external_number: str
    shop_name: str
    faults: list[LineFaultShape]


class ImportShape(TypedDict):
    """An import. `state`: `running`, `finished`, `cancelled`.

    `done` of `total` lines have their outcome: `filed`, `known` (imported before) or `refused`.
    `has_report`: refused lines can be had as a file, `in_excel` as XLSX too.
    """

    id: str
    file_name: str
    state: Literal["running", "finished", "cancelled"]
    total: int
    done: int
    filed: int
    known: int
    refused: int
    ignored: list[str]
    began_by: str
    began_at: str
    ended_by: str
    ended_at: str | None
    has_report: bool
    in_excel: bool


class WatchedShape(ImportShape):
    """An import with its first 50 refused lines."""

    refused_lines: list[RefusedLineShape]


class ImportsShape(TypedDict):
    """The newest 50 imports of one's offices."""

    imports: list[ImportShape]


def import_json(watched: Watched) -> ImportShape:
    """The shape of an import."""
    run = watched.run
    has_report = run.refused > 0 and run.has_lines
    return {
        "id": run.id,
        "file_name": run.file_name,
        "state": run.state.value,
        "total": run.total,
        "done": run.done,
        "filed": run.filed,
        "known": run.known,
        "refused": run.refused,
        "ignored": list(run.ignored),
        "began_by": watched.began_by,
        "began_at": run.began_at.isoformat(),
        "ended_by": watched.ended_by,
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "has_report": has_report,
        "in_excel": has_report and run.refused <= MOST_IN_EXCEL,
    }


def watched_json(watched: Watched) -> WatchedShape:
    """The shape of an import that is looked at."""
    return {**import_json(watched), "refused_lines": [_line(one) for one in watched.refused]}


def _line(line: RunLine) -> RefusedLineShape:
    return {
        "line": line.packed.number,
        "external_number": line.packed.external_number,
        "shop_name": line.packed.shop_name,
        "faults": [
            {
                "path": one.path,
                "heading": _text(heading_of(one.path)),
                "zh": one.what.zh,
                "en": one.what.en,
            }
            for one in line.faults
        ],
    }


def _text(text: Bilingual) -> TextShape:
    return {"zh": text.zh, "en": text.en}


def routes(imports: LongImports, door: Door) -> list[web.RouteDef]:
    """POST, GET /intake/imports; GET …/{import}, POST …/cancel, GET …/faults.{xlsx,csv}."""

    @operation(
        "后台导入申请文件（202 后逐批处理，只导入正确的行）",
        "Import a file in the background: good lines become cases, batch by batch",
        RECEIVERS,
        takes=Media("application/octet-stream"),
        gives=WatchedShape,
        status=202,
        refuses=(FileUnreadable, FileTooLong, WrongHeadings, TooManyImports),
        query={"name": Bilingual("文件名，列表里显示", "the file's name, shown in the list")},
    )
    async def begin(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        content = await read_bytes(request, IN_BATCHES.bytes)
        watched = await imports.begin(user, content, request.query.get("name", ""))
        return web.json_response(
            watched_json(watched),
            status=202,
            headers={"Location": f"/api/v1/intake/imports/{watched.run.id}"},
        )

    @operation("最近的后台导入", "Recent imports of one's offices", RECEIVERS, gives=ImportsShape)
    async def newest(request: web.Request) -> web.Response:
        found = await imports.newest(await door.staff(request))
        return web.json_response({"imports": [import_json(one) for one in found]})

    @operation("一次导入办到哪里", "How an import stands", RECEIVERS, gives=WatchedShape)
    async def watched(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await imports.watched(user, request.match_info["import"])
        return web.json_response(watched_json(found))

    @operation(
        "取消导入（已立案的保留）",
        "Cancel an import; what is done stays done",
        RECEIVERS,
        gives=WatchedShape,
        refuses=(ImportOver,),
    )
    async def cancel(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await imports.cancel(user, request.match_info["import"])
        return web.json_response(watched_json(found))

    async def to_mend(request: web.Request, kind: Literal["csv", "xlsx"]) -> web.Response:
        user = await door.staff(request)
        made = await imports.to_mend(user, request.match_info["import"], kind)
        return file_answer(
            made, "text/csv" if kind == "csv" else XLSX, kind, "applications-to-mend"
        )

    @operation(
        "导入中要改的行（Excel）",
        "Refused lines with a column of what to mend, as XLSX",
        RECEIVERS,
        gives=Media(XLSX),
        refuses=(LinesGone, TooManyForExcel),
    )
    async def as_xlsx(request: web.Request) -> web.Response:
        return await to_mend(request, "xlsx")

    @operation(
        "导入中要改的行（CSV）",
        "The same as CSV",
        RECEIVERS,
        gives=Media("text/csv"),
        refuses=(LinesGone,),
    )
    async def as_csv(request: web.Request) -> web.Response:
        return await to_mend(request, "csv")

    one = "/api/v1/intake/imports/{import}"
    return [
        web.post("/api/v1/intake/imports", begin),
        web.get("/api/v1/intake/imports", newest),
        web.get(one, watched),
        web.post(f"{one}/cancel", cancel),
        web.get(f"{one}/faults.xlsx", as_xlsx),
        web.get(f"{one}/faults.csv", as_csv),
    ]
