"""How each layout rule is measured: a layout in, a number and a limit out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from panorama.layout.model import HANDLING, Equipment, Kind, Layout, Rectangle, ZoneKind

EXHAUST_PER_STOVE_M3_H = 2000  # GB 18483-2001: base air volume of one stove
POWER_PER_STOVE = 1.67  # 10^8 J/h, GB 18483-2001 table 1
AREA_PER_STOVE_M2 = 1.1  # hood projection, the same table


Place = tuple[float, float, float]  # metres in the room


@dataclass(frozen=True)
class Outcome:
    """What a measurement came to; `holds` is `None` where the layout does not say enough.

    `places` are points in the room where the rule is broken, most telling first.
    """

    holds: bool | None
    measured: str
    limit: str
    places: tuple[Place, ...] = ()


def order(layout: Layout) -> Outcome:
    """LR-01: how often the raw and the finished way cross."""
    raw = next((one for one in layout.flows if one.kind == "raw"), None)
    finished = next((one for one in layout.flows if one.kind == "finished"), None)
    if raw is None or finished is None:
        return Outcome(None, "—", "2")
    places = tuple(
        _on_floor(a)
        for a, b in pairwise(raw.points)
        for c, d in pairwise(finished.points)
        if _cross(a, b, c, d)
    )
    return Outcome(not places, f"{len(places)} 处交叉", "0 处交叉", places)


def returned(layout: Layout) -> Outcome:
    """LR-02: whether returned ware passes the pass."""
    way = next((one for one in layout.flows if one.kind == "returned"), None)
    if way is None:
        return Outcome(None, "—", "0")
    clean = [zone.place for zone in layout.zones_of(ZoneKind.PASS)]
    inside = [at for at in way.points if any(place.holds(*at) for place in clean)]
    places = tuple(_on_floor(at) for at in inside)
    return Outcome(not inside, f"{len(inside)} 点经过备餐", "0", places)


def toilet(layout: Layout) -> Outcome:
    """LR-03: toilets whose middle lies in the handling area."""
    handling = [zone.place for zone in layout.zones_of(*HANDLING)]
    inside = [
        zone
        for zone in layout.zones_of(ZoneKind.TOILET)
        if any(place.holds(*zone.place.centre) for place in handling)
    ]
    places = tuple(_on_floor(zone.place.centre) for zone in inside)
    return Outcome(not inside, f"{len(inside)} 间在处理区内", "0", places)


def zones(layout: Layout) -> Outcome:
    """LR-04: which of the needed zones are there."""
    needed = {
        ZoneKind.ROUGH,
        ZoneKind.CUTTING,
        ZoneKind.COOKING,
        ZoneKind.WASHING,
        ZoneKind.PASS,
        ZoneKind.STORAGE,
        ZoneKind.CHANGING,
    }
    found = {zone.kind for zone in layout.zones}
    measured, limit = f"{len(needed & found)} 区", f"{len(needed)} 区"
    return Outcome(needed <= found, measured, limit, _middles(layout, *HANDLING))


def handling_to_dining(layout: Layout) -> Outcome:
    """LR-07: dining area per handling area; the limit grows with the premises."""
    handling, dining = layout.area_of(*HANDLING), layout.area_of(ZoneKind.DINING)
    if dining == 0:
        return Outcome(None, "—", "")
    area = layout.width_m * layout.depth_m
    most = 2.0 if area <= 150 else 2.2 if area <= 500 else 2.5 if area <= 3000 else 3.0
    places = _middles(layout, ZoneKind.DINING)
    ratio = dining / handling
    return Outcome(ratio <= most, f"1 : {ratio:.2f}", f"1 : {most}", places)


def cutting_and_cooking(layout: Layout) -> Outcome:
    """LR-08: their share of the handling area."""
    share = layout.area_of(ZoneKind.CUTTING, ZoneKind.COOKING) / max(
        layout.area_of(*HANDLING), 0.01
    )
    places = _middles(layout, ZoneKind.CUTTING, ZoneKind.COOKING)
    return Outcome(share >= 0.5, f"{share:.0%}", "≥ 50%", places)


def hood_over_stoves(layout: Layout) -> Outcome:
    """LR-09: stoves that lie under a hood with overhang on every side."""
    hoods = [one.place for one in layout.of(Kind.HOOD)]
    stoves = layout.of(Kind.STOVE)
    bare = [one for one in stoves if not any(hood.contains(one.place, 0.01) for hood in hoods)]
    measured = f"{len(stoves) - len(bare)} / {len(stoves)} 灶"
    return Outcome(not bare, measured, "全部", _tops(bare))


def _base_stoves(layout: Layout) -> float:
    power = sum(one.values.get("power_kw", 0.0) for one in layout.of(Kind.STOVE)) * 0.036
    area = sum(one.place.area_m2 for one in layout.of(Kind.HOOD))
    return max(power / POWER_PER_STOVE, area / AREA_PER_STOVE_M2, float(len(layout.of(Kind.STOVE))))


def scale(layout: Layout) -> Outcome:
    """LR-10: base stoves by count, power and hood area; the strictest counts."""
    stoves = _base_stoves(layout)
    scale = "小型" if stoves < 3 else "中型" if stoves < 6 else "大型"
    return Outcome(True, f"{stoves:.1f} 基准灶头 · {scale}", "—")


def exhaust(layout: Layout) -> Outcome:
    """LR-11: rated air volumes against 2,000 m³/h per stove."""
    need = EXHAUST_PER_STOVE_M3_H * len(layout.of(Kind.STOVE))
    fan = sum(one.values.get("rated_m3_h", 0.0) for one in layout.of(Kind.FAN))
    purifier = sum(one.values.get("rated_m3_h", 0.0) for one in layout.of(Kind.PURIFIER))
    return Outcome(
        fan >= need and purifier >= fan,
        f"风机 {fan:.0f}、净化器 {purifier:.0f} m³/h",
        f"≥ {need} m³/h",
        _tops(layout.of(Kind.FAN) if fan < need else layout.of(Kind.PURIFIER)),
    )


def sinks(layout: Layout) -> Outcome:
    """LR-12: classes of raw sinks, number of ware sinks."""
    raw = sum(bool(layout.of(Kind.SINK, use)) for use in ("vegetable", "meat", "aquatic"))
    ware = len(layout.of(Kind.SINK, "ware"))
    heat = bool(layout.of(Kind.CABINET, "disinfection"))
    is_enough = raw == 3 and ware >= (2 if heat else 3)
    places = _tops(layout.of(Kind.SINK))
    limit = f"3 类、{2 if heat else 3}"
    return Outcome(is_enough, f"原料池 {raw} 类、餐具池 {ware}", limit, places)


def sinks_apart(layout: Layout) -> Outcome:
    """LR-13: whether raw, ware and mop sinks are different things."""
    uses = {one.use for one in layout.of(Kind.SINK)}
    return Outcome(
        {"ware", "mop"} <= uses and len(uses) >= 3,
        f"{len(uses)} 种",
        "原料、餐具、拖把分开",
        _tops(layout.of(Kind.SINK)),
    )


def hand_basin(layout: Layout) -> Outcome:
    """LR-14: hand basins in the handling area."""
    places = [zone.place for zone in layout.zones_of(*HANDLING)]
    inside = [
        one
        for one in layout.of(Kind.HAND_BASIN)
        if any(place.holds(*one.place.centre) for place in places)
    ]
    places_m = _middles(layout, *HANDLING)
    return Outcome(bool(inside), f"{len(inside)} 个", "≥ 1 个", places_m)


def ceiling(layout: Layout) -> Outcome:
    """LR-16: clear height."""
    places = tuple((x, y, layout.ceiling_m) for x, y, _ in _middles(layout, *HANDLING))
    return Outcome(layout.ceiling_m >= 2.5, f"{layout.ceiling_m:.2f} m", "≥ 2.5 m", places)


def outlet(layout: Layout) -> Outcome:
    """LR-17: distance to sensitive places, height against the building."""
    around = layout.neighbourhood
    distance = around.get("outlet_distance_m", 0.0)
    if not layout.of(Kind.OUTLET) or distance == 0:
        return Outcome(None, "—", "≥ 20 m")
    top = max(one.top_m for one in layout.of(Kind.OUTLET))
    building = around.get("building_height_m", 0.0)
    needs = 15.0 if building > 15 else building
    return Outcome(
        distance >= 20 and top > needs,
        f"距敏感目标 {distance:.0f} m，高 {top:.1f} m",
        f"≥ 20 m，> {needs:.0f} m",
        _tops(layout.of(Kind.OUTLET)),
    )


def flue(layout: Layout) -> Outcome:
    """LR-18: homes above need a dedicated flue."""
    around = layout.neighbourhood
    is_fine = not around.get("homes_above", 0) or bool(around.get("dedicated_flue", 0))
    return Outcome(
        is_fine,
        "有专用烟道" if around.get("dedicated_flue") else "无",
        "住宅楼须有专用烟道",
        _tops(layout.of(Kind.DUCT) or layout.of(Kind.HOOD)),
    )


def racks(layout: Layout) -> Outcome:
    """LR-19: lowest rack above the floor."""
    lowest = min((one.bottom_m for one in layout.of(Kind.RACK)), default=None)
    if lowest is None:
        return Outcome(None, "—", "≥ 0.10 m")
    low = [one for one in layout.of(Kind.RACK) if one.bottom_m < 0.1]
    places = tuple((*one.place.centre, one.bottom_m) for one in low)
    return Outcome(not low, f"{lowest:.2f} m", "≥ 0.10 m", places)


def gas_alarm(layout: Layout) -> Outcome:
    """LR-20: distance from the stoves and from the ceiling (natural gas rises)."""
    alarms, stoves = layout.of(Kind.GAS_ALARM), layout.of(Kind.STOVE)
    if not alarms:
        return Outcome(False, "0 个", "≥ 1 个", _tops(stoves))
    nearest = min(
        (_gap(alarm.place, stove.place) for alarm in alarms for stove in stoves), default=9.0
    )
    drop = max(layout.ceiling_m - max(one.top_m for one in alarms), 0.0)
    return Outcome(
        nearest > 0.5 and drop <= 0.3,
        f"距灶 {nearest:.2f} m，距顶 {drop:.2f} m",
        "> 0.5 m，≤ 0.3 m",
        _tops(alarms),
    )


def _gap(a: Rectangle, b: Rectangle) -> float:
    across = max(b.x - a.x - a.width, a.x - b.x - b.width, 0.0)
    along = max(b.y - a.y - a.depth, a.y - b.y - b.depth, 0.0)
    return hypot(across, along)


def _on_floor(at: tuple[float, float]) -> Place:
    return (*at, 0.0)


def _tops(things: Iterable[Equipment]) -> tuple[Place, ...]:
    return tuple((*one.place.centre, one.top_m) for one in things)


def _middles(layout: Layout, *kinds: ZoneKind) -> tuple[Place, ...]:
    return tuple(_on_floor(zone.place.centre) for zone in layout.zones_of(*kinds))


Point = tuple[float, float]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
