"""Points of a photo that are found again in its neighbour, and how sharp it is."""

import cv2
import numpy as np

from panorama.stitch.model import Array, Features, Gray

MOST_POINTS = 1800
CONTRAST = 0.015  # plain kitchen walls; OpenCV's own 0.04 finds next to nothing on them
RATIO = 0.82  # Lowe 2004, figure 11: where right and wrong matches part


def features_of(gray: Gray) -> Features:
    """SIFT points with the square root of their marks (Arandjelović & Zisserman 2012)."""
    finder = cv2.SIFT.create(nfeatures=MOST_POINTS, contrastThreshold=CONTRAST)
    points, marks = finder.detectAndCompute(gray, None)
    if not points:
        return Features(np.empty((0, 2)), np.empty((0, 128), np.float32))
    found = np.asarray(marks, np.float32)
    found = np.sqrt(found / np.maximum(found.sum(axis=1, keepdims=True), 1e-9))
    return Features(np.array([one.pt for one in points], np.float64), found)


def alike(one: Features, other: Features) -> tuple[Array, Array]:
    """Points (M, 2) of both that take each other for the most alike, by a clear margin."""
    nothing = np.empty((0, 2))
    if min(len(one.points), len(other.points)) < 2:
        return nothing, nothing
    likeness = one.marks @ other.marks.T
    best = likeness.argmax(axis=1)
    back = likeness.argmax(axis=0)
    here = np.flatnonzero(back[best] == np.arange(len(best)))
    there = best[here]
    near = _distance(likeness[here, there])
    likeness[here, there] = -1  # what is left is the second best of each
    second = _distance(np.maximum(likeness[here].max(axis=1), likeness.max(axis=0)[there]))
    is_clear = near < RATIO * second
    return one.points[here[is_clear]], other.points[there[is_clear]]


def _distance(likeness: Array) -> Array:
    return np.sqrt(np.maximum(2 - 2 * likeness, 0))


def sharpness_of(gray: Gray) -> float:
    """Share of fine detail among coarse detail; low where a photo is shaken or out of focus.

    A ratio, so that a plain wall is not taken for a blurred shelf. Compare within one ring only.
    """
    picture = gray.astype(np.float32)
    fine = picture - cv2.GaussianBlur(picture, (0, 0), 1.2)
    coarse = cv2.GaussianBlur(picture, (0, 0), 1.2) - cv2.GaussianBlur(picture, (0, 0), 4.0)
    # The strongest hundredth: edges, not the sensor's noise between them.
    return float(np.percentile(np.abs(fine), 99) / (np.percentile(np.abs(coarse), 99) + 1.0))
