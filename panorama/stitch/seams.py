"""Where one photo ends and its neighbour begins: along the line on which they differ least."""

from collections.abc import Sequence

import cv2
import numpy as np

from panorama.stitch.exposure import Overlaps
from panorama.stitch.model import Array, Colour, Ring

MIDDLE_PULL = 6.0  # grey levels a seam at the rim of an overlap may win by
NOWHERE = 12.0  # grey levels: what a step costs where only one of both has pixels


def seams(overlaps: Overlaps, lit: Sequence[Colour], ring: Ring) -> dict[tuple[int, int], Array]:
    """Per neighbour pair the first column of the right photo, by row of the whole sphere.

    Columns are those of the left photo's patch, at the coarse size; rows outside both photos
    repeat the nearest.
    """
    rows = overlaps.width_px // 2
    found: dict[tuple[int, int], Array] = {}
    for one, other in ring.neighbours():
        first, second = overlaps.patches[one], overlaps.patches[other]
        left = second.left_px + overlaps.shift_px(one, other)
        right = first.right_px
        if right - left < 3:
            found[one, other] = np.full(rows, (left + right) / 2)
            continue
        cost = np.full((rows, right - left), NOWHERE, np.float32)
        both = Overlaps(
            overlaps.width_px,
            overlaps.patches,
            [(picture, mask) for picture, (_, mask) in zip(lit, overlaps.shown, strict=True)],
        ).common(one, other)
        top = max(first.top_px, second.top_px)
        if both is not None:
            here, there, seen = both
            differs = _difference(here, there)
            bottom = top + differs.shape[0]
            at = max(first.left_px, left) - left
            place = cost[top:bottom, at : at + differs.shape[1]]
            place[seen] = differs[seen]
        middle = np.abs(np.linspace(-1, 1, right - left, dtype=np.float32))
        cost += MIDDLE_PULL * middle**2
        found[one, other] = _cheapest(cost) + left
    return found


def _difference(here: Colour, there: Colour) -> Array:
    """How much two pictures differ in colour and, more, in edges."""
    colour = cv2.absdiff(here, there).max(axis=2).astype(np.float32)
    gray = [cv2.cvtColor(one, cv2.COLOR_BGR2GRAY).astype(np.float32) for one in (here, there)]
    across, along = (
        np.abs(cv2.Sobel(gray[0], cv2.CV_32F, *way) - cv2.Sobel(gray[1], cv2.CV_32F, *way))
        for way in ((1, 0), (0, 1))
    )
    differs: Array = (colour + (across + along) / 4).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(differs, (0, 0), 1.0), np.float32)


def _cheapest(cost: Array) -> Array:
    """Column by row of the cheapest way from the first row to the last, at most one aside a row."""
    rows, columns = cost.shape
    total = np.empty_like(cost)
    came = np.zeros((rows, columns), np.int8)
    total[0] = cost[0]
    for row in range(1, rows):
        above = total[row - 1]
        padded = np.pad(above, 1, constant_values=np.inf)
        ways = np.stack([padded[:-2], padded[1:-1], padded[2:]])
        best = ways.argmin(axis=0)
        came[row] = best - 1
        total[row] = cost[row] + ways[best, np.arange(columns)]
    way = np.empty(rows)
    way[-1] = total[-1].argmin()
    for row in range(rows - 1, 0, -1):
        way[row - 1] = way[row] + came[row, int(way[row])]
    return way
