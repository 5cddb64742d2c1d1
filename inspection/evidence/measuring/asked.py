"""What somebody marked on a picture, and the length it comes to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checklists.template import Reading
from inspection.evidence.measuring.limits import Compared, compared
from inspection.evidence.measuring.plane import (
    A4,
    LEAST_FOUND_PX,
    LEAST_POINTED_PX,
    POINTED,
    Length,
    length_between,
    marker,
)

FOUND_IN_PX = 2400  # the detector looks at a picture of that size at most


@dataclass(frozen=True)
class Marked:
    """Sheet and points as shares of the upright picture.

    `corners` go round, the first two ending a long side; `are_found`: nobody moved what the
    detector found. `coarseness` is how many of the picture's pixels one of the screen was.
    """

    sheet: str
    side_mm: float
    corners: Sequence[tuple[float, float]]
    are_found: bool
    points: Sequence[tuple[float, float]]
    coarseness: float


@dataclass(frozen=True)
class Measured:
    """A length, and beside a quantity's limits where one was named."""

    length: Length
    compared: Compared | None


def measure(marked: Marked, size_px: tuple[int, int], reading: Reading | None = None) -> Measured:
    """The length between the points. Raises `NotASheet`, `OutOfPlane`, `TooUnsure`."""
    by_hand = max(LEAST_POINTED_PX, POINTED * marked.coarseness)
    corner_error = by_hand
    if marked.are_found:
        shrunk = max(1.0, max(size_px) / FOUND_IN_PX)
        corner_error = shrunk * (LEAST_FOUND_PX if marked.sheet == "marker" else LEAST_POINTED_PX)
    length = length_between(
        np.array(marked.corners) * size_px,
        A4 if marked.sheet == "a4" else marker(marked.side_mm),
        np.array(marked.points) * size_px,
        corner_error_px=corner_error,
        point_error_px=by_hand,
    )
    told = compared(length.value_mm, length.error_mm, reading) if reading else None
    return Measured(length, told)
