"""What was read in a picture, before anybody confirmed it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

Corner = tuple[float, float]  # across and down, as shares of the upright picture


@dataclass(frozen=True)
class Read:
    """A line of text or a code. `confidence` is 0 to 1; a code that checks itself has 1.

    `form` is the kind of code, empty for text. `corners` go round clockwise.
    """

    text: str
    confidence: float
    corners: Sequence[Corner]
    form: str = ""


MOST_LINES = 200
MOST_LETTERS = 2000
