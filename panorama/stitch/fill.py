"""What no photo shows is filled with a soft, neutral colour: nobody can take it for the room."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from panorama.stitch.model import Array, Colour, Where

NEUTRAL = 118.0  # middle grey of stored values
NEUTRAL_SHARE = 0.45
_SMALL_PX = 256
_SIGMAS = (3, 8, 20, 45)
_ROWS_AT_ONCE = 256  # of 8192 px each: floats of the whole sphere would take a gigabyte
_FEATHER = 0.004  # of the width: the rim of the photos fades over so much


def filled(strip: Colour, seen: Where, top_px: int) -> Colour:
    """The whole sphere, (W / 2, W, 3) BGR, with the strip at its place.

    Args:
        seen: where the strip shows a photo.
        top_px: row of the sphere at which the strip begins.
    """
    height, width = strip.shape[1] // 2, strip.shape[1]
    sphere = np.zeros((height, width, 3), np.uint8)
    sphere[top_px : top_px + strip.shape[0]] = strip
    shown = np.zeros((height, width), np.uint8)
    shown[top_px : top_px + strip.shape[0]] = seen.astype(np.uint8) * 255
    small = _soft(sphere, shown).round().astype(np.uint8)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    reach = max(1.0, width * _FEATHER)
    inside = cv2.distanceTransform(_wrapped(shown, 64), cv2.DIST_L2, 3)[:, 64:-64]
    for first in range(0, height, _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        share = np.minimum(inside[rows] / reach, 1.0)[..., None]
        if share.min() < 1:
            sphere[rows] = (sphere[rows] * share + soft[rows] * (1 - share)).round()
    return sphere


def _soft(sphere: Colour, shown: NDArray[np.uint8]) -> Array:
    """A small sphere of colours that spread from what is shown; towards the poles all around."""
    size = _SMALL_PX, _SMALL_PX // 2
    weight = cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    colour = cv2.resize(sphere, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    found = np.full((*weight.shape, 3), NEUTRAL, np.float32)
    for sigma in reversed(_SIGMAS):
        pad = min(_SMALL_PX // 2, 3 * sigma)
        near = cv2.GaussianBlur(_wrapped(weight, pad), (0, 0), sigma)[:, pad:-pad]
        spread = cv2.GaussianBlur(_wrapped(colour, pad), (0, 0), sigma)[:, pad:-pad]
        sure = np.clip(near / 0.1, 0, 1)[..., None]
        found = found * (1 - sure) + spread / np.maximum(near, 1e-4)[..., None] * sure
    pitch = np.abs(np.linspace(90, -90, found.shape[0], dtype=np.float32))[:, None, None]
    around = np.clip((pitch - 45) / 40, 0, 1)
    found = found * (1 - around) + found.mean(axis=1, keepdims=True) * around
    return np.clip(found * (1 - NEUTRAL_SHARE) + NEUTRAL * NEUTRAL_SHARE, 0, 255)


def _wrapped(picture: NDArray[Any], columns: int) -> NDArray[Any]:
    return cv2.copyMakeBorder(picture, 0, 0, columns, columns, cv2.BORDER_WRAP)
