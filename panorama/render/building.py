"""Floors, ceilings, walls with their openings, lamps, as quads."""

import itertools

import numpy as np

from panorama.layout.model import Layout, Wall, ZoneKind
from panorama.render.surfaces import Surfaces

WALL_M = 0.06


def shell(s: Surfaces, layout: Layout) -> None:
    """Floors, ceilings, roof and outer walls."""
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


def wall_surfaces(s: Surfaces, layout: Layout, wall: Wall) -> None:
    """A wall with its openings; tiles up to where the layout says."""
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


def lamps(s: Surfaces, layout: Layout) -> None:
    """Ceiling lamps in rows."""
    z = layout.ceiling_m - 0.012
    for zone in layout.zones:
        p = zone.place
        if zone.kind is ZoneKind.OUTSIDE or p.area_m2 < 1.5:
            continue
        for x in np.arange(p.x + min(1.0, p.width / 2), p.x + p.width - 0.3, 2.2):
            for y in np.arange(p.y + min(0.9, p.depth / 2), p.y + p.depth - 0.3, 2.0):
                s.quad((x - 0.6, y + 0.15, z), (1.2, 0, 0), (0, -0.3, 0), "lamp")
