"""What a surface looks like at a point: colour, gloss, own light. Procedural but for texts."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Array = NDArray[np.floating[Any]]
LABEL_ROWS = 256
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"


@dataclass(frozen=True)
class Material:
    """Base colour (linear), share of mirror reflection and its spread, emitted light, pattern.

    `spread`: how far reflections are smeared, along the surface's first and second edge, as the
    slope of the micro-surface; brushed steel smears them across its grain.
    """

    colour: tuple[float, float, float]
    gloss: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)
    glow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    pattern: str = ""
    size_m: float = 0.3


MATERIALS: dict[str, Material] = {
    "tiles": Material((0.72, 0.735, 0.73), 0.045, (0.012, 0.012), pattern="tiles", size_m=0.30),
    "floor": Material((0.235, 0.222, 0.20), 0.022, (0.07, 0.07), pattern="tiles", size_m=0.40),
    "floor_public": Material((0.42, 0.34, 0.26), 0.03, (0.05, 0.05), pattern="tiles", size_m=0.60),
    "ceiling": Material((0.78, 0.78, 0.77), pattern="panels", size_m=0.60),
    "paint": Material((0.74, 0.73, 0.70)),
    "facade": Material((0.44, 0.37, 0.30), pattern="bricks", size_m=0.26),
    "brick_wall": Material((0.36, 0.21, 0.15), pattern="bricks", size_m=0.26),
    "render_wall": Material((0.55, 0.50, 0.42), pattern="speckle", size_m=0.4),
    "frame": Material((0.62, 0.62, 0.60)),
    "glass": Material((0.05, 0.065, 0.075), 0.30),
    "leaves": Material((0.075, 0.135, 0.045), pattern="leaves", size_m=0.16),
    "grass": Material((0.12, 0.19, 0.065), pattern="leaves", size_m=0.09),
    "bark": Material((0.12, 0.09, 0.065), pattern="speckle", size_m=0.05),
    "asphalt": Material((0.13, 0.13, 0.135), pattern="speckle", size_m=0.05),
    "concrete": Material((0.38, 0.375, 0.36), pattern="speckle", size_m=0.08),
    "paving": Material((0.30, 0.285, 0.265), pattern="tiles", size_m=0.50),
    "steel": Material((0.20, 0.205, 0.21), 0.52, (0.03, 0.17), pattern="brushed"),
    "galvanised": Material((0.30, 0.31, 0.32), 0.28, (0.16, 0.16), pattern="speckle", size_m=0.03),
    "door": Material((0.24, 0.245, 0.25), 0.44, (0.15, 0.03), pattern="brushed"),
    "chrome": Material((0.40, 0.41, 0.42), 0.60, (0.02, 0.02)),
    "filter": Material((0.24, 0.245, 0.25), 0.20, (0.16, 0.16), pattern="slats", size_m=0.035),
    "iron": Material((0.05, 0.05, 0.053), 0.10, (0.14, 0.14)),
    "machine": Material((0.07, 0.16, 0.27), 0.06, (0.08, 0.08)),
    "black": Material((0.02, 0.02, 0.022), 0.04),
    "dark": Material((0.08, 0.085, 0.09), 0.05),
    "rubber": Material((0.03, 0.03, 0.03)),
    "canvas": Material((0.12, 0.12, 0.13), pattern="slats", size_m=0.05),
    "ceramic": Material((0.84, 0.84, 0.82), 0.08),
    "wood": Material((0.40, 0.24, 0.12), 0.05, pattern="wood"),
    "stone": Material((0.26, 0.25, 0.25), 0.10),
    "embers": Material((0.16, 0.03, 0.01), glow=(0.9, 0.16, 0.02), pattern="speckle", size_m=0.03),
    "meat": Material((0.30, 0.10, 0.05), 0.05),
    "carton": Material((0.46, 0.32, 0.19)),
    "board_red": Material((0.60, 0.07, 0.06)),
    "board_green": Material((0.08, 0.42, 0.15)),
    "board_blue": Material((0.07, 0.22, 0.52)),
    "bin_green": Material((0.05, 0.22, 0.12), 0.04),
    "bin_lid": Material((0.04, 0.16, 0.09), 0.05),
    "red": Material((0.58, 0.03, 0.03), 0.08),
    "plate": Material((0.78, 0.79, 0.80), 0.04, pattern="text"),
    "sign": Material((0.86, 0.87, 0.86), pattern="text"),
    "lamp": Material((0.9, 0.9, 0.9), glow=(11.0, 11.1, 10.7)),
    "lamp_small": Material((0.9, 0.9, 0.9), glow=(6.0, 5.8, 5.2)),
    "daylight": Material((0.6, 0.7, 0.8), glow=(2.2, 2.5, 2.9)),
    "green_lamp": Material((0.1, 0.8, 0.3), glow=(0.2, 2.2, 0.7)),
    "uv": Material((0.3, 0.25, 0.8), glow=(0.40, 0.34, 1.1)),
}
NAMES = tuple(MATERIALS)
COLOUR = np.array([MATERIALS[name].colour for name in NAMES], np.float32)
GLOSS = np.array([MATERIALS[name].gloss for name in NAMES], np.float32)
SPREAD = np.array([MATERIALS[name].spread for name in NAMES], np.float32)
GLOW = np.array([MATERIALS[name].glow for name in NAMES], np.float32)


def colour_at(material: NDArray[np.int32], uv_m: Array, footprint_m: Array) -> Array:
    """Linear colour of points (N,) of these materials, patterns included.

    Args:
        uv_m: (N, 2) metres along the surface's edges.
        footprint_m: (N,) how much of the surface a pixel covers; finer detail is averaged, so that
            joints far away grow faint instead of breaking into dots.
    """
    colour = COLOUR[material].copy()
    for number in np.unique(material):
        found = MATERIALS[NAMES[number]]
        if not found.pattern or found.pattern == "text":
            continue
        chosen = material == number
        colour[chosen] *= _pattern(found, uv_m[chosen], footprint_m[chosen])[:, None]
    return colour


def _pattern(material: Material, uv: Array, footprint: Array) -> Array:
    size = material.size_m
    cells = uv / size
    whole, part = np.floor(cells), cells - np.floor(cells)
    edge = np.minimum(part, 1 - part) * size
    if material.pattern in ("tiles", "panels"):
        half = 0.002 if material.pattern == "tiles" else 0.004
        joints = np.maximum(
            _covered(edge[:, 0], half, footprint), _covered(edge[:, 1], half, footprint)
        )
        return ((1 - 0.52 * joints) * (0.95 + 0.08 * _noise(whole))).astype(np.float32)
    if material.pattern == "bricks":
        row = np.floor(uv[:, 1] / 0.075)
        across = uv[:, 0] / size + 0.5 * (row % 2)
        sides = np.abs(across - np.round(across)) * size
        beds = np.abs(uv[:, 1] / 0.075 - np.round(uv[:, 1] / 0.075)) * 0.075
        joints = np.maximum(_covered(sides, 0.005, footprint), _covered(beds, 0.005, footprint))
        tone = 0.84 + 0.28 * _noise(np.stack([np.floor(across), row], axis=1))
        return (tone + (1.35 - tone) * joints).astype(np.float32)
    if material.pattern == "slats":
        # half of each slat is in shadow; too far away to be told apart it is a mean grey
        fade = np.clip(1.4 - footprint / size * 2, 0, 1)
        return (0.82 - fade * 0.42 * (part[:, 0] < 0.4) + fade * 0.16).astype(np.float32)
    if material.pattern == "brushed":
        grain = _noise(np.stack([np.floor(uv[:, 0] / 0.35), np.floor(uv[:, 1] / 0.0012)], axis=1))
        return (1 + 0.05 * (grain - 0.5) * np.clip(0.006 / footprint, 0, 1)).astype(np.float32)
    if material.pattern in ("speckle", "leaves"):
        depth = 0.22 if material.pattern == "speckle" else 1.1
        fade = np.clip(1.5 - footprint / size, 0.25, 1)
        tone = 0.6 * _soft_noise(cells) + 0.4 * _soft_noise(cells * 2.7 + 11)
        return (1 + depth * fade * (tone - 0.5)).astype(np.float32)
    rings = np.sin(uv[:, 1] * 60 + 3 * np.sin(uv[:, 0] * 4)) * 0.5 + np.sin(uv[:, 1] * 213) * 0.25
    return (1 + 0.14 * rings).astype(np.float32)


def _covered(distance: Array, half: float, footprint: Array) -> Array:
    """Share of a pixel that a line of half that width covers, at a distance from its middle."""
    reach = np.maximum(footprint, 0.0008) / 2
    inside = np.minimum(distance + reach, half) - np.maximum(distance - reach, -half)
    return np.clip(inside / (2 * reach), 0, 1)


def _soft_noise(cells: Array) -> Array:
    """Noise in 0..1 without edges between its cells."""
    low = np.floor(cells)
    part = cells - low
    part = part * part * (3 - 2 * part)
    a, b = _noise(low), _noise(low + np.array([1.0, 0.0]))
    c, d = _noise(low + np.array([0.0, 1.0])), _noise(low + np.array([1.0, 1.0]))
    below = a + (b - a) * part[:, 0]
    return below + (c + (d - c) * part[:, 0] - below) * part[:, 1]


def _noise(cells: Array) -> Array:
    """A steady value in 0..1 per cell."""
    mixed = np.sin(cells[:, 0] * 12.9898 + cells[:, 1] * 78.233) * 43758.5453
    return (mixed - np.floor(mixed)).astype(np.float32)


@lru_cache(maxsize=256)
def label_texture(
    text: str, width_m: float, height_m: float, rows: int = 256, *, is_plate: bool = False
) -> Array:
    """A text as a picture (`rows`, columns, 3), linear; row 0 is the top."""
    if rows < LABEL_ROWS:
        fine = label_texture(text, width_m, height_m, is_plate=is_plate)
        size = max(1, round(fine.shape[1] * rows / LABEL_ROWS)), rows
        return np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.float32)
    height = LABEL_ROWS
    width = max(64, min(2048, round(height * width_m / height_m)))
    ground, ink = ("#d6d9dc", "#20262b") if is_plate else ("#0d6b52", "#ffffff")
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    lines = text.split("\n")
    # As large as fits: Chinese characters are twice as wide as digits, so measure, do not count.
    widest = max(ImageFont.truetype(FONT, 100).getlength(line) for line in lines) / 100
    size = round(min(height * 0.78 / (1.25 * len(lines) - 0.25), width * 0.86 / widest))
    font = ImageFont.truetype(FONT, max(size, 12))
    for row, line in enumerate(lines):
        middle = height / 2 + (row - (len(lines) - 1) / 2) * size * 1.25
        pen.text((width / 2, middle), line, ink, font, anchor="mm")
    pen.rectangle((4, 4, width - 5, height - 5), outline=ink, width=3)
    return (np.asarray(image, np.float32) / 255) ** 2.2
