"""Rings of photos whose places are known, taken out of a panorama."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from panorama.stitch.camera import rays_of_pixels, turn_of
from panorama.stitch.model import Lens

SIZE = (400, 300)  # small: these tests are about what happens, not about how it looks


@dataclass(frozen=True)
class TakenRing:
    """Photos (BGR), where each camera looked, and through which lens."""

    photos: list
    turns: np.ndarray
    lens: Lens


def drawn_sphere(seed=1, width=1536):
    """A panorama full of things: (width / 2, width, 3) BGR, the same for the same seed."""
    chance = np.random.default_rng(seed)
    height = width // 2
    sphere = np.full((height, width, 3), 150, np.uint8)
    for _ in range(900):
        colour = tuple(int(one) for one in chance.integers(20, 236, 3))
        x, y = int(chance.integers(0, width)), int(chance.integers(height // 5, height * 4 // 5))
        wide, high = (int(one) for one in chance.integers(6, 46, 2))
        for turn in (-width, 0, width):  # what crosses the rim goes on at the other side
            if chance.random() < 0.5:
                cv2.rectangle(sphere, (x + turn, y), (x + turn + wide, y + high), colour, -1)
            else:
                cv2.ellipse(sphere, (x + turn, y), (wide, high), 0, 0, 360, colour, -1)
    sphere[:, -46:] = cv2.GaussianBlur(sphere, (0, 0), 1)[:, -46:]
    return cv2.GaussianBlur(sphere, (0, 0), 0.8)


def photo_of(sphere, turn, lens, look=lambda rays: rays):
    """What a camera sees; `look` bends its rays (N, 3) before they meet the sphere."""
    rows, columns = np.mgrid[0 : lens.height_px, 0 : lens.width_px]
    pixels = np.stack([columns, rows], axis=-1).reshape(-1, 2).astype(float)
    rays = look(rays_of_pixels(pixels, lens) @ turn.T)
    width = sphere.shape[1]
    yaw = np.arctan2(rays[:, 0], rays[:, 1])
    pitch = np.arctan2(rays[:, 2], np.hypot(rays[:, 0], rays[:, 1]))
    across = ((yaw / (2 * np.pi) + 0.5) * width - 0.5).astype(np.float32)
    down = ((0.5 - pitch / np.pi) * width / 2 - 0.5).astype(np.float32)
    shape = lens.height_px, lens.width_px
    return cv2.remap(
        sphere,
        across.reshape(shape),
        down.reshape(shape),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_WRAP,
    )


def lens_across(across_deg, size=SIZE, bend=0.0):
    """The lens with this horizontal field of view."""
    return Lens(*size, size[0] / 2 / float(np.tan(np.radians(across_deg) / 2)), bend)


def taken(
    sphere,
    count=12,
    *,
    lens=None,
    seed=1,
    arc_deg=360.0,
    jitter_deg=1.5,
    exposure=0.08,
    noise=2.0,
    look=lambda _number, _turn: lambda rays: rays,
):
    """A ring to the right, held by hand: directions, exposure and noise vary.

    Args:
        arc_deg: from the first to the last photo; 360 is a whole ring.
        exposure: deviation of the logarithm of each photo's brightness.
        look: by photo, what bends its rays: a hand that moves on a circle.
    """
    chance = np.random.default_rng(seed)
    lens = lens or lens_across(65)
    step = arc_deg / (count if arc_deg == 360 else count - 1)
    photos, turns = [], []
    for number in range(count):
        yaw, pitch, roll = np.radians(
            np.array([number * step, -3, 0]) + chance.normal(0, jitter_deg, 3)
        )
        turn = turn_of(yaw, pitch, roll)
        seen = photo_of(sphere, turn, lens, look(number, turn)).astype(np.float32)
        seen = seen * np.exp(chance.normal(0, exposure)) + chance.normal(0, noise, seen.shape)
        photos.append(np.clip(seen, 0, 255).astype(np.uint8))
        turns.append(turn)
    return TakenRing(photos, np.array(turns), lens)


def written(photos, folder, quality=93):
    """The photos as JPEG files, in order."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:02}.jpg" for number in range(1, len(photos) + 1)]
    for path, photo in zip(paths, photos, strict=True):
        cv2.imwrite(str(path), photo, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return paths
