"""Faults of sinks, basins, walls, racks and detectors, with what right looks like."""

from foundation.text import Bilingual
from panorama.layout import mistakes
from panorama.layout.fault import Fault

OF_FITTINGS: tuple[Fault, ...] = (
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
        "special-basin-missing",
        "LR-14",
        "KL-11",
        Bilingual("专间入口没有洗手池", "No hand basin at the closed room"),
        Bilingual(
            "进专间（专用操作区）之前没有地方洗手消毒。每个入口处应有洗手、消毒、干手设施。",
            "There is nowhere to wash before entering. Each entrance of a closed room or "
            "dedicated area needs a basin with disinfectant and a dryer.",
        ),
        mistakes.special_basin_missing,
    ),
    Fault(
        "drain-backwards",
        "LR-15",
        "KL-16",
        Bilingual("排水倒着流", "The drain runs backwards"),
        Bilingual(
            "污水从清洁程度低的区流向高的区。排水应由高清洁操作区流向低清洁操作区，并能防止倒流。",
            "Waste water runs from less clean to cleaner work. It must run from clean to less "
            "clean and not flow back.",
        ),
        mistakes.drain_backwards,
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
        "skirting-too-low",
        "LR-16",
        "KL-15",
        Bilingual("墙裙太低", "The wall is not tiled high enough"),
        Bilingual(
            "墙砖只贴到 1 m。经常冲洗的粗加工、切配、烹饪、洗消场所墙裙不低于 1.5 m，专间到顶。",
            "The tiles end at 1 m. Where walls are washed (rough preparation, cutting, cooking, "
            "washing) they reach 1.5 m at least, in closed rooms the ceiling.",
        ),
        mistakes.skirting_too_low,
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
    Fault(
        "gas-alarm-missing",
        "LR-20",
        "FG-01",
        Bilingual("没有可燃气体报警器", "No gas detector"),
        Bilingual(
            "用燃气的餐饮场所应安装可燃气体报警装置并保证正常使用。天然气离顶不超过 0.3 m，液化"
            "石油气离地不超过 0.3 m。",
            "Catering that burns gas must have a working detector: within 0.3 m of the ceiling "
            "for natural gas, of the floor for LPG.",
        ),
        mistakes.alarm_missing,
    ),
)
