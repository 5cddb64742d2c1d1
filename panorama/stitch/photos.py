"""Photos from files, within bounds: size before decoding, one whole picture at a time in memory."""

import io
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from panorama.stitch.lens_facts import (
    EXIF_PART_TAG,
    FOCAL_35MM_TAG,
    Cropping,
    cropping_of,
    focal_px_of,
)
from panorama.stitch.model import Colour, Gray
from panorama.stitch.problems import (
    HeicPhoto,
    NotAPhoto,
    PhotoTooLarge,
    PhotoTooSmall,
    PhotoWithoutLight,
    SamePhoto,
    SizesDiffer,
)

MOST_BYTES = 60 * 1024 * 1024
MOST_PIXELS = 64_000_000  # phones of 2026 take 48-50 megapixels
MOST_SPHERE_PIXELS = 140_000_000  # 360° cameras write up to 16384 x 8192
LEAST_SIDE_PX = 240
WORKING_PX = 1000  # longer side in which points are looked for
FORMATS = ("JPEG", "PNG")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = (5, 6, 7, 8)
_ALL_BLACK, _ALL_WHITE, _NEARLY_ALL = 8, 247, 0.97


@dataclass(frozen=True)
class Photo:
    """A photo on disk; sizes are upright ones."""

    number: int  # from 1
    path: Path
    width_px: int
    height_px: int
    focal_px: float | None
    cropping: Cropping | None
    sha256: str

    @property
    def name(self) -> str:
        """The file's own name, shortened for a message."""
        return self.path.name if len(self.path.name) <= 60 else self.path.name[:57] + "…"

    @property
    def is_sphere(self) -> bool:
        """Twice as wide as high, as 360° cameras write them."""
        return abs(self.width_px - 2 * self.height_px) <= 2


def look_at(number: int, path: Path) -> Photo:
    """What the file's head says; nothing is decoded.

    Raises:
        NotAPhoto, HeicPhoto, PhotoTooLarge, PhotoTooSmall, FileNotFoundError.
    """
    said: dict[str, object] = {"number": number, "name": path.name[:60]}
    if not path.is_file():
        raise FileNotFoundError(path)
    if path.stat().st_size > MOST_BYTES:
        size, most = f"{path.stat().st_size // 2**20} MB", f"{MOST_BYTES // 2**20} MB"
        raise PhotoTooLarge(**said, size=size, most=most)
    content = path.read_bytes()
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise HeicPhoto(**said)
    image = _opened(content, said)
    width, height = image.size
    orientation, focal = _exif(image)
    if orientation in _ON_ITS_SIDE:
        width, height = height, width
    size = f"{width}×{height}"
    most = MOST_SPHERE_PIXELS if abs(width - 2 * height) <= 2 else MOST_PIXELS
    if width * height > most:
        raise PhotoTooLarge(**said, size=size, most=f"{most // 1_000_000} MP")
    if min(width, height) < LEAST_SIDE_PX:
        raise PhotoTooSmall(**said, size=size, least_px=LEAST_SIDE_PX)
    xmp = image.info.get("xmp", b"")
    cropping = cropping_of(xmp if isinstance(xmp, bytes) else b"", width, height)
    focal_px = focal_px_of(focal, width, height)
    digest = sha256(content).hexdigest()
    return Photo(number, path, width, height, focal_px, cropping, digest)


def _exif(image: Image.Image) -> tuple[object, object]:
    """Orientation and focal length as they are written; a broken EXIF only costs us the hints."""
    orientation = focal = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's words would be nothing to whoever stitches
        with suppress(Exception):  # an edge: a decoder's errors are of many kinds
            exif = image.getexif()
            orientation = exif.get(_ORIENTATION_TAG)
            focal = exif.get_ifd(EXIF_PART_TAG).get(FOCAL_35MM_TAG)
    return orientation, focal


def _opened(content: bytes, said: dict[str, object]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of sizes that we judge ourselves
        try:
            return Image.open(io.BytesIO(content), formats=FORMATS)
        except Image.DecompressionBombError as error:
            most = f"{MOST_PIXELS // 1_000_000} MP"
            raise PhotoTooLarge(**said, size=f"> {most}", most=most) from error
        except Exception as error:  # an edge: a decoder's errors are of many kinds
            raise NotAPhoto(**said) from error


def agree(photos: Sequence[Photo]) -> None:
    """Raises `SizesDiffer` or `SamePhoto` where the files alone show that it is no ring."""
    sizes = [(one.width_px, one.height_px) for one in photos]
    usual = max(sizes, key=sizes.count)
    for photo, size in zip(photos, sizes, strict=True):
        if size != usual:
            shown, others = (f"{width}×{height}" for width, height in (size, usual))
            raise SizesDiffer(number=photo.number, name=photo.name, size=shown, usual=others)
    seen: dict[str, int] = {}
    for photo in photos:
        if photo.sha256 in seen:
            raise SamePhoto(first=seen[photo.sha256], second=photo.number)
        seen[photo.sha256] = photo.number


def decoded(photo: Photo, least_width_px: int) -> Colour:
    """(H, W, 3) BGR, upright, about as wide as wanted or wider, never more than the photo.

    JPEGs are shrunk while they are decoded, which costs a fraction of the time and memory.

    Raises:
        NotAPhoto: only part of it is there.
    """
    said: dict[str, object] = {"number": photo.number, "name": photo.name}
    image = _opened(photo.path.read_bytes(), said)
    part = least_width_px / photo.width_px
    orientation, _ = _exif(image)  # before `draft`, as `look_at` reads it
    image.draft("RGB", (max(1, round(image.width * part)), max(1, round(image.height * part))))
    try:
        turn = next((how for tag, how in _UPRIGHT.items() if tag == orientation), None)
        upright = image.convert("RGB")
        upright = upright if turn is None else upright.transpose(turn)
    except Exception as error:  # an edge: a decoder's errors are of many kinds
        raise NotAPhoto(**said) from error
    return np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1])


def working_gray(photo: Photo) -> Gray:
    """The photo in grey with `WORKING_PX` on its longer side. Raises `PhotoWithoutLight` too."""
    scale = min(1.0, WORKING_PX / max(photo.width_px, photo.height_px))
    colour = decoded(photo, round(photo.width_px * scale))
    gray = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    size = max(1, round(photo.width_px * scale)), max(1, round(photo.height_px * scale))
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    for share, zh, en in (
        ((small <= _ALL_BLACK).mean(), "黑", "black"),
        ((small >= _ALL_WHITE).mean(), "白", "white"),
    ):
        if share > _NEARLY_ALL:
            raise PhotoWithoutLight(number=photo.number, name=photo.name, what_zh=zh, what_en=en)
    return small
