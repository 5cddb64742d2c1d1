"""What a surface looks like at a point: colour, gloss, own light. Procedural but for texts."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Array = NDArray[np.floating[Any]]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"


@dataclass(frozen=True)
class Material:
    """Base colour (linear), share of mirror reflection, emitted light, pattern."""

    colour: tuple[float, float, float]
    gloss: float = 0.0
    glow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    pattern: str = ""
    size_m: float = 0.3


MATERIALS: dict[str, Material] = {
    "tiles": Material((0.80, 0.81, 0.80), 0.06, pattern="tiles", size_m=0.30),
    "floor": Material((0.36, 0.34, 0.31), 0.05, pattern="tiles", size_m=0.40),
    "floor_public": Material((0.55, 0.47, 0.38), 0.04, pattern="tiles", size_m=0.60),
    "ceiling": Material((0.84, 0.84, 0.83), pattern="panels", size_m=0.60),
    "paint": Material((0.80, 0.79, 0.76)),
    "facade": Material((0.58, 0.53, 0.47), pattern="bricks", size_m=0.26),
    "concrete": Material((0.45, 0.45, 0.44)),
    "paving": Material((0.40, 0.39, 0.37), pattern="tiles", size_m=0.50),
    "steel": Material((0.33, 0.34, 0.35), 0.36, pattern="brushed"),
    "galvanised": Material((0.40, 0.42, 0.43), 0.18, pattern="brushed"),
    "door": Material((0.40, 0.41, 0.42), 0.28, pattern="brushed"),
    "chrome": Material((0.55, 0.56, 0.58), 0.55),
    "filter": Material((0.30, 0.31, 0.32), 0.14, pattern="slats", size_m=0.035),
    "iron": Material((0.055, 0.055, 0.06), 0.07),
    "machine": Material((0.10, 0.20, 0.32), 0.06),
    "black": Material((0.02, 0.02, 0.022), 0.04),
    "dark": Material((0.08, 0.085, 0.09), 0.05),
    "rubber": Material((0.03, 0.03, 0.03)),
    "canvas": Material((0.12, 0.12, 0.13), pattern="slats", size_m=0.05),
    "ceramic": Material((0.84, 0.84, 0.82), 0.08),
    "wood": Material((0.40, 0.24, 0.12), 0.05, pattern="wood"),
    "stone": Material((0.26, 0.25, 0.25), 0.10),
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
    "lamp_small": Material((0.9, 0.9, 0.9), glow=(2.4, 2.3, 2.1)),
    "daylight": Material((0.6, 0.7, 0.8), glow=(2.2, 2.5, 2.9)),
    "green_lamp": Material((0.1, 0.8, 0.3), glow=(0.2, 2.2, 0.7)),
    "uv": Material((0.3, 0.25, 0.8), glow=(0.9, 0.7, 3.2)),
}
NAMES = tuple(MATERIALS)
COLOUR = np.array([MATERIALS[name].colour for name in NAMES], np.float32)
GLOSS = np.array([MATERIALS[name].gloss for name in NAMES], np.float32)
GLOW = np.array([MATERIALS[name].glow for name in NAMES], np.float32)


def colour_at(material: NDArray[np.int32], uv_m: Array) -> Array:
    """Linear colour of points (N,) of these materials at `uv_m` (N, 2), patterns included."""
    colour = COLOUR[material].copy()
    for number in np.unique(material):
        found = MATERIALS[NAMES[number]]
        if not found.pattern or found.pattern == "text":
            continue
        chosen = material == number
        colour[chosen] *= _pattern(found, uv_m[chosen])[:, None]
    return colour


def _pattern(material: Material, uv: Array) -> Array:
    cells = uv / material.size_m
    whole, part = np.floor(cells), cells - np.floor(cells)
    edge = np.minimum(part, 1 - part) * material.size_m
    if material.pattern in ("tiles", "panels"):
        joint = 0.0035 if material.pattern == "tiles" else 0.006
        line = np.clip(edge.min(axis=1) / joint, 0, 1)
        return ((0.45 + 0.55 * line) * (0.95 + 0.09 * _noise(whole))).astype(np.float32)
    if material.pattern == "bricks":
        row = np.floor(uv[:, 1] / 0.075)
        across = uv[:, 0] / material.size_m + 0.5 * (row % 2)
        joints = np.minimum(
            np.abs(across - np.round(across)) * material.size_m,
            np.abs(uv[:, 1] / 0.075 - np.round(uv[:, 1] / 0.075)) * 0.075,
        )
        tone = 0.88 + 0.2 * _noise(np.stack([np.floor(across), row], axis=1))
        return (tone * (0.72 + 0.28 * np.clip(joints / 0.006, 0, 1))).astype(np.float32)
    if material.pattern == "brushed":
        grain = np.sin(uv[:, 1] * 900) + np.sin(uv[:, 1] * 2311 + uv[:, 0] * 3)
        return (1 + 0.018 * grain).astype(np.float32)
    if material.pattern == "slats":
        return (0.55 + 0.45 * (part[:, 0] > 0.35)).astype(np.float32)
    rings = np.sin(uv[:, 1] * 60 + 3 * np.sin(uv[:, 0] * 4)) * 0.5 + np.sin(uv[:, 1] * 213) * 0.25
    return (1 + 0.14 * rings).astype(np.float32)


def _noise(cells: Array) -> Array:
    """A steady value in 0..1 per cell."""
    mixed = np.sin(cells[:, 0] * 12.9898 + cells[:, 1] * 78.233) * 43758.5453
    return (mixed - np.floor(mixed)).astype(np.float32)


@lru_cache(maxsize=64)
def label_texture(text: str, width_m: float, height_m: float, *, is_plate: bool) -> Array:
    """A text as a picture (rows, columns, 3), linear; row 0 is the top."""
    height = 256
    width = max(64, min(2048, round(height * width_m / height_m)))
    ground, ink = ("#d6d9dc", "#20262b") if is_plate else ("#0d6b52", "#ffffff")
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    lines = text.split("\n")
    size = round(min(height * 0.62 / len(lines), width * 0.88 / max(len(line) for line in lines)))
    font = ImageFont.truetype(FONT, max(size, 12))
    for row, line in enumerate(lines):
        middle = height / 2 + (row - (len(lines) - 1) / 2) * size * 1.25
        pen.text((width / 2, middle), line, ink, font, anchor="mm")
    pen.rectangle((4, 4, width - 5, height - 5), outline=ink, width=3)
    return (np.asarray(image, np.float32) / 255) ** 2.2
