"""What of a picture needs a second look, by what was measured of it. Pure.

Nothing here fails an item or refuses a picture: each concern is a hint, and the inspector decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from foundation.text import Bilingual

HASH_BITS = 64
BANDS = 7  # two hashes that differ in six bits or fewer agree in at least one of seven bands


class Concern(Enum):
    """Why a picture needs a look."""

    BLUR = "blur"
    DARK = "dark"
    GLARE = "glare"
    SCREEN = "screen"
    REUSED = "reused"
    ALIKE = "alike"


CONCERN_TEXT = {
    Concern.BLUR: Bilingual("画面模糊，细节可能看不清", "blurred: details may be lost"),
    Concern.DARK: Bilingual("画面偏暗，请确认能看清", "dark: check that it can be seen"),
    Concern.GLARE: Bilingual("大面积反光，可能遮住内容", "glare: it may hide something"),
    Concern.SCREEN: Bilingual(
        "有屏幕像素纹，可能是翻拍屏幕", "pixel pattern: it may be a picture of a screen"
    ),
    Concern.REUSED: Bilingual(
        "与其他办件的文件完全相同", "the very same file is evidence of another case"
    ),
    Concern.ALIKE: Bilingual(
        "与其他办件的照片几乎相同", "nearly the same as a picture of another case"
    ),
}


@dataclass(frozen=True)
class Look:
    """What was measured of a picture.

    `sharpness` is the variance of the Laplacian in the sharpest tenth of the picture's tiles, at
    960 px width and equal brightness; `brightness` and `glare` are shares of 0 to 1; `grid` says
    how far a fine regular pattern stands out, in nepers; `phash` is 64 bits in hexadecimal, empty
    for a picture without contrast, of which any two are alike.
    """

    sharpness: float
    brightness: float
    glare: float
    grid: float
    phash: str
    is_reused: bool = False
    is_alike: bool = False


@dataclass(frozen=True)
class LookLimits:
    """From where on a picture needs a look; the bureau's to set.

    Measured on the sample room's views and on simulated photos of screens that show them
    (tests/unit/inspection/evidence/test_look.py): sharp views 4.2-11, softened by a Gauss of 3 px
    0.9-1.8; grids of views 0, of 15 of 16 screens 3.04 and more. No real photos were at hand.
    """

    least_sharpness: float = 1.2
    least_brightness: float = 0.16
    most_glare: float = 0.25
    most_grid: float = 3.0
    most_hash_bits: int = 6  # recompressed and shrunk copies of a view differ in 0-4


def concerns(look: Look, limits: LookLimits | None = None) -> tuple[Concern, ...]:
    """Why this picture needs a look; usually empty."""
    limits = limits or LookLimits()
    found = {
        Concern.BLUR: look.sharpness < limits.least_sharpness,
        Concern.DARK: look.brightness < limits.least_brightness,
        Concern.GLARE: look.glare > limits.most_glare,
        Concern.SCREEN: look.grid > limits.most_grid,
        Concern.REUSED: look.is_reused,
        Concern.ALIKE: look.is_alike and not look.is_reused,
    }
    return tuple(concern for concern, holds in found.items() if holds)


def bands_of(phash: str) -> Sequence[int]:
    """The hash cut into `BANDS` numbers, by which a database finds what may be alike."""
    bits = int(phash, 16)
    width = -(-HASH_BITS // BANDS)
    return [bits >> (place * width) & (1 << width) - 1 for place in range(BANDS)]


def is_alike_any(phash: str, others: Iterable[str], limits: LookLimits | None = None) -> bool:
    """Whether one of the other hashes differs in few bits only."""
    most = (limits or LookLimits()).most_hash_bits
    return any((int(phash, 16) ^ int(other, 16)).bit_count() <= most for other in others)
