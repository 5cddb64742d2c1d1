"""Clicks on known lengths of a room: what a measurement shows and what is true."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot, radians

import numpy as np

from panorama.layout.model import Equipment, Kind, Layout, Rectangle, StandPoint
from panorama.measure import CLICK_RAD, Measured, measured, point_at
from panorama.projection import angles
from panorama.render.depth import depth_mm
from panorama.render.scene import Scene

CORNERED = (Kind.TABLE, Kind.SINK, Kind.COUNTER, Kind.FRIDGE, Kind.CABINET, Kind.DINING_TABLE)
NEAR_M = 6.0


@dataclass(frozen=True)
class Click:
    """A measurement of a known length, in metres."""

    what: str
    true_m: float
    shown: Measured


def shaken(layout: Layout, seed: int) -> Layout:
    """The same room with other places, sizes and stand points; nobody has seen it."""
    chance = np.random.default_rng(seed)

    def moved(one: Equipment) -> Equipment:
        wide, deep, high = chance.uniform(0.75, 1.1, 3)
        x, y = chance.uniform(-0.12, 0.12, 2)
        place = Rectangle(
            one.place.x + x, one.place.y + y, one.place.width * wide, one.place.depth * deep
        )
        if one.kind is Kind.SIGN:
            return one
        return replace(one, place=place, height_m=one.height_m * high)

    def stepped(one: StandPoint) -> StandPoint:
        x, y, eye = chance.uniform(-0.3, 0.3, 3)
        return replace(one, x=one.x + x, y=one.y + y, eye_m=one.eye_m + eye / 2)

    return replace(
        layout,
        equipment=tuple(moved(one) for one in layout.equipment),
        stand_points=tuple(stepped(one) for one in layout.stand_points),
    )


def clicks(layout: Layout, seed: int, repeats: int = 1) -> Iterator[Click]:
    """Every known length between points that a stand point sees, clicked with an unsteady hand."""
    scene = Scene.of_layout(layout, is_rough=True)
    chance = np.random.default_rng(seed)
    for stand in layout.stand_points:
        eye = np.array([stand.x, stand.y, stand.eye_m])
        depth = depth_mm(scene, (stand.x, stand.y, stand.eye_m))
        for what, a, b in _known(layout):
            if not (_is_seen(scene, eye, a) and _is_seen(scene, eye, b)):
                continue
            for _ in range(repeats):
                ends = [point_at(depth, *_clicked(chance, end - eye)) for end in (a, b)]
                if None not in ends:
                    yield Click(what, float(np.linalg.norm(a - b)), measured(*ends))


def _known(layout: Layout) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Edges of equipment, distances between their corners, hood to floor, hood over stove."""
    tops = {one.id: _corners(one, one.top_m) for one in layout.equipment if one.kind in CORNERED}
    for name, corners in tops.items():
        for a, b in itertools.combinations(corners, 2):
            yield f"{name} edge", a, b
    for (one, a), (other, b) in itertools.combinations(tops.items(), 2):
        yield f"{one} to {other}", a[0], b[2]
        yield f"{one} to {other}", a[1], b[3]
    for hood in layout.of(Kind.HOOD):
        for corner in _corners(hood, hood.bottom_m):
            yield "hood to floor", corner, corner * [1, 1, 0]
        for stove in layout.of(Kind.STOVE):
            for low, high in zip(
                _corners(stove, stove.top_m), _corners(hood, hood.bottom_m), strict=True
            ):
                yield "hood over stove", low, high


def _corners(one: Equipment, z: float) -> list[np.ndarray]:
    p = one.place
    return [
        np.array([x, y, z])
        for x, y in (
            (p.x, p.y),
            (p.x + p.width, p.y),
            (p.x + p.width, p.y + p.depth),
            (p.x, p.y + p.depth),
        )
    ]


def _is_seen(scene: Scene, eye: np.ndarray, point: np.ndarray) -> bool:
    """Whether the point is the first thing on its ray, and near enough to be clicked at."""
    way = point - eye
    far = float(np.linalg.norm(way))
    if far > NEAR_M or hypot(way[0], way[1]) < 0.3:
        return False
    hits = scene.cast(eye[None].astype(np.float32), (way / far)[None].astype(np.float32))
    # A ray past a corner meets what stands behind it; one to a hidden corner something before.
    return bool(hits.distance[0] > far - 0.01)


def _clicked(chance: np.random.Generator, way: np.ndarray) -> tuple[float, float]:
    yaw, pitch = (float(one) for one in angles(way))
    error = np.degrees(chance.normal(0, CLICK_RAD, 2))
    return (yaw + error[0] / max(np.cos(radians(pitch)), 0.1)) % 360, pitch + error[1]
