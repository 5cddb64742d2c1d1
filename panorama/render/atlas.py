"""One picture that holds the lit colour of every quad, and where in it each quad lies."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from panorama.layout.model import Layout
from panorama.render.equirect import MIDDLE_GREY, curved
from panorama.render.glb import ModelTooLarge
from panorama.render.materials import COLOUR, GLOSS, GLOW, label_texture
from panorama.render.scene import Scene
from panorama.render.surfaces import CELL_M, FINE_M, ROUGH, Quad, cells

Array = NDArray[np.floating[Any]]
RIM_PX = 2  # repeated edge texels, so that neither filtering nor JPEG mixes two surfaces
MOST_PX = 512  # along one edge of a surface
WIDTH_PX, MOST_HEIGHT_PX = 1024, 4096  # 4,096 is what phones draw
TEXT_M = 0.004  # a texel of a sign: strokes of a 12 cm character stay apart
SUN_M = 0.05  # a texel of the floor at most: the sun's edge is sharper than the baked light
BRIGHTER = 1.45  # than a metered picture: its lamps and sky are not among the surfaces weighed here
MIRRORED = 0.42  # of a mirror's share counts as colour: what it shows is the room, a bit darker


@dataclass(frozen=True)
class Atlas:
    """The picture, (H, W, 3) RGB in sRGB, and per quad the middles of its corner texels."""

    picture: NDArray[np.uint8]
    low: Array  # (Q, 2) column and row of the texel at the quad's corner, in 0..1 of the picture
    span: Array  # (Q, 2) from there along u and v; v goes up, so its rows count downwards


def baked_atlas(layout: Layout, scene: Scene) -> Atlas:
    """Lit colours without patterns. `scene` must be baked; its parts inside and outside the
    building are exposed apart, as an eye adapts that goes through the door.

    Raises:
        ModelTooLarge: the surfaces do not fit into a picture that phones draw.
    """
    sizes = np.array([_size_px(quad, scene.is_rough) for quad in scene.quads])
    places, height = _packed(sizes + 2 * RIM_PX)
    picture = np.zeros((height, WIDTH_PX, 3), np.float32)
    light, counts = _light(scene, sizes)
    exposure = _exposures(layout, scene, light, counts)
    ends = np.cumsum(counts)
    for number, (quad, (wide, high)) in enumerate(zip(scene.quads, sizes, strict=True)):
        colour = _colour(scene, number, quad, (int(wide), int(high)))
        glow = GLOW[scene.material_of_quad[number]]
        own = light[ends[number] - counts[number] : ends[number]].reshape(high, wide, 3)
        lit = np.broadcast_to(glow, own.shape) if glow.any() else colour * own / np.pi
        rim = (RIM_PX, RIM_PX)
        rimmed = np.pad(lit[::-1] * exposure[number], (rim, rim, (0, 0)), "edge")
        x, y = places[number]
        picture[y : y + high + 2 * RIM_PX, x : x + wide + 2 * RIM_PX] = rimmed
    size = np.array([WIDTH_PX, height], float)
    corner = places + RIM_PX + np.stack([np.full(len(sizes), 0.5), sizes[:, 1] - 0.5], axis=1)
    return Atlas(curved(picture), corner / size, (sizes - 1) * np.array([1, -1]) / size)


def _size_px(quad: Quad, is_rough: bool) -> tuple[int, int]:
    """Two texels per cell of baked light; signs are finer, tiny things have one colour."""
    lengths = float(np.linalg.norm(quad.u)), float(np.linalg.norm(quad.v))
    texel_m = CELL_M.get(quad.material, FINE_M) / 2 * (ROUGH if is_rough else 1)
    if quad.label:
        texel_m = TEXT_M
    elif quad.material.startswith("floor"):
        texel_m = min(texel_m, SUN_M)
    wide, high = (int(np.clip(np.ceil(one / texel_m) + 1, 2, MOST_PX)) for one in lengths)
    return wide, high


def _packed(sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Places charts on shelves, tallest first; returns corners and the height in use.

    Raises:
        ModelTooLarge: they do not fit into what phones draw.
    """
    places = np.zeros((len(sizes), 2), np.int64)
    x = y = shelf = 0
    for number in np.argsort(-sizes[:, 1], kind="stable"):
        wide, high = sizes[number]
        if x + wide > WIDTH_PX:
            x, y, shelf = 0, y + shelf, 0
        places[number] = x, y
        x, shelf = x + int(wide), max(shelf, int(high))
    height = -(-(y + shelf) // 8) * 8
    if height > MOST_HEIGHT_PX:
        raise ModelTooLarge(f"the atlas would be {height} px high, phones draw {MOST_HEIGHT_PX}")
    return places, height


def _light(scene: Scene, sizes: NDArray[np.int64]) -> tuple[Array, NDArray[np.int64]]:
    """Irradiance at all texels of all quads, sun included, and how many texels each has.

    The texels of a quad come row by row, beginning at its corner.
    """
    first = np.searchsorted(scene.mesh.vertex_quad, np.arange(len(scene.quads)))
    corners: list[Array] = []
    points: list[Array] = []
    for number, quad in enumerate(scene.quads):
        nu, nv = cells(quad, ROUGH if scene.is_rough else 1.0)
        s, t = np.meshgrid(np.linspace(0, 1, sizes[number, 0]), np.linspace(0, 1, sizes[number, 1]))
        s, t = s.ravel(), t.ravel()
        column = np.minimum((s * nu).astype(int), nu - 1)
        row = np.minimum((t * nv).astype(int), nv - 1)
        a, b = (s * nu - column)[:, None], (t * nv - row)[:, None]
        at = first[number] + row * (nu + 1) + column
        low = scene.light[at] * (1 - a) + scene.light[at + 1] * a
        high = scene.light[at + nu + 1] * (1 - a) + scene.light[at + nu + 2] * a
        corners.append(low * (1 - b) + high * b)
        points.append(quad.corner + s[:, None] * quad.u + t[:, None] * quad.v)
    counts = np.array([len(one) for one in points])
    normals = np.repeat(np.array([quad.normal for quad in scene.quads]), counts, axis=0)
    sun = scene.sun_at(np.concatenate(points).astype(np.float32), np.asarray(normals, np.float32))
    return np.concatenate(corners).astype(np.float32) + sun, counts


def _colour(scene: Scene, number: int, quad: Quad, size_px: tuple[int, int]) -> Array:
    material = scene.material_of_quad[number]
    if not quad.label:
        return COLOUR[material] + MIRRORED * GLOSS[material]
    wide, high = size_px
    size = float(np.linalg.norm(quad.u)), float(np.linalg.norm(quad.v))
    text = label_texture(quad.label, *size, is_plate=quad.material == "plate")
    rows = (np.arange(high) + 0.5) / high * text.shape[0]
    columns = (np.arange(wide) + 0.5) / wide * text.shape[1]
    return text[rows.astype(int)[:, None], columns.astype(int)][::-1]


def _exposures(
    layout: Layout, scene: Scene, light: Array, counts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """A factor per quad: one inside the storey, another for what stands under the sky."""
    middles = np.array([quad.corner + (quad.u + quad.v) / 2 for quad in scene.quads])
    inside = (
        (middles > -0.04) & (middles < [layout.width_m + 0.04, layout.depth_m + 0.04, 9])
    ).all(1)
    inside &= middles[:, 2] < layout.ceiling_m + 0.02
    ends = np.cumsum(counts)
    total = np.add.reduceat(light.mean(axis=1), ends - counts) / counts
    bright = COLOUR[scene.material_of_quad].mean(axis=1) * total / np.pi
    area = np.array([np.linalg.norm(np.cross(quad.u, quad.v)) for quad in scene.quads])
    exposures = np.ones(len(scene.quads), np.float32)
    for chosen in (inside, ~inside):
        mean = np.exp(np.average(np.log(np.maximum(bright[chosen], 1e-3)), weights=area[chosen]))
        exposures[chosen] = MIDDLE_GREY * BRIGHTER / mean
    return exposures
