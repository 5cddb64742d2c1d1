"""Where the pixels of a ring lie on an equirectangular strip."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from panorama.stitch.camera import angles_of, rays_of_pixels, shrink_of
from panorama.stitch.model import Array, Colour, Lens, Placed

_EDGE_SAMPLES = 48
_INSET_PX = 1.0  # the outermost pixels have no neighbours to be resampled from
_MOST_UP_RAD = np.radians(85)

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class Patch:
    """A photo's box on the strip.

    Args:
        left_px: first column, counted on without end around the circle: may be below 0 or
            beyond the width.
        top_px: first row of the whole sphere.
    """

    photo: int
    left_px: int
    top_px: int
    width_px: int
    height_px: int

    @property
    def right_px(self) -> int:
        """The column behind the last."""
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> int:
        """The row below the last."""
        return self.top_px + self.height_px


def patch_of(placed: Placed, photo: int, width_px: int) -> Patch:
    """The box of a photo on a sphere `width_px` wide."""
    lens, turn = placed.lens, placed.turns[photo]
    across = np.linspace(0, lens.width_px - 1, _EDGE_SAMPLES)
    along = np.linspace(0, lens.height_px - 1, _EDGE_SAMPLES)
    edge = np.concatenate(
        [
            np.stack(np.broadcast_arrays(across, 0.0), axis=1),
            np.stack(np.broadcast_arrays(across, lens.height_px - 1.0), axis=1),
            np.stack(np.broadcast_arrays(0.0, along), axis=1),
            np.stack(np.broadcast_arrays(lens.width_px - 1.0, along), axis=1),
        ]
    )
    rays = rays_of_pixels(edge, lens) @ turn.T
    yaw, _, _ = angles_of(turn)
    off = np.arctan2(rays[:, 0], rays[:, 1]) - yaw
    off = (off + np.pi) % (2 * np.pi) - np.pi
    pitch = np.clip(np.arcsin(np.clip(rays[:, 2], -1, 1)), -_MOST_UP_RAD, _MOST_UP_RAD)
    left = int(np.floor(((yaw + off.min()) / (2 * np.pi) + 0.5) * width_px))
    right = int(np.ceil(((yaw + off.max()) / (2 * np.pi) + 0.5) * width_px))
    top = int(np.floor((0.5 - pitch.max() / np.pi) * width_px / 2))
    bottom = int(np.ceil((0.5 - pitch.min() / np.pi) * width_px / 2))
    return Patch(photo, left, top, right - left, bottom - top)


def warped(
    picture: Colour, lens: Lens, turn: Array, patch: Patch, width_px: int
) -> tuple[Colour, Mask]:
    """A photo on its patch, and 255 where it has pixels.

    Args:
        lens: of the picture as it is given, which may be smaller than the photo.
    """
    columns, rows = _map(lens, turn, patch, width_px)
    picture_there = cv2.remap(
        picture, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(picture_there, np.uint8), _covered(columns, rows, lens)


def covered(lens: Lens, turn: Array, patch: Patch, width_px: int) -> Mask:
    """255 where the photo has pixels, without looking at the photo."""
    return _covered(*_map(lens, turn, patch, width_px), lens)


def _covered(columns: Array, rows: Array, lens: Lens) -> Mask:
    inside = (columns >= _INSET_PX) & (columns <= lens.width_px - 1 - _INSET_PX)
    inside &= (rows >= _INSET_PX) & (rows <= lens.height_px - 1 - _INSET_PX)
    return inside.astype(np.uint8) * np.uint8(255)


def _map(
    lens: Lens, turn: Array, patch: Patch, width_px: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Column and row in the photo of every pixel of the patch; what is behind it lies outside."""
    at = (np.arange(patch.left_px, patch.right_px) + 0.5) / width_px
    yaw = (at - 0.5) * 2 * np.pi
    pitch = (0.5 - (np.arange(patch.top_px, patch.bottom_px) + 0.5) / (width_px / 2)) * np.pi
    across = (np.sin(yaw)[:, None] * turn[0] + np.cos(yaw)[:, None] * turn[1]).astype(np.float32)
    flat, up = np.cos(pitch).astype(np.float32), np.sin(pitch).astype(np.float32)
    right, down, ahead = (
        flat[:, None] * across[None, :, axis] + up[:, None] * np.float32(turn[2, axis])
        for axis in range(3)
    )
    is_ahead = ahead > 0.05
    scale = np.float32(lens.focal_px) / np.where(is_ahead, ahead, np.float32(1))
    right *= scale
    down *= scale
    if lens.bend:
        shrink = shrink_of(right**2 + down**2, lens).astype(np.float32)
        right *= shrink
        down *= shrink
    right += np.float32((lens.width_px - 1) / 2)
    down += np.float32((lens.height_px - 1) / 2)
    right[~is_ahead] = -1e4
    return right, down


def natural_width_px(placed: Placed) -> int:
    """Width of a sphere on which a pixel in the middle of a photo keeps its size."""
    return round(2 * np.pi * placed.lens.focal_px)


def span_rad(placed: Placed, first: int, last: int) -> float:
    """From the left edge of the leftmost photo to the right edge of the rightmost one."""
    turn = placed.turns[first].T @ placed.turns[last]
    between = float(np.arctan2(turn[0, 2], turn[2, 2])) % (2 * np.pi)
    middle = (placed.lens.height_px - 1) / 2
    ends = np.array([[0.0, middle], [placed.lens.width_px - 1.0, middle]])
    rays = rays_of_pixels(ends, placed.lens)
    reach = np.arctan2(rays[:, 0], rays[:, 2])
    return between + float(reach[1] - reach[0])
