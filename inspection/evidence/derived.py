"""Copies made from a kept picture, and the check before it is kept. Blocking: call in a thread."""

import io
import re
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from foundation.errors import Kind, Problem

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"  # Debian's fonts-noto-cjk
MOST_MEGAPIXELS = 64  # phones of 2026 take 48-50
MOST_SCANS = 32  # progressive pictures have about ten; each costs a walk over all pixels
THUMBNAIL_PX = 320
MOST_WATERMARKED_PX = 2560  # what the record and the screen need; the original stays beside it
# ITU-T T.81, B.1.1: markers; 0xff00 is a byte of the picture, 0xffd0..d7 divide a scan
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
_START_OF_SCAN, _END_OF_IMAGE, _WITHOUT_LENGTH = 0xDA, 0xD9, frozenset({0x01, 0xD8})


class NotAPicture(Problem):
    """The bytes are no JPEG, or only part of one."""

    kind = Kind.UNREADABLE
    code = "evidence.not_a_picture"
    zh = "收到的不是完整的 JPEG 照片，没有保存。请重新拍摄这一张。"
    en = "What arrived is not a whole JPEG photo; it was not kept. Take it again."


class TooManyPixels(Problem):
    """The picture would fill the memory when opened."""

    kind = Kind.TOO_LARGE
    code = "evidence.too_large"
    zh = "照片尺寸过大（{width_px}×{height_px}），没有保存。请用普通拍照模式重拍。"
    en = "The photo is too large ({width_px}×{height_px}); not kept. Use the normal photo mode."


@dataclass(frozen=True)
class JpegFacts:
    """What a picture says of itself; measured, not read from metadata."""

    width_px: int
    height_px: int


def inspect_jpeg(content: bytes) -> JpegFacts:
    """Size of a whole, decodable JPEG. Raises `NotAPicture`, `TooManyPixels`."""
    return _opened(content)[1]


def opened_jpeg(content: bytes) -> Image.Image:
    """The picture upright in RGB. Raises `NotAPicture`, `TooManyPixels`."""
    return _opened(content)[0]


def make_thumbnail(content: bytes) -> bytes:
    """A small upright copy, longest side 320 px, without metadata."""
    image = _opened(content)[0]
    image.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.LANCZOS)
    return _jpeg(image, 82)


def make_watermarked(content: bytes, lines: Sequence[str]) -> bytes:
    """An upright copy with the lines on a dark band below the picture's content.

    The band is added under the picture instead of over it: nothing that was seen is covered.
    """
    image = _opened(content)[0]
    image.thumbnail((MOST_WATERMARKED_PX, MOST_WATERMARKED_PX), Image.Resampling.LANCZOS)
    size = max(14, image.width // 48)
    step = round(size * 1.5)
    band = step * len(lines) + size
    copy = Image.new("RGB", (image.width, image.height + band), "#10261f")
    copy.info = image.info
    copy.paste(image, (0, 0))
    pen = ImageDraw.Draw(copy)
    for row, line in enumerate(lines):
        pen.text((size, image.height + size // 2 + row * step), line, "white", _font(size))
    return _jpeg(copy, 88)


def _opened(content: bytes) -> tuple[Image.Image, JpegFacts]:
    if _scans(content) > MOST_SCANS:
        raise NotAPicture
    try:
        # Image.open would warn or refuse by limits of its own before we can name the size.
        with JpegImageFile(io.BytesIO(content)) as image:
            width_px, height_px = image.size
            if width_px * height_px > MOST_MEGAPIXELS * 1_000_000:
                raise TooManyPixels(width_px=width_px, height_px=height_px)
            image.load()
            colours = image.info.get("icc_profile")
            _set_upright(image)
            # A copy of 64 megapixels is 256 MB, so none is made that is not needed.
            upright = image if image.mode == "RGB" else image.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAPicture from error
    # Pillow writes comments found here into copies; they may name a place.
    upright.info = {"icc_profile": colours} if colours else {}
    return upright, JpegFacts(*upright.size)


def _scans(content: bytes) -> int:
    """How many times a decoder would walk over the picture; stops counting past the limit."""
    at, scans = 2, 0
    while scans <= MOST_SCANS and (found := _MARKER.search(content, at)):
        kind, at = found[1][0], found.end()
        if kind == _END_OF_IMAGE:
            break
        scans += kind == _START_OF_SCAN
        if kind not in _WITHOUT_LENGTH:
            at += int.from_bytes(content[at : at + 2], "big")
    return scans


def _set_upright(image: Image.Image) -> None:
    # Phones write broken metadata; the picture itself is whole.
    with suppress(struct.error, KeyError, TypeError, ValueError, SyntaxError, ZeroDivisionError):
        ImageOps.exif_transpose(image, in_place=True)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    colours = image.info.get("icc_profile")  # without it wide-gamut photos look pale
    image.save(out, "JPEG", quality=quality, optimize=True, icc_profile=colours, exif=b"")
    return out.getvalue()


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
