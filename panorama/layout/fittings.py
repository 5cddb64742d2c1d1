"""Rules about sinks, basins, walls, racks and gas detectors."""

from foundation.text import Bilingual
from panorama.layout.geometry import (
    TOUCH_M,
    doors_of,
    edges,
    gap,
    lies_within,
    overlap_m2,
    walls_on,
)
from panorama.layout.model import HANDLING, Kind, Layout, Zone, ZoneKind
from panorama.layout.outcome import (
    Outcome,
    Place,
    middles,
    on_floor,
    same,
    tops,
    unconcerned,
    unknown,
)

CLASSES = {
    "vegetable": Bilingual("植物性", "plant"),
    "meat": Bilingual("动物性", "animal"),
    "aquatic": Bilingual("水产", "aquatic"),
}
# The older licensing table has the count (regulations.md 2.8, S6), not art. 26 of 审查通则 2015.
WARE = {"heat": 2, "chemical": 3, "outsourced": 0}
CEILING_M, SKIRTING_M = 2.5, 1.5  # 操作规范 2018, 4.3; "should" for the ceiling
WET = (ZoneKind.ROUGH, ZoneKind.CUTTING, ZoneKind.COOKING, ZoneKind.WASHING)
OFF_FLOOR_M = 0.10  # 操作规范 2018, 5.7
ALARM_M, STOVE_M = 0.3, 0.5  # from ceiling or floor; from the stove
REACH_M = 1.5  # "at the entrance"; chosen, there is no national distance


def raw_classes(layout: Layout) -> tuple[str, ...]:
    """The classes of raw food the shop handles; all three where the layout does not say."""
    used = layout.business.raw_food
    return tuple(one for one in CLASSES if used is None or one in used)


def ware_sinks_needed(layout: Layout) -> int:
    """By the way of disinfection; a disinfection cabinet means heat where nothing is said."""
    way = layout.business.ware
    if not way:
        way = "heat" if layout.of(Kind.CABINET, "disinfection") else "chemical"
    return WARE[way]


def sinks(layout: Layout) -> Outcome:
    """LR-12: a sink for each class of raw food in use, and enough for ware."""
    classes, least = raw_classes(layout), ware_sinks_needed(layout)
    missing = [one for one in classes if not layout.of(Kind.SINK, one)]
    ware = len(layout.of(Kind.SINK, "ware"))
    names = "、".join(CLASSES[one].zh for one in classes) or "无"
    english = ", ".join(CLASSES[one].en for one in classes) or "none"
    limit = Bilingual(
        f"原料池 {names}；餐用具池 ≥ {least}", f"raw sinks: {english}; ware sinks ≥ {least}"
    )
    lacking = "、".join(CLASSES[one].zh for one in missing)
    measured = Bilingual(
        f"{f'缺{lacking}池' if missing else '原料池齐全'}；餐用具池 {ware}",
        f"{'missing: ' + ', '.join(CLASSES[m].en for m in missing) if missing else 'all raw sinks'}"
        f"; {ware} ware sinks",
    )
    kind = ZoneKind.ROUGH if missing else ZoneKind.WASHING
    return Outcome(not missing and ware >= least, measured, limit, middles(layout, kind))


def sinks_apart(layout: Layout) -> Outcome:
    """LR-13: raw, ware and mop sinks are different things in different places."""
    groups = {
        "raw": [one for use in CLASSES for one in layout.of(Kind.SINK, use)],
        "ware": list(layout.of(Kind.SINK, "ware")),
        "mop": list(layout.of(Kind.SINK, "mop")),
    }
    needed = {
        "raw": bool(raw_classes(layout)),
        "ware": ware_sinks_needed(layout) > 0,
        "mop": True,
    }
    names = {
        "raw": Bilingual("原料", "raw food"),
        "ware": Bilingual("餐用具", "ware"),
        "mop": Bilingual("拖把", "mop"),
    }
    missing = [names[one] for one, sinks in groups.items() if needed[one] and not sinks]
    shared = [
        a
        for name, some in groups.items()
        for a in some
        for other, others in groups.items()
        for b in others
        if other > name and overlap_m2(a.place, b.place) > 0
    ]
    limit = Bilingual("原料、餐用具、拖把水池分开", "raw, ware and mop sinks apart")
    measured = Bilingual("分开", "apart")
    if missing:
        zh, en = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
        measured = Bilingual(f"缺{zh}水池", f"missing: {en}")
    elif shared:
        measured = Bilingual(f"{len(shared)} 处共用", f"{len(shared)} shared")
    places = tops(shared) or middles(layout, ZoneKind.WASHING)
    return Outcome(not missing and not shared, measured, limit, places)


def hand_basins(layout: Layout) -> Outcome:
    """LR-14: a hand basin in the handling area and at each closed room's and area's entrance."""
    places = [zone.place for zone in layout.zones_of(*HANDLING)]
    basins = [one.place.centre for one in layout.of(Kind.HAND_BASIN)]
    inside = [one for one in basins if any(place.holds(*one) for place in places)]
    special = layout.zones_of(ZoneKind.SPECIAL_ROOM, ZoneKind.SPECIAL_AREA)
    without = [zone for zone in special if not any(serves(layout, zone, b) for b in basins)]
    limit = Bilingual("处理区 ≥ 1", "≥ 1 in the handling area")
    measured = Bilingual(f"处理区 {len(inside)}", f"{len(inside)} in the handling area")
    if special:
        have = len(special) - len(without)
        limit = Bilingual(
            "处理区 ≥ 1，专间和专用区入口各 ≥ 1", f"{limit.en}, one at each closed room and area"
        )
        measured = Bilingual(
            f"{measured.zh}，入口 {have} / {len(special)}",
            f"{measured.en}, {have} of {len(special)} entrances",
        )
    spots: tuple[Place, ...] = on_floor(zone.place.centre for zone in without)
    if not inside:
        spots = (*spots, *middles(layout, *HANDLING)[:1])
    return Outcome(bool(inside) and not without, measured, limit, spots)


def serves(layout: Layout, zone: Zone, basin: tuple[float, float]) -> bool:
    """Whether one passes a basin when entering: inside, in the ante-room, or at the entrance."""
    if lies_within(zone.place, basin):
        return True
    for one in layout.zones_of(ZoneKind.ANTE_ROOM):
        if gap(one.place, zone.place) <= TOUCH_M and lies_within(one.place, basin):
            return True
    if zone.kind is ZoneKind.SPECIAL_AREA:
        x = min(max(basin[0], zone.place.x), zone.place.x + zone.place.width)
        y = min(max(basin[1], zone.place.y), zone.place.y + zone.place.depth)
        return abs(x - basin[0]) + abs(y - basin[1]) <= REACH_M
    return any(
        abs(door[0] - basin[0]) + abs(door[1] - basin[1]) <= REACH_M
        for _, door in doors_of(layout, zone.place)
    )


def ceiling_and_skirting(layout: Layout) -> Outcome:
    """LR-16: clear height; tiles where walls are washed, to the ceiling in closed rooms."""
    limit = Bilingual(
        "净高 ≥ 2.5 m，墙裙 ≥ 1.5 m，专间到顶", "height ≥ 2.5 m, tiles ≥ 1.5 m, closed rooms all up"
    )
    low: list[tuple[float, Place]] = []
    for zone in layout.zones_of(*WET, ZoneKind.SPECIAL_ROOM):
        is_special = zone.kind is ZoneKind.SPECIAL_ROOM
        least = layout.ceiling_m if is_special else min(SKIRTING_M, layout.ceiling_m)
        for edge in edges(zone.place):
            is_upright = edge[0][0] == edge[1][0]
            for wall, start, end in walls_on(layout, edge):
                if wall.tiled_to_m < least - 0.005:
                    middle = (start + end) / 2
                    at = (edge[0][0], middle) if is_upright else (middle, edge[0][1])
                    low.append((wall.tiled_to_m, (*at, wall.tiled_to_m)))
    is_high = layout.ceiling_m >= CEILING_M - 1e-9
    height = f"{layout.ceiling_m:.2f} m"
    measured = Bilingual(f"净高 {height}，墙裙符合", f"height {height}, tiles as needed")
    if low:
        least = min(low)[0]
        measured = Bilingual(
            f"净高 {height}，墙裙 {least:.2f} m", f"height {height}, tiles to {least:.2f} m"
        )
    above = tuple((x, y, layout.ceiling_m) for x, y, _ in middles(layout, *HANDLING)[:1])
    places = (*(() if is_high else above), *(place for _, place in low))
    return Outcome(is_high and not low, measured, limit, places)


def racks(layout: Layout) -> Outcome:
    """LR-19: lowest rack above the floor."""
    limit = same("≥ 0.10 m")
    found = layout.of(Kind.RACK)
    if not found:
        return unknown(limit)
    low = [one for one in found if one.bottom_m < OFF_FLOOR_M - 1e-9]
    places = tuple((*one.place.centre, one.bottom_m) for one in low)
    return Outcome(not low, same(f"{min(one.bottom_m for one in found):.2f} m"), limit, places)


def gas_alarms(layout: Layout) -> Outcome:
    """LR-20: detectors near the ceiling for natural gas, near the floor for LPG, off the stove."""
    gas = layout.business.gas
    is_lpg = gas == "lpg"
    limit = Bilingual(
        f"距灶 > 0.5 m，距{'地' if is_lpg else '顶'} ≤ 0.3 m",
        f"> 0.5 m from stoves, ≤ 0.3 m from the {'floor' if is_lpg else 'ceiling'}",
    )
    if gas == "none":
        return unconcerned(limit)
    if not gas:
        return unknown(limit)
    alarms, stoves = layout.of(Kind.GAS_ALARM), layout.of(Kind.STOVE)
    if not alarms:
        return Outcome(False, Bilingual("没有探测器", "no detector"), limit, tops(stoves[:1]))
    measures = [
        (
            min((gap(alarm.place, stove.place) for stove in stoves), default=None),
            max(alarm.bottom_m if is_lpg else layout.ceiling_m - alarm.top_m, 0.0),
            alarm,
        )
        for alarm in alarms
    ]
    wrong = [
        alarm
        for near, off, alarm in measures
        if (near is not None and near <= STOVE_M) or off > ALARM_M + 1e-9
    ]
    nearest = min((near for near, _, _ in measures if near is not None), default=None)
    farthest = max(off for _, off, _ in measures)
    from_stove = (
        Bilingual("没有灶", "no stove")
        if nearest is None
        else Bilingual(f"距灶 {nearest:.2f} m", f"{nearest:.2f} m from stoves")
    )
    measured = Bilingual(
        f"{from_stove.zh}，距{'地' if is_lpg else '顶'} {farthest:.2f} m",
        f"{from_stove.en}, {farthest:.2f} m from the {'floor' if is_lpg else 'ceiling'}",
    )
    return Outcome(not wrong, measured, limit, tops(wrong))
