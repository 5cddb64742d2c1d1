"""HTTP of the figures, each with its formula and the cases behind it."""

import re
from collections.abc import Mapping
from typing import TypeVar

from aiohttp import web
from typing_extensions import TypedDict

from foundation.errors import Problem
from foundation.http.operation import operation
from foundation.identity.door import Door
from foundation.identity.policies import OVERSEERS
from foundation.text import Bilingual, TextShape
from inspection.figures.formulas import DAYS_TARGET, FIRST_PASS_TARGET, FORMULAS, Figures
from inspection.figures.model import Behind, Group
from inspection.figures.service import FigureDesk

_PERIOD = {
    "from": Bilingual("从这个月起（含，YYYY-MM）", "from this month on (YYYY-MM)"),
    "to": Bilingual("到这个月止（含，YYYY-MM）", "up to this month, included (YYYY-MM)"),
    "unit": Bilingual("只看这个机构及其下级", "only of this office and those below it"),
}
_Choice = TypeVar("_Choice", Group, Behind)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class UnknownPeriod(Problem):
    """Months, groups and figures are named exactly."""

    code = "figures.unknown_period"
    zh = "“{name}={value}”不正确：月份写作 2026-11，其余请从列出的值中选择：{known}。"
    en = "“{name}={value}” is wrong: months look like 2026-11; otherwise choose one of: {known}."


class FiguresShape(TypedDict):
    """The figures of one group; `null` where there was nothing to count."""

    key: str
    name: str
    concluded: int
    first: int
    first_passed: int
    first_pass_rate: float | None
    mean_days: float | None
    p90_days: float | None
    late: int


class FailingShape(TypedDict):
    """An item that did not come out, and in how many cases."""

    item_id: str
    count: int


class BoardShape(TypedDict):
    """The figures of a period. `apart`: how often acts that are neither pass nor failure."""

    first: str
    last: str
    first_pass_target: float
    days_target: float
    formulas: dict[str, TextShape]
    whole: FiguresShape
    groups: list[FiguresShape]
    failing: list[FailingShape]
    apart: dict[str, int]


class BehindShape(TypedDict):
    """A case behind a figure."""

    id: str
    number: str
    shop_name: str
    concluded_at: str
    days: float
    is_passed: bool


class CasesBehindShape(TypedDict):
    """The cases behind a figure, the latest first, 200 at most."""

    cases: list[BehindShape]


def _figures_json(one: Figures, names: Mapping[str, str]) -> FiguresShape:
    return {
        "key": one.key,
        "name": names.get(one.key, one.key),
        "concluded": one.concluded,
        "first": one.first,
        "first_passed": one.first_passed,
        "first_pass_rate": one.first_pass_rate,
        "mean_days": one.mean_days,
        "p90_days": one.p90_days,
        "late": one.late,
    }


def routes(desk: FigureDesk, door: Door) -> list[web.RouteDef]:
    """GET /figures and /figures/cases."""

    def period(request: web.Request) -> tuple[str, str]:
        first, last = desk.this_year()
        months = request.query.get("from", first), request.query.get("to", last)
        for name, month in zip(("from", "to"), months, strict=True):
            if not _MONTH.fullmatch(month):
                raise UnknownPeriod(name=name, value=month[:20], known="YYYY-MM")
        return months

    @operation(
        "办理指标：一次通过率、勘验用时、未通过项目",
        "Figures: first-pass rate, working days, failing items",
        OVERSEERS,
        gives=BoardShape,
        refuses=(UnknownPeriod,),
        query={
            **_PERIOD,
            "by": Bilingual("month、format 或 inspector", "month, format, inspector"),
        },
    )
    async def board(request: web.Request) -> web.Response:
        user, (first, last) = await door.staff(request), period(request)
        group = _one_of(Group, "by", request.query.get("by", Group.MONTH.value))
        found = await desk.board(user, group, first, last, request.query.get("unit", ""))
        shape: BoardShape = {
            "first": first,
            "last": last,
            "first_pass_target": FIRST_PASS_TARGET,
            "days_target": DAYS_TARGET,
            "formulas": {key: {"zh": text.zh, "en": text.en} for key, text in FORMULAS.items()},
            "whole": _figures_json(found.whole, found.names),
            "groups": [_figures_json(one, found.names) for one in found.groups],
            "failing": [{"item_id": item, "count": count} for item, count in found.failing],
            "apart": {act.value.partition(".")[2]: count for act, count in found.apart.items()},
        }
        return web.json_response(shape)

    @operation(
        "指标背后的办件",
        "The cases behind a figure",
        OVERSEERS,
        gives=CasesBehindShape,
        refuses=(UnknownPeriod,),
        query={
            **_PERIOD,
            "of": Bilingual(
                "concluded、first_passed、first_failed、late 或 drawn（抽查）",
                "concluded, first_passed, first_failed, late, or drawn for a field check",
            ),
            "item": Bilingual("只看这一项未通过的", "only those in which this item failed"),
        },
    )
    async def behind(request: web.Request) -> web.Response:
        user, (first, last) = await door.staff(request), period(request)
        which = _one_of(Behind, "of", request.query.get("of", Behind.CONCLUDED.value))
        item = request.query.get("item")
        found = await desk.behind(
            *(user, which, first, last),
            item[:16] if item else None,
            request.query.get("unit", ""),
        )
        shape: CasesBehindShape = {
            "cases": [
                {
                    "id": one.id,
                    "number": one.number,
                    "shop_name": one.shop_name,
                    "concluded_at": one.concluded_at.isoformat(),
                    "days": one.half_days / 2,
                    "is_passed": one.is_passed,
                }
                for one in found
            ]
        }
        return web.json_response(shape)

    return [web.get("/api/v1/figures", board), web.get("/api/v1/figures/cases", behind)]


def _one_of(kind: type[_Choice], name: str, value: str) -> _Choice:
    known = {one.value: one for one in kind}
    if value not in known:
        raise UnknownPeriod(name=name, value=value[:20], known=", ".join(known))
    return known[value]
