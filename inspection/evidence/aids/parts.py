"""A part of a picture, and corners found in it as shares of the whole."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inspection.evidence.aids.model import Corner
from inspection.evidence.redaction.model import Box

WHOLE = Box(0.0, 0.0, 1.0, 1.0)


class Part:
    """The pixels inside a box of a picture, shrunk where they are more than anybody needs.

    Args:
        longest_px: of the longer side, in pixels.
    """

    def __init__(self, image: Image.Image, box: Box, longest_px: int) -> None:
        width, height = image.size
        self._left, self._top = int(box.left * width), int(box.top * height)
        self._width, self._height = width, height
        right = max(self._left + 1, int(box.right * width))
        bottom = max(self._top + 1, int(box.bottom * height))
        part = image.crop((self._left, self._top, right, bottom))
        before = part.width
        part.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
        self._scale = before / part.width
        self.image = part

    def pixels(self) -> NDArray[np.uint8]:
        """(H, W, 3) in RGB."""
        return np.asarray(self.image, np.uint8)

    def corners(self, found: Iterable[Sequence[float]]) -> list[Corner]:
        """Pixels of this part as shares of the whole picture."""
        return [
            (
                _share((self._left + x * self._scale) / self._width),
                _share((self._top + y * self._scale) / self._height),
            )
            for x, y in found
        ]


def _share(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
