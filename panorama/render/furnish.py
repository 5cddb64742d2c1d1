"""Equipment and building as quads. One function per kind; sizes come from the layout."""

import itertools
from collections.abc import Callable

import numpy as np

from panorama.layout.model import Equipment, Kind, Layout, Wall, ZoneKind
from panorama.render.surfaces import Surfaces

WALL_M = 0.06
_SIDES = {"south": (0, -1), "north": (0, 1), "east": (1, 0), "west": (-1, 0)}


def room_surfaces(layout: Layout) -> Surfaces:
    """Everything that can be seen in and around the room."""
    surfaces = Surfaces()
    _shell(surfaces, layout)
    for wall in layout.walls:
        _wall(surfaces, layout, wall)
    for one in layout.equipment:
        _MAKERS[one.kind](surfaces, one)
    _lamps(surfaces, layout)
    return surfaces


def _shell(s: Surfaces, layout: Layout) -> None:
    w, d, h = layout.width_m, layout.depth_m, layout.ceiling_m
    for zone in layout.zones:
        if zone.kind is ZoneKind.OUTSIDE:
            continue
        p = zone.place
        is_public = zone.kind in (ZoneKind.DINING, ZoneKind.TOILET)
        floor = "floor_public" if is_public else "floor"
        s.quad((p.x, p.y, 0), (p.width, 0, 0), (0, p.depth, 0), floor)
        s.quad((p.x, p.y + p.depth, h), (p.width, 0, 0), (0, -p.depth, 0), "ceiling")
    s.quad((0, 0, h + 0.25), (w, 0, 0), (0, d, 0), "concrete")
    for corner, u in (
        ((w + WALL_M, d + WALL_M, 0), (-w - 2 * WALL_M, 0, 0)),
        ((-WALL_M, -WALL_M, 0), (w + 2 * WALL_M, 0, 0)),
        ((-WALL_M, d + WALL_M, 0), (0, -d - 2 * WALL_M, 0)),
        ((w + WALL_M, -WALL_M, 0), (0, d + 2 * WALL_M, 0)),
    ):
        s.quad(corner, u, (0, 0, layout.neighbourhood.get("building_height_m", h + 0.6)), "facade")
    s.quad((-14, -12, -0.02), (w + 28, 0, 0), (0, d + 34, 0), "paving")


def _wall(s: Surfaces, layout: Layout, wall: Wall) -> None:
    start = np.array([wall.x1, wall.y1, 0.0])
    along = np.array([wall.x2 - wall.x1, wall.y2 - wall.y1, 0.0])
    length = float(np.linalg.norm(along))
    along = along / length
    across = np.array([-along[1], along[0], 0.0]) * WALL_M / 2
    cuts = sorted({0.0, length, *(v for o in wall.openings for v in (o.at_m, o.at_m + o.width_m))})
    for low, high in itertools.pairwise(cuts):
        opening = next((o for o in wall.openings if o.at_m <= low < o.at_m + o.width_m), None)
        spans = [(0.0, layout.ceiling_m)]
        if opening is not None:
            spans = [(0.0, opening.sill_m), (opening.sill_m + opening.height_m, layout.ceiling_m)]
            if opening.kind == "window":
                at = start + along * low
                for side in (1, -1):
                    s.quad(
                        at + np.array([0, 0, opening.sill_m]) + across * 0.2 * side,
                        along * (high - low),
                        (0, 0, opening.height_m),
                        "daylight",
                    )
        for bottom, top in spans:
            _wall_piece(s, start + along * low, along * (high - low), across, bottom, top, wall)


def _wall_piece(
    s: Surfaces,
    at: np.ndarray,
    u: np.ndarray,
    across: np.ndarray,
    bottom: float,
    top: float,
    wall: Wall,
) -> None:
    split = min(max(wall.tiled_to_m, bottom), top)
    for low, high, material in ((bottom, split, "tiles"), (split, top, "paint")):
        if high - low < 0.001:
            continue
        z = np.array([0, 0, low])
        s.quad(at + z - across, u, (0, 0, high - low), material)
        s.quad(at + u + z + across, -u, (0, 0, high - low), material)
    s.quad(at - across + np.array([0, 0, top]), u, 2 * across, "paint")
    for end, way in ((at + across, -2 * across), (at + u - across, 2 * across)):
        s.quad(end + np.array([0, 0, bottom]), way, (0, 0, top - bottom), "paint")


def _lamps(s: Surfaces, layout: Layout) -> None:
    z = layout.ceiling_m - 0.012
    for zone in layout.zones:
        p = zone.place
        if zone.kind is ZoneKind.OUTSIDE or p.area_m2 < 1.5:
            continue
        for x in np.arange(p.x + min(1.0, p.width / 2), p.x + p.width - 0.3, 2.2):
            for y in np.arange(p.y + min(0.9, p.depth / 2), p.y + p.depth - 0.3, 2.0):
                s.quad((x - 0.6, y + 0.15, z), (1.2, 0, 0), (0, -0.3, 0), "lamp")


def _ends(one: Equipment) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    p = one.place
    return (p.x, p.y, one.bottom_m), (p.x + p.width, p.y + p.depth, one.top_m)


def _on_front(
    s: Surfaces,
    one: Equipment,
    material: str,
    span: tuple[float, float, float, float],
    label: str = "",
    out_m: float = 0.004,
) -> None:
    """A flat thing on the front; `span` is left, bottom, right, top in shares of the front."""
    p, (nx, ny) = one.place, _SIDES[one.faces]
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


def _stove(s: Surfaces, one: Equipment) -> None:
    low, high = _ends(one)
    s.box(low, high, "steel", without="b")
    x, y = one.place.centre
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
        _on_front(s, one, "black", (share - 0.03, 0.72, share + 0.03, 0.8), out_m=0.012)
    _on_front(s, one, "dark", (0.0, 0.0, 1.0, 0.1))


def _bowl_facet(
    s: Surfaces, centre: tuple[float, float], outer_m: float, inner_m: float, z: float, turn: float
) -> None:
    """A piece of the inner side, between two rings."""
    wide = outer_m * 2 * np.pi / 28
    way = np.array([np.cos(turn), np.sin(turn), 0.0])
    side = np.array([-way[1], way[0], 0.0])
    start = np.array([*centre, z]) + way * outer_m - side * wide / 2
    s.quad(start, side * wide, -way * (outer_m - inner_m) - np.array([0, 0, 0.014]), "iron")


def _hood(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
    slope = 0.42
    s.quad((x0, y0, z0), (x1 - x0, 0, 0), (0, 0, 0.12), "steel")
    s.quad((x0, y0, z0 + 0.12), (x1 - x0, 0, 0), (0, slope, z1 - z0 - 0.12), "steel")
    s.quad((x0, y1, z0), (0, y0 - y1, 0), (0, 0, 0.12), "steel")
    s.quad((x1, y0, z0), (0, y1 - y0, 0), (0, 0, 0.12), "steel")
    s.quad((x0, y1, z0 + 0.12), (0, y0 + slope - y1, 0), (0, 0, z1 - z0 - 0.12), "steel")
    s.quad((x1, y0 + slope, z0 + 0.12), (0, y1 - y0 - slope, 0), (0, 0, z1 - z0 - 0.12), "steel")
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


def _plain(material: str, top: str = "") -> Callable[[Surfaces, Equipment], None]:
    def make(s: Surfaces, one: Equipment) -> None:
        s.box(*_ends(one), material, top=top)

    return make


def _purifier(s: Surfaces, one: Equipment) -> None:
    low, high = _ends(one)
    s.box(low, high, "steel")
    p = one.place
    for x in (p.x + 0.08, p.x + p.width - 0.16):
        for y in (p.y + 0.05, p.y + p.depth - 0.13):
            s.box((x, y, 0), (x + 0.08, y + 0.08, low[2]), "iron")
    front = Equipment(one.id, one.kind, one.title, p, one.bottom_m, one.height_m, faces="north")
    _on_front(s, front, "door", (0.04, 0.06, 0.62, 0.94))
    _on_front(
        s,
        front,
        "plate",
        (0.66, 0.5, 0.96, 0.92),
        "静电油烟净化器\n风量 10000 m³/h\n编号 JD-2026-018",
    )
    _on_front(s, front, "green_lamp", (0.70, 0.3, 0.76, 0.4), out_m=0.01)
    _on_front(s, front, "black", (0.80, 0.26, 0.94, 0.42), out_m=0.008)


def _fan(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
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
    _on_front(s, front, "plate", (0.2, 0.55, 0.8, 0.85), "离心风机\n9600 m³/h")


def _outlet(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
    s.box((x0, y0, z0), (x1, y1, z1), "steel", without="t")
    s.quad((x0 + 0.05, y0 + 0.05, z1 - 0.1), (x1 - x0 - 0.1, 0, 0), (0, y1 - y0 - 0.1, 0), "black")
    s.box((x0 - 0.08, y0 - 0.08, z1 + 0.25), (x1 + 0.08, y1 + 0.08, z1 + 0.3), "steel")
    for x in (x0, x1 - 0.04):
        for y in (y0, y1 - 0.04):
            s.box((x, y, z1), (x + 0.04, y + 0.04, z1 + 0.25), "iron")
    s.box((x0 + 0.1, y0 + 0.1, 0), (x1 - 0.1, y1 - 0.1, z0), "iron")


def _sink(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
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
    nx, ny = _SIDES[one.faces]
    cx, cy = one.place.centre
    back = (cx - nx * (one.place.width / 2 - 0.04), cy - ny * (one.place.depth / 2 - 0.04))
    s.cylinder(back, 0.016, z1, z1 + 0.28, "chrome", sides=10)
    tip = (back[0] + nx * 0.2, back[1] + ny * 0.2)
    s.box(
        (min(back[0], tip[0]) - 0.014, min(back[1], tip[1]) - 0.014, z1 + 0.26),
        (max(back[0], tip[0]) + 0.014, max(back[1], tip[1]) + 0.014, z1 + 0.29),
        "chrome",
    )


def _basin(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
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
    nx, ny = _SIDES[one.faces]
    s.cylinder((cx - nx * 0.17, cy - ny * 0.17), 0.015, z1, z1 + 0.2, "chrome", sides=10)


def _table(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
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


def _rack(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
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


def _doors(material: str, count: int) -> Callable[[Surfaces, Equipment], None]:
    def make(s: Surfaces, one: Equipment) -> None:
        s.box(*_ends(one), material, without="b")
        for number in range(count):
            low = 0.03 + number * 0.95 / count
            _on_front(s, one, "door", (0.03, low, 0.97, low + 0.95 / count - 0.03), out_m=0.012)
            _on_front(s, one, "chrome", (0.86, low + 0.12, 0.9, low + 0.34), out_m=0.035)
        texts = {
            "raw": "生食",
            "cooked": "熟食",
            "dish": "餐具保洁",
            "disinfection": "消毒柜",
            "locker": "更衣柜",
        }
        if one.use in texts:
            _on_front(s, one, "plate", (0.2, 0.8, 0.75, 0.92), texts[one.use], out_m=0.016)

    return make


def _bin(s: Surfaces, one: Equipment) -> None:
    (x0, y0, z0), (x1, y1, z1) = _ends(one)
    s.box((x0 + 0.02, y0 + 0.02, z0), (x1 - 0.02, y1 - 0.02, z1 - 0.07), "bin_green", without="b")
    s.box((x0, y0, z1 - 0.07), (x1, y1, z1), "bin_lid")


def _fly_lamp(s: Surfaces, one: Equipment) -> None:
    s.box(*_ends(one), "dark")
    _on_front(s, one, "uv", (0.08, 0.2, 0.92, 0.8))


def _extinguisher(s: Surfaces, one: Equipment) -> None:
    s.cylinder(one.place.centre, 0.075, one.bottom_m, one.top_m - 0.08, "red", lid="red")
    s.cylinder(one.place.centre, 0.03, one.top_m - 0.08, one.top_m, "black", sides=10)


def _sign(s: Surfaces, one: Equipment) -> None:
    _on_front(s, one, "sign", (0.0, 0.0, 1.0, 1.0), one.use, out_m=0.002)


_MAKERS: dict[Kind, Callable[[Surfaces, Equipment], None]] = {
    Kind.STOVE: _stove,
    Kind.HOOD: _hood,
    Kind.DUCT: _plain("galvanised"),
    Kind.PURIFIER: _purifier,
    Kind.FAN: _fan,
    Kind.OUTLET: _outlet,
    Kind.SINK: _sink,
    Kind.HAND_BASIN: _basin,
    Kind.TABLE: _table,
    Kind.RACK: _rack,
    Kind.FRIDGE: _doors("steel", 2),
    Kind.CABINET: _doors("steel", 2),
    Kind.BIN: _bin,
    Kind.FLY_LAMP: _fly_lamp,
    Kind.GAS_ALARM: _plain("ceramic"),
    Kind.EXTINGUISHER: _extinguisher,
    Kind.DINING_TABLE: _table,
    Kind.COUNTER: _plain("wood", top="stone"),
    Kind.GREASE_TRAP: _plain("filter"),
    Kind.SIGN: _sign,
}
