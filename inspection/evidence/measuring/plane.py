"""The length between two points in the plane of a sheet of known size, and how sure it is. Pure.

The four corners of the sheet give the projective map from picture to plane, so perspective costs
nothing. The error bar follows from what can be off, by propagation: each coordinate of the four
corners and two points is moved by its standard error, up and down, and the changes of the length
add in squares (with the curvature of each, which matters in very slanted views). To that come the
sheet's own tolerance and what a phone's lens still bends after the phone straightened it. The bar
is 2.2 standard errors: at least 95 in 100 true lengths lie within
(tests/unit/inspection/evidence/measuring/test_plane.py holds it to that).

What the bar can not know: whether the points lie in the sheet's plane. They have to.
"""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray

from foundation.errors import Problem

Floats = NDArray[np.float64]

COVERAGE = 2.2  # standard errors in a bar; 2.0 held 95.1 % by a marker: too close to what is stated
LENS = 0.005  # share of the length; chosen: straightened pictures of phones bend by less
MOST_ERROR = 0.3  # of the length: a wider bar tells nothing
LEAST_SIDE_PX = 24  # of the sheet in the picture: below it half a pixel is 4 % and more
LEAST_FOUND_PX = 0.5  # standard error of a corner the detector found
LEAST_POINTED_PX = 1.0  # of a place that somebody pointed at with the magnifier
POINTED = 1.5  # pixels of the screen somebody misses a place by; chosen, with a 4-fold magnifier


class NotASheet(Problem):
    """Four corners of a flat sheet can not look like this."""

    code = "measure.not_a_sheet"
    zh = "标出的四个角不像一张平放的纸（有交叉、凹角或太小）。请重新标四个角，或走近再拍。"
    en = "The four corners are no flat sheet: crossed, dented or too small. Mark them again."


class OutOfPlane(Problem):
    """A point lies at or beyond the horizon of the sheet's plane."""

    code = "measure.out_of_plane"
    zh = "标出的点不可能和纸在同一平面上。请只量与纸同一平面的长度。"
    en = "A marked point can not lie in the sheet's plane. Measure only what does."


class TooUnsure(Problem):
    """The error bar is so wide that the length tells nothing."""

    code = "measure.too_unsure"
    zh = "这个角度量不准（误差超过 30%）。请让纸更靠近被量处、正对着再拍一张。"
    en = "From here this can not be measured (30 % error and more). Face the sheet, nearer by."


@dataclass(frozen=True)
class Sheet:
    """A sheet of known size.

    `tolerance` is the standard error of its sides as a share of them.
    """

    long_mm: float
    short_mm: float
    tolerance: float


# ISO 216: sides up to 600 mm are within 2 mm; half of that as a standard error, of the short side
A4 = Sheet(297.0, 210.0, 0.005)


def marker(side_mm: float) -> Sheet:
    """The printed square, its side measured with a ruler after printing: to half a millimetre."""
    return Sheet(side_mm, side_mm, 0.5 / side_mm)


@dataclass(frozen=True)
class Length:
    """What was measured: the true length lies within `error_mm` of `value_mm` (95 %)."""

    value_mm: float
    error_mm: float


def length_between(
    corners_px: Floats,
    sheet: Sheet,
    points_px: Floats,
    *,
    corner_error_px: float,
    point_error_px: float,
) -> Length:
    """The length between two points in the sheet's plane.

    Args:
        corners_px: (4, 2) corners going round, in either sense; the first two end a long side.
        points_px: (2, 2) the ends of what is measured.
        corner_error_px, point_error_px: standard errors of one coordinate.

    Raises:
        NotASheet, OutOfPlane, TooUnsure.
    """
    if not _is_sheet(corners_px):
        raise NotASheet
    places = np.concatenate([corners_px, points_px]).astype(np.float64).ravel()
    value = _length(places, sheet)
    if value is None:
        raise OutOfPlane
    errors_px = np.repeat([corner_error_px, point_error_px], [8, 4])
    variance = (value * LENS) ** 2 + (value * sheet.tolerance) ** 2
    for place, error_px in enumerate(errors_px):
        up, down = places.copy(), places.copy()
        up[place] += error_px
        down[place] -= error_px
        more, less = _length(up, sheet), _length(down, sheet)
        if more is None or less is None:
            raise TooUnsure
        variance += ((more - less) / 2) ** 2 + ((more + less - 2 * value) / 2) ** 2
    error_mm = COVERAGE * sqrt(variance)
    if not error_mm <= MOST_ERROR * value:
        raise TooUnsure
    return Length(value, error_mm)


def _length(places: Floats, sheet: Sheet) -> float | None:
    """Of six places in a row; `None` where a point is not on this side of the horizon."""
    corners, points = places[:8].reshape(4, 2), places[8:].reshape(2, 2)
    across, down = sheet.long_mm, sheet.short_mm
    flat = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float64)
    try:
        to_plane = _projection(corners, flat)
    except np.linalg.LinAlgError:
        return None
    seen = np.column_stack([np.concatenate([corners, points]), np.ones(6)]) @ to_plane.T
    scale = seen[:, 2]
    if not (np.all(scale > 0) or np.all(scale < 0)):
        return None
    one, other = seen[4:, :2] / scale[4:, None]
    return hypot(*(other - one))


def _projection(before: Floats, after: Floats) -> Floats:
    """(3, 3) the projective map that brings four points to four others."""
    shift, spread = before.mean(axis=0), max(float(np.ptp(before)), 1e-9)
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip((before - shift) / spread, after, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.solve(np.array(rows), after.ravel())
    normal = np.array(
        [[1 / spread, 0, -shift[0] / spread], [0, 1 / spread, -shift[1] / spread], [0, 0, 1]]
    )
    return np.append(solved, 1.0).reshape(3, 3) @ normal


def _is_sheet(corners: Floats) -> bool:
    """Whether the corners are those of a convex shape whose sides are long enough."""
    sides = np.roll(corners, -1, axis=0) - corners
    if np.min(np.hypot(sides[:, 0], sides[:, 1])) < LEAST_SIDE_PX:
        return False
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    return bool(np.all(turns > 0) or np.all(turns < 0))
