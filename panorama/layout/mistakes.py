"""What goes wrong in a kitchen, as changes of a layout; `None` where there is no place for it."""

from dataclasses import replace
from random import Random

from panorama.layout.changes import (
    moved,
    picked,
    with_around,
    with_thing,
    with_things,
    with_way,
    without,
)
from panorama.layout.fittings import WET, serves
from panorama.layout.fume import SCALES
from panorama.layout.geometry import edges, walls_on
from panorama.layout.model import HANDLING, Equipment, Kind, Layout, Rectangle, ZoneKind


def hood_too_small(layout: Layout, random: Random) -> Layout | None:
    """A hood ends over the middle of a stove."""
    stove = picked(random, layout.of(Kind.STOVE))
    if stove is None:
        return None
    hood = next((one for one in layout.of(Kind.HOOD) if one.place.contains(stove.place)), None)
    if hood is None:
        return None
    p, middle = hood.place, stove.place.centre
    if middle[0] > p.centre[0]:
        short = Rectangle(p.x, p.y, middle[0] - p.x, p.depth)
    else:
        short = Rectangle(middle[0], p.y, p.x + p.width - middle[0], p.depth)
    return with_thing(layout, replace(hood, place=short))


def fan_too_weak(layout: Layout, random: Random) -> Layout | None:
    """The fan's plate says far less than the stoves need."""
    share = random.choice((0.5, 0.6, 0.7))
    return with_things(layout, Kind.FAN, lambda one: _rated(one, share))


def purifier_too_small(layout: Layout, random: Random) -> Layout | None:
    """The purifier cleans less air than the fan moves."""
    share = random.choice((0.5, 0.6, 0.7))
    return with_things(layout, Kind.PURIFIER, lambda one: _rated(one, share))


def _rated(one: Equipment, share: float) -> dict[str, dict[str, float]]:
    volume = round(one.values.get("rated_m3_h", 0.0) * share / 100) * 100.0
    return {"values": {**one.values, "rated_m3_h": volume}}


def raw_sink_missing(layout: Layout, random: Random) -> Layout | None:
    """One class of raw food is washed with another."""
    uses = [use for use in ("vegetable", "meat", "aquatic") if layout.of(Kind.SINK, use)]
    use = picked(random, uses)
    return without(layout, layout.of(Kind.SINK, use)) if use and len(uses) > 1 else None


def ware_sinks_too_few(layout: Layout, _: Random) -> Layout | None:
    """One sink for everything that has to be washed, disinfected and rinsed."""
    return without(layout, layout.of(Kind.SINK, "ware")[1:])


def mop_sink_missing(layout: Layout, _: Random) -> Layout | None:
    """No sink for cleaning tools."""
    return without(layout, layout.of(Kind.SINK, "mop"))


def hand_basin_missing(layout: Layout, _: Random) -> Layout | None:
    """Nowhere to wash hands where food is handled."""
    places = [zone.place for zone in layout.zones_of(*HANDLING)]
    basins = layout.of(Kind.HAND_BASIN)
    return without(
        layout, [one for one in basins if any(p.holds(*one.place.centre) for p in places)]
    )


def ceiling_too_low(layout: Layout, random: Random) -> Layout | None:
    """The ceiling comes down, and what hangs at it comes down with it."""
    low = random.choice((2.3, 2.35, 2.4))
    down = layout.ceiling_m - low
    if down <= 0:
        return None
    lowered = replace(layout, ceiling_m=low)
    alarms = [one for one in layout.of(Kind.GAS_ALARM) if one.top_m > layout.ceiling_m - 0.5]
    for one in alarms:
        lowered = with_thing(lowered, replace(one, bottom_m=one.bottom_m - down))
    return lowered


def outlet_too_low(layout: Layout, _: Random) -> Layout | None:
    """The outlet ends at the height of a man."""
    return with_things(layout, Kind.OUTLET, lambda one: {"height_m": min(one.height_m, 0.6)})


def outlet_too_near(layout: Layout, _: Random) -> Layout | None:
    """Homes a few steps from the outlet."""
    return with_around(layout, outlet_distance_m=8.0) if layout.of(Kind.OUTLET) else None


def no_flue(layout: Layout, _: Random) -> Layout | None:
    """Homes and shops share the building, and the fume has no flue of its own."""
    if not layout.of(Kind.STOVE):
        return None
    return with_around(layout, mixed_building=1.0, dedicated_flue=0.0)


def racks_on_floor(layout: Layout, random: Random) -> Layout | None:
    """A rack's lowest shelf lies nearly on the floor."""
    rack = picked(random, layout.of(Kind.RACK))
    if rack is None:
        return None
    return with_thing(layout, replace(rack, bottom_m=0.02, height_m=rack.top_m - 0.02))


def alarm_height(layout: Layout, _: Random) -> Layout | None:
    """The detector half-way up the wall: wrong for every gas."""
    return with_things(layout, Kind.GAS_ALARM, lambda _one: {"bottom_m": layout.ceiling_m / 2})


def alarm_near_stove(layout: Layout, random: Random) -> Layout | None:
    """The detector above the edge of a stove."""
    alarm = picked(random, layout.of(Kind.GAS_ALARM))
    stove = picked(random, layout.of(Kind.STOVE))
    if alarm is None or stove is None:
        return None
    return with_thing(layout, replace(alarm, place=moved(alarm.place, *stove.place.centre)))


def alarm_missing(layout: Layout, _: Random) -> Layout | None:
    """No detector at all."""
    return without(layout, layout.of(Kind.GAS_ALARM))


def homes_above(layout: Layout, _: Random) -> Layout | None:
    """Homes on the next storey."""
    return with_around(layout, homes_above=1.0) if layout.fume_stoves else None


def scale_declared_wrong(layout: Layout, random: Random) -> Layout | None:
    """The papers name another scale."""
    said = layout.business.fume_scale
    if not said:
        return None
    other = random.choice([one for one in SCALES if one != said])
    return replace(layout, business=replace(layout.business, fume_scale=other))


def special_basin_missing(layout: Layout, random: Random) -> Layout | None:
    """No basin where one enters a closed room or a dedicated area."""
    zone = picked(random, layout.zones_of(ZoneKind.SPECIAL_ROOM, ZoneKind.SPECIAL_AREA))
    if zone is None:
        return None
    return without(
        layout,
        [one for one in layout.of(Kind.HAND_BASIN) if serves(layout, zone, one.place.centre)],
    )


def skirting_too_low(layout: Layout, random: Random) -> Layout | None:
    """The tiles of a wall that is washed end at 1 m."""
    washed = [
        wall
        for zone in layout.zones_of(*WET)
        for edge in edges(zone.place)
        for wall, _, _ in walls_on(layout, edge)
    ]
    wall = picked(random, washed)
    if wall is None:
        return None
    short = replace(wall, tiled_to_m=1.0)
    return replace(layout, walls=tuple(short if one is wall else one for one in layout.walls))


def drain_backwards(layout: Layout, random: Random) -> Layout | None:
    """Waste water runs the other way."""
    drain = picked(random, [one for one in layout.flows if one.kind == "drain"])
    return with_way(layout, drain, reversed(drain.points)) if drain else None
