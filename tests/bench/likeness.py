"""How like the truth a stitched sphere is, whichever way it was turned and lit."""

from pathlib import Path

import cv2
import numpy as np

from panorama.projection import rays_of_rows
from panorama.stitch.features import alike, features_of
from panorama.stitch.pairs import turn_of_rays

JUDGED_PX = 2048
ROWS = (0.41, 0.59)  # of the height: what every photo of a ring shows, whatever its tilt
AGREE_RAD = np.radians(0.5)


def loss_to_truth(made: Path, truth: Path) -> float:
    """Peak signal to noise of a sphere, in decibels; more is better.

    The truth is turned onto it by their common points, and a curve of the second degree brings
    each channel to the truth's tones: neither north nor hugin's choice of a tone curve is judged.
    """
    ours, real = _read(made), _read(truth)
    real = _turned(real, _between(ours, real))
    first, last = (round(part * ours.shape[0]) for part in ROWS)
    shown, wanted = ours[first:last].astype(float), real[first:last].astype(float)
    for channel in range(3):
        have, want = shown[..., channel].ravel(), wanted[..., channel].ravel()
        curve = np.polynomial.Polynomial.fit(have, want, 2)
        shown[..., channel] = curve(shown[..., channel])
    return float(10 * np.log10(255**2 / ((shown - wanted) ** 2).mean()))


def _read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    return cv2.resize(picture, (JUDGED_PX, JUDGED_PX // 2), interpolation=cv2.INTER_AREA)


def _between(ours: np.ndarray, real: np.ndarray) -> np.ndarray:
    found = [features_of(cv2.cvtColor(one, cv2.COLOR_BGR2GRAY)) for one in (ours, real)]
    at_ours, at_real = alike(*found)
    turn, is_near = turn_of_rays(_rays(at_real), _rays(at_ours), AGREE_RAD)
    if is_near.sum() < 30:
        raise RuntimeError("a stitched sphere shows nothing of the truth")
    return turn


def _rays(points: np.ndarray) -> np.ndarray:
    yaw = ((points[:, 0] + 0.5) / JUDGED_PX - 0.5) * 2 * np.pi
    pitch = (0.5 - (points[:, 1] + 0.5) / (JUDGED_PX / 2)) * np.pi
    flat = np.cos(pitch)
    return np.stack([flat * np.sin(yaw), flat * np.cos(yaw), np.sin(pitch)], axis=1)


def _turned(sphere: np.ndarray, turn: np.ndarray) -> np.ndarray:
    rays = rays_of_rows(0, JUDGED_PX // 2, JUDGED_PX, (0.5, 0.5)) @ turn.T
    yaw = np.arctan2(rays[..., 0], rays[..., 1])
    pitch = np.arcsin(np.clip(rays[..., 2], -1, 1))
    columns = ((yaw / (2 * np.pi) + 0.5) * JUDGED_PX - 0.5).astype(np.float32)
    rows = ((0.5 - pitch / np.pi) * JUDGED_PX / 2 - 0.5).astype(np.float32)
    return cv2.remap(sphere, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP)
