"""A panorama of a baked scene: colour with reflections, smooth edges, a photographic curve."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from panorama.projection import rays_of_rows
from panorama.render.materials import (
    GLOSS,
    GLOW,
    LABEL_ROWS,
    MATERIALS,
    NAMES,
    SPREAD,
    colour_at,
    label_texture,
)
from panorama.render.scene import LIFT_M, Hits, Scene, sky
from panorama.render.surfaces import Quad

Array = NDArray[np.floating[Any]]
ROWS_AT_ONCE = 64
EDGE_SAMPLES = ((0.2, 0.3), (0.7, 0.15), (0.35, 0.8), (0.85, 0.65))
MIRRORS = 3  # rays per smeared reflection, evened out with those of the neighbours
EVEN_PX, EVEN_TAPS = 18.0, 32  # radius at 4096 wide, neighbours asked
MIRROR_PIXEL_RAD = 0.004  # reflections need no finer detail
MIDDLE_GREY = 0.27  # a photographer's meter: the picture's mean (of logarithms) becomes this
_TEXTS = tuple(NAMES.index(name) for name, one in MATERIALS.items() if one.pattern == "text")


def panorama(
    scene: Scene, at: tuple[float, float, float], width_px: int, progress: Callable[[float], None]
) -> NDArray[np.uint8]:
    """The view from a point all around.

    Returns:
        (width_px / 2, width_px, 3) RGB, sRGB.
    """
    height = width_px // 2
    picture = np.empty((height, width_px, 3), np.float32)
    sheen = np.empty_like(picture)
    marks = np.empty((height, width_px), np.int32)
    origin = np.asarray(at, np.float32)
    for first in range(0, height, ROWS_AT_ONCE):
        last = min(height, first + ROWS_AT_ONCE)
        rays = rays_of_rows(first, last, width_px, (0.5, 0.5)).astype(np.float32).reshape(-1, 3)
        colour, shine, mark = _look(scene, origin, rays, 2 * np.pi / width_px, MIRRORS)
        picture[first:last] = colour.reshape(-1, width_px, 3)
        sheen[first:last] = shine.reshape(-1, width_px, 3)
        marks[first:last] = mark.reshape(-1, width_px)
        progress(0.7 * last / height)
    edge = _smooth_edges(scene, origin, picture, marks)
    progress(0.9)
    evened = _evened(sheen, marks)
    evened[edge] = cv2.blur(evened, (3, 3))[edge]
    picture += evened
    progress(1.0)
    return _developed(picture)


def _evened(sheen: Array, marks: NDArray[np.int32]) -> Array:
    """Smeared reflections, each the mean of its neighbours on the same surface.

    A few rays per pixel are grainy; many neighbours together are not, and an edge between
    surfaces stays sharp because only the same quad counts.
    """
    height, width = marks.shape
    flat_marks, flat_sheen = marks.ravel(), sheen.reshape(-1, 3)
    lit = np.flatnonzero(flat_sheen.any(axis=1))
    evened = np.zeros_like(flat_sheen)
    reach = width / 4096 * EVEN_PX
    turns = np.arange(EVEN_TAPS) * 2.399963
    radii = np.sqrt((np.arange(EVEN_TAPS) + 0.5) / EVEN_TAPS) * reach
    taps = np.stack([np.cos(turns) * radii, np.sin(turns) * radii], axis=1).round().astype(int)
    for start in range(0, len(lit), 1_000_000):
        some = lit[start : start + 1_000_000]
        row, column = np.divmod(some, width)
        total, count = flat_sheen[some].copy(), np.ones(len(some), np.float32)
        for dx, dy in taps:
            other = (row + dy).clip(0, height - 1) * width + (column + dx) % width
            same = (flat_marks[other] == flat_marks[some]).astype(np.float32)
            total += flat_sheen[other] * same[:, None]
            count += same
        evened[some] = total / count[:, None]
    return evened.reshape(sheen.shape)


def _smooth_edges(
    scene: Scene, origin: Array, picture: Array, marks: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """More samples only where neighbours show different surfaces, or text; returns where."""
    height, width = marks.shape
    edge = marks != np.roll(marks, 1, axis=1)
    edge |= np.roll(edge, -1, axis=1)
    below = marks[1:] != marks[:-1]
    edge[1:] |= below
    edge[:-1] |= below
    contrast = np.abs(np.diff(picture.mean(axis=2), axis=1, append=picture[:, :1].mean(axis=2)))
    edge |= contrast > 0.12
    rows, columns = np.nonzero(edge)
    for start in range(0, len(rows), 400_000):
        r, c = rows[start : start + 400_000], columns[start : start + 400_000]
        total = picture[r, c].copy()
        for dx, dy in EDGE_SAMPLES:
            yaw = ((c + dx) / width - 0.5) * 2 * np.pi
            pitch = (0.5 - (r + dy) / height) * np.pi
            rays = np.stack(
                [np.cos(pitch) * np.sin(yaw), np.cos(pitch) * np.cos(yaw), np.sin(pitch)], axis=1
            ).astype(np.float32)
            colour, _, _ = _look(scene, origin, rays, 2 * np.pi / width, 0)
            total += np.minimum(colour, 4.0)
        picture[r, c] = total / (len(EDGE_SAMPLES) + 1)
    return edge


def _look(
    scene: Scene, origin: Array, rays: Array, pixel_rad: float, mirrors: int
) -> tuple[Array, Array, NDArray[np.int32]]:
    """Colours of rays, smeared reflections to be added, and the quads they meet (-1: sky).

    `mirrors` rays are cast per smeared reflection; with 0 there are none.
    """
    hits = scene.cast(np.broadcast_to(origin, rays.shape), rays)
    normals = _normals(scene, hits, rays)
    facing = np.abs((rays * normals).sum(axis=1))
    footprint = hits.distance * pixel_rad / np.clip(facing, 0.2, 1)
    colour = _surface(scene, origin, rays, hits, normals, footprint)
    sheen = _mirrored(scene, origin, rays, hits, normals, facing, colour, mirrors)
    quads = _quads(scene, hits)
    glow = GLOW[scene.material_of_quad[quads]]
    colour = np.where(glow.any(axis=1, keepdims=True), glow, colour)
    colour = np.where(hits.is_hit[:, None], colour, sky(rays))
    return colour.astype(np.float32), sheen, np.where(hits.is_hit, quads, -1).astype(np.int32)


def _quads(scene: Scene, hits: Hits) -> NDArray[np.int32]:
    return scene.mesh.quad_of[np.where(hits.is_hit, hits.triangle, 0)]


def _normals(scene: Scene, hits: Hits, rays: Array) -> Array:
    """Of the surfaces hit, on the side the rays come from."""
    corners = scene.mesh.triangles[np.where(hits.is_hit, hits.triangle, 0), 0]
    normals = scene.mesh.normals[corners]
    away = (rays * normals).sum(axis=1, keepdims=True) > 0
    return np.where(away, -normals, normals)


def _surface(
    scene: Scene, origin: Array, rays: Array, hits: Hits, normals: Array, footprint: Array
) -> Array:
    """What surfaces look like without their reflections."""
    quads = _quads(scene, hits)
    corners = scene.mesh.uv_m[scene.mesh.triangles[np.where(hits.is_hit, hits.triangle, 0)]]
    u, v = hits.bary[:, 0:1], hits.bary[:, 1:2]
    uv = corners[:, 0] * (1 - u - v) + corners[:, 1] * u + corners[:, 2] * v
    material = scene.material_of_quad[quads]
    footprint = np.where(hits.is_hit, footprint, 1.0)
    colour = colour_at(material, uv, footprint)
    texts: list[int] = np.unique(quads[np.isin(material, _TEXTS) & hits.is_hit]).tolist()
    for number in texts:
        chosen = quads == number
        colour[chosen] = _text(scene.quads[number], uv[chosen], float(footprint[chosen].mean()))
    light = scene.light_at(hits)
    points = np.where(hits.is_hit[:, None], origin + rays * hits.distance[:, None], 0)
    light[hits.is_hit] += scene.sun_at(points[hits.is_hit], normals[hits.is_hit])
    return colour * light / np.pi


def _text(quad: Quad, uv: Array, footprint_m: float) -> Array:
    size = float(np.linalg.norm(quad.u)), float(np.linalg.norm(quad.v))
    wanted = size[1] / footprint_m * 1.6  # a little finer than the pixels, so that strokes stay
    rows = next((one for one in (16, 32, 64, 128) if one >= wanted), LABEL_ROWS)
    texture = label_texture(quad.label, *size, rows, is_plate=quad.material == "plate")
    down = ((1 - uv[:, 1] / size[1]) * texture.shape[0]).astype(int)
    across = (uv[:, 0] / size[0] * texture.shape[1]).astype(int)
    return texture[down.clip(0, texture.shape[0] - 1), across.clip(0, texture.shape[1] - 1)]


def _mirrored(
    scene: Scene,
    origin: Array,
    rays: Array,
    hits: Hits,
    normals: Array,
    facing: Array,
    colour: Array,
    mirrors: int,
) -> Array:
    """Mixes sharp reflections (glass) into `colour`; returns the smeared ones (brushed steel)."""
    sheen = np.zeros_like(colour)
    quads = _quads(scene, hits)
    spread = SPREAD[scene.material_of_quad[quads]]
    gloss = GLOSS[scene.material_of_quad[quads]]
    # Towards grazing angles everything mirrors (Schlick), rough surfaces less so.
    grazing = 0.6 * np.clip(1 - 6 * spread.min(axis=1), 0.15, 1)
    share = gloss + (1 - gloss) * (1 - facing.clip(0, 1)) ** 5 * (gloss > 0) * grazing
    share = np.where((share > 0.015) & hits.is_hit, share, 0)
    for is_smeared, count in ((False, 1), (True, mirrors)):
        chosen = np.flatnonzero((share > 0) & (spread.any(axis=1) == is_smeared))
        if not len(chosen):
            continue
        way, normal, part = rays[chosen], normals[chosen], share[chosen, None]
        at = (origin + way * hits.distance[chosen, None]).astype(np.float32)
        total = np.zeros((len(chosen), 3), np.float32)
        for number in range(count):
            bent = _bent(scene, quads[chosen], normal, at, spread[chosen], (number, count))
            ways = (way - 2 * (way * bent).sum(axis=1, keepdims=True) * bent).astype(np.float32)
            total += _seen_in_mirror(scene, at + normal * LIFT_M, ways)
        colour[chosen] *= 1 - part
        (sheen if is_smeared else colour)[chosen] += total / max(count, 1) * part
    return sheen.astype(np.float32)


def _bent(
    scene: Scene,
    quads: NDArray[np.int32],
    normals: Array,
    at: Array,
    spread: Array,
    which: tuple[int, int],
) -> Array:
    """Normals of the micro-surface: slope `which` = (number, count), begun at random per point."""
    number, count = which
    mixed = np.sin(at @ np.array([1271.7, 3117.1, 2695.3], np.float32)) * 43758.5453
    turn = mixed - np.floor(mixed)
    slope = np.sqrt((number + turn) / count) * 1.2
    angle = 2 * np.pi * (number * 0.618034 + turn * 7)
    across = (slope * np.cos(angle) * spread[:, 0])[:, None] * scene.along_u[quads]
    along = (slope * np.sin(angle) * spread[:, 1])[:, None] * scene.along_v[quads]
    bent = normals + across + along
    return bent / np.linalg.norm(bent, axis=1, keepdims=True)


def _seen_in_mirror(scene: Scene, start: Array, ways: Array) -> Array:
    seen = scene.cast(start, ways)
    normals = _normals(scene, seen, ways)
    # what touches a mirror is no distance away
    footprint = np.maximum(seen.distance, LIFT_M) * MIRROR_PIXEL_RAD
    back = _surface(scene, start, ways, seen, normals, footprint)
    glow = GLOW[scene.material_of_quad[_quads(scene, seen)]]
    back = np.where(glow.any(axis=1, keepdims=True), glow * 0.5, back)
    return np.minimum(np.where(seen.is_hit[:, None], back, sky(ways)), 3.0).astype(np.float32)


def _developed(picture: Array) -> NDArray[np.uint8]:
    """Exposed as a photographer's meter would, then curved."""
    brightness = np.log(np.maximum(picture.mean(axis=2), 1e-3))
    weight = np.cos((np.arange(len(picture)) + 0.5) / len(picture) * np.pi - np.pi / 2)
    mean = np.exp(np.average(brightness.mean(axis=1), weights=weight))
    return curved(picture * (MIDDLE_GREY / mean))


def curved(exposed: Array) -> NDArray[np.uint8]:
    """ACES curve (Narkowicz 2015) and sRGB, 8 bit, of linear light that is already exposed."""
    x = np.maximum(exposed, 0)
    x = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(x, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)
