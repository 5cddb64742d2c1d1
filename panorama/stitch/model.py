"""What a ring is made of. Pure values; angles in radians, pixels of the working size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Where = NDArray[np.bool_]
Gray = NDArray[np.uint8]
Colour = NDArray[np.uint8]


@dataclass(frozen=True)
class Lens:
    """How pixels of a photo look into the world.

    Args:
        focal_px: distance of the picture plane; all photos of a ring share it.
        bend: radial distortion: a pixel at half the width from the middle lies `1 + bend` times
            further out on the picture plane than it does in the photo.
    """

    width_px: int
    height_px: int
    focal_px: float
    bend: float = 0.0

    @property
    def across_rad(self) -> float:
        """Horizontal field of view."""
        return 2 * float(np.arctan(self.width_px / 2 / self.focal_px))

    def scaled(self, factor: float) -> "Lens":
        """The same lens over a picture of another size."""
        size = round(self.width_px * factor), round(self.height_px * factor)
        return Lens(*size, self.focal_px * factor, self.bend)


@dataclass(frozen=True)
class Features:
    """Points that are found again in another photo.

    Args:
        points: (N, 2) column and row, pixel centres at whole numbers.
        marks: (N, 128) what surrounds each point, unit vectors.
    """

    points: Array
    marks: NDArray[np.float32]


@dataclass(frozen=True)
class Pair:
    """Two photos and the points both show; numbers from 0, `first` is left of `second`.

    Args:
        at_first, at_second: (M, 2) pixels that show the same.
        turn: (3, 3) directions of `second`'s camera into `first`'s.
    """

    first: int
    second: int
    at_first: Array
    at_second: Array
    turn: Array

    @property
    def count(self) -> int:
        """How many points agree on the turn."""
        return len(self.at_first)


@dataclass(frozen=True)
class Ring:
    """Photos in the order they lie beside each other, turning to the right.

    Args:
        order: photo numbers, from 0.
        pairs: neighbours and, where found, photos with one between them.
        is_closed: the last one is the first one's neighbour.
    """

    order: tuple[int, ...]
    pairs: tuple[Pair, ...]
    is_closed: bool

    def neighbours(self) -> list[tuple[int, int]]:
        """Photos that lie beside each other, left one first."""
        following = [*self.order[1:], *(self.order[:1] if self.is_closed else ())]
        return list(zip(self.order, following, strict=False))


@dataclass(frozen=True)
class Placed:
    """Where all photos look.

    Args:
        turns: (N, 3, 3) directions of each camera into the room's frame; x east, y north, z up.
    """

    lens: Lens
    turns: Array
