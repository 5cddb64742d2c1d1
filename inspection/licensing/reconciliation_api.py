"""HTTP of the reconciliation and of deliveries that wait or are dead."""

from datetime import date
from typing import Literal

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import Media, operation
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.policies import INTERFACES
from foundation.outbox import State
from foundation.place import WrongPlace, place_json, place_of
from foundation.text import Bilingual
from inspection.licensing.api import DeliveryShape, delivery_json
from inspection.licensing.reconciliation import Line, as_csv
from inspection.licensing.reconciling import Reconciling

_DAY = {"day": Bilingual("哪一天（YYYY-MM-DD，默认今天）", "which day (YYYY-MM-DD, else today)")}


class DayCommand(Command):
    """A day of Shanghai; left out: today."""

    day: date | None = None


class StateCommand(Command):
    """Which deliveries; left out: dead ones."""

    state: Literal["dead", "waiting"] = "dead"


class DifferenceShape(TypedDict):
    """A case that does not add up."""

    case: str
    number: str
    shop_name: str
    zh: str
    en: str
    why: str


class LineShape(TypedDict):
    """One target's day."""

    target: str
    is_configured: bool
    is_balanced: bool
    determined: int
    delivered: int
    waiting: int
    dead: int
    called_back: int
    oldest_waiting: str | None
    differences: list[DifferenceShape]


class ReconciliationShape(TypedDict):
    """The day's report."""

    day: str
    targets: list[LineShape]


class LetterShape(DeliveryShape):
    """A delivery and its case."""

    case: str
    number: str
    shop_name: str


class LettersShape(TypedDict):
    """A page of deliveries of all days, those due longest first; `next` leads to the page after."""

    deliveries: list[LetterShape]
    next: str | None


def line_json(line: Line) -> LineShape:
    """The shape of one target's day."""
    return {
        "target": line.target,
        "is_configured": line.is_configured,
        "is_balanced": line.is_balanced,
        "determined": line.determined,
        "delivered": line.delivered,
        "waiting": line.waiting,
        "dead": line.dead,
        "called_back": line.called_back,
        "oldest_waiting": line.oldest_waiting.isoformat() if line.oldest_waiting else None,
        "differences": [
            {
                "case": one.case.case_id,
                "number": one.case.number,
                "shop_name": one.case.shop_name,
                "zh": one.text.zh,
                "en": one.text.en,
                "why": one.why,
            }
            for one in line.differences
        ],
    }


def routes(reconciling: Reconciling, door: Door) -> list[web.RouteDef]:
    """GET /deliveries, /deliveries/reconciliation and /deliveries/reconciliation.csv."""

    async def report(request: web.Request) -> tuple[date, list[Line]]:
        user = await door.staff(request)
        said = {"day": request.query["day"]} if request.query.get("day") else {}
        return await reconciling.of_day(user, command_from(said, DayCommand).day)

    @operation(
        "每日推送对账",
        "The day's reconciliation",
        INTERFACES,
        gives=ReconciliationShape,
        refuses=(WrongField,),
        query=_DAY,
    )
    async def as_json(request: web.Request) -> web.Response:
        day, lines = await report(request)
        shape: ReconciliationShape = {
            "day": day.isoformat(),
            "targets": [line_json(one) for one in lines],
        }
        return web.json_response(shape)

    @operation(
        "同上，CSV 表格",
        "The same as a CSV table",
        INTERFACES,
        gives=Media("text/csv"),
        refuses=(WrongField,),
        query=_DAY,
    )
    async def as_table(request: web.Request) -> web.Response:
        day, lines = await report(request)
        name = f"reconciliation-{day.isoformat()}.csv"
        return web.Response(
            body=as_csv(day, lines),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @operation(
        "推送失败或待送的结果",
        "Deliveries that are dead or wait",
        INTERFACES,
        gives=LettersShape,
        refuses=(WrongField, WrongPlace),
        query={
            "state": Bilingual("dead（默认）或 waiting", "dead (default) or waiting"),
            "after": Bilingual("上一页的 next", "`next` of the page before"),
        },
    )
    async def letters(request: web.Request) -> web.Response:
        user = await door.staff(request)
        said = {"state": request.query["state"]} if request.query.get("state") else {}
        state = State(command_from(said, StateCommand).state)
        page = await reconciling.letters(user, state, place_of(request.query.get("after")))
        shapes: list[LetterShape] = [
            {
                **delivery_json(one.row),
                "case": one.row.lane,
                "number": one.number,
                "shop_name": one.shop_name,
            }
            for one in page.found
        ]
        shape: LettersShape = {
            "deliveries": shapes,
            "next": place_json(page.next) if page.next else None,
        }
        return web.json_response(shape)

    return [
        web.get("/api/v1/deliveries", letters),
        web.get("/api/v1/deliveries/reconciliation", as_json),
        web.get("/api/v1/deliveries/reconciliation.csv", as_table),
    ]
