"""What lies around the premises: yard wall, green, and the neighbours at their true distance.

The items about the outlet ask whom the fumes may reach: the nearest homes belong into the picture.
"""

import numpy as np

from panorama.layout.model import Kind, Layout
from panorama.render.surfaces import Surfaces

STOREYS, STOREY_M = 6, 2.9
HOUSE_M, BAY_M = 36.0, 3.0
YARD_WALL_M, YARD_DEPTH_M = 1.9, 7.5


def surroundings(s: Surfaces, layout: Layout) -> None:
    """Yard wall, hedge and trees, road, and homes as far from the outlet as the layout says."""
    w, d = layout.width_m, layout.depth_m
    wall_y = d + YARD_DEPTH_M
    for left, right in ((-6.0, w - 5.0), (w - 1.5, w + 6.0)):  # the gap is the gate
        s.box((left, wall_y, 0), (right, wall_y + 0.24, YARD_WALL_M), "brick_wall", without="b")
        s.box(
            (left - 0.04, wall_y - 0.04, YARD_WALL_M),
            (right + 0.04, wall_y + 0.28, YARD_WALL_M + 0.07),
            "concrete",
        )
        s.box((left, wall_y + 0.7, 0), (right, wall_y + 1.5, 1.2), "leaves", without="b")
    for side in (-6.0, w + 5.76):
        s.box((side, d - 1, 0), (side + 0.24, wall_y, YARD_WALL_M), "brick_wall", without="b")
    for number, x in enumerate((-4.5, 0.5, 5.5, w + 3.0)):
        _tree(s, x, wall_y + 3.0 + number % 2, 5.2 + 0.7 * (number % 3))
    s.quad((-30, -14, -0.03), (w + 60, 0, 0), (0, d + 80, 0), "asphalt")
    s.quad((-8, -10, -0.02), (w + 16, 0, 0), (0, d + 10 + YARD_DEPTH_M + 0.3, 0), "paving")
    s.quad((-30, wall_y + 0.4, -0.01), (w + 60, 0, 0), (0, 5.5, 0), "grass")
    outlets = layout.of(Kind.OUTLET)
    if outlets:
        far = layout.neighbourhood.get("outlet_distance_m", 25.0)
        _homes(s, w / 2 - HOUSE_M / 2, outlets[0].place.centre[1] + far)


def _tree(s: Surfaces, x: float, y: float, height_m: float) -> None:
    s.cylinder((x, y), 0.11, 0, height_m * 0.6, "bark", sides=10)
    wide = height_m * 0.2
    for number in range(7):
        turn = number * 2.4 + x
        out = wide * (0.85 if number else 0.0)
        centre = (x + out * np.cos(turn), y + out * np.sin(turn))
        z = height_m * (0.5 + 0.34 * ((number * 3) % 7) / 6)
        s.ball((*centre, z), wide * (0.75 + 0.3 * (number % 3) / 2), "leaves")


def _homes(s: Surfaces, x: float, y: float) -> None:
    """A row of flats whose windows look at the outlet."""
    high = STOREYS * STOREY_M + 0.8
    s.box((x, y, 0), (x + HOUSE_M, y + 10, high), "render_wall", without="bn")
    for storey in range(STOREYS):
        z = storey * STOREY_M
        s.box((x, y - 0.1, z - 0.12), (x + HOUSE_M, y, z + 0.06), "concrete", without="bn")
        for bay in range(int(HOUSE_M / BAY_M)):
            left = x + bay * BAY_M + 0.7
            s.box(
                (left - 0.08, y - 0.06, z + 0.82), (left + 1.68, y, z + 2.38), "frame", without="n"
            )
            for pane in (0.0, 0.82):
                corner = (left + pane, y - 0.07, z + 0.9)
                s.quad(corner, (0.78, 0, 0), (0, 0, 1.4), "glass")
