"""Measurements that the server's and the page's arithmetic must agree on, as one JSON file.

`python -m tests.support.measure_vectors` writes it anew after `panorama/measure.py` has changed.
"""

import itertools
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from panorama.measure import CLICK_RAD, measured, point_at
from panorama.projection import rays_of_rows

FILE = Path(__file__).with_suffix(".json")
WIDTH_PX = 64
# yaw, pitch, click: floor, wall, the box and its edges, the seam, the zenith, a finger, the sky
CLICKS = (
    (0.0, -40.0, CLICK_RAD),
    (20.0, 3.0, CLICK_RAD),
    (88.0, -20.0, CLICK_RAD),
    (112.0, -12.0, CLICK_RAD),
    (-179.5, 5.0, CLICK_RAD),
    (179.5, -8.0, 0.004),
    (45.0, 86.0, CLICK_RAD),
    (300.0, -30.0, 0.02),
    (270.0, 30.0, CLICK_RAD),
)


def box_depth() -> np.ndarray:
    """A room of 6 × 5 × 2.8 m, a box to the east, a hole in the wall to the west."""
    rays = rays_of_rows(0, WIDTH_PX // 2, WIDTH_PX, (0.5, 0.5))
    low, high = np.array([-3.0, -2.0, -1.6]), np.array([3.0, 3.0, 1.2])
    with np.errstate(divide="ignore"):
        walls = np.where(rays > 0, high / rays, low / rays).min(axis=-1)
        ends = np.stack([np.array([1.2, -0.8, -1.6]) / rays, np.array([2.0, 0.8, -0.6]) / rays])
    near, far = ends.min(axis=0).max(axis=-1), ends.max(axis=0).min(axis=-1)
    depth = np.where((near < far) & (near > 0), near, walls)
    hole = (rays[..., 0] < -0.8) & (rays[..., 2] > 0.3)
    return np.where(hole, 0, np.rint(depth * 1000)).astype(np.uint16)


def vectors() -> dict[str, Any]:
    """The depth map, clicks with their points, and lengths between neighbours in the list."""
    depth = box_depth()
    points = [point_at(depth, *click) for click in CLICKS]
    pairs = [(a, b) for a, b in itertools.pairwise(points) if a and b]
    return {
        "width": WIDTH_PX,
        "depth_mm": depth.ravel().tolist(),
        "clicks": [list(one) for one in CLICKS],
        "points": [one and asdict(one) for one in points],
        "lengths": [asdict(measured(a, b)) for a, b in pairs],
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), separators=(",", ":")) + "\n", "utf-8")
