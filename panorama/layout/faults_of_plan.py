"""Faults of ways and zones, with what right looks like."""

from foundation.text import Bilingual
from panorama.layout import mistakes_of_plan as mistakes
from panorama.layout.fault import Fault

OF_PLAN: tuple[Fault, ...] = (
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
        "toilet-in-kitchen",
        "LR-03",
        "HF-07",
        Bilingual("卫生间设在处理区里", "A toilet inside the handling area"),
        Bilingual(
            "厨房角上隔出一间厕所。卫生间不得设在食品处理区内，门不得朝向处理区，出口处应有洗手"
            "设施。",
            "A toilet was put into a corner of the kitchen. It must not be inside the handling "
            "area, its door must not face it, and one washes hands at its exit.",
        ),
        mistakes.toilet_in_kitchen,
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
        "special-room-second-door",
        "LR-05",
        "KL-08",
        Bilingual("专间开了两扇门", "The closed room has two doors"),
        Bilingual(
            "专间只应有一扇能自动关闭的门，食品从可关闭的窗口传递；第二扇门应封掉。",
            "A closed room has one self-closing door; food passes through hatches that shut. "
            "Close the second door.",
        ),
        mistakes.second_door,
    ),
    Fault(
        "special-room-open-drain",
        "LR-05",
        "KL-08",
        Bilingual("专间里有明沟", "An open drain in the closed room"),
        Bilingual(
            "专间内不得有明沟，地漏应带水封，防止废弃物和浊气进来。",
            "No open drain in a closed room; the floor drain has a water seal against waste and "
            "smell.",
        ),
        mistakes.open_drain,
    ),
    Fault(
        "ante-room-missing",
        "LR-05",
        "KL-11",
        Bilingual("专间没有预进间", "The closed room has no ante-room"),
        Bilingual(
            "从厨房直接进专间，没有二次更衣的地方。专间入口应有洗手、消毒、更衣设施；较大的餐馆"
            "应设通过式预进间。",
            "One walks from the kitchen straight in. There must be a place to wash, disinfect "
            "and change at the entrance; in larger restaurants an ante-room to pass through.",
        ),
        mistakes.ante_room_missing,
    ),
    Fault(
        "special-room-too-small",
        "LR-06",
        "KL-07",
        Bilingual("专间面积不够", "The closed room is too small"),
        Bilingual(
            "专间面积不到食品处理区的 10%。推荐不小于处理区的 10%，150—500 m² 的餐馆和快餐还应不"
            "小于 5 m²。",
            "It has less than a tenth of the handling area. Advised: a tenth, and 5 m² in "
            "premises of 150 to 500 m² and in fast food.",
        ),
        mistakes.special_room_too_small,
    ),
    Fault(
        "dining-too-large",
        "LR-07",
        "KL-04",
        Bilingual("就餐区太大，厨房跟不上", "The dining area is too large for the kitchen"),
        Bilingual(
            "推荐的处理区与就餐区面积比：150 m² 以下 1 : 2.0，150—500 m² 1 : 2.2，500—3000 m² 1 "
            ": 2.5，更大 1 : 3.0；这里超过了。",
            "Advised handling to dining: 1 : 2.0 up to 150 m², 1 : 2.2 up to 500 m², 1 : 2.5 up "
            "to 3,000 m², 1 : 3.0 above; here it is more.",
        ),
        mistakes.dining_too_large,
    ),
    Fault(
        "cutting-too-small",
        "LR-08",
        "KL-05",
        Bilingual("切配烹饪面积不够", "Too little room for cutting and cooking"),
        Bilingual(
            "切配与烹饪的面积不到处理区的 50%。推荐不小于 50%，应把占去的地方还给切配区。",
            "Cutting and cooking have less than half of the handling area. Half is advised: "
            "give the room back.",
        ),
        mistakes.cutting_too_small,
    ),
)
