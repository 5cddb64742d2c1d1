"""Pixels, rays and turns of photos. Pure numpy.

Camera frame: x right, y down, z forward. Room frame as in `panorama.projection`.
"""

import numpy as np

from panorama.stitch.model import Array, Lens

_SETTLED = 8  # steps of the inverse of the bend; each wins a digit or more for |bend| <= 0.1


def rays_of_pixels(pixels: Array, lens: Lens) -> Array:
    """Unit directions (N, 3) in the camera's frame of pixels (N, 2)."""
    plane = _from_middle(pixels, lens)
    away = (plane**2).sum(axis=-1, keepdims=True) / (lens.width_px / 2) ** 2
    plane = plane * (1 + lens.bend * away) / lens.focal_px
    rays = np.concatenate([plane, np.ones_like(plane[..., :1])], axis=-1)
    return rays / np.linalg.norm(rays, axis=-1, keepdims=True)


def pixels_of_rays(rays: Array, lens: Lens) -> Array:
    """Pixels (…, 2) of directions in front of the camera (…, 3)."""
    plane = rays[..., :2] / rays[..., 2:] * lens.focal_px
    middle = np.array([(lens.width_px - 1) / 2, (lens.height_px - 1) / 2])
    return plane * shrink_of(plane[..., 0] ** 2 + plane[..., 1] ** 2, lens)[..., None] + middle


def shrink_of(square: Array, lens: Lens) -> Array:
    """How much nearer the middle a point of the picture plane lies in the photo.

    Args:
        square: squared distance from the middle on the picture plane, pixels.
    """
    shrink = np.ones_like(square)
    if lens.bend:
        far = lens.bend * square / (lens.width_px / 2) ** 2
        for _ in range(_SETTLED):
            shrink = 1 / (1 + far * shrink**2)
    return shrink


def _from_middle(pixels: Array, lens: Lens) -> Array:
    return pixels - np.array([(lens.width_px - 1) / 2, (lens.height_px - 1) / 2])


def turn_of(yaw_rad: float, pitch_rad: float, roll_rad: float = 0.0) -> Array:
    """(3, 3) camera into room; a positive roll lets the camera's right side sink."""
    sin_yaw, cos_yaw = np.sin(yaw_rad), np.cos(yaw_rad)
    sin_pitch, cos_pitch = np.sin(pitch_rad), np.cos(pitch_rad)
    right = np.array([cos_yaw, -sin_yaw, 0.0])
    forward = np.array([cos_pitch * sin_yaw, cos_pitch * cos_yaw, sin_pitch])
    down = np.cross(forward, right)
    level = np.stack([right, down, forward], axis=1)
    sin_roll, cos_roll = np.sin(roll_rad), np.cos(roll_rad)
    rolled = np.array([[cos_roll, -sin_roll, 0.0], [sin_roll, cos_roll, 0.0], [0.0, 0.0, 1.0]])
    return level @ rolled


def angles_of(turn: Array) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a camera; the inverse of `turn_of`."""
    forward = turn[:, 2]
    yaw = float(np.arctan2(forward[0], forward[1]))
    pitch = float(np.arctan2(forward[2], np.hypot(forward[0], forward[1])))
    rolled = turn_of(yaw, pitch).T @ turn
    return yaw, pitch, float(np.arctan2(rolled[1, 0], rolled[0, 0]))


def small_turn(axis_rad: Array) -> Array:
    """The turn about an axis (3,) by its length."""
    angle = float(np.linalg.norm(axis_rad))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = axis_rad / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def angle_of(turn: Array) -> float:
    """By how much a turn turns, 0..π."""
    return float(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)))


def best_turn(onto: Array, rays: Array) -> Array:
    """The turn that lays rays (N, 3) onto others (N, 3) with the least squares (Kabsch 1976)."""
    left, _, right = np.linalg.svd(onto.T @ rays)
    mirror = np.diag([1, 1, np.sign(np.linalg.det(left @ right))])
    return left @ mirror @ right


def level(turns: Array) -> Array:
    """The same ring with its horizon level and its first camera looking north.

    People hold a camera level: up is across all their right-hand sides (Brown & Lowe 2007, 5).
    """
    rights = turns[:, :, 0]
    up = np.linalg.eigh(rights.T @ rights)[1][:, 0]
    if up @ turns[:, :, 1].sum(axis=0) > 0:  # the cameras' y looks down
        up = -up
    forward = turns[0, :, 2]
    east = np.cross(forward, up)
    east /= np.linalg.norm(east)
    frame = np.stack([east, np.cross(up, east), up])
    return frame @ turns
