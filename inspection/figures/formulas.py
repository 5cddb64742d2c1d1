"""How the published figures are counted, and the words that say so. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.text import Bilingual

FIRST_PASS_TARGET = 0.9  # what the bureau promises, product.md
DAYS_TARGET = 2.0

FORMULAS = {
    "first_pass_rate": Bilingual(
        "一次通过率 = 首次勘验结论为通过的办件 ÷ 本期作出首次勘验结论的办件",
        "First-pass rate = cases whose first concluded inspection passes / cases with a first"
        " concluded inspection in the period",
    ),
    "mean_days": Bilingual(
        "平均勘验用时 = 受理次日起至签字结论的工作日（扣除暂停计时）之和 ÷ 结论数",
        "Mean days = working days from the day after acceptance to the signed conclusion, pauses"
        " taken off / conclusions",
    ),
    "p90_days": Bilingual(
        "九成办件在这么多个工作日内作出结论", "Nine of ten cases are concluded within these days"
    ),
    "late": Bilingual("结论晚于承诺时限的办件数", "Conclusions after the promised deadline"),
}


@dataclass(frozen=True)
class Counted:
    """So many outcomes are alike in what figures ask."""

    key: str
    is_first: bool
    is_passed: bool
    half_days: int
    is_late: bool
    count: int


@dataclass(frozen=True)
class Figures:
    """The figures of one group; `None` where there is nothing to count."""

    key: str
    concluded: int
    first: int
    first_passed: int
    late: int
    mean_days: float | None
    p90_days: float | None

    @property
    def first_pass_rate(self) -> float | None:
        """A share, 0 to 1."""
        return self.first_passed / self.first if self.first else None


def figures_of(key: str, counted: Iterable[Counted]) -> Figures:
    """The figures of these outcomes."""
    rows = list(counted)
    concluded = sum(row.count for row in rows)
    first = [row for row in rows if row.is_first]
    return Figures(
        key=key,
        concluded=concluded,
        first=sum(row.count for row in first),
        first_passed=sum(row.count for row in first if row.is_passed),
        late=sum(row.count for row in rows if row.is_late),
        mean_days=sum(row.half_days * row.count for row in rows) / 2 / concluded
        if concluded
        else None,
        p90_days=_p90(rows, concluded),
    )


def _p90(rows: list[Counted], concluded: int) -> float | None:
    """By nearest rank."""
    wanted, seen = -(-concluded * 9 // 10), 0
    for row in sorted(rows, key=lambda one: one.half_days):
        seen += row.count
        if concluded and seen >= wanted:
            return row.half_days / 2
    return None
