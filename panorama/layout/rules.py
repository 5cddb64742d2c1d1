"""The layout rules LR-01..20 of regulations.md 10.10, each with numbers, clause and confidence."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.text import Bilingual
from panorama.layout import areas, fittings, fume, ways
from panorama.layout.model import Layout
from panorama.layout.outcome import Outcome, Place

REVIEW, CODE = "食品经营许可审查通则（试行）", "餐饮服务食品安全操作规范"


@dataclass(frozen=True)
class RuleResult:
    """What a rule came to; `holds` is `None` where the layout does not say enough.

    `severity` is "error", "warning" or "info" (regulations.md 10.10); `places` are points in the
    room, metres, where the rule is broken, and empty where it is not. `applies` is false where the
    rule is about something this shop does not do. `confidence` is that of clause and words, as in
    checklists/data/clauses.yaml.
    """

    rule_id: str
    item_id: str | None
    holds: bool | None
    measured: Bilingual
    limit: Bilingual
    text: Bilingual
    clause: str
    edition: str
    confidence: str
    severity: str
    places: tuple[Place, ...]
    applies: bool


@dataclass(frozen=True)
class _Rule:
    id: str
    item_id: str | None
    text: Bilingual
    clause: str
    edition: str
    confidence: str
    severity: str
    judge: Callable[[Layout], Outcome]


def judge(layout: Layout) -> tuple[RuleResult, ...]:
    """All rules in their order, for any layout."""
    return tuple(_result(rule, rule.judge(layout)) for rule in RULES)


def _result(rule: _Rule, outcome: Outcome) -> RuleResult:
    return RuleResult(
        rule.id,
        rule.item_id,
        outcome.holds,
        outcome.measured,
        outcome.limit,
        rule.text,
        rule.clause,
        rule.edition,
        rule.confidence,
        rule.severity,
        outcome.places if outcome.holds is False else (),
        outcome.applies,
    )


def _rule(
    rule_id: str,
    item_id: str | None,
    text: tuple[str, str],
    basis: tuple[str, str, str],
    severity: str,
    judge: Callable[[Layout], Outcome],
) -> _Rule:
    return _Rule(rule_id, item_id, Bilingual(*text), *basis, severity, judge)


def _review(article: str) -> tuple[str, str, str]:
    """The trial rules; those of 2024 replace them, their articles were not read."""
    return f"{REVIEW}{article}", "2015年", "medium"


def _code(number: str) -> tuple[str, str, str]:
    return f"{CODE} {number}", "2018年", "medium"


_ADVISED_AREAS = (f"{CODE} 附件 面积比例（推荐）", "2011年", "medium")
_HJ_554 = ("饮食业环境保护技术规范 HJ 554-2010（条号待核）", "2010年", "verified")
_GB_18483 = "饮食业油烟排放标准（试行）GB 18483-2001"

RULES: tuple[_Rule, ...] = (
    _rule(
        "LR-01",
        "KL-02",
        ("生进熟出，路线不交叉", "Raw in, cooked out, no crossing"),
        _review("第22条"),
        "error",
        ways.order,
    ),
    _rule(
        "LR-02",
        "KL-13",
        ("餐具回收不经过备餐", "Returned ware keeps off the pass"),
        _code("4.2.3"),
        "warning",
        ways.returned,
    ),
    _rule(
        "LR-03",
        "HF-07",
        ("卫生间不在处理区内，门不朝向", "Toilet apart, its door turned away"),
        _review("第30条"),
        "error",
        areas.toilet,
    ),
    _rule(
        "LR-04",
        "KL-03",
        ("功能区齐全", "All needed zones"),
        _review("第21条"),
        "error",
        areas.zones,
    ),
    _rule(
        "LR-05",
        "KL-08",
        ("专间封闭、一门、有预进间", "Closed room: closed, one door, ante-room"),
        _review("第31条"),
        "error",
        areas.special_room,
    ),
    _rule(
        "LR-06",
        "KL-07",
        ("专间面积（推荐值）", "Area of the closed room (advised)"),
        _ADVISED_AREAS,
        "warning",
        areas.special_room_area,
    ),
    _rule(
        "LR-07",
        "KL-04",
        ("处理区与就餐面积比（推荐值）", "Handling to dining (advised)"),
        _ADVISED_AREAS,
        "warning",
        areas.handling_to_dining,
    ),
    _rule(
        "LR-08",
        "KL-05",
        ("切配烹饪面积（推荐值）", "Cutting and cooking (advised)"),
        _ADVISED_AREAS,
        "warning",
        areas.cutting_and_cooking,
    ),
    _rule(
        "LR-09",
        "EX-02",
        ("罩口大于灶面", "Hood larger than stoves"),
        _HJ_554,
        "error",
        fume.hood_over_stoves,
    ),
    _rule(
        "LR-10",
        "OF-03",
        ("规模核定", "Scale"),
        (f"{_GB_18483} 表1", "2001年", "verified"),
        "info",
        fume.scale,
    ),
    _rule(
        "LR-11",
        "OF-04",
        ("风量匹配", "Air volume"),
        (f"{_GB_18483} 基准风量（条号待核）", "2001年", "verified"),
        "error",
        fume.exhaust,
    ),
    _rule(
        "LR-12",
        "HF-01",
        ("原料池与餐用具池数量", "Raw and ware sinks"),
        _review("第25、26条；水池数量按较早的许可审查表"),
        "error",
        fittings.sinks,
    ),
    _rule(
        "LR-13",
        "KL-18",
        ("水池分设", "Sinks apart"),
        _review("第26条"),
        "error",
        fittings.sinks_apart,
    ),
    _rule(
        "LR-14",
        "HF-05",
        ("洗手池：处理区与专间入口", "Hand basins: handling area and entrances"),
        _review("第23、31、32条"),
        "error",
        fittings.hand_basins,
    ),
    _rule(
        "LR-15",
        "KL-16",
        ("排水由净到污", "Drains run from clean to less clean"),
        _code("5.2.3"),
        "warning",
        ways.drains,
    ),
    _rule(
        "LR-16",
        "KL-14",
        ("净高与墙裙", "Ceiling height and skirting"),
        _code("4.3.1、4.3.2"),
        "warning",
        fittings.ceiling_and_skirting,
    ),
    _rule(
        "LR-17",
        "EX-11",
        ("排放口位置与高度", "Outlet place and height"),
        _HJ_554,
        "error",
        fume.outlet,
    ),
    _rule(
        "LR-18",
        "SS-03",
        ("住宅楼、商住楼不得产生油烟", "No fume in homes or right above or below them"),
        ("中华人民共和国生态环境法典 第250条第2款", "2026年", "verified"),
        "error",
        fume.flue,
    ),
    _rule(
        "LR-19",
        "HF-11",
        ("货架离地", "Racks off the floor"),
        _code("5.7"),
        "info",
        fittings.racks,
    ),
    _rule(
        "LR-20",
        "FG-02",
        ("可燃气体探测器位置", "Gas detector position"),
        ("可燃气体探测器安装要求（条号待核）", "版本待核", "verified"),
        "warning",
        fittings.gas_alarms,
    ),
)
