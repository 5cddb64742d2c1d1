"""How the published figures are counted, and the words that say so. Pure."""

from collections.abc import Iterable, Mapping
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
    "load": Bilingual(
        "在办 = 此刻分给此人（组）且尚未作出结论的办件；超期 = 其中已过时限的。"
        "两人一组的办件，各计一件",
        "Open = cases of this person or pair without a conclusion now; overdue = those of them past"
        " the deadline. A case of two people counts for each",
    ),
    "failing": Bilingual(
        "未通过率 = 该项为不符合、待补材料或需现场复核的办件 ÷ 该项适用的办件；"
        "同一项的多处计为一项",
        "Failing = cases in which the item failed, lacks papers or needs a visit / cases in which"
        " it applied; places of a repeated item count as one",
    ),
    "disagreement": Bilingual(
        "分歧率 = 两人互不可见时判定不同的次数 ÷ 两人互不可见时都作出判定的次数；之后的合议不计入",
        "Disagreement = different verdicts of two inspectors unseen by each other / pairs of such"
        " verdicts; what they came to later does not count",
    ),
    "rating": Bilingual(
        "平均分 = 评价星级之和 ÷ 评价数；好评率 = 4、5 星 ÷ 评价数；按办件作出结论的月份统计",
        "Mean = sum of stars / ratings; good = 4 and 5 stars / ratings; by the month in which the"
        " rated case was concluded",
    ),
    "pre_check": Bilingual(
        "按受理前选址预检的情况分别计算一次通过率：首次回答即通过、补正后通过、未经系统预检",
        "First-pass rates by what the site pre-check came to before acceptance: passed with the"
        " first answers, after something was mended, not pre-checked here",
    ),
    "apart": Bilingual(
        "本期发生的次数，单独列出：既不算通过，也不算未通过",
        "How often it happened in the period; neither a pass nor a failure",
    ),
    "field": Bilingual(
        "远程通过的办件按签署记录的指纹抽取 5%，到现场核对；"
        "相符率 = 现场与远程判定相符的项次 ÷ 已核对的项次",
        "5 % of remote passes are drawn by their record's fingerprint and looked at on site, item"
        " by item; agreement = items found as judged / items looked at",
    ),
}
# What the bureau would like to know and nothing is kept of yet; said instead of a figure.
NO_DATA = {
    "rehearsal": Bilingual(
        "本版本不保存演练（预演）记录，不能计算演练对一次通过率的影响",
        "This version keeps no rehearsals, so their effect on the first-pass rate is not known",
    ),
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
        return share(self.first_passed, self.first)


@dataclass(frozen=True)
class Rated:
    """Ratings of a group; `levels` counts one to five stars."""

    levels: tuple[int, int, int, int, int]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.levels)

    @property
    def mean(self) -> float | None:
        """Stars; `None` without a rating."""
        stars = sum(level * count for level, count in enumerate(self.levels, start=1))
        return share(stars, self.count)

    @property
    def good(self) -> float | None:
        """The share of four and five stars."""
        return share(sum(self.levels[3:]), self.count)


def share(part: int, whole: int) -> float | None:
    """A part of a whole; `None` where there is nothing to count."""
    return part / whole if whole else None


def rated_of(levels: Mapping[int, int]) -> Rated:
    """The ratings of a group, by how often each level was given."""
    one, two, three, four, five = (levels.get(level, 0) for level in range(1, 6))
    return Rated((one, two, three, four, five))


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
