"""Reads QR and bar codes of licences. Runs in the helper process."""

import zxingcpp

from inspection.evidence.aids.model import MOST_LETTERS, MOST_LINES, Read
from inspection.evidence.aids.parts import WHOLE, Part
from inspection.evidence.derived import opened_jpeg
from inspection.evidence.redaction.model import Box

_LONGEST_PX = 4000


def read_codes(jpeg: bytes, box: Box = WHOLE) -> list[Read]:
    """The codes in a picture or in a part of it. Raises `NotAPicture`, `TooManyPixels`.

    A code carries its own check sums: what is read is what was printed, whoever printed it.
    """
    part = Part(opened_jpeg(jpeg), box, _LONGEST_PX)
    found: list[Read] = []
    for one in zxingcpp.read_barcodes(part.image.convert("L"))[:MOST_LINES]:
        at = one.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        found.append(
            Read(
                one.text[:MOST_LETTERS],
                1.0,
                part.corners([(corner.x, corner.y) for corner in corners]),
                str(one.format).removeprefix("BarcodeFormat."),
            )
        )
    return found
