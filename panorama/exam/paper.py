"""A changed layout as an exam: what is asked and shown, and what is right. Pure.

What no panorama can show (distances around the house, figures on a plate too small to read) stands
on a sheet of facts, the same lines for every room, so that no fault is hidden from everybody.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from foundation.text import Bilingual
from panorama.exam.model import Answer, Paper, Thing
from panorama.exam.sight import Block, Hole, Opaque, Sheet, scenes_that_see
from panorama.layout.fault import Fault
from panorama.layout.fume import SCALES
from panorama.layout.model import Kind, Layout
from panorama.layout.plan import LEGEND_PX, MARGIN_PX, PX_PER_M
from panorama.layout.rules import RuleResult, judge
from panorama.tour import tour, way_to

_HIDING = frozenset({Kind.FRIDGE, Kind.CABINET})
_UNNAMED = frozenset({Kind.SIGN})
_YES, _NO = Bilingual("是", "yes"), Bilingual("否", "no")
_UNKNOWN = Bilingual("未提供", "not given")
_GASES = {
    "ng": Bilingual("天然气", "natural gas"),
    "lpg": Bilingual("液化石油气", "LPG"),
    "none": Bilingual("不用", "none"),
}
_FAMILY = {
    "KL": Bilingual("厨房布局", "Kitchen layout"),
    "EX": Bilingual("排风排烟", "Extraction"),
    "OF": Bilingual("油烟净化", "Oil fume"),
}
_OTHER = Bilingual("卫生与安全", "Hygiene and safety")


def paper_of(layout: Layout, planted: Sequence[Fault]) -> Paper:
    """All that taps are judged by: the broken rules of a (changed) layout with their places."""
    broken = [one for one in judge(layout) if one.holds is False]
    return Paper(
        tuple(_answer(one, planted) for one in broken),
        {one.id: (one.x, one.y, one.eye_m) for one in layout.stand_points},
        {one.id: one for one in _things(layout)},
        opaque_of(layout),
    )


def _answer(one: RuleResult, planted: Sequence[Fault]) -> Answer:
    mine = [fault for fault in planted if fault.rule_id == one.rule_id]
    return Answer(
        one.rule_id,
        mine[0].item_id if mine else one.item_id,
        one.text,
        one.clause,
        one.edition,
        one.confidence,
        one.measured,
        one.limit,
        tuple(dict.fromkeys(one.places)),
        tuple((fault.title, fault.explanation) for fault in mine),
    )


def _things(layout: Layout) -> list[Thing]:
    equipment = [
        Thing(
            one.id,
            one.title,
            (one.place.x, one.place.y, one.bottom_m),
            (one.place.x + one.place.width, one.place.y + one.place.depth, one.top_m),
        )
        for one in layout.equipment
        if one.kind not in _UNNAMED
    ]
    zones = [
        Thing(
            one.id,
            one.title,
            (one.place.x, one.place.y, 0.0),
            (one.place.x + one.place.width, one.place.y + one.place.depth, layout.ceiling_m),
        )
        for one in layout.zones
    ]
    # the ids of a layout would tell what was planted, and so would their order
    listed = (sorted(some, key=lambda one: (one.low, one.high)) for some in (zones, equipment))
    return [replace(one, id=f"t{number}") for number, one in enumerate(itertools.chain(*listed), 1)]


def opaque_of(layout: Layout) -> Opaque:
    """Walls with their openings, fridges and cabinets."""
    return Opaque(
        tuple(
            Sheet(
                *(wall.x1, wall.y1, wall.x2, wall.y2),
                tuple(
                    Hole(
                        hole.at_m,
                        hole.at_m + hole.width_m,
                        hole.sill_m,
                        hole.sill_m + hole.height_m,
                    )
                    for hole in wall.openings
                ),
            )
            for wall in layout.walls
        ),
        tuple(
            Block(
                (one.place.x, one.place.y, one.bottom_m),
                (one.place.x + one.place.width, one.place.y + one.place.depth, one.top_m),
            )
            for one in layout.equipment
            if one.kind in _HIDING
        ),
        layout.ceiling_m,
    )


def questions_of(layout: Layout) -> dict[str, Any]:
    """What the page shows, as JSON; nothing in it depends on which rules are broken.

    Scenes have no hotspots: those say what right looks like. `plan` tells how metres lie on the
    drawing: `x_px = margin + x · px_per_m`, `y_px = margin + (top_m - y) · px_per_m`.
    """
    rules = [one for one in judge(layout) if one.applies]
    top = max([layout.depth_m, *(z.place.y + z.place.depth for z in layout.zones)])
    return {
        "scenes": [
            {key: one[key] for key in ("id", "title", "yaw_deg", "links")}
            for one in tour(layout)["scenes"]
        ],
        "choices": [
            {
                "rule_id": one.rule_id,
                "text": _text(one.text),
                "group": _text(_FAMILY.get((one.item_id or "")[:2], _OTHER)),
            }
            for one in rules
        ],
        "facts": [{"title": _text(title), "value": _text(said)} for title, said in _facts(layout)],
        "things": [{"id": one.id, "title": _text(one.title)} for one in _things(layout)],
        "plan": {
            "margin_px": MARGIN_PX,
            "px_per_m": PX_PER_M,
            "top_m": top,
            "width_px": 2 * MARGIN_PX + layout.width_m * PX_PER_M + LEGEND_PX,
        },
    }


def _facts(layout: Layout) -> list[tuple[Bilingual, Bilingual]]:
    around = layout.neighbourhood
    return [
        (Bilingual("吊顶离地高度", "Ceiling height"), _metres(layout.ceiling_m)),
        (Bilingual("灶具", "Stoves"), _count(len(layout.of(Kind.STOVE)))),
        (Bilingual("风机铭牌风量", "Air volume on the fan's plate"), _air(layout, Kind.FAN)),
        (
            Bilingual("净化器铭牌处理风量", "Air volume on the purifier's plate"),
            _air(layout, Kind.PURIFIER),
        ),
        (
            Bilingual("排放口到最近住户等敏感目标", "Outlet to the nearest home or alike"),
            _metres(around.get("outlet_distance_m")),
        ),
        (
            Bilingual("排放口高度", "Outlet height"),
            _metres(max((one.top_m for one in layout.of(Kind.OUTLET)), default=None)),
        ),
        (
            Bilingual("所在建筑高度", "Height of the building"),
            _metres(around.get("building_height_m")),
        ),
        (Bilingual("商住楼", "Building with homes"), _whether(around.get("mixed_building"))),
        (Bilingual("楼上有住宅", "Homes above"), _whether(around.get("homes_above"))),
        (Bilingual("有专用烟道", "Dedicated flue"), _whether(around.get("dedicated_flue"))),
        (
            Bilingual("申报的油烟规模", "Scale of fume in the papers"),
            SCALES.get(layout.business.fume_scale, _UNKNOWN),
        ),
        (Bilingual("燃气", "Gas"), _GASES.get(layout.business.gas, _UNKNOWN)),
        (
            Bilingual("最低一层货架离地", "Lowest shelf above the floor"),
            _metres(min((one.bottom_m for one in layout.of(Kind.RACK)), default=None)),
        ),
    ]


def _metres(value: float | None) -> Bilingual:
    return _UNKNOWN if value is None else Bilingual(f"{value:.2f} m", f"{value:.2f} m")


def _count(value: int) -> Bilingual:
    return Bilingual(f"{value} 个", f"{value}")


def _air(layout: Layout, kind: Kind) -> Bilingual:
    found = [one.values["rated_m3_h"] for one in layout.of(kind) if "rated_m3_h" in one.values]
    text = f"{sum(found):.0f} m³/h"
    return Bilingual(text, text) if found else _UNKNOWN


def _whether(value: float | None) -> Bilingual:
    return _UNKNOWN if value is None else _YES if value else _NO


def answers_shown(paper: Paper) -> list[dict[str, Any]]:
    """The answers as the page shows them at the end: where each is seen, nearest scene first.

    Distances in metres; a place no scene sees has only its place on the plan.
    """
    return [
        {
            "rule_id": one.rule_id,
            "item_id": one.item_id,
            "text": _text(one.text),
            "clause": one.clause,
            "edition": one.edition,
            "confidence": one.confidence,
            "measured": _text(one.measured),
            "limit": _text(one.limit),
            "because": [
                {"title": _text(title), "explanation": _text(said)} for title, said in one.because
            ],
            "places": [list(place) for place in one.places],
            "seen": _seen(paper, one),
        }
        for one in paper.answers
    ]


def _seen(paper: Paper, answer: Answer) -> list[dict[str, Any]]:
    found: dict[str, tuple[float, dict[str, Any]]] = {}
    for place in answer.places:
        for scene, gap_m in scenes_that_see(list(paper.eyes.items()), place, paper.opaque):
            yaw, pitch = way_to(paper.eyes[scene], place)
            if scene not in found or gap_m < found[scene][0]:
                spot = {"scene": scene, "yaw_deg": yaw, "pitch_deg": pitch, "distance_m": gap_m}
                found[scene] = gap_m, spot
    return [spot for _, spot in sorted(found.values(), key=lambda one: one[0])]


def _text(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
