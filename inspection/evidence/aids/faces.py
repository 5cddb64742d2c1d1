"""Proposes faces to cover, by the cascades that come with OpenCV. Runs in the helper process.

They find about what looks straight into the camera; in kitchens many are missed, and a pan may be
taken for one. So a person looks at every picture, and at every proposal.
"""

from pathlib import Path

import cv2
import numpy as np

from inspection.evidence.derived import opened_jpeg
from inspection.evidence.redaction.model import MOST_BOXES, Box

_LONGEST_PX = 1280  # faces smaller than 24 px of that are nobody's any more
_LEAST_FACE_PX = 24
_NEIGHBOURS = 5  # hits that agree; fewer find more pans
_GROWN = 0.18  # hair, ears and chin lie outside of what the cascades mark
_FOLDER = Path(cv2.__file__).with_name("data")
_CASCADES = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")


def find_faces(jpeg: bytes) -> list[Box]:
    """Boxes around what may be faces, the largest first. Raises `NotAPicture`, `TooManyPixels`."""
    image = opened_jpeg(jpeg)
    image.thumbnail((_LONGEST_PX, _LONGEST_PX))
    grey = cv2.equalizeHist(np.asarray(image.convert("L")))
    height, width = grey.shape
    found: list[Box] = []
    for name in _CASCADES:
        cascade = cv2.CascadeClassifier(str(_FOLDER / name))
        for picture, is_mirrored in ((grey, False), (cv2.flip(grey, 1), True)):
            if is_mirrored and "profile" not in name:
                continue  # profiles are learnt from one side only
            for x, y, w, h in cascade.detectMultiScale(
                picture, 1.1, _NEIGHBOURS, minSize=(_LEAST_FACE_PX, _LEAST_FACE_PX)
            ):
                left = width - int(x) - int(w) if is_mirrored else int(x)
                found.append(_grown(left, int(y), int(w), int(h), width, height))
    found.sort(key=_area, reverse=True)
    kept: list[Box] = []
    for box in found:
        if not any(_overlap(box, other) > 0.3 for other in kept):
            kept.append(box)
    return kept[:MOST_BOXES]


def _grown(left: int, top: int, width: int, height: int, across: int, down: int) -> Box:
    more_x, more_y = width * _GROWN, height * _GROWN
    return Box(
        max(0.0, (left - more_x) / across),
        max(0.0, (top - more_y) / down),
        min(1.0, (left + width + more_x) / across),
        min(1.0, (top + height + more_y) / down),
    )


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _overlap(one: Box, other: Box) -> float:
    """The shared part as a share of the smaller box."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height) / min(_area(one), _area(other))
