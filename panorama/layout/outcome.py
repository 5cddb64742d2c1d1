"""What measuring a rule comes to, and the points at which one looks."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.text import Bilingual
from panorama.layout.model import Equipment, Layout, ZoneKind

Place = tuple[float, float, float]  # metres in the room
NOT_SAID = Bilingual("布局未写明", "the layout does not say")
NOT_CONCERNED = Bilingual("不涉及", "does not apply")


@dataclass(frozen=True)
class Outcome:
    """What a measurement came to; `holds` is `None` where the layout does not say enough.

    `places` are points in the room where the rule is broken, most telling first. Where a rule
    does not concern the shop `applies` is false and `holds` is `None`.
    """

    holds: bool | None
    measured: Bilingual
    limit: Bilingual
    places: tuple[Place, ...] = ()
    applies: bool = True


def unconcerned(limit: Bilingual) -> Outcome:
    """The rule is about something this shop does not do."""
    return Outcome(None, NOT_CONCERNED, limit, applies=False)


def unknown(limit: Bilingual) -> Outcome:
    """The layout does not say what the rule measures."""
    return Outcome(None, NOT_SAID, limit)


def same(text: str) -> Bilingual:
    """Numbers and units that read alike in both languages."""
    return Bilingual(text, text)


def on_floor(points: Iterable[tuple[float, float]]) -> tuple[Place, ...]:
    """Points of the plan as places on the floor."""
    return tuple((x, y, 0.0) for x, y in points)


def tops(things: Iterable[Equipment]) -> tuple[Place, ...]:
    """The middles of the upper sides of things."""
    return tuple((*one.place.centre, one.top_m) for one in things)


def middles(layout: Layout, *kinds: ZoneKind) -> tuple[Place, ...]:
    """The middles of zones of these kinds, or of the storey if there is none."""
    found = [zone.place.centre for zone in layout.zones_of(*kinds)]
    return on_floor(found or [(layout.width_m / 2, layout.depth_m / 2)])
