"""How much brighter each photo must become so that neighbours look alike where they overlap."""

from collections.abc import Sequence

import numpy as np

from panorama.stitch.model import Array, Colour, Where
from panorama.stitch.strip import Mask, Patch

DARKEST, BRIGHTEST = 14, 240  # outside of it a pixel tells little of the exposure
LEAST_PIXELS = 60
HOLD = 0.02  # weight of "leave it as it is" beside one overlap
Ratios = dict[tuple[int, int], tuple[Array, int]]
GAMMA = 2.2  # sRGB, nearly; gains act on stored values, people count light


class Overlaps:
    """What photos look like where they overlap, at a coarse size.

    Args:
        width_px: of the coarse sphere.
        shown: picture (BGR) and mask of every patch.
    """

    def __init__(
        self, width_px: int, patches: Sequence[Patch], shown: Sequence[tuple[Colour, Mask]]
    ) -> None:
        self.width_px = width_px
        self.patches = patches
        self.shown = shown

    def shift_px(self, one: int, other: int) -> int:
        """By how much `other`'s columns move so that it lies beside `one`, not a turn away."""
        middle = self.patches[one].left_px + self.patches[one].width_px / 2
        there = self.patches[other].left_px + self.patches[other].width_px / 2
        return round((middle - there) / self.width_px) * self.width_px

    def common(self, one: int, other: int) -> tuple[Colour, Colour, Where] | None:
        """Both pictures in their common box, and where both have pixels."""
        first, second = self.patches[one], self.patches[other]
        shift = self.shift_px(one, other)
        left = max(first.left_px, second.left_px + shift)
        right = min(first.right_px, second.right_px + shift)
        top = max(first.top_px, second.top_px)
        bottom = min(first.bottom_px, second.bottom_px)
        if left >= right or top >= bottom:
            return None

        def cut(number: int, patch: Patch, moved: int) -> tuple[Colour, Mask]:
            rows = slice(top - patch.top_px, bottom - patch.top_px)
            columns = slice(left - patch.left_px - moved, right - patch.left_px - moved)
            picture, mask = self.shown[number]
            return picture[rows, columns], mask[rows, columns]

        (here, here_mask), (there, there_mask) = cut(one, first, 0), cut(other, second, shift)
        return here, there, (here_mask > 0) & (there_mask > 0)


def ratios(overlaps: Overlaps) -> Ratios:
    """Per overlapping pair: how much brighter the first is (BGR logarithms), on how many pixels."""
    found: Ratios = {}
    count = len(overlaps.patches)
    for one in range(count):
        for other in range(one + 1, count):
            common = overlaps.common(one, other)
            if common is None:
                continue
            here, there, both = common
            tells = both & ((here >= DARKEST) & (here <= BRIGHTEST)).all(axis=2)
            tells &= ((there >= DARKEST) & (there <= BRIGHTEST)).all(axis=2)
            pixels = int(tells.sum())
            if pixels >= LEAST_PIXELS:
                apart = np.log(here[tells].astype(np.float64)) - np.log(there[tells])
                found[one, other] = np.median(apart, axis=0), pixels
    return found


def times_brighter(found: Ratios) -> dict[tuple[int, int], float]:
    """How many times more light the first of each pair shows."""
    return {pair: float(np.exp(GAMMA * ratio.mean())) for pair, (ratio, _) in found.items()}


def gains(found: Ratios, count: int) -> Array:
    """(count, 3) factors for stored values, BGR: least squares of all overlaps at once."""
    logs = np.zeros((count, 3))
    total = sum(pixels for _, pixels in found.values()) or 1
    for channel in range(3):
        normal = np.eye(count) * HOLD
        right = np.zeros(count)
        for (one, other), (ratio, pixels) in found.items():
            weight = len(found) * pixels / total
            normal[one, one] += weight
            normal[other, other] += weight
            normal[one, other] -= weight
            normal[other, one] -= weight
            right[one] -= weight * ratio[channel]
            right[other] += weight * ratio[channel]
        logs[:, channel] = np.linalg.solve(normal, right)
    return np.exp(logs)


def lit(picture: Colour, gain: Array) -> Colour:
    """The picture with its channels brightened."""
    table = np.clip(np.arange(256)[:, None] * gain[None, :], 0, 255).round().astype(np.uint8)
    return np.stack([table[:, channel][picture[:, :, channel]] for channel in range(3)], axis=2)
