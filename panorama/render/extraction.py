"""From the stove to the outlet as quads: what the extraction items of the checklist look at."""

import numpy as np

from panorama.layout.model import Equipment
from panorama.render.fronts import ends, on_front
from panorama.render.surfaces import Surfaces


def stove(s: Surfaces, one: Equipment) -> None:
    """A range with a wok or a pot."""
    low, high = ends(one)
    s.box(low, high, "steel", without="b")
    x, y = one.place.centre
    if one.use == "grill":
        _grill(s, one)
        return
    if one.use == "oven":
        _oven(s, one)
        return
    s.cylinder((x, y), 0.30, high[2], high[2] + 0.05, "iron", lid="black")
    if one.use == "wok":
        # a bowl of rings, seen from inside and outside
        for step in range(9):
            radius, z = 0.36 - 0.028 * step, high[2] + 0.19 - 0.014 * step
            s.cylinder((x, y), radius, z - 0.018, z, "iron")
            for turn in np.linspace(0, 2 * np.pi, 28, endpoint=False):
                _bowl_facet(s, (x, y), radius, radius - 0.03, z, turn)
        s.cylinder((x, y), 0.12, high[2] + 0.05, high[2] + 0.062, "iron", lid="black")
    else:
        s.cylinder((x, y), 0.20, high[2] + 0.05, high[2] + 0.32, "steel", lid="steel")
    s.box((low[0], high[1] - 0.05, high[2]), (high[0], high[1], high[2] + 0.28), "steel")
    for share in (0.25, 0.5, 0.75):
        on_front(s, one, "black", (share - 0.03, 0.72, share + 0.03, 0.8), out_m=0.012)
    on_front(s, one, "dark", (0.0, 0.0, 1.0, 0.1))


def _grill(s: Surfaces, one: Equipment) -> None:
    """A smokeless grill: bars over embers, skewers, a slot on each side that draws the smoke."""
    (x0, y0, _), (x1, y1, z1) = ends(one)
    s.quad(
        (x0 + 0.06, y0 + 0.12, z1 + 0.002), (x1 - x0 - 0.12, 0, 0), (0, y1 - y0 - 0.24, 0), "embers"
    )
    for y in (y0 + 0.03, y1 - 0.1):
        s.box((x0 + 0.02, y, z1), (x1 - 0.02, y + 0.07, z1 + 0.1), "steel")
        s.quad((x0 + 0.05, y + 0.002, z1 + 0.101), (x1 - x0 - 0.1, 0, 0), (0, 0.05, 0), "filter")
    for x in np.arange(x0 + 0.12, x1 - 0.1, 0.07):
        s.box((x, y0 + 0.1, z1 + 0.1), (x + 0.012, y1 - 0.1, z1 + 0.112), "chrome")
        if int((x - x0) * 100) % 3:
            s.box((x - 0.012, y0 + 0.22, z1 + 0.112), (x + 0.022, y1 - 0.2, z1 + 0.135), "meat")
    on_front(s, one, "plate", (0.2, 0.45, 0.8, 0.75), "无烟烧烤炉", out_m=0.01)


def _oven(s: Surfaces, one: Equipment) -> None:
    """A deck oven with two doors."""
    for low in (0.1, 0.52):
        on_front(s, one, "dark", (0.08, low, 0.8, low + 0.32), out_m=0.01)
        on_front(s, one, "chrome", (0.1, low + 0.34, 0.78, low + 0.37), out_m=0.04)
        on_front(s, one, "plate", (0.84, low + 0.1, 0.97, low + 0.3), "℃", out_m=0.01)


def _bowl_facet(
    s: Surfaces, centre: tuple[float, float], outer_m: float, inner_m: float, z: float, turn: float
) -> None:
    """A piece of the inner side, between two rings."""
    wide = outer_m * 2 * np.pi / 28
    way = np.array([np.cos(turn), np.sin(turn), 0.0])
    side = np.array([-way[1], way[0], 0.0])
    start = np.array([*centre, z]) + way * outer_m - side * wide / 2
    s.quad(start, side * wide, -way * (outer_m - inner_m) - np.array([0, 0, 0.014]), "iron")


def hood(s: Surfaces, one: Equipment) -> None:
    """A hood that is open below: filters, lamps, grease gutter."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    slope = 0.42
    s.quad((x0, y0, z0), (x1 - x0, 0, 0), (0, 0, 0.12), "steel")
    s.quad((x0, y0, z0 + 0.12), (x1 - x0, 0, 0), (0, slope, z1 - z0 - 0.12), "steel")
    s.quad((x0, y1, z0), (0, y0 - y1, 0), (0, 0, 0.12), "steel")
    s.quad((x1, y0, z0), (0, y1 - y0, 0), (0, 0, 0.12), "steel")
    s.quad((x0, y1, z0 + 0.12), (0, y0 + slope - y1, 0), (0, 0, z1 - z0 - 0.12), "steel")
    s.quad((x1, y0 + slope, z0 + 0.12), (0, y1 - y0 - slope, 0), (0, 0, z1 - z0 - 0.12), "steel")
    _hood_cheeks(s, one, slope)
    s.quad((x0, y0 + slope, z1), (x1 - x0, 0, 0), (0, y1 - y0 - slope, 0), "steel")
    s.quad((x0, y0 + 0.02, z0 + 0.06), (0, 0.16, 0), (x1 - x0, 0, 0), "steel")
    count = max(2, round((x1 - x0) / 0.55))
    step = (x1 - x0) / count
    for number in range(count):
        left = x0 + number * step + 0.015
        s.quad(
            (left, y1 - 0.06, z0 + 0.08), (0, y0 + 0.34 - y1, 0.3), (step - 0.03, 0, 0), "filter"
        )
    s.quad((x1 - 0.2, y0 + 0.03, z0 - 0.001), (0, 0.1, 0), (-0.1, 0, 0), "dark")
    for share in (0.25, 0.5, 0.75):
        x = x0 + (x1 - x0) * share
        s.quad((x - 0.2, y0 + 0.3, z0 + 0.1), (0, -0.08, 0), (0.4, 0, 0), "lamp_small")


def _hood_cheeks(s: Surfaces, one: Equipment, slope_m: float) -> None:
    """Closes the triangles between the sloping front and the sides: strips and a slanting band."""
    (x0, y0, z0), (x1, _, z1) = ends(one)
    bottom, rise, strips = z0 + 0.12, z1 - z0 - 0.12, 24
    for number in range(1, strips):
        y, step = y0 + slope_m * number / strips, slope_m / strips
        s.quad((x1, y, bottom), (0, step, 0), (0, 0, rise * number / strips), "steel")
        s.quad((x0, y + step, bottom), (0, -step, 0), (0, 0, rise * number / strips), "steel")
    band = 2 * rise / strips
    s.quad((x1, y0, bottom - band), (0, slope_m, rise), (0, 0, band), "steel")
    s.quad((x0, y0 + slope_m, z1 - band), (0, -slope_m, -rise), (0, 0, band), "steel")


def purifier(s: Surfaces, one: Equipment) -> None:
    """A purifier on legs with door, plate and running lamp to the north."""
    low, high = ends(one)
    s.box(low, high, "steel")
    p = one.place
    for x in (p.x + 0.08, p.x + p.width - 0.16):
        for y in (p.y + 0.05, p.y + p.depth - 0.13):
            s.box((x, y, 0), (x + 0.08, y + 0.08, low[2]), "iron")
    front = Equipment(one.id, one.kind, one.title, p, one.bottom_m, one.height_m, faces="north")
    on_front(s, front, "door", (0.04, 0.06, 0.62, 0.94))
    on_front(
        s,
        front,
        "plate",
        (0.66, 0.5, 0.96, 0.92),
        f"静电油烟净化器\n风量 {one.values.get('rated_m3_h', 0):.0f} m³/h\n编号 JD-2026-018",
    )
    on_front(s, front, "green_lamp", (0.70, 0.3, 0.76, 0.4), out_m=0.01)
    on_front(s, front, "black", (0.80, 0.26, 0.94, 0.42), out_m=0.008)


def deodoriser(s: Surfaces, one: Equipment) -> None:
    """A box of activated carbon in the duct, on legs, its plate to the north."""
    low, high = ends(one)
    s.box(low, high, "galvanised")
    p = one.place
    for x in (p.x + 0.05, p.x + p.width - 0.13):
        for y in (p.y + 0.05, p.y + p.depth - 0.13):
            s.box((x, y, 0), (x + 0.08, y + 0.08, low[2]), "iron")
    front = Equipment(one.id, one.kind, one.title, p, one.bottom_m, one.height_m, faces="north")
    on_front(s, front, "plate", (0.12, 0.35, 0.88, 0.75), "活性炭\n除味", out_m=0.006)
    on_front(s, front, "door", (0.08, 0.05, 0.92, 0.3))


def fan(s: Surfaces, one: Equipment) -> None:
    """A fan on pads with soft joints at both ends."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    s.box((x0, y0, z0 + 0.08), (x1, y1, z1), "machine")
    for x in (x0 + 0.05, x1 - 0.15):
        for y in (y0 + 0.05, y1 - 0.15):
            s.box((x, y, z0), (x + 0.1, y + 0.1, z0 + 0.08), "rubber")
            s.box((x, y, 0), (x + 0.1, y + 0.1, z0), "iron")
    s.box((x0 - 0.35, y0 + 0.2, z0 + 0.25), (x0, y1 - 0.2, z1 - 0.1), "canvas")
    s.box((x1, y0 + 0.25, z0 + 0.3), (x1 + 0.35, y1 - 0.15, z1 - 0.1), "canvas")
    front = Equipment(
        one.id, one.kind, one.title, one.place, one.bottom_m, one.height_m, faces="north"
    )
    on_front(
        s,
        front,
        "plate",
        (0.2, 0.55, 0.8, 0.85),
        f"离心风机\n{one.values.get('rated_m3_h', 0):.0f} m³/h",
    )


def outlet(s: Surfaces, one: Equipment) -> None:
    """A chimney with a rain cap."""
    (x0, y0, z0), (x1, y1, z1) = ends(one)
    s.box((x0, y0, z0), (x1, y1, z1), "steel", without="t")
    s.quad((x0 + 0.05, y0 + 0.05, z1 - 0.1), (x1 - x0 - 0.1, 0, 0), (0, y1 - y0 - 0.1, 0), "black")
    s.box((x0 - 0.08, y0 - 0.08, z1 + 0.25), (x1 + 0.08, y1 + 0.08, z1 + 0.3), "steel")
    for x in (x0, x1 - 0.04):
        for y in (y0, y1 - 0.04):
            s.box((x, y, z1), (x + 0.04, y + 0.04, z1 + 0.25), "iron")
    s.box((x0 + 0.1, y0 + 0.1, 0), (x1 - 0.1, y1 - 0.1, z0), "iron")
