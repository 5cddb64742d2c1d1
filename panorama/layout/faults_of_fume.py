"""Faults of hood, air volumes, outlet and site, with what right looks like."""

from foundation.text import Bilingual
from panorama.layout import mistakes
from panorama.layout.fault import Fault

OF_FUME: tuple[Fault, ...] = (
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
        "scale-declared-wrong",
        "LR-10",
        "OF-03",
        Bilingual("规模申报不对", "The declared scale is wrong"),
        Bilingual(
            "申报的油烟规模与灶头数、灶具功率、罩口面积算出来的不一致。三种算法取最严的一种：3 "
            "个灶、5.00×10⁸ J/h 或 3.3 m² 起为中型，6 个灶、10×10⁸ J/h 或 6.6 m² 起为大型。",
            "The scale in the papers is not that of stoves, power and hood area. The strictest "
            "counts: medium from 3 stoves, 5.00×10⁸ J/h or 3.3 m², large from 6 stoves, 10×10⁸ "
            "J/h or 6.6 m².",
        ),
        mistakes.scale_declared_wrong,
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
        Bilingual("商住楼里没有专用烟道", "Mixed building without a dedicated flue"),
        Bilingual(
            "商住楼里没有专用烟道、或紧邻居住层的，不得新建产生油烟的餐饮项目。"
            "应另选有专用烟道、不紧邻居住层的场所。",
            "In a building with homes, catering with fume is not allowed without a dedicated flue "
            "or next to a storey of homes. Choose other premises.",
        ),
        mistakes.no_flue,
    ),
    Fault(
        "homes-above",
        "LR-18",
        "SS-04",
        Bilingual("楼上就是住户", "Homes right above"),
        Bilingual(
            "与居住层相邻的商业楼层不得新建产生油烟的餐饮项目，有专用烟道也不行。应另选场所。",
            "On a storey next to homes no catering with fume may be opened, even with a "
            "dedicated flue. Choose other premises.",
        ),
        mistakes.homes_above,
    ),
)
