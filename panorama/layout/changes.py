"""Changes of a layout that leave the rest as it was: what faults are made of."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from panorama.layout.model import Equipment, Flow, Kind, Layout, Rectangle, Zone, ZoneKind

T = TypeVar("T")


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
