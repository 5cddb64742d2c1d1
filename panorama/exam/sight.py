"""What is seen from where, by walls with their openings and by what stands in the way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, cos, degrees, dist, radians, sin

Point = tuple[float, float, float]
Eye = tuple[float, float, float]
SHORT_M = 0.25  # a place lies on a surface or in it: the last bit of the way does not count


@dataclass(frozen=True)
class Hole:
    """A door, window or hatch: from and to along its wall, from and to above the floor."""

    start_m: float
    end_m: float
    sill_m: float
    top_m: float


@dataclass(frozen=True)
class Sheet:
    """A wall from floor to ceiling, with its holes."""

    x1: float
    y1: float
    x2: float
    y2: float
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True)
class Block:
    """A box that hides what is behind it."""

    low: Point
    high: Point


@dataclass(frozen=True)
class Opaque:
    """All that hides; `top_m`: walls end at this height."""

    sheets: tuple[Sheet, ...]
    blocks: tuple[Block, ...]
    top_m: float


def distance(eye: Eye, place: Point) -> float:
    """Metres between them."""
    return dist(eye, place)


def angle_between(eye: Eye, place: Point, yaw_deg: float, pitch_deg: float) -> float:
    """Degrees between a direction and the way to a place; 0 where the eye is the place."""
    length = dist(eye, place)
    if length == 0:
        return 0.0
    yaw, pitch = radians(yaw_deg), radians(pitch_deg)
    look = (cos(pitch) * sin(yaw), cos(pitch) * cos(yaw), sin(pitch))
    cosine = sum((b - a) * c for a, b, c in zip(eye, place, look, strict=True)) / length
    return degrees(acos(min(1.0, max(-1.0, cosine))))


def is_seen(eye: Eye, place: Point, opaque: Opaque) -> bool:
    """Whether neither a wall nor a box stands between an eye and a place."""
    length = dist(eye, place)
    if length <= SHORT_M:
        return True
    end = _along(eye, place, 1 - SHORT_M / length)
    return not any(_is_cut(eye, end, one, opaque.top_m) for one in opaque.sheets) and not any(
        _is_in_box(eye, end, one) and not _is_near(place, one) for one in opaque.blocks
    )


def _along(a: Point, b: Point, part: float) -> Point:
    x, y, z = (p + (q - p) * part for p, q in zip(a, b, strict=True))
    return x, y, z


def _is_cut(eye: Eye, end: Point, wall: Sheet, top_m: float) -> bool:
    way = end[0] - eye[0], end[1] - eye[1]
    run = wall.x2 - wall.x1, wall.y2 - wall.y1
    across = way[0] * run[1] - way[1] * run[0]
    if abs(across) < 1e-12:
        return False
    off = wall.x1 - eye[0], wall.y1 - eye[1]
    part = (off[0] * run[1] - off[1] * run[0]) / across
    share = (off[0] * way[1] - off[1] * way[0]) / across
    if not (0 < part < 1 and 0 <= share <= 1):
        return False
    height = eye[2] + (end[2] - eye[2]) * part
    at_m = share * (run[0] ** 2 + run[1] ** 2) ** 0.5
    return height <= top_m and not any(
        hole.start_m <= at_m <= hole.end_m and hole.sill_m <= height <= hole.top_m
        for hole in wall.holes
    )


def _is_in_box(eye: Eye, end: Point, box: Block) -> bool:
    """Whether the way passes the box (slab by slab)."""
    first, last = 0.0, 1.0
    for a, b, low, high in zip(eye, end, box.low, box.high, strict=True):
        if abs(b - a) < 1e-12:
            if not low < a < high:
                return False
            continue
        ends = sorted(((low - a) / (b - a), (high - a) / (b - a)))
        first, last = max(first, ends[0]), min(last, ends[1])
    return first < last


def _is_near(place: Point, box: Block) -> bool:
    """The place belongs to the box: on it, in it or at its side."""
    return all(
        low - SHORT_M <= one <= high + SHORT_M
        for one, low, high in zip(place, box.low, box.high, strict=True)
    )


def scenes_that_see(
    eyes: Sequence[tuple[str, Eye]], place: Point, opaque: Opaque
) -> list[tuple[str, float]]:
    """Ids of the eyes that see a place with the distance, the nearest first."""
    found = [(name, dist(eye, place)) for name, eye in eyes if is_seen(eye, place, opaque)]
    return sorted(found, key=lambda one: one[1])
