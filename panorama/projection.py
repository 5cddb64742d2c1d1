"""Pixels, angles and rays of equirectangular pictures and cube faces. Pure numpy.

Frame: x east, y north, z up. Yaw 0 looks north and grows to the east; pitch grows upwards. The
middle column of a panorama looks north.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
FACES = ("front", "right", "back", "left", "up", "down")


def rays_of_rows(first: int, last: int, width_px: int, offset: tuple[float, float]) -> Array:
    """Directions of the pixels of some rows of a panorama.

    Args:
        first, last: rows `first` to `last - 1` of `width_px / 2` rows.
        offset: where in the pixel the ray goes, (0.5, 0.5) is its middle.

    Returns:
        (rows, width_px, 3) unit vectors.
    """
    columns = (np.arange(width_px) + offset[0]) / width_px
    rows = (np.arange(first, last) + offset[1]) / (width_px / 2)
    yaw = (columns - 0.5) * 2 * np.pi
    pitch = (0.5 - rows) * np.pi
    return directions(yaw[None, :], pitch[:, None])


def directions(yaw_rad: Array, pitch_rad: Array) -> Array:
    """Unit vectors of angles; shapes are broadcast."""
    yaw, pitch = np.broadcast_arrays(yaw_rad, pitch_rad)
    flat = np.cos(pitch)
    return np.stack([flat * np.sin(yaw), flat * np.cos(yaw), np.sin(pitch)], axis=-1)


def angles(vectors: Array) -> tuple[Array, Array]:
    """Yaw and pitch in degrees of vectors (…, 3); yaw in 0..360."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    yaw = np.degrees(np.arctan2(x, y)) % 360.0
    return yaw, np.degrees(np.arctan2(z, np.hypot(x, y)))


def face_map(
    face: str, size_px: int, width_px: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where the pixels of a cube face lie in a panorama, for `cv2.remap`.

    Returns:
        two (size_px, size_px) arrays: column and row in a panorama of `width_px`.
    """
    step = (np.arange(size_px) + 0.5) / size_px * 2 - 1
    right, down = np.meshgrid(step, step)
    one = np.ones_like(right)
    vectors = {
        "front": (right, one, -down),
        "right": (one, -right, -down),
        "back": (-right, -one, -down),
        "left": (-one, right, -down),
        "up": (right, down, one),
        "down": (right, -down, -one),
    }[face]
    x, y, z = vectors
    yaw, pitch = np.arctan2(x, y), np.arctan2(z, np.hypot(x, y))
    columns = (yaw / (2 * np.pi) + 0.5) * width_px - 0.5
    rows = (0.5 - pitch / np.pi) * (width_px / 2) - 0.5
    return columns.astype(np.float32), rows.astype(np.float32)
