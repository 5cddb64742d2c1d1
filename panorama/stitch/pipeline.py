"""A ring of photos to a sphere: look → place → light → seams → blend → fill."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from panorama.stitch.blend import Owners, blended
from panorama.stitch.exposure import Overlaps, gains, lit, ratios, times_brighter
from panorama.stitch.fill import filled
from panorama.stitch.gate import judge_exposure
from panorama.stitch.lens_facts import Cropping
from panorama.stitch.model import Colour, Placed, Where
from panorama.stitch.photos import Photo, agree, decoded, look_at
from panorama.stitch.place import Placement, place
from panorama.stitch.problems import TooFewPhotos, TooManyPhotos
from panorama.stitch.progress import Progress, within
from panorama.stitch.seams import seams
from panorama.stitch.strip import Mask, natural_width_px, patch_of, span_rad, warped

LEAST_WHOLE, LEAST_PART, MOST_PHOTOS = 5, 2, 40  # five lenses of 87° just reach around
WIDEST_PX, NARROWEST_PX = 8192, 1024
STEP_PX = 16  # tiles need heights they divide
COARSE_PX = 1024
MOST_S = 600.0


@dataclass(frozen=True)
class Stitched:
    """A sphere and what is known of it.

    Args:
        sphere: (W / 2, W, 3) RGB.
        shown: the part of it that photos show; the rest is filled.
        report: as JSON.
    """

    sphere: Colour
    shown: Cropping
    report: dict[str, Any]


def look_at_all(paths: Sequence[Path], *, is_whole: bool) -> list[Photo]:
    """The photos' heads, all of them good. Raises one of `problems`."""
    least = LEAST_WHOLE if is_whole else LEAST_PART
    if len(paths) < least:
        raise TooFewPhotos(count=len(paths), least=least)
    if len(paths) > MOST_PHOTOS:
        raise TooManyPhotos(count=len(paths), most=MOST_PHOTOS)
    photos = [look_at(number, path) for number, path in enumerate(paths, 1)]
    agree(photos)
    return photos


def stitch(
    photos: Sequence[Photo], progress: Progress, *, is_whole: bool, widest_px: int = WIDEST_PX
) -> Stitched:
    """The sphere of a ring, every photo used. Raises one of `problems`, naming the photos."""
    progress = within(progress, MOST_S)
    found = place(photos, progress, is_whole=is_whole)
    placed, ring = found.placed, found.ring
    progress("light", 0.45)
    overlaps = _coarse(photos, placed)
    apart = ratios(overlaps)
    beside = {frozenset(pair) for pair in ring.neighbours()}
    times = times_brighter(apart)
    judge_exposure({pair: one for pair, one in times.items() if frozenset(pair) in beside})
    factors = gains(apart, len(photos))
    evened = [lit(one, gain) for (one, _), gain in zip(overlaps.shown, factors, strict=True)]
    ways = seams(overlaps, evened, ring)
    width = _width_px(photos[0], placed, widest_px)
    owners = Owners(placed, ring, width, ways, COARSE_PX)
    strip = blended(
        lambda photo, wide: decoded(photos[photo], wide),
        placed,
        owners,
        factors,
        lambda part: progress("blend", 0.55 + 0.35 * part),
    )
    progress("fill", 0.92)
    sphere = cv2.cvtColor(filled(strip, owners.seen, owners.top_px), cv2.COLOR_BGR2RGB)
    shown = _shown(owners.seen, owners.top_px, width)
    return Stitched(np.asarray(sphere, np.uint8), shown, _report(found, shown))


def _width_px(photo: Photo, placed: Placed, widest_px: int) -> int:
    """As wide as the photos are sharp, within bounds, and such that it can be cut into tiles."""
    natural = natural_width_px(placed) * photo.width_px / placed.lens.width_px
    return max(NARROWEST_PX, min(widest_px, round(natural))) // STEP_PX * STEP_PX


def _coarse(photos: Sequence[Photo], placed: Placed) -> Overlaps:
    patches = [patch_of(placed, number, COARSE_PX) for number in range(len(photos))]
    wide = round(COARSE_PX / (2 * np.pi) / placed.lens.focal_px * placed.lens.width_px)
    lens = placed.lens.scaled(wide / placed.lens.width_px)
    shown: list[tuple[Colour, Mask]] = []
    for photo, patch in zip(photos, patches, strict=True):
        size = lens.width_px, lens.height_px
        small = cv2.resize(decoded(photo, wide), size, interpolation=cv2.INTER_AREA)
        turn = placed.turns[patch.photo]
        shown.append(warped(np.asarray(small, np.uint8), lens, turn, patch, COARSE_PX))
    return Overlaps(COARSE_PX, patches, shown)


def _shown(seen: Where, top_px: int, width_px: int) -> Cropping:
    """The box of what photos show."""
    columns = np.flatnonzero(seen.any(axis=0))
    rows = np.flatnonzero(seen.any(axis=1))
    left, right = int(columns[0]), int(columns[-1]) + 1
    top, bottom = top_px + int(rows[0]), top_px + int(rows[-1]) + 1
    return Cropping(width_px, width_px // 2, left, top, right - left, bottom - top)


def _report(found: Placement, shown: Cropping) -> dict[str, Any]:
    ring, lens = found.ring, found.placed.lens
    span = np.degrees(span_rad(found.placed, ring.order[0], ring.order[-1]))
    half = shown.full_height_px / 2
    return {
        "photos": len(found.placed.turns),
        "used": len(set(ring.order)),
        "order": [photo + 1 for photo in ring.order],
        "is_whole": ring.is_closed,
        "span_deg": 360.0 if ring.is_closed else round(float(span), 1),
        "across_deg": round(float(np.degrees(lens.across_rad)), 2),
        "bend": round(lens.bend, 4),
        "shown_up_deg": round(90 * (1 - shown.top_px / half), 1),
        "shown_down_deg": round(90 * ((shown.top_px + shown.height_px) / half - 1), 1),
        "is_weak": found.weak > 0,
        "second_look": found.is_second,
        "pairs": [asdict(one) | {"is_weak": one.is_weak} for one in found.reports],
    }
