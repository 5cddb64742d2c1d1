import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from inspection.evidence import derived
from inspection.evidence.derived import (
    NotAPicture,
    TooManyPixels,
    inspect_jpeg,
    make_thumbnail,
    make_watermarked,
)
from tests.support.pictures import jpeg
from tests.support.service import CHECKOUT


def opened(content):
    return Image.open(io.BytesIO(content))


def saved(**options):
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "gray").save(out, "JPEG", **options)
    return out.getvalue()


def claiming(width_px, height_px):
    """A small picture whose header claims another size."""
    content = bytearray(jpeg(size=(64, 48)))
    start = content.index(b"\xff\xc0")
    content[start + 5 : start + 9] = height_px.to_bytes(2) + width_px.to_bytes(2)
    return bytes(content)


def test_a_whole_picture_tells_its_size():
    facts = inspect_jpeg(jpeg(size=(640, 480)))
    assert (facts.width_px, facts.height_px) == (640, 480)


@pytest.mark.parametrize("size", [(8001, 8001), (12000, 12000), (65000, 65000)])
def test_a_bomb_is_refused_by_the_size_it_claims(size):
    with pytest.raises(TooManyPixels) as refusal:
        inspect_jpeg(claiming(*size))
    assert f"{size[0]}×{size[1]}" in refusal.value.sentence_zh


@given(st.floats(0, 0.95))
def test_half_a_picture_is_no_picture(share):
    content = jpeg(size=(320, 240))
    with pytest.raises(NotAPicture):
        inspect_jpeg(content[: int(len(content) * share)])


@given(st.binary(max_size=400), st.booleans())
def test_bytes_that_are_no_jpeg_are_refused_by_name(noise, has_the_magic):
    with pytest.raises(NotAPicture):
        inspect_jpeg((b"\xff\xd8\xff" if has_the_magic else b"") + noise)


def test_a_png_is_not_taken_for_a_photo():
    out = io.BytesIO()
    Image.new("RGB", (10, 10)).save(out, "PNG")
    with pytest.raises(NotAPicture):
        inspect_jpeg(out.getvalue())


@pytest.mark.parametrize("size", [(1920, 1080), (600, 900)])
def test_the_longest_side_of_a_thumbnail_is_320_px(size):
    thumbnail = opened(make_thumbnail(jpeg(size=size)))
    assert max(thumbnail.size) == 320
    assert thumbnail.width / thumbnail.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize("make", [make_thumbnail, lambda one: make_watermarked(one, ["KC-1"])])
def test_copies_do_not_say_where_a_picture_was_taken(make):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "taken at home"
    copy = make(saved(exif=exif, comment=b"30.2N 120.1E", xmp=b"<x>30.2N</x>"))
    assert not opened(copy).getexif()
    assert b"30.2N" not in copy
    assert b"taken at home" not in copy


def test_copies_stand_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    thumbnail = opened(make_thumbnail(saved(exif=exif)))
    assert thumbnail.height > thumbnail.width


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow tells the log
def test_broken_metadata_does_not_cost_the_picture():
    assert inspect_jpeg(saved(exif=b"Exif\x00\x00MM\x00*\x00\x00\xff\xff")).width_px == 400


def test_the_watermark_covers_nothing_of_the_picture():
    original = jpeg(size=(960, 540))
    copy = opened(make_watermarked(original, ["KC-2026-0007", "老王家常菜馆"]))
    assert copy.width == 960
    assert copy.height > 540
    shown = copy.crop((0, 0, 960, 500))
    loss = ImageChops.difference(shown, opened(original).crop((0, 0, 960, 500)))
    assert max(high for _, high in loss.getextrema()) < 40  # compression only


@pytest.mark.parametrize("letter", list("云勘指纹龑䶮㛃𬭎A7："))
def test_every_letter_of_a_watermark_is_drawn_and_not_a_box(letter):
    font = derived._font(32)
    missing = font.getmask("\U0010fffd")
    drawn = font.getmask(letter)
    assert drawn.getbbox() is not None
    assert (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


def test_the_words_stand_out_on_their_band():
    copy = opened(make_watermarked(jpeg(size=(960, 540)), ["办件 KC-2026-0007"])).convert("L")
    darkest, brightest = copy.crop((0, 548, 960, copy.height)).getextrema()
    assert darkest < 50
    assert brightest > 220


def test_a_picture_of_endless_scans_is_refused_before_anything_is_decoded():
    image = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(image, "JPEG", progressive=True)
    content = image.getvalue()
    assert inspect_jpeg(content).width_px == 64
    last = content.rindex(b"\xff\xda")
    endless = content[:last] + content[last:-2] * 500 + b"\xff\xd9"
    with pytest.raises(NotAPicture):
        inspect_jpeg(endless)


def test_scans_are_counted_in_the_picture_and_not_in_what_a_phone_packs_beside_it():
    image = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(image, "JPEG", comment=b"\xff\xda" * 500)
    motion = b"\xff\xda" * 500  # phones put a short film behind the picture
    assert inspect_jpeg(image.getvalue() + motion).height_px == 64


_GROWTH = """
import resource, sys
from inspection.evidence.derived import inspect_jpeg
content, most = open(sys.argv[1], "rb").read(), lambda: resource.getrusage(resource.RUSAGE_SELF)
before = most().ru_maxrss
inspect_jpeg(content)
print((most().ru_maxrss - before) * 1024)
"""


def test_looking_into_a_picture_holds_its_pixels_once(tmp_path):
    pixels, bytes_each = 24_000_000, 4
    Image.new("RGB", (6000, 4000), "#6a7f77").save(tmp_path / "large.jpg")
    command = [sys.executable, "-c", _GROWTH, str(tmp_path / "large.jpg")]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1.6 * pixels * bytes_each, "a second copy would be twice"
