"""The covered copy of a picture. Blocking: call in a thread."""

import io
from collections.abc import Sequence

from PIL import ImageDraw

from inspection.evidence.derived import opened_jpeg
from inspection.evidence.redaction.model import Box

FILL = "#10261f"
_QUALITY = 92  # as frames are encoded: nameplates beside the boxes stay readable


def make_covered(original: bytes, boxes: Sequence[Box]) -> bytes:
    """An upright copy in full size whose pixels under the boxes are one colour.

    The picture is decoded, filled and encoded anew: no byte of the original is carried over, and
    neither are its metadata or its built-in thumbnail. Raises `NotAPicture`, `TooManyPixels`.
    """
    image = opened_jpeg(original)
    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle(box.pixels(image.width, image.height), fill=FILL)
    out = io.BytesIO()
    colours = image.info.get("icc_profile")
    image.save(out, "JPEG", quality=_QUALITY, optimize=True, icc_profile=colours, exif=b"")
    return out.getvalue()
