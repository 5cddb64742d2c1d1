"""Rules about zones: which there must be, how large, and what a closed room is."""

from foundation.text import Bilingual
from panorama.layout.geometry import (
    TOUCH_M,
    doors_of,
    faced_from,
    gap,
    lies_within,
    open_edges,
    overlap,
)
from panorama.layout.model import HANDLING, Kind, Layout, Zone, ZoneKind
from panorama.layout.outcome import (
    Outcome,
    Place,
    middles,
    on_floor,
    same,
    unconcerned,
    unknown,
)

SMALL_M2, MEDIUM_M2, LARGE_M2 = 150.0, 500.0, 3000.0  # 中小大型; 操作规范 2011, annex
BESIDE_M2 = 0.005  # a drain along the outer side of a wall, drawn over the edge by a hair
_HOT = {
    ZoneKind.ROUGH,
    ZoneKind.CUTTING,
    ZoneKind.COOKING,
    ZoneKind.WASHING,
    ZoneKind.PASS,
    ZoneKind.STORAGE,
    ZoneKind.CHANGING,
}
_COLD = {ZoneKind.SPECIAL_ROOM, ZoneKind.WASHING, ZoneKind.STORAGE, ZoneKind.CHANGING}
_DEDICATED = {ZoneKind.SPECIAL_AREA, ZoneKind.WASHING, ZoneKind.STORAGE}
NEEDED = {
    "hot": _HOT,
    "cold_meat": _COLD | {ZoneKind.ROUGH, ZoneKind.CUTTING},
    "raw": _COLD | {ZoneKind.ROUGH, ZoneKind.CUTTING},
    "cold_cake": _COLD,
    "cold_veg": _DEDICATED | {ZoneKind.ROUGH},
    "drink": _DEDICATED,
}
NAMES = {
    ZoneKind.ROUGH: Bilingual("粗加工", "rough preparation"),
    ZoneKind.CUTTING: Bilingual("切配", "cutting"),
    ZoneKind.COOKING: Bilingual("烹饪", "cooking"),
    ZoneKind.WASHING: Bilingual("洗消", "washing"),
    ZoneKind.PASS: Bilingual("备餐", "pass"),
    ZoneKind.STORAGE: Bilingual("库房", "storage"),
    ZoneKind.CHANGING: Bilingual("更衣", "changing"),
    ZoneKind.SPECIAL_ROOM: Bilingual("专间", "closed room"),
    ZoneKind.SPECIAL_AREA: Bilingual("专用操作区", "dedicated area"),
}
CLOSED = Bilingual(
    "四面有墙、一扇门、无明沟、有预进间", "walls all round, one door, no open drain, ante-room"
)


def toilet(layout: Layout) -> Outcome:
    """LR-03: toilets in the handling area, and toilet doors that face it."""
    limit = Bilingual("不在处理区内，门不朝向处理区", "not inside, door not facing it")
    toilets = layout.zones_of(ZoneKind.TOILET)
    if not toilets:
        return unconcerned(limit)
    handling = layout.zones_of(*HANDLING, ZoneKind.ANTE_ROOM)
    inside = [
        one.place.centre
        for one in toilets
        if any(zone.place.holds(*one.place.centre) for zone in handling)
    ]
    facing = [
        door
        for one in toilets
        for wall, door in doors_of(layout, one.place)
        if HANDLING & set(faced_from(layout, one.place, wall, door))
    ]
    measured = Bilingual(
        f"{len(inside)} 间在区内，{len(facing)} 扇门朝向",
        f"{len(inside)} inside, {len(facing)} doors facing",
    )
    return Outcome(not inside and not facing, measured, limit, on_floor([*facing, *inside]))


def zones(layout: Layout) -> Outcome:
    """LR-04: which of the zones that the kinds of operation need are there."""
    needed: set[ZoneKind] = set()
    for operation in layout.business.operations:
        needed |= NEEDED[operation]
    found = {zone.kind for zone in layout.zones}
    if ZoneKind.SPECIAL_ROOM in found:  # stricter than a dedicated area
        needed.discard(ZoneKind.SPECIAL_AREA)
    missing = [kind for kind in ZoneKind if kind in needed - found]
    measured = (
        Bilingual(
            "缺 " + "、".join(NAMES[kind].zh for kind in missing),
            "missing: " + ", ".join(NAMES[kind].en for kind in missing),
        )
        if missing
        else Bilingual(f"{len(needed)} 区齐全", f"all {len(needed)}")
    )
    limit = Bilingual(f"{len(needed)} 区", f"{len(needed)} zones")
    return Outcome(not missing, measured, limit, middles(layout, *HANDLING)[:1])


def special_room(layout: Layout) -> Outcome:
    """LR-05: a closed room is closed, has one door, an ante-room and no open drain."""
    rooms = layout.zones_of(ZoneKind.SPECIAL_ROOM)
    if not rooms:
        # A room that is missing is told by LR-04; this rule is about how it is made.
        return unknown(CLOSED) if layout.business.needs_special_room else unconcerned(CLOSED)
    wrong = [fault for room in rooms for fault in _wrong_with(layout, room)]
    measured = (
        Bilingual("；".join(one.zh for one, _ in wrong), "; ".join(one.en for one, _ in wrong))
        if wrong
        else Bilingual("符合", "as it should be")
    )
    return Outcome(not wrong, measured, CLOSED, tuple(place for _, place in wrong))


def _wrong_with(layout: Layout, room: Zone) -> list[tuple[Bilingual, Place]]:
    found: list[tuple[Bilingual, Place]] = []
    gaps = open_edges(layout, room.place)
    if gaps:
        text = Bilingual(f"{len(gaps)} 面未封闭", f"{len(gaps)} sides open")
        found.append((text, (*gaps[0], 1.0)))
    doors = doors_of(layout, room.place)
    if len(doors) != 1:
        at = doors[-1][1] if doors else room.place.centre
        found.append((Bilingual(f"{len(doors)} 扇门", f"{len(doors)} doors"), (*at, 1.0)))
    drains = [
        shared.centre
        for one in layout.of(Kind.DRAIN)
        if one.use != "trapped"
        and (shared := overlap(one.place, room.place)) is not None
        and shared.area_m2 > BESIDE_M2
    ]
    if drains:
        text = Bilingual("有明沟", "an open drain")
        found.append((text, (*drains[0], 0.0)))
    ante = [
        one for one in layout.zones_of(ZoneKind.ANTE_ROOM) if gap(one.place, room.place) <= TOUCH_M
    ]
    if not ante and not _has_kit_inside(layout, room):
        at = doors[0][1] if doors else room.place.centre
        found.append((Bilingual("没有预进间", "no ante-room"), (*at, 1.0)))
    return found


def _has_kit_inside(layout: Layout, room: Zone) -> bool:
    """Small premises may wash and change inside the entrance instead (操作规范 2011)."""
    basins = layout.of(Kind.HAND_BASIN)
    lockers = layout.of(Kind.CABINET, "locker")
    return layout.premises_m2 < SMALL_M2 and all(
        any(lies_within(room.place, one.place.centre) for one in things)
        for things in (basins, lockers)
    )


def special_room_area(layout: Layout) -> Outcome:
    """LR-06: a tenth of the handling area, and 5 m² in medium premises and fast food."""
    least = 0.1 * layout.area_of(*HANDLING)
    if SMALL_M2 < layout.premises_m2 <= MEDIUM_M2 or layout.business.is_fast_food:
        least = max(least, 5.0)
    limit = same(f"≥ {least:.1f} m²")
    rooms = layout.zones_of(ZoneKind.SPECIAL_ROOM)
    if not rooms:
        return unknown(limit) if layout.business.needs_special_room else unconcerned(limit)
    area = sum(room.place.area_m2 for room in rooms)
    return Outcome(
        area >= least - 1e-9, same(f"{area:.1f} m²"), limit, middles(layout, ZoneKind.SPECIAL_ROOM)
    )


def handling_to_dining(layout: Layout) -> Outcome:
    """LR-07: dining area per handling area; the limit grows with the premises."""
    area = layout.premises_m2
    most = 2.0 if area <= SMALL_M2 else 2.2 if area <= MEDIUM_M2 else 2.5
    most = 3.0 if area > LARGE_M2 else most
    limit = same(f"≤ 1 : {most}")
    handling, dining = layout.area_of(*HANDLING), layout.area_of(ZoneKind.DINING)
    drinks_alone = layout.business.operations <= {"drink"}
    if dining == 0 or layout.business.is_fast_food or drinks_alone:
        return unconcerned(limit)
    if handling == 0:
        return unknown(limit)
    ratio = dining / handling
    places = middles(layout, ZoneKind.DINING)
    return Outcome(ratio <= most, same(f"1 : {ratio:.2f}"), limit, places)


def cutting_and_cooking(layout: Layout) -> Outcome:
    """LR-08: their share of the handling area, where food is cooked."""
    limit = same("≥ 50%")
    handling = layout.area_of(*HANDLING)
    if "hot" not in layout.business.operations:
        return unconcerned(limit)
    if handling == 0:
        return unknown(limit)
    share = layout.area_of(ZoneKind.CUTTING, ZoneKind.COOKING) / handling
    places = middles(layout, ZoneKind.CUTTING, ZoneKind.COOKING)
    return Outcome(share >= 0.5 - 1e-9, same(f"{share:.1%}"), limit, places)
