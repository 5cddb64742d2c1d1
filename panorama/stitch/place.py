"""Where the photos of a ring look: points → ring → all together → judge, twice if it is weak."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from foundation.errors import Problem
from panorama.stitch import hugin
from panorama.stitch.adjust import adjust
from panorama.stitch.camera import angles_of, level, turn_of
from panorama.stitch.features import features_of, sharpness_of
from panorama.stitch.gate import PairReport, judge_pairs, judge_sharpness, judge_slant
from panorama.stitch.model import Features, Gray, Lens, Placed, Ring
from panorama.stitch.pairs import Matcher
from panorama.stitch.photos import Photo, working_gray
from panorama.stitch.problems import (
    DoesNotFit,
    OverlapTooSmall,
    PhotoOutsideRing,
    RingOpen,
    SamePhoto,
)
from panorama.stitch.progress import Progress
from panorama.stitch.ring import find_ring, lens_of, start_of

# What a better guess of the lens or more points may mend.
MENDABLE = (DoesNotFit, OverlapTooSmall, PhotoOutsideRing, RingOpen, SamePhoto)


@dataclass(frozen=True)
class Placement:
    """A judged ring. `is_second`: hugin's points were needed for it."""

    ring: Ring
    placed: Placed
    reports: Sequence[PairReport]
    is_second: bool = False

    @property
    def weak(self) -> int:
        """How many neighbour pairs are only just good enough."""
        return sum(one.is_weak for one in self.reports)


def place(photos: Sequence[Photo], progress: Progress, *, is_whole: bool) -> Placement:
    """Every photo's direction, level, north in the middle. Raises one of `problems`."""
    names = [photo.name for photo in photos]
    grays: list[Gray] = []
    for done, photo in enumerate(photos):
        progress("points", 0.15 * done / len(photos))
        grays.append(working_gray(photo))
    judge_sharpness([sharpness_of(gray) for gray in grays], names)
    features: list[Features] = []
    for done, gray in enumerate(grays):
        progress("points", 0.15 + 0.15 * done / len(grays))
        features.append(features_of(gray))
    matcher = Matcher(features)
    progress("ring", 0.3)
    found = _judged(matcher, names, grays, _said_lens(photos, grays[0]), is_whole, progress)
    placed = _set_up(found.placed, found.ring)
    judge_slant(placed, names)
    return replace(found, placed=placed)


def _judged(
    matcher: Matcher,
    names: Sequence[str],
    grays: Sequence[Gray],
    said: Lens | None,
    is_whole: bool,
    progress: Progress,
) -> Placement:
    """The first way that holds; if none does, the refusal of the first."""

    def tried(lens: Lens) -> Placement | Problem:
        try:
            ring = find_ring(matcher, names, lens, is_whole=is_whole)
            progress("adjust", 0.4)
            placed = adjust(start_of(ring, lens), ring.pairs)
            return Placement(ring, placed, judge_pairs(placed, ring))
        except MENDABLE as refusal:
            return refusal

    height, width = grays[0].shape
    lens = said or lens_of(matcher, len(grays), width, height)
    first = found = tried(lens)
    if said and not isinstance(found, Placement):  # zoomed or cropped after EXIF was written
        lens = lens_of(matcher, len(grays), width, height)
        found = tried(lens)
    if (not isinstance(found, Placement) or found.weak) and hugin.is_there():
        progress("second_look", 0.42)
        matcher.learn(hugin.common_points(grays, lens))
        second = tried(lens)
        is_better = not isinstance(found, Placement) or (
            isinstance(second, Placement) and second.weak < found.weak
        )
        if isinstance(second, Placement) and is_better:
            found = replace(second, is_second=True)
    if isinstance(found, Placement):
        return found
    raise first if not isinstance(first, Placement) else found


def _said_lens(photos: Sequence[Photo], gray: Gray) -> Lens | None:
    """The lens of EXIF, if most photos agree that there is one."""
    said = [photo.focal_px for photo in photos if photo.focal_px]
    if len(said) <= len(photos) / 2:
        return None
    height, width = gray.shape
    return Lens(width, height, float(np.median(said)) * width / photos[0].width_px)


def _set_up(placed: Placed, ring: Ring) -> Placed:
    """Level; the first photo north, or the middle of a part."""
    turns = level(placed.turns)
    yaws = np.unwrap([angles_of(turns[photo])[0] for photo in ring.order])
    middle = yaws[0] if ring.is_closed else (yaws[0] + yaws[-1]) / 2
    # `turn_of(0, 0)` is what looks north without being turned.
    return replace(placed, turns=turn_of(-middle, 0.0) @ turn_of(0.0, 0.0).T @ turns)
