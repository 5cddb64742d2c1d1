"""Measures a picture: sharp, bright, glaring, off a screen, and its fingerprint.

Blocking, 0.05 s of a core at 1280×720, longer for a photo: call in a thread, after "saved".
"""

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from inspection.evidence.derived import opened_jpeg
from inspection.evidence.quality import Look

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

_SHARP_PX = 960
_TILES = 10
_GLARING = 250  # of 255, in all three colours: nothing is left to see there
_CROP = 256  # spectra are taken of crops of that size: one pattern, one perspective
_CROPS = 3  # by three
_LONGEST_PX = 4000  # what is larger is halved first: a bound on memory and time
_FINEST = 0.10  # cycles per pixel; a screen's pixel is less than ten of a photo's pixels wide
_COARSE = (5, 22)  # bins of a spectrum: tiles, bricks, lines of text repeat so slowly
_FOLLOWS = 0.8  # a peak whose coarser sister is as strong belongs to tiles or text
_SILENCE = 30.0  # what noise puts into a bin of the spectrum; keeps flat crops flat
_LEAST_CONTRAST = 2.0


def look_at(jpeg: bytes) -> Look:
    """Measures a JPEG. Raises what `derived.inspect_jpeg` raises."""
    picture = np.asarray(opened_jpeg(jpeg))
    while max(picture.shape) > _LONGEST_PX:
        picture = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    return Look(
        sharpness=sharpness_of(grey),
        brightness=float(grey.mean()) / 255,
        glare=float((picture.min(axis=2) >= _GLARING).mean()),
        grid=grid_of(grey),
        phash=phash_of(grey),
    )


def sharpness_of(grey: Grey) -> float:
    """See `Look.sharpness`. Dark and bright pictures of one thing measure alike."""
    height = max(_TILES, round(grey.shape[0] * _SHARP_PX / grey.shape[1]))
    small = _shrunk(grey, (_SHARP_PX, height)).astype(np.float32)
    small *= 128 / max(float(small.mean()), 8.0)
    smooth = cv2.GaussianBlur(small, (0, 0), 1.2)  # else noise counts as detail
    edges = np.asarray(cv2.Laplacian(smooth, cv2.CV_32F))
    rows = np.array_split(edges, _TILES)
    tiles = [float(tile.var()) for row in rows for tile in np.array_split(row, _TILES, axis=1)]
    return float(np.percentile(tiles, 90))


def grid_of(grey: Grey) -> float:
    """How far a pattern as fine as a screen's pixels stands out; 0 where there is none.

    A screen shows its grid everywhere: a third of the crops has to. Walls of tiles and written
    pages repeat too, but slowly, and their fine harmonics are only sisters of that.
    """
    height, width = grey.shape
    if min(height, width) < _CROP:
        return 0.0
    tops, lefts = (
        [(length - _CROP) * number // (_CROPS - 1) for number in range(_CROPS)]
        for length in (height, width)
    )
    found = [
        _grid_in(grey[top : top + _CROP, left : left + _CROP].astype(np.float32))
        for top, left in product(tops, lefts)
    ]
    return sorted(found, reverse=True)[len(found) // 3]


def phash_of(grey: Grey) -> str:
    """64 bits: the signs of the lowest frequencies around their median (DCT of 32 by 32)."""
    small = _shrunk(grey, (32, 32)).astype(np.float32)
    if float(small.std()) < _LEAST_CONTRAST:
        return ""
    low = np.asarray(cv2.dct(small))[:8, :8].flatten()
    signs = low > np.median(low[1:])
    return f"{int(''.join('1' if one else '0' for one in signs), 2):016x}"


def _shrunk(grey: Grey, size_px: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(grey, size_px, interpolation=cv2.INTER_AREA), np.uint8)


def _frequencies() -> tuple[Floats, Floats]:
    one = np.fft.fftfreq(_CROP).astype(np.float32)
    return np.meshgrid(one, one, indexing="ij")  # pyright: ignore[reportReturnType]


_UP, _ALONG = _frequencies()
_WINDOW = np.outer(np.hanning(_CROP), np.hanning(_CROP)).astype(np.float32)


def _is_block(frequency: Floats) -> NDArray[np.bool_]:
    """Multiples of an eighth: what JPEG and video leave of their own blocks."""
    return np.abs(frequency * 8 - np.round(frequency * 8)) < 8 * 1.6 / _CROP


_FINE = (np.hypot(_UP, _ALONG) > _FINEST) & ~(_is_block(_UP) & _is_block(_ALONG))


def _grid_in(crop: Floats) -> float:
    if float(crop.std()) < _LEAST_CONTRAST:
        return 0.0
    spectrum = np.abs(np.fft.fft2((crop - crop.mean()) * _WINDOW))
    level = np.fft.fftshift(np.log(spectrum + _SILENCE)).astype(np.float32)
    around = cv2.blur(cv2.medianBlur(level, 5), (15, 15))
    peaks = np.fft.ifftshift(level - np.asarray(around))
    place = int(np.argmax(np.where(_FINE, peaks, -np.inf)))
    strongest = float(peaks.flat[place])
    direction = np.array([_UP.flat[place], _ALONG.flat[place]])
    direction /= np.hypot(*direction)
    steps = [(round(n * direction[0]), round(n * direction[1])) for n in range(*_COARSE)]
    sister = max(float(peaks[up % _CROP, along % _CROP]) for up, along in steps)
    return strongest if sister < _FOLLOWS * strongest else 0.0
