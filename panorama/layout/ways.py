"""Rules about ways through the room: raw and finished food, returned ware, waste water."""

from foundation.text import Bilingual
from panorama.layout.geometry import crossings, lies_within, steps
from panorama.layout.model import CLEANLINESS, Flow, Layout, ZoneKind
from panorama.layout.outcome import Outcome, Place, on_floor, unconcerned, unknown

# 进货 → 粗加工 → 切配 → 烹饪 → 备餐/专间 → 出餐; stores may lie before or after rough preparation
ORDER = {
    ZoneKind.ENTRANCE: 0,
    ZoneKind.ROUGH: 1,
    ZoneKind.CUTTING: 2,
    ZoneKind.COOKING: 3,
    ZoneKind.PASS: 4,
    ZoneKind.SPECIAL_ROOM: 4,
    ZoneKind.SPECIAL_AREA: 4,
    ZoneKind.DINING: 5,
}
NO_CROSSING = Bilingual("0 处交叉、0 处倒流", "no crossing, no step back")
NOT_THROUGH_PASS = Bilingual("不经过备餐、专间", "not through pass or closed room")
DOWNWARDS = Bilingual("由高清洁区流向低清洁区", "from cleaner to less clean work")


def _way(layout: Layout, kind: str) -> Flow | None:
    return next((one for one in layout.flows if one.kind == kind), None)


def order(layout: Layout) -> Outcome:
    """LR-01: crossings of the raw and the finished way, and stops that go back in the order."""
    raw, finished = _way(layout, "raw"), _way(layout, "finished")
    if raw is None or finished is None:
        return unknown(NO_CROSSING)
    met = crossings(raw.points, finished.points)
    back: list[tuple[float, float]] = []
    reached = 0
    for at in (*raw.points, *finished.points):
        ranks = [
            ORDER[zone.kind]
            for zone in layout.zones
            if zone.kind in ORDER and lies_within(zone.place, at)
        ]
        if ranks and max(ranks) < reached:
            back.append(at)
        reached = max([reached, *ranks])
    measured = Bilingual(
        f"{len(met)} 处交叉、{len(back)} 处倒流",
        f"{len(met)} crossings, {len(back)} steps back",
    )
    return Outcome(not met and not back, measured, NO_CROSSING, on_floor([*met, *back]))


def returned(layout: Layout) -> Outcome:
    """LR-02: where the way of returned ware runs through clean work."""
    if layout.business.ware == "outsourced":
        return unconcerned(NOT_THROUGH_PASS)
    way = _way(layout, "returned")
    if way is None:
        return unknown(NOT_THROUGH_PASS)
    clean = layout.zones_of(ZoneKind.PASS, ZoneKind.SPECIAL_ROOM, ZoneKind.SPECIAL_AREA)
    met = [
        (zone, next(at for at in steps(way.points) if lies_within(zone.place, at)))
        for zone in clean
        if any(lies_within(zone.place, at) for at in steps(way.points))
    ]
    names = "、".join(zone.title.zh for zone, _ in met), ", ".join(z.title.en for z, _ in met)
    measured = (
        Bilingual(f"经过{names[0]}", f"through {names[1]}")
        if met
        else Bilingual("不经过", "not through them")
    )
    return Outcome(not met, measured, NOT_THROUGH_PASS, on_floor(at for _, at in met))


def drains(layout: Layout) -> Outcome:
    """LR-15: waste water never runs from less clean to cleaner work."""
    ways = [one for one in layout.flows if one.kind == "drain"]
    if not ways:
        return unknown(DOWNWARDS)
    places: list[Place] = []
    for way in ways:
        least = 9
        for at in steps(way.points):
            zones = [zone for zone in layout.zones if lies_within(zone.place, at)]
            if not zones:
                continue
            level = max(CLEANLINESS.get(zone.kind, 0) for zone in zones)
            if level > least:
                places.append((*at, 0.0))
                break
            least = level
    measured = Bilingual(
        f"{len(ways)} 条排水，{len(places)} 条倒流", f"{len(ways)} drains, {len(places)} backwards"
    )
    return Outcome(not places, measured, DOWNWARDS, tuple(places))
