"""A single picture that is a panorama already, as 360° cameras write it."""

import cv2
import numpy as np

from panorama.stitch.fill import filled
from panorama.stitch.lens_facts import Cropping
from panorama.stitch.photos import Photo, decoded
from panorama.stitch.pipeline import (
    LEAST_PART,
    NARROWEST_PX,
    STEP_PX,
    WIDEST_PX,
    Stitched,
)
from panorama.stitch.problems import NotAPanorama
from panorama.stitch.progress import Progress


def accept(photo: Photo, progress: Progress, widest_px: int = WIDEST_PX) -> Stitched:
    """The picture as a sphere; what its own metadata calls cropped is filled.

    A picture of twice its height without (valid) metadata shows the whole sphere: stale metadata
    of a picture that was scaled or cropped since is not believed.

    Raises:
        NotAPanorama: neither shape nor metadata make it one.
        NotAPhoto: only part of the file is there.
    """
    part = photo.cropping
    if part is None:
        if not photo.is_sphere:
            size = f"{photo.width_px}×{photo.height_px}"
            raise NotAPanorama(name=photo.name, size=size, least=LEAST_PART)
        part = Cropping(photo.width_px, photo.height_px, 0, 0, photo.width_px, photo.height_px)
    progress("points", 0.1)
    width = max(NARROWEST_PX, min(widest_px, part.full_width_px)) // STEP_PX * STEP_PX
    scale = width / part.full_width_px
    wide = min(width, max(1, round(part.width_px * scale)))
    high = min(width // 2, max(1, round(part.height_px * scale)))
    picture = decoded(photo, wide)
    progress("blend", 0.5)
    resized = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    left = min(round(part.left_px * scale), width - wide) if wide < width else 0
    top = min(round(part.top_px * scale), width // 2 - high)
    shown = Cropping(width, width // 2, left, top, wide, high)
    strip = np.zeros((high, width, 3), np.uint8)
    strip[:, left : left + wide] = resized
    seen = np.zeros((high, width), bool)
    seen[:, left : left + wide] = True
    sphere = strip if shown.is_whole else filled(strip, seen, top)
    progress("fill", 0.9)
    report = {
        "photos": 1,
        "used": 1,
        "order": [1],
        "is_whole": wide == width,
        "span_deg": round(360 * wide / width, 1),
        "shown_up_deg": round(90 - 180 * top / (width / 2), 1),
        "shown_down_deg": round(180 * (top + high) / (width / 2) - 90, 1),
        "is_weak": False,
        "pairs": [],
    }
    return Stitched(np.asarray(cv2.cvtColor(sphere, cv2.COLOR_BGR2RGB), np.uint8), shown, report)
