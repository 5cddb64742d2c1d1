"""Sinks, tables, cupboards and what hangs on walls, as quads."""

from collections.abc import Callable

import numpy as np

from panorama.layout.model import Equipment, Kind
from panorama.render.fronts import SIDES, ends, on_front
from panorama.render.surfaces import Surfaces


def sink(s: Surfaces, one: Equipment) -> None:
    """A sink with bowl, legs and tap."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    rim, deep = 0.07, min(0.26, one.height_m * 0.6)
    for low, high in (
        ((x0, y0), (x1, y0 + rim)),
        ((x0, y1 - rim), (x1, y1)),
        ((x0, y0 + rim), (x0 + rim, y1 - rim)),
        ((x1 - rim, y0 + rim), (x1, y1 - rim)),
    ):
        s.box((*low, z1 - deep), (*high, z1), "steel", without="b")
    s.quad(
        (x0 + rim, y0 + rim, z1 - deep),
        (x1 - x0 - 2 * rim, 0, 0),
        (0, y1 - y0 - 2 * rim, 0),
        "steel",
    )
    s.quad((x0, y1, z1 - deep), (x1 - x0, 0, 0), (0, y0 - y1, 0), "steel")
    for x in (x0 + 0.03, x1 - 0.08):
        for y in (y0 + 0.03, y1 - 0.08):
            s.box((x, y, z0), (x + 0.05, y + 0.05, z1 - deep), "steel", without="tb")
    nx, ny = SIDES[one.faces]
    cx, cy = one.place.centre
    back = (cx - nx * (one.place.width / 2 - 0.04), cy - ny * (one.place.depth / 2 - 0.04))
    s.cylinder(back, 0.016, z1, z1 + 0.28, "chrome", sides=10)
    tip = (back[0] + nx * 0.2, back[1] + ny * 0.2)
    s.box(
        (min(back[0], tip[0]) - 0.014, min(back[1], tip[1]) - 0.014, z1 + 0.26),
        (max(back[0], tip[0]) + 0.014, max(back[1], tip[1]) + 0.014, z1 + 0.29),
        "chrome",
    )


def basin(s: Surfaces, one: Equipment) -> None:
    """A hand basin with a tap."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    rim = 0.05
    for low, high in (
        ((x0, y0), (x1, y0 + rim)),
        ((x0, y1 - rim), (x1, y1)),
        ((x0, y0 + rim), (x0 + rim, y1 - rim)),
        ((x1 - rim, y0 + rim), (x1, y1 - rim)),
    ):
        s.box((*low, z0), (*high, z1), "ceramic", without="b")
    s.quad(
        (x0 + rim, y0 + rim, z0 + 0.08),
        (x1 - x0 - 2 * rim, 0, 0),
        (0, y1 - y0 - 2 * rim, 0),
        "ceramic",
    )
    s.quad((x0, y1, z0), (x1 - x0, 0, 0), (0, y0 - y1, 0), "ceramic")
    cx, cy = one.place.centre
    nx, ny = SIDES[one.faces]
    s.cylinder((cx - nx * 0.17, cy - ny * 0.17), 0.015, z1, z1 + 0.2, "chrome", sides=10)


def table(s: Surfaces, one: Equipment) -> None:
    """A table of steel or, for guests, of wood."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    wood = one.kind is Kind.DINING_TABLE
    top, leg = ("wood", "iron") if wood else ("steel", "steel")
    s.box((x0, y0, z1 - 0.04), (x1, y1, z1), top)
    for x in (x0 + 0.04, x1 - 0.09):
        for y in (y0 + 0.04, y1 - 0.09):
            s.box((x, y, z0), (x + 0.05, y + 0.05, z1 - 0.04), leg, without="tb")
    if not wood:
        s.box((x0 + 0.05, y0 + 0.05, 0.2), (x1 - 0.05, y1 - 0.05, 0.23), "steel")
    colours = {"raw": "board_red", "vegetable": "board_green", "rough": "board_blue"}
    if one.use in colours:
        s.box((x0 + 0.35, y0 + 0.15, z1), (x0 + 0.85, y0 + 0.5, z1 + 0.025), colours[one.use])
        s.box((x0 + 0.5, y0 + 0.3, z1 + 0.025), (x0 + 0.75, y0 + 0.33, z1 + 0.032), "chrome")


def rack(s: Surfaces, one: Equipment) -> None:
    """Four shelves with boxes."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    for x in (x0, x1 - 0.04):
        for y in (y0, y1 - 0.04):
            s.box((x, y, 0), (x + 0.04, y + 0.04, z1), "steel", without="b")
    for number, z in enumerate(np.linspace(z0, z1 - 0.03, 4)):
        s.box((x0, y0, z), (x1, y1, z + 0.03), "steel")
        for place in range(3):
            left = x0 + 0.1 + place * (x1 - x0 - 0.2) / 3
            material = ("carton", "board_blue", "ceramic")[(place + number) % 3]
            if number < 3:
                s.box((left, y0 + 0.05, z + 0.03), (left + 0.3, y1 - 0.06, z + 0.27), material)


def doors(material: str, count: int) -> Callable[[Surfaces, Equipment], None]:
    """A maker of cupboards with so many doors."""

    def make(s: Surfaces, one: Equipment) -> None:
        s.box(*ends(one), material, without="b")
        for number in range(count):
            low = 0.03 + number * 0.95 / count
            on_front(s, one, "door", (0.03, low, 0.97, low + 0.95 / count - 0.03), out_m=0.012)
            on_front(s, one, "chrome", (0.86, low + 0.12, 0.9, low + 0.34), out_m=0.035)
        texts = {
            "raw": "生食",
            "cooked": "熟食",
            "dish": "餐具保洁",
            "disinfection": "消毒柜",
            "locker": "更衣柜",
        }
        if one.use in texts:
            on_front(s, one, "plate", (0.2, 0.8, 0.75, 0.92), texts[one.use], out_m=0.016)

    return make


def bin_(s: Surfaces, one: Equipment) -> None:
    """A bin with a lid."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    s.box((x0 + 0.02, y0 + 0.02, z0), (x1 - 0.02, y1 - 0.02, z1 - 0.07), "bin_green", without="b")
    s.box((x0, y0, z1 - 0.07), (x1, y1, z1), "bin_lid")


def fly_lamp(s: Surfaces, one: Equipment) -> None:
    """A lamp against flies."""
    s.box(*ends(one), "dark")
    on_front(s, one, "uv", (0.08, 0.2, 0.92, 0.8))


def extinguisher(s: Surfaces, one: Equipment) -> None:
    """A fire extinguisher."""
    s.cylinder(one.place.centre, 0.075, one.bottom_m, one.top_m - 0.08, "red", lid="red")
    s.cylinder(one.place.centre, 0.03, one.top_m - 0.08, one.top_m, "black", sides=10)


def sign(s: Surfaces, one: Equipment) -> None:
    """A text on a wall."""
    on_front(s, one, "sign", (0.0, 0.0, 1.0, 1.0), one.use, out_m=0.002)


def air_conditioner(s: Surfaces, one: Equipment) -> None:
    """The inner part of an air conditioner, with its reading."""
    s.box(*ends(one), "ceramic")
    on_front(s, one, "filter", (0.04, 0.08, 0.96, 0.3))
    on_front(s, one, "plate", (0.72, 0.5, 0.94, 0.85), "24℃", out_m=0.008)


def uv_lamp(s: Surfaces, one: Equipment) -> None:
    """A lamp against germs under its reflector, off while somebody is inside."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    s.box((x0, y0, z1 - 0.03), (x1, y1, z1), "steel")
    s.box((x0 + 0.05, y0 + 0.03, z0), (x1 - 0.05, y1 - 0.03, z1 - 0.03), "ceramic")
    for x in (x0 + 0.1, x1 - 0.1):
        s.box(
            (x - 0.006, (y0 + y1) / 2 - 0.006, z1),
            (x + 0.006, (y0 + y1) / 2 + 0.006, z1 + 1.0),
            "iron",
        )


def display(s: Surfaces, one: Equipment) -> None:
    """A cold display: a base, shelves of food, glass before them."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    low = z0 + (z1 - z0) * 0.4
    s.box((x0, y0, z0), (x1, y1, low), "steel", without="b")
    s.box((x0, y0, z1 - 0.04), (x1, y1, z1), "steel")
    for z in (low + 0.02, (low + z1) / 2):
        s.box((x0 + 0.03, y0 + 0.05, z), (x1 - 0.03, y1 - 0.05, z + 0.02), "ceramic")
        for step in np.arange(x0 + 0.15, x1 - 0.2, 0.3):
            s.cylinder(
                (step + 0.08, (y0 + y1) / 2), 0.09, z + 0.02, z + 0.12, "carton", lid="ceramic"
            )
    for x in (x0, x1 - 0.04):
        for y in (y0, y1 - 0.04):
            s.box((x, y, low), (x + 0.04, y + 0.04, z1 - 0.04), "chrome")


def machine(s: Surfaces, one: Equipment) -> None:
    """A machine for drinks: steel, a dark panel, its name."""
    s.box(*ends(one), "steel")
    on_front(s, one, "dark", (0.08, 0.45, 0.92, 0.9))
    on_front(s, one, "plate", (0.15, 0.1, 0.85, 0.35), one.title.zh, out_m=0.008)
