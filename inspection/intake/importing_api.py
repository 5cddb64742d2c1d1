"""HTTP of imports: the file to fill in, looking at a filled one, taking it."""

import csv
import io
from typing import Literal

from aiohttp import web
from typing_extensions import TypedDict

from foundation.errors import Kind, Problem
from foundation.http.operation import Media, operation
from foundation.http.validation import read_bytes
from foundation.identity.door import Door
from foundation.text import Bilingual, TextShape
from inspection.intake.columns import HANDED_OUT, explanations, heading_of
from inspection.intake.errors import (
    FileChanged,
    FileTooLong,
    FileUnreadable,
    LinesWrong,
    WrongHeadings,
)
from inspection.intake.importing import Imports, Report, Row, Standing
from inspection.intake.rights import RECEIVERS, must_receive
from inspection.intake.sheet import AT_ONCE, IN_BATCHES
from inspection.record.workbook import Column, Sheet, excel
from inspection.templates.errors import NothingToAsk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ANY_FILE = Media("application/octet-stream")


class WrongTake(Problem):
    """What to do with wrong lines was not said."""

    kind = Kind.INVALID
    code = "intake.wrong_take"
    zh = "请说明有错时怎么办：take=all（一行有错就都不导入）或 take=good（只导入正确的行）。"
    en = "Say what wrong lines mean: take=all (none is imported) or take=good (the others are)."


class LineFaultShape(TypedDict):
    """What is wrong in a cell: its heading and what to do."""

    path: str
    heading: TextShape
    zh: str
    en: str


class NumberedShape(TypedDict):
    """A case by id and number."""

    id: str
    number: str


class LineShape(TypedDict):
    """A line of the file. `standing`: `ready`, `wrong`, `known` (imported before) or `filed`.

    `pre_check`: `open`, `stopped` or `passed`; `rule` stops it. `doubles`: same shop elsewhere.
    """

    line: int
    external_number: str
    shop_name: str
    standing: Literal["ready", "wrong", "known", "filed"]
    faults: list[LineFaultShape]
    doubles: list[str]
    pre_check: str | None
    rule: str | None
    case: NumberedShape | None


class ReportShape(TypedDict):
    """What a file says. `sha256` is sent along when the file is taken.

    `total`: applications in the file. Over 200 of them `lines` and the counts are those of the
    first 200, and the file is taken by `POST /intake/imports`.
    """

    sha256: str
    total: int
    ready: int
    wrong: int
    known: int
    filed: int
    ignored: list[str]
    lines: list[LineShape]


def report_json(report: Report) -> ReportShape:
    """The shape of a report."""
    return {
        "sha256": report.sha256,
        "total": report.total,
        "ready": report.count(Standing.READY),
        "wrong": report.count(Standing.WRONG),
        "known": report.count(Standing.KNOWN),
        "filed": report.count(Standing.FILED),
        "ignored": list(report.ignored),
        "lines": [_line(row) for row in report.rows],
    }


def _line(row: Row) -> LineShape:
    check = row.pre_check
    return {
        "line": row.number,
        "external_number": row.external_number,
        "shop_name": row.shop_name,
        "standing": row.standing.value,
        "faults": [
            {
                "path": one.path,
                "heading": {"zh": heading_of(one.path).zh, "en": heading_of(one.path).en},
                "zh": one.what.zh,
                "en": one.what.en,
            }
            for one in row.faults
        ],
        "doubles": list(row.doubles),
        "pre_check": check.standing.value if check else None,
        "rule": check.stopped_by.rule.id if check and check.stopped_by else None,
        "case": {"id": row.case[0], "number": row.case[1]} if row.case else None,
    }


def template_xlsx() -> bytes:
    """The file to fill in: headings with an example, and a sheet that explains them."""
    return excel(
        [
            Sheet(
                "申请",
                [Column(one.heading, max(12, len(one.example) + 4)) for one in HANDED_OUT],
                [[one.example for one in HANDED_OUT]],
            ),
            Sheet(
                "填写说明",
                [Column(Bilingual("列", "Column"), 30), Column(Bilingual("可以填", "Takes"), 90)],
                explanations(),
            ),
        ]
    )


def template_csv() -> bytes:
    """The same as CSV, UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([one.heading.zh for one in HANDED_OUT])
    writer.writerow([one.example for one in HANDED_OUT])
    return out.getvalue().encode("utf-8-sig")


def routes(imports: Imports, door: Door) -> list[web.RouteDef]:
    """POST /intake/import, …/check, …/faults.{xlsx,csv}; GET …/template.{xlsx,csv}."""

    @operation(
        "试读导入文件（不留记录）",
        "What an import would do; nothing is kept",
        RECEIVERS,
        takes=_ANY_FILE,
        gives=ReportShape,
        refuses=(FileUnreadable, FileTooLong, WrongHeadings),
    )
    async def check(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        report = await imports.look(user, await read_bytes(request, IN_BATCHES.bytes))
        return web.json_response(report_json(report))

    @operation(
        "导入申请文件（试读过的）",
        "Import a file that was looked at",
        RECEIVERS,
        takes=_ANY_FILE,
        gives=ReportShape,
        refuses=(
            WrongTake,
            FileUnreadable,
            FileTooLong,
            WrongHeadings,
            FileChanged,
            LinesWrong,
            NothingToAsk,
        ),
        query={
            "take": Bilingual("all：有错就都不导入；good：只导入正确的行", "all or good lines"),
            "sha256": Bilingual("试读结果里的 sha256", "of the report that was seen"),
            "name": Bilingual("文件名，列表里显示", "the file's name, shown in the list"),
        },
    )
    async def take(request: web.Request) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        wanted = request.query.get("take")
        if wanted not in ("all", "good"):
            raise WrongTake
        content = await read_bytes(request, AT_ONCE.bytes)
        report = await imports.take(
            user,
            content,
            request.query.get("sha256", ""),
            only_good=wanted == "good",
            file_name=request.query.get("name", ""),
        )
        return web.json_response(report_json(report))

    async def faults_of(request: web.Request, kind: Literal["csv", "xlsx"]) -> web.Response:
        user = await door.staff(request)
        must_receive(user)
        made = await imports.faults(user, await read_bytes(request, AT_ONCE.bytes), kind)
        return file_answer(
            made, "text/csv" if kind == "csv" else XLSX, kind, "applications-to-mend"
        )

    @operation(
        "导入文件的错误报告（Excel，原文件加一列）",
        "The file with a column of what to mend, as XLSX",
        RECEIVERS,
        takes=_ANY_FILE,
        gives=Media(XLSX),
        refuses=(FileUnreadable, FileTooLong, WrongHeadings),
    )
    async def faults_xlsx(request: web.Request) -> web.Response:
        return await faults_of(request, "xlsx")

    @operation(
        "导入文件的错误报告（CSV）",
        "The same as CSV",
        RECEIVERS,
        takes=_ANY_FILE,
        gives=Media("text/csv"),
        refuses=(FileUnreadable, FileTooLong, WrongHeadings),
    )
    async def faults_csv(request: web.Request) -> web.Response:
        return await faults_of(request, "csv")

    @operation("导入模板（Excel）", "The file to fill in, as XLSX", RECEIVERS, gives=Media(XLSX))
    async def xlsx(request: web.Request) -> web.Response:
        must_receive(await door.staff(request))
        return file_answer(template_xlsx(), XLSX, "xlsx")

    @operation("导入模板（CSV）", "The file to fill in, as CSV", RECEIVERS, gives=Media("text/csv"))
    async def plain(request: web.Request) -> web.Response:
        must_receive(await door.staff(request))
        return file_answer(template_csv(), "text/csv", "csv")

    return [
        web.post("/api/v1/intake/import/check", check),
        web.post("/api/v1/intake/import/faults.xlsx", faults_xlsx),
        web.post("/api/v1/intake/import/faults.csv", faults_csv),
        web.post("/api/v1/intake/import", take),
        web.get("/api/v1/intake/import/template.xlsx", xlsx),
        web.get("/api/v1/intake/import/template.csv", plain),
    ]


def file_answer(content: bytes, kind: str, ending: str, name: str = "applications") -> web.Response:
    """A file to keep, under a name of its own."""
    return web.Response(
        body=content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
