"""How far everything is from a stand point, beside what it looks like: rays without any shading."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from panorama.projection import rays_of_rows
from panorama.render.scene import Scene

WIDTH_PX = 2048
ROWS_AT_ONCE = 256
FARTHEST_MM = 65535


def depth_mm(
    scene: Scene, at: tuple[float, float, float], width_px: int = WIDTH_PX
) -> NDArray[np.uint16]:
    """Distances along the rays of a panorama's pixels; needs no light.

    Returns:
        (width_px / 2, width_px) whole millimetres in the frame of `panorama.projection`; 0 is sky,
        or farther than 65.5 m.
    """
    depth = np.zeros((width_px // 2, width_px), np.uint16)
    for first in range(0, width_px // 2, ROWS_AT_ONCE):
        last = min(width_px // 2, first + ROWS_AT_ONCE)
        rays = rays_of_rows(first, last, width_px, (0.5, 0.5)).astype(np.float32).reshape(-1, 3)
        hits = scene.cast(np.broadcast_to(np.asarray(at, np.float32), rays.shape), rays)
        far: NDArray[np.floating[Any]] = np.where(hits.is_hit, hits.distance * 1000, 0)
        depth[first:last] = np.where(far <= FARTHEST_MM, np.rint(far), 0).reshape(-1, width_px)
    return depth
