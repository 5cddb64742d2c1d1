"""Changes of a layout that leave the rest as it was: what faults are made of."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from panorama.layout.model import Equipment, Flow, Kind, Layout, Rectangle, Wall, Zone, ZoneKind

T = TypeVar("T")
EXACT_M = 0.001


def picked(random: Random, things: Iterable[T]) -> T | None:
    """One of them, or `None` if there is none."""
    found = tuple(things)
    return random.choice(found) if found else None


def with_thing(layout: Layout, one: Equipment) -> Layout:
    """The layout with the equipment of that id in another form."""
    return replace(
        layout, equipment=tuple(one if old.id == one.id else old for old in layout.equipment)
    )


def with_things(
    layout: Layout, kind: Kind, change: Callable[[Equipment], dict[str, Any]]
) -> Layout | None:
    """All equipment of a kind changed; `None` if there is none."""
    if not layout.of(kind):
        return None
    return replace(
        layout,
        equipment=tuple(
            replace(one, **change(one)) if one.kind is kind else one for one in layout.equipment
        ),
    )


def without(layout: Layout, things: Iterable[Equipment]) -> Layout | None:
    """The layout without these; `None` if there are none to take away."""
    ids = {one.id for one in things}
    if not ids:
        return None
    kept = tuple(one for one in layout.equipment if one.id not in ids)
    return replace(layout, equipment=kept)


def with_zone(layout: Layout, zone: Zone) -> Layout:
    """The layout with the zone of that id in another form."""
    return replace(layout, zones=tuple(zone if z.id == zone.id else z for z in layout.zones))


def with_way(layout: Layout, flow: Flow, points: Iterable[tuple[float, float]]) -> Layout:
    """The layout with another course of one way."""
    bent = replace(flow, points=tuple(points))
    return replace(layout, flows=tuple(bent if one is flow else one for one in layout.flows))


def with_around(layout: Layout, **values: float) -> Layout:
    """The layout with other facts of its neighbourhood."""
    return replace(layout, neighbourhood={**layout.neighbourhood, **values})


def way(layout: Layout, kind: str) -> Flow | None:
    """The way of that kind."""
    return next((one for one in layout.flows if one.kind == kind), None)


def moved(place: Rectangle, x: float, y: float) -> Rectangle:
    """The rectangle with its middle at a point."""
    return Rectangle(x - place.width / 2, y - place.depth / 2, place.width, place.depth)


def zone_of(layout: Layout, kind: ZoneKind) -> Zone | None:
    """The first zone of a kind."""
    return next(iter(layout.zones_of(kind)), None)


def with_boundary(layout: Layout, loser: Zone, winner: Zone, shift_m: float) -> Layout | None:
    """The edge that two zones share in full moves into the first; walls on it move along."""
    a, b = loser.place, winner.place
    is_beside = abs(a.y - b.y) < EXACT_M and abs(a.depth - b.depth) < EXACT_M
    is_stacked = abs(a.x - b.x) < EXACT_M and abs(a.width - b.width) < EXACT_M
    if is_beside and abs(a.x + a.width - b.x) < EXACT_M and shift_m < a.width:
        at, to = b.x, b.x - shift_m
        small = replace(a, width=a.width - shift_m)
        large = replace(b, x=to, width=b.width + shift_m)
    elif is_beside and abs(b.x + b.width - a.x) < EXACT_M and shift_m < a.width:
        at, to = a.x, a.x + shift_m
        small = replace(a, x=to, width=a.width - shift_m)
        large = replace(b, width=b.width + shift_m)
    elif is_stacked and abs(a.y + a.depth - b.y) < EXACT_M and shift_m < a.depth:
        at, to = b.y, b.y - shift_m
        small = replace(a, depth=a.depth - shift_m)
        large = replace(b, y=to, depth=b.depth + shift_m)
    elif is_stacked and abs(b.y + b.depth - a.y) < EXACT_M and shift_m < a.depth:
        at, to = a.y, a.y + shift_m
        small = replace(a, y=to, depth=a.depth - shift_m)
        large = replace(b, depth=b.depth + shift_m)
    else:
        return None
    low, high = (a.y, a.y + a.depth) if is_beside else (a.x, a.x + a.width)
    walls = tuple(
        _moved_wall(one, at, to, (low, high), is_upright=is_beside) for one in layout.walls
    )
    changed = replace(layout, walls=walls)
    changed = with_zone(changed, replace(loser, place=small))
    return with_zone(changed, replace(winner, place=large))


def _moved_wall(
    wall: Wall, at: float, to: float, span: tuple[float, float], *, is_upright: bool
) -> Wall:
    """A wall on the line `at` and within `span`, on the line `to`; any other as it is."""
    across = (wall.x1, wall.x2) if is_upright else (wall.y1, wall.y2)
    along = (wall.y1, wall.y2) if is_upright else (wall.x1, wall.x2)
    is_on = all(abs(one - at) < EXACT_M for one in across)
    if not is_on or min(along) < span[0] - EXACT_M or max(along) > span[1] + EXACT_M:
        return wall
    return replace(wall, x1=to, x2=to) if is_upright else replace(wall, y1=to, y2=to)


def extended_south(layout: Layout, by_m: float) -> Layout:
    """All things a way further north; what touched the south side still reaches it."""

    def place(old: Rectangle) -> Rectangle:
        if abs(old.y) < EXACT_M:
            return replace(old, depth=old.depth + by_m)
        return replace(old, y=old.y + by_m)

    def wall(old: Wall) -> Wall:
        y1, y2 = (y if abs(y) < EXACT_M else y + by_m for y in (old.y1, old.y2))
        # Openings are measured from the first end: where that stays, they move along.
        is_grown = abs(old.y1) < EXACT_M and abs(old.y2) > EXACT_M
        openings = tuple(
            replace(one, at_m=one.at_m + by_m) if is_grown else one for one in old.openings
        )
        return replace(old, y1=y1, y2=y2, openings=openings)

    return replace(
        layout,
        depth_m=layout.depth_m + by_m,
        zones=tuple(replace(one, place=place(one.place)) for one in layout.zones),
        walls=tuple(wall(one) for one in layout.walls),
        equipment=tuple(
            replace(one, place=replace(one.place, y=one.place.y + by_m)) for one in layout.equipment
        ),
        flows=tuple(
            replace(one, points=tuple((x, y + by_m) for x, y in one.points)) for one in layout.flows
        ),
        stand_points=tuple(replace(one, y=one.y + by_m) for one in layout.stand_points),
        hotspots=tuple(replace(one, y=one.y + by_m) for one in layout.hotspots),
    )
