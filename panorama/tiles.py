"""A panorama cut into tiles for the viewer: small picture first, sharp tiles where one looks."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
COLUMNS, ROWS = 16, 8  # Photo Sphere Viewer's equirectangular tiles; powers of two
PREVIEW_PX = 1024
QUALITY = 86


def write_tiles(panorama: Picture, folder: Path) -> dict[str, Any]:
    """Writes `tiles/<row>_<column>.jpg`, `panorama.jpg` and `tiles.json`; returns the latter.

    Args:
        panorama: (H, 2 H, 3) RGB; H divisible by `ROWS`.
    """
    height, width = panorama.shape[:2]
    tiles = folder / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    step = height // ROWS
    for row in range(ROWS):
        for column in range(COLUMNS):
            tile = panorama[row * step : (row + 1) * step, column * step : (column + 1) * step]
            write_jpeg(tile, tiles / f"{row}_{column}.jpg")
    write_jpeg(panorama, folder / "panorama.jpg")
    description = {"width": width, "cols": COLUMNS, "rows": ROWS}
    write_text(folder / "tiles.json", json.dumps(description))
    return description


def write_preview(panorama: Picture, folder: Path) -> None:
    """Writes `preview.jpg`, 1024 wide."""
    folder.mkdir(parents=True, exist_ok=True)
    small = cv2.resize(panorama, (PREVIEW_PX, PREVIEW_PX // 2), interpolation=cv2.INTER_AREA)
    write_jpeg(np.asarray(small, np.uint8), folder / "preview.jpg")


def write_depth(depth_mm: NDArray[np.uint16], folder: Path) -> None:
    """Writes `depth.png`: millimetres as red × 256 + green, because a page reads 8 bits each."""
    folder.mkdir(parents=True, exist_ok=True)
    high, low = np.divmod(depth_mm, 256)
    bgr = np.stack([np.zeros_like(low), low, high], axis=-1).astype(np.uint8)
    _, png = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    write_bytes(folder / "depth.png", png.tobytes())


def write_jpeg(picture: Picture, path: Path) -> None:
    """Writes RGB as JPEG in one rename, so that readers never see half a file."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    write_bytes(path, jpeg.tobytes())


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file in one rename."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.rename(path)


def write_text(path: Path, text: str) -> None:
    """Writes a text file in one rename."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.rename(path)
