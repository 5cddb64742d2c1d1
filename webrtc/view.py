"""What a phone would see inside a panorama: a flat view with a yaw, a pitch and an angle."""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def flat_view(
    panorama: Picture,
    width_px: int,
    height_px: int,
    *,
    yaw_deg: float,
    pitch_deg: float,
    fov_deg: float,
) -> Picture:
    """A perspective picture out of an equirectangular one.

    Args:
        panorama: (H, 2 H, 3) BGR; the middle column looks north (yaw 0), the right half east.
        fov_deg: horizontal angle of the view.

    Returns:
        (height_px, width_px, 3) BGR.
    """
    focal = width_px / 2 / np.tan(np.radians(fov_deg) / 2)
    across, down = np.meshgrid(
        np.arange(width_px) - (width_px - 1) / 2, np.arange(height_px) - (height_px - 1) / 2
    )
    pitch = np.radians(pitch_deg)
    ahead = focal * np.cos(pitch) + down * np.sin(pitch)
    up = focal * np.sin(pitch) - down * np.cos(pitch)
    yaw = np.arctan2(across, ahead) + np.radians(yaw_deg)
    height = np.arctan2(up, np.hypot(across, ahead))
    rows, columns = panorama.shape[:2]
    map_x = ((yaw / (2 * np.pi) + 0.5) % 1.0 * columns).astype(np.float32)
    map_y = ((0.5 - height / np.pi) * (rows - 1)).astype(np.float32)
    seen = cv2.remap(panorama, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return np.asarray(seen, dtype=np.uint8)
