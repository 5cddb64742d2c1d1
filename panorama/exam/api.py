"""HTTP of taking an exam, of its certificates and results."""

import asyncio
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from foundation.errors import NotFound, Problem
from foundation.http.operation import ANYBODY, Media, Policy, Proof, operation
from foundation.http.validation import Command, read_command
from foundation.identity.door import Door
from foundation.identity.errors import NotSignedIn, TooManyTries
from foundation.identity.policies import INVITED, SIGNED_IN
from foundation.qr import qr_svg
from foundation.text import Bilingual
from panorama.exam.certificates import Certificates
from panorama.exam.errors import (
    NoMoreToday,
    NotBegun,
    NothingIsDrawn,
    NothingToFind,
    NotReady,
    Over,
    PicturesBusy,
    TooManyExams,
    UnderWay,
    UnknownChoice,
    UnknownRoom,
)
from panorama.exam.model import (
    LEVELS,
    PASS_SCORE,
    WRONG_COSTS,
    ByName,
    Given,
    InPicture,
    Mode,
    OnPlan,
)
from panorama.exam.results import READERS, Results
from panorama.exam.service import Exams, Looked
from panorama.exam.shapes import (
    AttemptShape,
    CertificateShape,
    LevelsShape,
    ResultsShape,
    attempt_json,
    certificate_json,
    level_json,
    page_json,
)
from panorama.exam.shelf import Shelf
from panorama.exam.taking import Taker

COOKIE = "yunkan-exam"
COOKIE_S = 30 * 24 * 3600
_PROOF = Proof(
    COOKIE,
    {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "开始时设置；以 HTTPS 提供服务时名称前加 __Host- · set when it is prepared; "
        "over HTTPS the name begins with __Host-",
    },
)
TAKER = Policy(
    "exam.taker",
    Bilingual("开始这次考核的浏览器", "The browser that began this exam"),
    ("exam_taker",),
    (_PROOF,),
    (NotFound, NotSignedIn),
)
_MADE = (
    *(UnknownRoom, NothingToFind, NothingIsDrawn, PicturesBusy),
    *(TooManyExams, UnderWay, NoMoreToday),
)
_QUERY = {
    "mode": Bilingual("只看 exam（考核）或 practice（练习）", "only `exam` or `practice`"),
    "before": Bilingual("上一页的 after", "the `after` of the page before"),
}


class PrepareCommand(Command):
    """Which room, how hard; an exam or a practice."""

    room: str = Field(max_length=40)
    level: Literal["basic", "standard", "advanced"]
    mode: Literal["practice", "exam"]


class PractiseCommand(Command):
    """Which room, how hard."""

    room: str = Field(max_length=40)
    level: Literal["basic", "standard", "advanced"]


Degrees = Annotated[float, Field(ge=-360, le=720, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=-100, le=200, allow_inf_nan=False)]


class InPictureCommand(Command):
    """A tap in a panorama, degrees: yaw 0 north and growing to the east, pitch growing upwards."""

    scene: str = Field(max_length=40)
    yaw_deg: Degrees
    pitch_deg: Degrees


class OnPlanCommand(Command):
    """A tap on the plan, metres from its south-west corner."""

    x: Metres
    y: Metres


class ByNameCommand(Command):
    """A thing or zone of the list."""

    thing: str = Field(max_length=60)


class AnswerCommand(Command):
    """What is broken (`rule_id` of a choice), and where."""

    choice: str = Field(max_length=16)
    spot: InPictureCommand | OnPlanCommand | ByNameCommand


def _given(command: AnswerCommand) -> Given:
    match command.spot:
        case InPictureCommand() as spot:
            where = InPicture(spot.scene, spot.yaw_deg, spot.pitch_deg)
        case OnPlanCommand() as spot:
            where = OnPlan(spot.x, spot.y)
        case ByNameCommand() as spot:
            where = ByName(spot.thing)
    return Given(where, command.choice)


def routes(
    exams: Exams,
    certificates: Certificates,
    results: Results,
    shelf: Shelf,
    door: Door,
    origin: str,
) -> list[web.RouteDef]:
    """Everything below /exams, /exam-rooms, /exam-certificates and /exam-attempts."""
    is_secure = origin.startswith("https:")
    cookie = f"__Host-{COOKIE}" if is_secure else COOKIE

    async def user_of(request: web.Request) -> str | None:
        try:
            return (await door.staff(request)).id
        except Problem:
            return None

    async def shown(looked: Looked, status: int = 200) -> web.Response:
        shape = await asyncio.to_thread(attempt_json, looked, shelf, exams.drawing(looked))
        return web.json_response(shape, status=status, headers={"Cache-Control": "no-store"})

    async def made(request: web.Request, taker: Taker, command: PrepareCommand) -> web.Response:
        looked, secret = await exams.prepare(
            *(taker, command.room, LEVELS[command.level], Mode(command.mode)),
            request.cookies.get(cookie),
        )
        response = await shown(looked, 201)
        response.set_cookie(
            cookie,
            secret,
            httponly=True,
            secure=is_secure,
            samesite="Strict",
            path="/",
            max_age=COOKIE_S,
        )
        return response

    @operation("考核难度", "Levels of exams", ANYBODY, gives=LevelsShape)
    async def levels(_request: web.Request) -> web.Response:
        shape: LevelsShape = {
            "levels": [level_json(one) for one in LEVELS.values()],
            "pass_score": PASS_SCORE,
            "mistake_costs": WRONG_COSTS,
        }
        return web.json_response(shape)

    @operation(
        "工作人员准备一次样板间考核或练习",
        "Prepare an exam or a practice, as staff",
        SIGNED_IN,
        takes=PrepareCommand,
        gives=AttemptShape,
        status=201,
        refuses=_MADE,
    )
    async def prepare(request: web.Request) -> web.Response:
        user = await door.staff(request)
        return await made(request, Taker.staff(user), await read_command(request, PrepareCommand))

    @operation(
        "申请人准备一次样板间考核或练习",
        "Prepare an exam or a practice, as an applicant",
        INVITED,
        takes=PrepareCommand,
        gives=AttemptShape,
        status=201,
        refuses=_MADE,
    )
    async def prepare_visit(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        command = await read_command(request, PrepareCommand)
        return await made(request, await exams.of_case(visit.case_id), command)

    @operation(
        "不具名练习",
        "Practise without a name; there is no certificate",
        ANYBODY,
        takes=PractiseCommand,
        gives=AttemptShape,
        status=201,
        refuses=_MADE,
    )
    async def practise(request: web.Request) -> web.Response:
        command = await read_command(request, PractiseCommand)
        wanted = PrepareCommand(room=command.room, level=command.level, mode="practice")
        return await made(request, Taker("", address=request.remote or ""), wanted)

    def own(request: web.Request) -> tuple[str | None, str]:
        return request.cookies.get(cookie), request.match_info["attempt"]

    @operation("这次考核的进展", "How an exam stands", TAKER, gives=AttemptShape)
    async def look(request: web.Request) -> web.Response:
        browser, attempt = own(request)
        looked = await exams.look(browser, await user_of(request), attempt)
        if request.query.get("draw") == "again":
            exams.draw_again(looked)
        return await shown(looked)

    @operation(
        "开始计时",
        "Begin: time runs from now on",
        TAKER,
        gives=AttemptShape,
        refuses=(NotReady, UnderWay, NoMoreToday),
    )
    async def begin(request: web.Request) -> web.Response:
        browser, attempt = own(request)
        return await shown(await exams.begin(browser, await user_of(request), attempt))

    @operation(
        "指出一处问题",
        "Say what is broken, and where",
        TAKER,
        takes=AnswerCommand,
        gives=AttemptShape,
        refuses=(NotBegun, Over, UnknownChoice),
    )
    async def answer(request: web.Request) -> web.Response:
        browser, attempt = own(request)
        user = await user_of(request)
        await exams.look(browser, user, attempt)  # whose it is comes before what was sent
        given = _given(await read_command(request, AnswerCommand))
        return await shown(await exams.answer(browser, user, attempt, given))

    @operation("交卷", "Hand in", TAKER, gives=AttemptShape, refuses=(NotBegun,))
    async def finish(request: web.Request) -> web.Response:
        browser, attempt = own(request)
        return await shown(await exams.finish(browser, await user_of(request), attempt))

    @operation(
        "考核样板间的画面和平面图", "Pictures and plan of an exam", ANYBODY, gives=Media("*/*")
    )
    async def file(request: web.Request) -> web.StreamResponse:
        found = await asyncio.to_thread(
            shelf.file, request.match_info["key"], request.match_info["path"]
        )
        headers = {
            "Cache-Control": "public, max-age=86400, immutable",
            "Content-Type": found.content_type,
        }
        if found.content_type == "image/svg+xml":
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return web.FileResponse(found.path, headers=headers)

    @operation(
        "核验考核证书",
        "Check a certificate by its number",
        ANYBODY,
        gives=CertificateShape,
        refuses=(NotFound, TooManyTries),
    )
    async def check(request: web.Request) -> web.Response:
        found = await certificates.check(request.match_info["number"], request.remote or "")
        return web.json_response(certificate_json(found))

    @operation(
        "证书上的二维码",
        "The QR code on a certificate",
        ANYBODY,
        gives=Media("image/svg+xml"),
        refuses=(NotFound, TooManyTries),
    )
    async def code(request: web.Request) -> web.Response:
        found = await certificates.check(request.match_info["number"], request.remote or "")
        svg = qr_svg(f"{origin}/exams#certificate/{found.certificate.number}")
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=svg, content_type="image/svg+xml", headers=headers)

    def mode_of(request: web.Request) -> Mode | None:
        said = request.query.get("mode")
        return Mode(said) if said in {one.value for one in Mode} else None

    @operation("考核成绩", "Results of exams", READERS, gives=ResultsShape, query=_QUERY)
    async def listing(request: web.Request) -> web.Response:
        user = await door.staff(request)
        page = await results.page(user, mode_of(request), request.query.get("before"))
        return web.json_response(page_json(page))

    @operation(
        "考核成绩，CSV 表格",
        "Results of exams as a CSV table",
        READERS,
        gives=Media("text/csv"),
        query={"mode": _QUERY["mode"]},
    )
    async def table(request: web.Request) -> web.Response:
        body = await results.table(await door.staff(request), mode_of(request))
        return web.Response(
            body=body,
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": 'attachment; filename="exams.csv"'},
        )

    return [
        web.get("/api/v1/exam-levels", levels),
        web.post("/api/v1/exams", prepare),
        web.post("/api/v1/visit/exams", prepare_visit),
        web.post("/api/v1/practice-exams", practise),
        web.get("/api/v1/exams/{attempt}", look),
        web.post("/api/v1/exams/{attempt}/begin", begin),
        web.post("/api/v1/exams/{attempt}/answers", answer),
        web.post("/api/v1/exams/{attempt}/finish", finish),
        web.get("/api/v1/exam-rooms/{key}/{path:.+}", file),
        web.get("/api/v1/exam-certificates/{number}", check),
        web.get("/api/v1/exam-certificates/{number}/code.svg", code),
        web.get("/api/v1/exam-attempts", listing),
        web.get("/api/v1/exam-attempts.csv", table),
    ]
