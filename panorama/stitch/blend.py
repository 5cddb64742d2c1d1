"""Photos blended onto one strip of the sphere: coarse brightness widely, fine detail narrowly."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from panorama.stitch.exposure import lit
from panorama.stitch.model import Array, Colour, Placed, Ring, Where
from panorama.stitch.strip import Mask, Patch, covered, patch_of, warped

BANDS = 5
_AROUND_PX = 2 ** (BANDS + 2)  # the strip goes on past its ends by so much, so that they meet


class Owners:
    """Which photo shows which pixel of the strip.

    Args:
        seams: per neighbour pair, columns by row, at a sphere `coarse_px` wide.
    """

    def __init__(
        self,
        placed: Placed,
        ring: Ring,
        width_px: int,
        seams: Mapping[tuple[int, int], Array],
        coarse_px: int,
    ) -> None:
        self.width_px = width_px
        self.patches = [patch_of(placed, photo, width_px) for photo in range(len(placed.turns))]
        self.top_px = max(0, min(one.top_px for one in self.patches))
        self.bottom_px = min(width_px // 2, max(one.bottom_px for one in self.patches))
        self._ring = ring
        self._zoom = width_px / coarse_px
        self._seams = seams
        self._coarse = [patch_of(placed, n, coarse_px) for n in range(len(placed.turns))]
        self._coarse_px = coarse_px
        self.seen = np.zeros((self.bottom_px - self.top_px, width_px), bool)
        self._masks = [self._own(placed, patch) for patch in self.patches]
        for patch, mask in zip(self.patches, self._masks, strict=True):
            # What its owner does not reach is shown by whoever has it.
            free = covered(placed.lens, placed.turns[patch.photo], patch, width_px) > 0
            free &= ~self._view(patch)
            mask[free] = 255
            self._mark(patch, free)

    def mask(self, photo: int) -> Mask:
        """255 where the strip shows this photo, by its patch."""
        return self._masks[photo]

    def _own(self, placed: Placed, patch: Patch) -> Mask:
        mask = covered(placed.lens, placed.turns[patch.photo], patch, self.width_px)
        columns = np.arange(patch.left_px, patch.right_px)
        for one, other in self._ring.neighbours():
            if patch.photo not in (one, other):
                continue
            # Seams are told in the left photo's columns; the right one may lie a turn away.
            way = self._seams[one, other]
            if patch.photo == other:
                way = way - self._shift(one, other)
            line = self._fine(way, patch)[:, None]
            if patch.photo == one:
                mask[columns[None, :] >= line] = 0
            else:
                mask[columns[None, :] < line] = 0
        self._mark(patch, mask > 0)
        return mask

    def _shift(self, one: int, other: int) -> int:
        first, second = self._coarse[one], self._coarse[other]
        apart = first.left_px + first.width_px / 2 - second.left_px - second.width_px / 2
        return round(apart / self._coarse_px) * self._coarse_px

    def _fine(self, way: Array, patch: Patch) -> Array:
        rows = (np.arange(patch.top_px, patch.bottom_px) + 0.5) / self._zoom - 0.5
        return np.interp(rows, np.arange(len(way)), way) * self._zoom

    def _mark(self, patch: Patch, there: Where) -> None:
        rows = slice(patch.top_px - self.top_px, patch.bottom_px - self.top_px)
        for into, columns in _turns(patch, self.width_px):
            self.seen[rows, into] |= there[:, columns]

    def _view(self, patch: Patch) -> Where:
        rows = np.arange(patch.top_px, patch.bottom_px) - self.top_px
        columns = np.arange(patch.left_px, patch.right_px) % self.width_px
        return self.seen[np.ix_(rows, columns)]


def _turns(patch: Patch, width_px: int, around_px: int = 0) -> list[tuple[slice, slice]]:
    """Where a patch lies on a strip from `-around_px` to `width_px + around_px`.

    Returns:
        pairs of columns on the strip (from 0 at `-around_px`) and columns of the patch.
    """
    found: list[tuple[slice, slice]] = []
    left = patch.left_px % width_px
    for start in (left - width_px, left, left + width_px):
        first, last = max(start, -around_px), min(start + patch.width_px, width_px + around_px)
        if first < last:
            there = slice(first + around_px, last + around_px)
            found.append((there, slice(first - start, last - start)))
    return found


def blended(
    load: Callable[[int, int], Colour],
    placed: Placed,
    owners: Owners,
    gains: Sequence[Array] | Array,
    progress: Callable[[float], None],
) -> Colour:
    """The strip in BGR, rows `owners.top_px` to `owners.bottom_px`, all columns.

    Args:
        load: gives a photo at least so many pixels wide.
        gains: factors of each photo's channels.
    """
    width, height = owners.width_px, owners.bottom_px - owners.top_px
    blender = cv2.detail.MultiBandBlender(0, BANDS)
    blender.prepare((-_AROUND_PX, 0, width + 2 * _AROUND_PX, height))
    count = len(placed.turns)
    for patch in owners.patches:
        wanted = width / (2 * np.pi) / placed.lens.focal_px * placed.lens.width_px
        picture = load(patch.photo, round(wanted))
        scale = wanted / picture.shape[1]
        if scale < 0.85:  # finer than the strip: shrink first, or it would shimmer
            size = round(wanted), round(picture.shape[0] * scale)
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        lens = placed.lens.scaled(picture.shape[1] / placed.lens.width_px)
        there, _ = warped(picture, lens, placed.turns[patch.photo], patch, width)
        there = lit(there, gains[patch.photo]).astype(np.int16)
        mask = owners.mask(patch.photo)
        for into, columns in _turns(patch, width, _AROUND_PX):
            corner = (into.start - _AROUND_PX, patch.top_px - owners.top_px)
            part = np.ascontiguousarray(there[:, columns])
            blender.feed(part, np.ascontiguousarray(mask[:, columns]), corner)
        progress((patch.photo + 1) / count)
    blend: Any = blender.blend  # its stubs want pictures to write into
    strip = np.asarray(blend(None, None)[0])[:, _AROUND_PX : _AROUND_PX + width]
    return np.clip(strip, 0, 255).astype(np.uint8)
