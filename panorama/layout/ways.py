"""Rules about ways through the room: raw and finished food, returned ware, waste water."""

from foundation.text import Bilingual
from panorama.layout.geometry import Point, crossings, lies_within, steps
from panorama.layout.model import CLEANLINESS, Flow, Layout, Zone, ZoneKind
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
_LEVELS = {**CLEANLINESS, ZoneKind.TOILET: 0}
NO_CROSSING = Bilingual("0 处交叉、0 处倒流", "no crossing, no step back")
INTO_WASHING = Bilingual(
    "不经过备餐、专间，进洗消", "into washing, not through pass or closed room"
)
DOWNWARDS = Bilingual("由高清洁区流向低清洁区", "from cleaner to less clean work")


def _ways(layout: Layout, kind: str) -> list[Flow]:
    return [one for one in layout.flows if one.kind == kind]


def order(layout: Layout) -> Outcome:
    """LR-01: crossings of raw and finished ways, and stops that go back in the order."""
    raw, finished = _ways(layout, "raw"), _ways(layout, "finished")
    if not raw or not finished:
        return unknown(NO_CROSSING)
    met = list(
        dict.fromkeys(
            at for one in raw for other in finished for at in crossings(one.points, other.points)
        )
    )
    back: list[Point] = []
    ends: list[int] = []
    for way in raw:
        end, wrong = _against_order(layout, way, 0)
        ends.append(end)
        back += wrong
    for way in finished:  # it may go on from any of the raw ways
        back += _against_order(layout, way, min(ends))[1]
    measured = Bilingual(
        f"{len(met)} 处交叉、{len(back)} 处倒流",
        f"{len(met)} crossings, {len(back)} steps back",
    )
    return Outcome(not met and not back, measured, NO_CROSSING, on_floor([*met, *back]))


def _against_order(layout: Layout, way: Flow, reached: int) -> tuple[int, list[Point]]:
    """How far in the order a way comes, and its points that fall back behind that."""
    back: list[Point] = []
    for at in way.points:
        ranks = [
            ORDER[zone.kind]
            for zone in layout.zones
            if zone.kind in ORDER and lies_within(zone.place, at)
        ]
        if ranks and max(ranks) < reached:
            back.append(at)
        reached = max([reached, *ranks])
    return reached, back


def returned(layout: Layout) -> Outcome:
    """LR-02: where ways of returned ware run through clean work, or end elsewhere than washing."""
    if layout.business.ware == "outsourced":
        return unconcerned(INTO_WASHING)
    ways = _ways(layout, "returned")
    if not ways:
        return unknown(INTO_WASHING)
    clean = layout.zones_of(ZoneKind.PASS, ZoneKind.SPECIAL_ROOM, ZoneKind.SPECIAL_AREA)
    washing = layout.zones_of(ZoneKind.WASHING)
    met: dict[str, tuple[Zone, Point]] = {}
    for way in ways:
        for zone in clean:
            inside = next((at for at in steps(way.points) if lies_within(zone.place, at)), None)
            if inside is not None:
                met.setdefault(zone.id, (zone, inside))
    astray = [
        way.points[-1]
        for way in ways
        if not any(zone.place.holds(*way.points[-1]) for zone in washing)
    ]
    told: list[Bilingual] = []
    if met:
        titles = [zone.title for zone, _ in met.values()]
        names = "、".join(one.zh for one in titles), ", ".join(one.en for one in titles)
        told.append(Bilingual(f"经过{names[0]}", f"through {names[1]}"))
    if astray:
        told.append(
            Bilingual(f"{len(astray)} 条没有进洗消", f"{len(astray)} do not end in washing")
        )
    if not told:
        told.append(Bilingual("不经过，进洗消", "not through them, into washing"))
    measured = Bilingual("，".join(one.zh for one in told), ", ".join(one.en for one in told))
    places = on_floor([*(at for _, at in met.values()), *astray])
    return Outcome(not met and not astray, measured, INTO_WASHING, places)


def drains(layout: Layout) -> Outcome:
    """LR-15: waste water never runs from less clean to cleaner work.

    Where no food is handled is no level, but for the toilet: nothing comes back from there.
    """
    ways = _ways(layout, "drain")
    if not ways:
        return unknown(DOWNWARDS)
    places: list[Place] = []
    for way in ways:
        least = 9
        for at in steps(way.points):
            levels = [
                _LEVELS[zone.kind]
                for zone in layout.zones
                if zone.kind in _LEVELS and lies_within(zone.place, at)
            ]
            if not levels:
                continue
            level = max(levels)
            if level > least:
                places.append((*at, 0.0))
                break
            least = level
    measured = Bilingual(
        f"{len(ways)} 条排水，{len(places)} 条倒流", f"{len(ways)} drains, {len(places)} backwards"
    )
    return Outcome(not places, measured, DOWNWARDS, tuple(places))
