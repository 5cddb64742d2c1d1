"""HTTP of the figures, each with its formula and the cases behind it; for supervisors."""

import re
from collections.abc import Mapping
from typing import TypeVar

from aiohttp import web

from foundation.errors import Problem
from foundation.http.operation import operation
from foundation.identity.door import Door
from foundation.identity.policies import OVERSEERS
from foundation.place import WrongPlace, place_json, place_of
from foundation.text import Bilingual
from inspection.figures.behind import Behind, CaseBehind, Wanted
from inspection.figures.model import Group
from inspection.figures.service import FigureDesk, span
from inspection.figures.shapes import BehindShape, BoardShape, CasesBehindShape, board_json

_PERIOD = {
    "from": Bilingual("从这个月起（含，YYYY-MM）", "from this month on (YYYY-MM)"),
    "to": Bilingual("到这个月止（含，YYYY-MM）", "up to this month, included (YYYY-MM)"),
    "unit": Bilingual("只看这个机构及其下级", "only of this office and those below it"),
}
_BY = Bilingual(
    "month、format、inspector、pair、mode 或 pre_check",
    "month, format, inspector, pair, mode or pre_check",
)
_KNOWN = ", ".join(one.value for one in Behind)
_OF = Bilingual(f"哪个指标：{_KNOWN}", f"which figure: {_KNOWN}")
_Choice = TypeVar("_Choice", Group, Behind)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_LEVELS = "12345"
_MOST_KEY = 84


class UnknownPeriod(Problem):
    """Months, groups and figures are named exactly."""

    code = "figures.unknown_period"
    zh = "“{name}={value}”不正确：月份写作 2026-11，其余请从列出的值中选择：{known}。"
    en = "“{name}={value}” is wrong: months look like 2026-11; otherwise choose one of: {known}."


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
        "办理指标：一次通过率、勘验用时、工作量、检查项、评价、抽查",
        "Figures: first-pass rate, working days, load, items, ratings, field checks",
        OVERSEERS,
        gives=BoardShape,
        refuses=(UnknownPeriod,),
        query={**_PERIOD, "by": _BY},
    )
    async def board(request: web.Request) -> web.Response:
        user, (first, last) = await door.staff(request), period(request)
        group = _one_of(Group, "by", request.query.get("by", Group.MONTH.value))
        found = await desk.board(user, group, first, last, request.query.get("unit", ""))
        return web.json_response(board_json(found, first, last))

    @operation(
        "指标背后的办件",
        "The cases behind a figure",
        OVERSEERS,
        gives=CasesBehindShape,
        refuses=(UnknownPeriod, WrongPlace),
        query={
            **_PERIOD,
            "of": _OF,
            "by": _BY,
            "key": Bilingual("只看这一组（groups 里的 key）", "only this group, by its `key`"),
            "item": Bilingual("只看涉及这一检查项的", "only those this item was counted in"),
            "level": Bilingual(
                "只看这个星级的评价（1 至 5）", "only ratings of this level, 1 to 5"
            ),
            "after": Bilingual("上一页的 next", "`next` of the page before"),
        },
    )
    async def behind(request: web.Request) -> web.Response:
        user, (first, last) = await door.staff(request), period(request)
        asked = request.query
        level = asked.get("level")
        if level is not None and (len(level) != 1 or level not in _LEVELS):
            raise UnknownPeriod(name="level", value=level[:20], known="1, 2, 3, 4, 5")
        began, ended = span(first, last)
        wanted = Wanted(
            which=_one_of(Behind, "of", asked.get("of", Behind.CONCLUDED.value)),
            began=began,
            ended=ended,
            group=_one_of(Group, "by", asked.get("by", Group.MONTH.value)),
            key=asked.get("key", "")[:_MOST_KEY],
            item=asked.get("item", "")[:16],
            level=int(level) if level else None,
            after=place_of(asked.get("after")),
        )
        page = await desk.behind(user, wanted, asked.get("unit", ""))
        shape: CasesBehindShape = {
            "cases": [_behind_json(one) for one in page.cases],
            "next": place_json(page.next) if page.next else None,
        }
        return web.json_response(shape)

    return [web.get("/api/v1/figures", board), web.get("/api/v1/figures/cases", behind)]


def _behind_json(one: CaseBehind) -> BehindShape:
    return {
        "id": one.id,
        "number": one.number,
        "shop_name": one.shop_name,
        "state": one.state,
        "at": one.at.isoformat(),
        "concluded_at": one.concluded_at.isoformat() if one.concluded_at else None,
        "days": None if one.half_days is None else one.half_days / 2,
        "is_passed": one.is_passed,
        "is_late": one.is_late,
    }


def _one_of(kind: type[_Choice], name: str, value: str) -> _Choice:
    known: Mapping[str, _Choice] = {one.value: one for one in kind}
    if value not in known:
        raise UnknownPeriod(name=name, value=value[:20], known=", ".join(known))
    return known[value]
