"""Named mistakes that can be built into a sound layout, each found by exactly one rule."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from foundation.text import Bilingual
from panorama.layout import mistakes
from panorama.layout.model import Layout
from panorama.layout.rules import judge


@dataclass(frozen=True)
class Fault:
    """A named change of a layout which exactly one rule must find.

    `apply` returns `None` where the layout offers no place for it; what it returns may break other
    rules too on an unusual layout, therefore plant through `with_faults`.
    """

    id: str
    rule_id: str
    item_id: str | None
    title: Bilingual
    explanation: Bilingual
    apply: Callable[[Layout, Random], Layout | None]


def with_faults(layout: Layout, seed: int, count: int) -> tuple[Layout, tuple[Fault, ...]]:
    """The layout with up to `count` faults, and which they are, in the order of their planting.

    The same for the same layout, seed and count. No two faults belong to one rule, and the rules
    find what they found before and exactly the faults' rules besides. Fewer than `count` come
    back where the layout offers no more.
    """
    random = Random(seed)  # noqa: S311 - exams are drawn, nothing is kept secret by it
    order = list(FAULTS)
    random.shuffle(order)
    planted: list[Fault] = []
    kept, broken = rules_of(layout)
    for fault in order:
        if len(planted) >= count:
            break
        if fault.rule_id not in kept:
            continue
        changed = fault.apply(layout, random)
        if changed is None:
            continue
        kept_then, broken_then = rules_of(changed)
        if broken_then == broken | {fault.rule_id} and kept_then == kept - {fault.rule_id}:
            layout, kept, broken = changed, kept_then, broken_then
            planted.append(fault)
    return layout, tuple(planted)


def rules_of(layout: Layout) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the rules that hold and of those that are broken."""
    results = judge(layout)
    return (
        frozenset(one.rule_id for one in results if one.holds is True),
        frozenset(one.rule_id for one in results if one.holds is False),
    )


FAULTS: tuple[Fault, ...] = (
    Fault(
        "raw-crosses-finished",
        "LR-01",
        "KL-02",
        Bilingual("成品路线穿过原料路线", "Finished food crosses the way of raw goods"),
        Bilingual(
            "出锅后的食品又从原料经过的地方走，容易交叉污染。应生进熟出：原料从进货口到灶台单向走，"
            "成品从另一侧出餐，两条路线 0 处交叉。",
            "Cooked food goes back through the way of raw goods and may be contaminated. Raw in, "
            "cooked out: one direction from the goods entrance to the stove, finished food leaves "
            "on the other side, no crossing.",
        ),
        mistakes.crossing,
    ),
    Fault(
        "returned-through-pass",
        "LR-02",
        "KL-13",
        Bilingual("脏餐具经过备餐区", "Returned ware passes the food"),
        Bilingual(
            "收回的脏餐具从备餐、出餐的地方经过。应走单独的通道或窗口直接进洗消间，"
            "做不到时应分时段或把成品加盖。",
            "Dirty ware is carried through the pass. Give it a way or hatch of its own into the "
            "washing room; failing that, separate the times or cover the food.",
        ),
        mistakes.returned_through_pass,
    ),
    Fault(
        "zone-missing",
        "LR-04",
        "KL-03",
        Bilingual("没有更衣的地方", "No place to change"),
        Bilingual(
            "更衣区被改作杂物间。应在同一建筑内设更衣的地方，有足够的柜子或挂钩和照明。",
            "The changing place became a junk room. There must be one in the same building with "
            "lockers or hooks and light.",
        ),
        mistakes.no_changing,
    ),
    Fault(
        "hood-too-small",
        "LR-09",
        "EX-02",
        Bilingual("集气罩盖不住灶台", "The hood does not cover the stoves"),
        Bilingual(
            "有一个灶伸到罩口外面，油烟会跑出来。罩口投影应大于灶面，四边都要超出灶台。",
            "One stove stands partly outside the hood and its fume escapes. The hood's projection "
            "must be larger than the stoves on every side.",
        ),
        mistakes.hood_too_small,
    ),
    Fault(
        "fan-too-weak",
        "LR-11",
        "OF-04",
        Bilingual("风机风量不够", "The fan is too weak"),
        Bilingual(
            "风机铭牌上的风量小于每个基准灶头 2000 m³/h。应换成不小于 2000 m³/h 乘以灶头数的风机，"
            "净化器的处理风量也不能小于风机。",
            "The fan's plate says less than 2,000 m³/h for each base stove. Take one of at least "
            "2,000 m³/h times the stoves; the purifier must not be rated below the fan.",
        ),
        mistakes.fan_too_weak,
    ),
    Fault(
        "purifier-too-small",
        "LR-11",
        "OF-04",
        Bilingual("净化器处理风量小于风机", "The purifier is rated below the fan"),
        Bilingual(
            "净化器的处理风量小于风机风量，油烟来不及净化就排出去了。净化器额定风量应不小于风机风量，"
            "风机不小于每灶 2000 m³/h。",
            "The fan moves more air than the purifier can clean. The purifier's rated volume must "
            "not be below the fan's, and the fan's not below 2,000 m³/h for each stove.",
        ),
        mistakes.purifier_too_small,
    ),
    Fault(
        "raw-sink-missing",
        "LR-12",
        "HF-01",
        Bilingual("少了一类原料清洗池", "A class of raw food has no sink"),
        Bilingual(
            "动物性、植物性、水产品应分池清洗，用到哪几类就至少各有一个池并标明用途；这里少一类。",
            "Animal, plant and aquatic food are washed apart: at least one marked sink for each "
            "class in use; here one is missing.",
        ),
        mistakes.raw_sink_missing,
    ),
    Fault(
        "ware-sinks-too-few",
        "LR-12",
        "HF-02",
        Bilingual("餐用具水池不够", "Too few sinks for ware"),
        Bilingual(
            "餐用具洗消水池只剩 1 个。化学消毒至少 3 个专用水池（洗、消、冲），热力消毒至少 2 个。",
            "Only one sink for ware is left. Chemical disinfection needs 3 sinks of its own (wash, "
            "disinfect, rinse), heat needs 2.",
        ),
        mistakes.ware_sinks_too_few,
    ),
    Fault(
        "mop-sink-missing",
        "LR-13",
        "KL-18",
        Bilingual("没有单独的拖把池", "The mop has no sink of its own"),
        Bilingual(
            "拖把只能在食品或餐具的水池里洗。清洁工具应有单独的水池，与原料池、餐用具池分开。",
            "The mop can only be washed where food or ware is washed. Cleaning tools need a sink "
            "apart from those of raw food and ware.",
        ),
        mistakes.mop_sink_missing,
    ),
    Fault(
        "hand-basin-missing",
        "LR-14",
        "HF-05",
        Bilingual("处理区没有洗手池", "No hand basin where food is handled"),
        Bilingual(
            "食品处理区内没有洗手设施。应在处理区内方便的地方设洗手、消毒、干手设施。",
            "There is nowhere to wash hands in the handling area. Put a basin with soap, "
            "disinfectant and a dryer where the staff work.",
        ),
        mistakes.hand_basin_missing,
    ),
    Fault(
        "ceiling-too-low",
        "LR-16",
        "KL-14",
        Bilingual("净高不足", "The ceiling is too low"),
        Bilingual(
            "吊顶离地不到 2.5 m。食品处理区净高宜不低于 2.5 m，油烟和热气才能散开。",
            "The ceiling is lower than 2.5 m. At least 2.5 m is advised, so that heat and fume "
            "can rise.",
        ),
        mistakes.ceiling_too_low,
    ),
    Fault(
        "outlet-too-low",
        "LR-17",
        "EX-11",
        Bilingual("排放口太低", "The outlet is too low"),
        Bilingual(
            "排放口没有高出屋顶。所在建筑不超过 15 m 的，排放口应高出屋顶；"
            "超过 15 m 的，应高于 15 m。",
            "The outlet ends below the roof. On a building of up to 15 m it must rise above the "
            "roof; on a higher one above 15 m.",
        ),
        mistakes.outlet_too_low,
    ),
    Fault(
        "outlet-too-near",
        "LR-17",
        "SS-06",
        Bilingual("排放口离住户太近", "The outlet is too near to homes"),
        Bilingual(
            "排放口离最近的住户只有 8 m。净化后应不小于 20 m；净化并除异味后应不小于 10 m。",
            "The nearest home is 8 m from the outlet. It must be 20 m after purification, or 10 m "
            "after purification and deodorisation.",
        ),
        mistakes.outlet_too_near,
    ),
    Fault(
        "no-flue-under-homes",
        "LR-18",
        "EX-09",
        Bilingual("楼上是住宅，却没有专用烟道", "Homes above and no dedicated flue"),
        Bilingual(
            "商住楼里没有专用烟道、或紧邻居住层的，不得新建产生油烟的餐饮项目。"
            "应另选有专用烟道、不紧邻居住层的场所。",
            "In a building with homes, catering with fume is not allowed without a dedicated flue "
            "or next to a storey of homes. Choose other premises.",
        ),
        mistakes.no_flue,
    ),
    Fault(
        "racks-on-floor",
        "LR-19",
        "HF-11",
        Bilingual("货架贴着地面", "Racks stand on the floor"),
        Bilingual(
            "货架最下层离地不到 10 cm，容易受潮、藏鼠，也扫不到。食品应离地至少 10 cm、离墙存放。",
            "The lowest shelf is less than 10 cm off the floor: damp, mice, no sweeping. Keep food "
            "at least 10 cm off the floor and away from the wall.",
        ),
        mistakes.racks_on_floor,
    ),
    Fault(
        "gas-alarm-height",
        "LR-20",
        "FG-02",
        Bilingual("可燃气体探测器高度不对", "The gas detector hangs at the wrong height"),
        Bilingual(
            "探测器装在半高处，漏出的气体到不了。天然气比空气轻，应离顶不超过 0.3 m；"
            "液化石油气比空气重，应离地不超过 0.3 m；距灶具大于 0.5 m。",
            "Half-way up it misses leaking gas. Natural gas rises: within 0.3 m of the ceiling; "
            "LPG sinks: within 0.3 m of the floor; more than 0.5 m from the stove.",
        ),
        mistakes.alarm_height,
    ),
    Fault(
        "gas-alarm-near-stove",
        "LR-20",
        "FG-02",
        Bilingual("可燃气体探测器紧挨着灶", "The gas detector is right at the stove"),
        Bilingual(
            "探测器离灶不到 0.5 m，受热气和油烟影响会误报或失灵。水平距离应大于 0.5 m。",
            "It hangs less than 0.5 m from the stove, where heat and fume make it fail. Keep more "
            "than 0.5 m away.",
        ),
        mistakes.alarm_near_stove,
    ),
)
