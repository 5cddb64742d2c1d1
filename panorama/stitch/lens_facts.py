"""What a picture says of itself in EXIF and XMP, and what ours say. Pure: bytes in, bytes out."""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

FULL_FRAME_MM = hypot(36, 24)  # CIPA DCG-001: equivalent focal lengths go by the diagonal
FOCAL_35MM_TAG, EXIF_PART_TAG, ORIENTATION_TAG = 0xA405, 0x8769, 0x0112
_FOCALS_MM = (8, 200)  # of phones and action cameras; anything else is a slip
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\x00"
_GPANO = re.compile(
    rb"GPano:(\w+)\s*(?:=\s*[\"']([^\"']{0,64})[\"']|>([^<]{0,64})</)", re.IGNORECASE
)
_MOST_XMP = 65_000  # one APP1 segment


@dataclass(frozen=True)
class Cropping:
    """Which part of a whole sphere a picture shows, in pixels of that sphere (GPano)."""

    full_width_px: int
    full_height_px: int
    left_px: int
    top_px: int
    width_px: int
    height_px: int

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return (self.width_px, self.height_px) == (self.full_width_px, self.full_height_px)


def focal_px_of(equivalent_mm: Any, width_px: int, height_px: int) -> float | None:
    """Focal length in pixels from EXIF's `FocalLengthIn35mmFilm`; `None` where it is nonsense."""
    try:
        millimetres = float(equivalent_mm)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not _FOCALS_MM[0] <= millimetres <= _FOCALS_MM[1]:
        return None
    return millimetres / FULL_FRAME_MM * hypot(width_px, height_px)


def cropping_of(xmp: bytes, width_px: int, height_px: int) -> Cropping | None:
    """What the XMP says of a picture of this size.

    `None` where it says nothing or is stale: a program that scaled or cropped the picture left
    the numbers of the old one (Photo Sphere Viewer #1611 is such a picture).
    """
    said = {
        key.decode().lower(): (quoted or plain).decode("ascii", "replace").strip()
        for key, quoted, plain in _GPANO.findall(xmp[:_MOST_XMP])
    }
    try:
        found = Cropping(
            *(
                round(float(said[key]))
                for key in (
                    "fullpanowidthpixels",
                    "fullpanoheightpixels",
                    "croppedarealeftpixels",
                    "croppedareatoppixels",
                    "croppedareaimagewidthpixels",
                    "croppedareaimageheightpixels",
                )
            )
        )
    except (KeyError, ValueError, OverflowError):
        return None
    is_of_this = (found.width_px, found.height_px) == (width_px, height_px)
    is_inside = (
        0 <= found.left_px < found.full_width_px
        and found.top_px >= 0
        and found.top_px + found.height_px <= found.full_height_px
        and found.width_px <= found.full_width_px
        and abs(found.full_width_px - 2 * found.full_height_px) <= 2
    )
    return found if is_of_this and is_inside else None


def panorama_xmp(cropping: Cropping) -> bytes:
    """An XMP packet that tells viewers how to wrap the picture (Google's Photo Sphere XMP)."""
    facts: Mapping[str, object] = {
        "ProjectionType": "equirectangular",
        "UsePanoramaViewer": "True",
        "FullPanoWidthPixels": cropping.full_width_px,
        "FullPanoHeightPixels": cropping.full_height_px,
        "CroppedAreaLeftPixels": cropping.left_px,
        "CroppedAreaTopPixels": cropping.top_px,
        "CroppedAreaImageWidthPixels": cropping.width_px,
        "CroppedAreaImageHeightPixels": cropping.height_px,
    }
    said = " ".join(f'GPano:{key}="{value}"' for key, value in facts.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" '
        f'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" {said}/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def with_xmp(jpeg: bytes, xmp: bytes) -> bytes:
    """The JPEG with an XMP packet right after its beginning."""
    body = _XMP_HEAD + xmp
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]
