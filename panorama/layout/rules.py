"""The layout rules LR-01..20 of regulations.md 10.10, each with numbers, clause and confidence."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.text import Bilingual
from panorama.layout import checks
from panorama.layout.model import Layout


@dataclass(frozen=True)
class RuleResult:
    """What a rule came to; `holds` is `None` where the layout does not say enough.

    `severity` is "error", "warning" or "info" (regulations.md 10.10); `places` are points in the
    room, metres, where the rule is broken, and empty where it is not.
    """

    rule_id: str
    item_id: str | None
    holds: bool | None
    measured: str
    limit: str
    text: Bilingual
    clause: str
    confidence: str
    severity: str
    places: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class _Rule:
    id: str
    item_id: str | None
    text: Bilingual
    clause: str
    confidence: str
    severity: str
    judge: Callable[[Layout], checks.Outcome]


def judge(layout: Layout) -> tuple[RuleResult, ...]:
    """All rules in their order, for any layout."""
    results: list[RuleResult] = []
    for rule in RULES:
        outcome = rule.judge(layout)
        results.append(
            RuleResult(
                rule.id,
                rule.item_id,
                outcome.holds,
                outcome.measured,
                outcome.limit,
                rule.text,
                rule.clause,
                rule.confidence,
                rule.severity,
                outcome.places if outcome.holds is False else (),
            )
        )
    return tuple(results)


RULES: tuple[_Rule, ...] = (
    _Rule(
        "LR-01",
        "KL-02",
        Bilingual("生进熟出，路线不交叉", "Raw in, cooked out, no crossing"),
        "规范 4.2",
        "high",
        "error",
        checks.order,
    ),
    _Rule(
        "LR-02",
        "KL-13",
        Bilingual("餐具回收不经过备餐", "Returned ware keeps off the pass"),
        "规范 4.2.3",
        "medium",
        "warning",
        checks.returned,
    ),
    _Rule(
        "LR-03",
        "KL-03",
        Bilingual("卫生间不在处理区内", "No toilet inside the handling area"),
        "审查通则",
        "high",
        "error",
        checks.toilet,
    ),
    _Rule(
        "LR-04",
        "KL-03",
        Bilingual("功能区齐全", "All needed zones"),
        "审查通则",
        "high",
        "error",
        checks.zones,
    ),
    _Rule(
        "LR-07",
        "KL-04",
        Bilingual("处理区与就餐面积比（推荐值）", "Handling to dining (advised)"),
        "规范附件",
        "high",
        "warning",
        checks.handling_to_dining,
    ),
    _Rule(
        "LR-08",
        "KL-05",
        Bilingual("切配烹饪面积（推荐值）", "Cutting and cooking (advised)"),
        "规范附件",
        "high",
        "warning",
        checks.cutting_and_cooking,
    ),
    _Rule(
        "LR-09",
        "EX-02",
        Bilingual("罩口大于灶面", "Hood larger than stoves"),
        "HJ 554",
        "high",
        "error",
        checks.hood_over_stoves,
    ),
    _Rule(
        "LR-10",
        "OF-03",
        Bilingual("规模核定", "Scale"),
        "GB 18483-2001",
        "verified",
        "info",
        checks.scale,
    ),
    _Rule(
        "LR-11",
        "OF-04",
        Bilingual("风量匹配", "Air volume"),
        "GB 18483-2001",
        "high",
        "error",
        checks.exhaust,
    ),
    _Rule(
        "LR-12",
        "KL-03",
        Bilingual("原料池与餐具池数量", "Raw and ware sinks"),
        "审查通则",
        "high",
        "error",
        checks.sinks,
    ),
    _Rule(
        "LR-13",
        "KL-18",
        Bilingual("水池分设", "Sinks apart"),
        "审查通则",
        "high",
        "error",
        checks.sinks_apart,
    ),
    _Rule(
        "LR-14",
        None,
        Bilingual("处理区内有洗手池", "Hand basin in the handling area"),
        "审查通则",
        "high",
        "error",
        checks.hand_basin,
    ),
    _Rule(
        "LR-16",
        "KL-14",
        Bilingual("净高", "Ceiling height"),
        "规范 4.3.1",
        "medium",
        "warning",
        checks.ceiling,
    ),
    _Rule(
        "LR-17",
        "EX-11",
        Bilingual("排放口位置与高度", "Outlet place and height"),
        "HJ 554",
        "high",
        "error",
        checks.outlet,
    ),
    _Rule(
        "LR-18",
        "EX-09",
        Bilingual("住宅楼须有专用烟道", "Dedicated flue under homes"),
        "生态环境法典 250",
        "verified",
        "error",
        checks.flue,
    ),
    _Rule(
        "LR-19",
        None,
        Bilingual("货架离地", "Racks off the floor"),
        "审查通则",
        "high",
        "info",
        checks.racks,
    ),
    _Rule(
        "LR-20",
        None,
        Bilingual("可燃气体报警器位置", "Gas alarm position"),
        "S57",
        "verified",
        "warning",
        checks.gas_alarm,
    ),
)
