"""Finds the printed marker, or else a sheet of A4, in a picture. Runs in the helper process."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from inspection.evidence.aids.model import Corner
from inspection.evidence.derived import opened_jpeg
from inspection.evidence.measuring.sheet import DICTIONARY, NUMBER

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]

_LONGEST_PX = 2400
_LEAST_SHARE = 0.003  # of the picture: a sheet below it is too small to measure by
_MOST_SHARE = 0.7
_CONTRAST = 18  # of 255, by which paper is brighter than what it lies on
_BRIGHT = 0.75  # of its inside: paper may be written on
_FILLED = 0.9  # of its outline: paper has straight edges


class Kind(Enum):
    """What lies in the picture."""

    MARKER = "marker"
    A4 = "a4"


@dataclass(frozen=True)
class Found:
    """A sheet's corners, going round, the first two ending a long side."""

    kind: Kind
    corners: list[Corner]


def find_sheet(jpeg: bytes) -> Found | None:
    """The marker if there is one, else the clearest sheet of paper, else nothing.

    Raises `NotAPicture`, `TooManyPixels`.
    """
    image = opened_jpeg(jpeg)
    image.thumbnail((_LONGEST_PX, _LONGEST_PX))
    grey = np.asarray(image.convert("L"), np.uint8)
    marker = _marker_in(grey)
    if marker is not None:
        return Found(Kind.MARKER, _shares(marker, grey))
    paper = _paper_in(grey)
    return None if paper is None else Found(Kind.A4, _shares(paper, grey))


def _marker_in(grey: Grey) -> Floats | None:
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    kind = cv2.aruco.getPredefinedDictionary(DICTIONARY)
    corners, numbers, _ = cv2.aruco.ArucoDetector(kind, settings).detectMarkers(grey)
    own = [
        np.asarray(shape, np.float64).reshape(4, 2)
        for shape, number in zip(corners, np.array(numbers).ravel(), strict=bool(corners))
        if number == NUMBER
    ]  # without a marker `numbers` is None
    return max(own, key=_area, default=None)


def _paper_in(grey: Grey) -> Floats | None:
    smooth = np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), np.uint8)
    cut = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    bright = np.asarray(cut, np.uint8)
    shapes, _ = cv2.findContours(bright, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    best: Floats | None = None
    for shape in shapes:
        whole = float(cv2.contourArea(shape))
        if not _LEAST_SHARE * grey.size <= whole <= _MOST_SHARE * grey.size:
            continue
        rough = cv2.approxPolyDP(shape, 0.02 * cv2.arcLength(shape, True), True).reshape(-1, 2)
        if len(rough) != 4 or not cv2.isContourConvex(rough):
            continue
        quad = _exact(np.asarray(shape, np.float64).reshape(-1, 2), np.asarray(rough, np.float64))
        if quad is None or whole < _FILLED * _area(quad):
            continue
        if _stands_out(smooth, bright, quad) and (best is None or _area(quad) > _area(best)):
            best = quad
    return None if best is None else _long_side_first(best)


def _exact(shape: Floats, rough: Floats) -> Floats | None:
    """Corners as the crossings of lines through the middle parts of the four edges."""
    places = sorted(int(np.argmin(np.hypot(*(shape - corner).T))) for corner in rough)
    lines: list[tuple[Floats, Floats]] = []
    for begin, end in pairwise([*places, places[0] + len(shape)]):
        tenth = (end - begin) // 10
        edge = np.take(shape, range(begin + tenth, end - tenth), axis=0, mode="wrap")
        if len(edge) < 8:
            return None
        middle = edge.mean(axis=0)
        lines.append((middle, np.linalg.svd(edge - middle, full_matrices=False)[2][0]))
    corners: list[Floats] = []
    for (one, along), (other, down) in zip(lines[-1:] + lines[:-1], lines, strict=True):
        try:
            steps = np.linalg.solve(np.column_stack([along, -down]), other - one)
        except np.linalg.LinAlgError:
            return None
        corners.append(one + steps[0] * along)
    return np.array(corners)


def _stands_out(grey: Grey, bright: Grey, quad: Floats) -> bool:
    """Whether it is bright all over, and darker just outside: paper, not a frame."""
    inner, outer = np.zeros_like(grey), np.zeros_like(grey)
    cv2.fillConvexPoly(inner, _scaled(quad, 0.9), 255)
    cv2.fillConvexPoly(outer, _scaled(quad, 1.25), 255)
    cv2.fillConvexPoly(outer, _scaled(quad, 1.05), 0)
    paper, around = cv2.mean(grey, inner)[0], cv2.mean(grey, outer)[0]
    is_full = cv2.mean(bright, inner)[0] >= 255 * _BRIGHT
    return is_full and paper - around >= _CONTRAST


def _scaled(quad: Floats, share: float) -> NDArray[np.int32]:
    middle = quad.mean(axis=0)
    return np.asarray(np.rint(middle + share * (quad - middle)), np.int32)


def _long_side_first(quad: Floats) -> Floats:
    sides = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    return quad if sides[0] + sides[2] >= sides[1] + sides[3] else np.roll(quad, -1, axis=0)


def _area(quad: Floats) -> float:
    x, y = quad.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _shares(corners: Floats, grey: Grey) -> list[Corner]:
    # A pixel's middle is half a pixel from its edge, where a picture's shares begin.
    height, width = grey.shape
    return [
        (min(1.0, max(0.0, (x + 0.5) / width)), min(1.0, max(0.0, (y + 0.5) / height)))
        for x, y in corners.tolist()
    ]
