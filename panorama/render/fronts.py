"""Corners and fronts of a piece of equipment: what every maker of meshes needs."""

from collections.abc import Callable

import numpy as np

from panorama.layout.model import Equipment
from panorama.render.surfaces import Surfaces

SIDES = {"south": (0, -1), "north": (0, 1), "east": (1, 0), "west": (-1, 0)}


def ends(one: Equipment) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Its lower south-west and upper north-east corner."""
    p = one.place
    return (p.x, p.y, one.bottom_m), (p.x + p.width, p.y + p.depth, one.top_m)


def on_front(
    s: Surfaces,
    one: Equipment,
    material: str,
    span: tuple[float, float, float, float],
    label: str = "",
    out_m: float = 0.004,
) -> None:
    """A flat thing on the front; `span` is left, bottom, right, top in shares of the front."""
    p, (nx, ny) = one.place, SIDES[one.faces]
    right = np.array([-ny, nx, 0.0])
    width = p.width if nx == 0 else p.depth
    centre = np.array([*p.centre, one.bottom_m])
    reach = (p.depth if nx == 0 else p.width) / 2 + out_m
    corner = centre + np.array([nx, ny, 0.0]) * reach - right * width / 2
    left, bottom, to, top = span
    s.quad(
        corner + right * width * left + np.array([0, 0, one.height_m * bottom]),
        right * width * (to - left),
        (0, 0, one.height_m * (top - bottom)),
        material,
        label,
    )


def plain(material: str, top: str = "") -> Callable[[Surfaces, Equipment], None]:
    """A maker of plain boxes."""

    def make(s: Surfaces, one: Equipment) -> None:
        s.box(*ends(one), material, top=top)

    return make
