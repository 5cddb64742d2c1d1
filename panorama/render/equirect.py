"""A panorama of a baked scene: colour with reflections, smooth edges, a photographic curve."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from panorama.projection import rays_of_rows
from panorama.render.materials import GLOSS, GLOW, MATERIALS, NAMES, colour_at, label_texture
from panorama.render.scene import LIFT_M, Hits, Scene

Array = NDArray[np.floating[Any]]
ROWS_AT_ONCE = 64
EDGE_SAMPLES = ((0.2, 0.3), (0.7, 0.15), (0.35, 0.8), (0.85, 0.65))
MIDDLE_GREY = 0.40  # a photographer's meter: the picture's mean (of logarithms) becomes this
_BRUSHED = tuple(NAMES.index(name) for name, one in MATERIALS.items() if one.pattern == "brushed")
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
    marks = np.empty((height, width_px), np.int32)
    origin = np.asarray(at, np.float32)
    for first in range(0, height, ROWS_AT_ONCE):
        last = min(height, first + ROWS_AT_ONCE)
        rays = rays_of_rows(first, last, width_px, (0.5, 0.5)).astype(np.float32).reshape(-1, 3)
        colour, mark = _look(scene, origin, rays)
        picture[first:last] = colour.reshape(-1, width_px, 3)
        marks[first:last] = mark.reshape(-1, width_px)
        progress(0.7 * last / height)
    _smooth_edges(scene, origin, picture, marks)
    progress(1.0)
    return _developed(picture)


def _smooth_edges(scene: Scene, origin: Array, picture: Array, marks: NDArray[np.int32]) -> None:
    """More samples only where neighbours show different surfaces, or text."""
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
            total += np.minimum(_look(scene, origin, rays)[0], 4.0)
        picture[r, c] = total / (len(EDGE_SAMPLES) + 1)


def _look(scene: Scene, origin: Array, rays: Array) -> tuple[Array, NDArray[np.int32]]:
    hits = scene.cast(np.broadcast_to(origin, rays.shape), rays)
    quads = scene.mesh.quad_of[np.where(hits.is_hit, hits.triangle, 0)]
    colour = _surface(scene, hits, quads)
    material = scene.material_of_quad[quads]
    normals = scene.mesh.normals[scene.mesh.triangles[np.where(hits.is_hit, hits.triangle, 0), 0]]
    facing = -(rays * normals).sum(axis=1)
    normals = np.where(facing[:, None] < 0, -normals, normals)
    colour = _mirrored(scene, origin, rays, hits, normals, np.abs(facing), material, colour)
    glow = GLOW[material]
    colour = np.where(glow.any(axis=1, keepdims=True), glow, colour)
    sky = scene.thrown(hits, rays)
    colour = np.where(hits.is_hit[:, None], colour, sky)
    return colour.astype(np.float32), np.where(hits.is_hit, quads, -1).astype(np.int32)


def _surface(scene: Scene, hits: Hits, quads: NDArray[np.int32]) -> Array:
    corners = scene.mesh.uv_m[scene.mesh.triangles[np.where(hits.is_hit, hits.triangle, 0)]]
    u, v = hits.bary[:, 0:1], hits.bary[:, 1:2]
    uv = corners[:, 0] * (1 - u - v) + corners[:, 1] * u + corners[:, 2] * v
    material = scene.material_of_quad[quads]
    colour = colour_at(material, uv)
    texts: list[int] = np.unique(quads[np.isin(material, _TEXTS) & hits.is_hit]).tolist()
    for number in texts:
        quad = scene.quads[number]
        size = float(np.linalg.norm(quad.u)), float(np.linalg.norm(quad.v))
        texture = label_texture(quad.label, *size, is_plate=quad.material == "plate")
        chosen = quads == number
        rows = ((1 - uv[chosen, 1] / size[1]) * texture.shape[0]).astype(int)
        columns = (uv[chosen, 0] / size[0] * texture.shape[1]).astype(int)
        colour[chosen] = texture[
            rows.clip(0, texture.shape[0] - 1), columns.clip(0, texture.shape[1] - 1)
        ]
    return colour * scene.light_at(hits) / np.pi


def _mirrored(
    scene: Scene,
    origin: Array,
    rays: Array,
    hits: Hits,
    normals: Array,
    facing: Array,
    material: NDArray[np.int32],
    colour: Array,
) -> Array:
    gloss = GLOSS[material]
    share = gloss + (1 - gloss) * (1 - facing.clip(0, 1)) ** 5 * (gloss > 0) * 0.6
    chosen = np.flatnonzero((share > 0.02) & hits.is_hit)
    if not len(chosen):
        return colour
    at = origin + rays[chosen] * hits.distance[chosen, None]
    # Brushed metal bends the mirror a little along its grain; a perfect one would look like glass.
    grain = np.sin(at @ np.array([61.0, 47.0, 83.0], np.float32)) * 0.0015
    grain *= np.isin(material[chosen], _BRUSHED)
    bent = normals[chosen] + grain[:, None] * np.array([0.3, 0.3, 1.0], np.float32)
    bent /= np.linalg.norm(bent, axis=1, keepdims=True)
    ways = rays[chosen] - 2 * (rays[chosen] * bent).sum(axis=1, keepdims=True) * bent
    seen = scene.cast(at + normals[chosen] * LIFT_M, ways.astype(np.float32))
    quads = scene.mesh.quad_of[np.where(seen.is_hit, seen.triangle, 0)]
    back = _surface(scene, seen, quads)
    glow = GLOW[scene.material_of_quad[quads]]
    back = np.where(glow.any(axis=1, keepdims=True), glow * 0.5, back)
    back = np.where(seen.is_hit[:, None], back, scene.thrown(seen, ways))
    part = share[chosen, None]
    colour[chosen] = colour[chosen] * (1 - part) + np.minimum(back, 3.0) * part
    return colour


def _developed(picture: Array) -> NDArray[np.uint8]:
    """ACES curve (Narkowicz 2015) and sRGB, 8 bit."""
    brightness = np.log(np.maximum(picture.mean(axis=2), 1e-3))
    weight = np.cos((np.arange(len(picture)) + 0.5) / len(picture) * np.pi - np.pi / 2)
    mean = np.exp(np.average(brightness.mean(axis=1), weights=weight))
    x = np.maximum(picture, 0) * (MIDDLE_GREY / mean)
    curved = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(curved, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)
