"""Lengths on a panorama: two directions and a depth map give a length and an honest band. Pure.

The band is where the true length lies in 95 of 100 measurements (tests/unit/panorama). It holds
what a click may miss, what a depth pixel can not tell apart, and at edges what lies within a click
of each other. The page does the same arithmetic (`static/src/rooms/measure.ts`); both are held to
`tests/support/measure_vectors.json`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, cos, floor, hypot, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

CLICK_RAD = 0.7 * 2 * pi / 4096  # how far a careful click misses, one sigma (room-notes 5)
REACH = 2.5  # sigmas a click is looked around for edges and slopes
PIXEL = 1.0  # a corner may lie so far from the nearest pixel that shows it
MORE = 1.5  # pixels around that, to see how the surface slopes
JUMP = 0.03  # neighbours whose distances differ by more than this share are different things
EVEN = 1.96  # sigmas of the band for what is random: 95 in 100
CAUTION = 1.3  # a corner has few samples: what the plane leaves over there is too small a sample
QUANTUM_M = 0.0005  # depth is whole millimetres
RIDGE = 0.01
FARTHEST_M = 65.5
LEAST_BAND_M = 0.003  # chosen: less would promise what no tape holds


@dataclass(frozen=True)
class Point:
    """Where a click met the room, from the eye: x east, y north, z up, metres."""

    way: tuple[float, float, float]
    distance_m: float
    near_m: float
    far_m: float
    click_rad: float
    is_edge: bool

    @property
    def at(self) -> tuple[float, float, float]:
        """The point itself."""
        return _along(self.way, self.distance_m)


@dataclass(frozen=True)
class Span:
    """A length and its band: the true one lies within `± band_m`."""

    length_m: float
    band_m: float


@dataclass(frozen=True)
class Measured:
    """Between two points: straight, upwards, and across the floor; `is_edge`: one was snapped."""

    straight: Span
    rise: Span
    level: Span
    is_edge: bool


def point_at(
    depth_mm: NDArray[np.uint16], yaw_deg: float, pitch_deg: float, click_rad: float = CLICK_RAD
) -> Point | None:
    """The point of a click; `None` where there is nothing within 65 m.

    Where different things lie within reach of the click, the nearest is meant: one clicks on the
    edge of a table, not on the wall that begins there. The point then says `is_edge`.

    Args:
        depth_mm: (H, 2 H) distances along the rays, 0 where there is none.
        click_rad: one sigma of the click's error; a finger on a small screen misses by more.
    """
    height, width = depth_mm.shape
    column = (yaw_deg / 360 + 0.5) % 1.0 * width - 0.5
    row = (0.5 - pitch_deg / 180) * height - 0.5
    off_px = click_rad * height / pi
    reach = REACH * off_px + PIXEL
    around = _around(depth_mm, column, row, reach + MORE, cos(pitch_deg * pi / 180))
    within = sorted(one.depth_m for one in around if one.squared <= reach**2)
    if not within:
        return None
    last = 0
    while last + 1 < len(within) and within[last + 1] <= within[last] * (1 + JUMP):
        last += 1
    low, high = within[0] * (1 - JUMP), within[last] * (1 + JUMP)
    inverse, error = _surface([one for one in around if low <= one.depth_m <= high], off_px)
    return Point(
        _way(yaw_deg, pitch_deg),
        1 / inverse,
        1 / (inverse + error) - QUANTUM_M,
        1 / max(inverse - error, 1 / FARTHEST_M) + QUANTUM_M,
        click_rad,
        last + 1 < len(within),
    )


@dataclass(frozen=True)
class _Sample:
    """A depth beside a click: where, in pixels from it, and how far."""

    across: float
    down: float
    depth_m: float

    @property
    def squared(self) -> float:
        return self.across**2 + self.down**2


def _around(
    depth_mm: NDArray[np.uint16], column: float, row: float, reach: float, narrow: float
) -> list[_Sample]:
    height, width = depth_mm.shape
    # Towards the zenith a pixel is narrower than it is high.
    wide = min(reach / max(narrow, 0.02), width / 4)
    found: list[_Sample] = []
    for y in range(ceil(row - reach), floor(row + reach) + 1):
        for x in range(ceil(column - wide), floor(column + wide) + 1):
            depth = int(depth_mm[min(max(y, 0), height - 1), x % width])
            one = _Sample((x - column) * reach / wide, y - row, depth / 1000)
            if depth and one.squared <= reach**2:
                found.append(one)
    return found


def _surface(samples: list[_Sample], off_px: float) -> tuple[float, float]:
    """The inverse distance at the click and how far it may be off, in 1/m.

    On a plane the inverse distance is linear in the direction, so a plane is fitted through the
    samples; what it leaves over (corners, curves) and how it slopes within a click is the error.
    """
    n = len(samples)
    inverse = [1 / one.depth_m for one in samples]
    mean_w = sum(inverse) / n
    mean_x, mean_y = sum(s.across for s in samples) / n, sum(s.down for s in samples) / n
    # A trace is added so that samples in one line give a slope along it and none across.
    xx = sum((s.across - mean_x) ** 2 for s in samples) + RIDGE
    yy = sum((s.down - mean_y) ** 2 for s in samples) + RIDGE
    xy = sum((s.across - mean_x) * (s.down - mean_y) for s in samples)
    xw = sum((s.across - mean_x) * w for s, w in zip(samples, inverse, strict=True))
    yw = sum((s.down - mean_y) * w for s, w in zip(samples, inverse, strict=True))
    size = xx * yy - xy * xy
    gx, gy = (xw * yy - yw * xy) / size, (yw * xx - xw * xy) / size
    slope = hypot(gx, gy)
    # A corner lies a pixel beyond the last sample at most; farther the plane is not followed.
    least, most = min(inverse) - PIXEL * slope, max(inverse) + PIXEL * slope
    at_click = min(max(mean_w - gx * mean_x - gy * mean_y, least), most)
    left = max(
        abs(mean_w + gx * (s.across - mean_x) + gy * (s.down - mean_y) - w)
        for s, w in zip(samples, inverse, strict=True)
    )
    return at_click, CAUTION * left + EVEN * off_px * slope


def measured(a: Point, b: Point) -> Measured:
    """What lies between two points of the same panorama."""
    return Measured(
        _span(a, b, lambda d: sqrt(d[0] ** 2 + d[1] ** 2 + d[2] ** 2)),
        _span(a, b, lambda d: abs(d[2])),
        _span(a, b, lambda d: hypot(d[0], d[1])),
        a.is_edge or b.is_edge,
    )


def _span(a: Point, b: Point, size: Callable[[list[float]], float]) -> Span:
    def between(from_m: float, to_m: float) -> float:
        ends = zip(_along(a.way, from_m), _along(b.way, to_m), strict=True)
        return size([q - p for p, q in ends])

    length = between(a.distance_m, b.distance_m)
    # Of depths one knows only their range: the worst of each end. Clicks miss at random.
    sure = [
        max(abs(between(one, b.distance_m) - length) for one in (a.near_m, a.far_m)),
        max(abs(between(a.distance_m, one) - length) for one in (b.near_m, b.far_m)),
    ]
    missed = hypot(a.distance_m * a.click_rad, b.distance_m * b.click_rad)
    band = hypot(sure[0] + sure[1], EVEN * missed)
    return Span(length, max(band, LEAST_BAND_M))


def _way(yaw_deg: float, pitch_deg: float) -> tuple[float, float, float]:
    yaw, pitch = yaw_deg * pi / 180, pitch_deg * pi / 180
    return cos(pitch) * sin(yaw), cos(pitch) * cos(yaw), sin(pitch)


def _along(way: tuple[float, float, float], distance_m: float) -> tuple[float, float, float]:
    return way[0] * distance_m, way[1] * distance_m, way[2] * distance_m
