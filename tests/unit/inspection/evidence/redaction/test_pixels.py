import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inspection.evidence.redaction.model import Box
from inspection.evidence.redaction.pixels import make_covered

WIDTH_PX, HEIGHT_PX = 320, 240


def encoded(pixels, **options):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", **options)
    return out.getvalue()


def noise(seed, shape):
    return np.random.default_rng(seed).integers(0, 255, (*shape, 3), dtype=np.uint8)


def opened(content):
    return Image.open(io.BytesIO(content))


@st.composite
def boxes(draw):
    left, top = draw(st.floats(0, 0.8)), draw(st.floats(0, 0.8))
    return Box(left, top, left + draw(st.floats(0.02, 0.2)), top + draw(st.floats(0.02, 0.2)))


@settings(max_examples=40)
@given(boxes(), st.booleans(), st.sampled_from([1, 3, 6, 8]))
def test_two_pictures_that_differ_only_under_the_box_give_the_very_same_copy(
    box, progressive, orientation
):
    exif = Image.Exif()
    exif[0x0112] = orientation
    size = (WIDTH_PX, HEIGHT_PX) if orientation in (1, 3) else (HEIGHT_PX, WIDTH_PX)
    upright = noise(1, (HEIGHT_PX, WIDTH_PX))
    turn = {1: 0, 3: 2, 6: 1, 8: 3}[orientation]
    copies = []
    for secret in (2, 3):
        pixels = upright.copy()
        left, right = round(box.left * WIDTH_PX), round(box.right * WIDTH_PX)
        top, bottom = round(box.top * HEIGHT_PX), round(box.bottom * HEIGHT_PX)
        pixels[top:bottom, left:right] = noise(secret, (bottom - top, right - left))
        stored = np.ascontiguousarray(np.rot90(pixels, turn))
        assert stored.shape[1::-1] == size
        original = encoded(stored, quality=70, progressive=progressive, exif=exif)
        copies.append(make_covered(original, [box]))
    assert opened(copies[0]).size == (WIDTH_PX, HEIGHT_PX)
    assert copies[0] == copies[1]


def test_what_lies_beside_the_boxes_stays_as_sharp_as_it_was():
    pixels = np.full((HEIGHT_PX, WIDTH_PX, 3), 200, np.uint8)
    pixels[:, 200:202] = 0
    copy = np.asarray(opened(make_covered(encoded(pixels, quality=95), [Box(0, 0, 0.4, 0.5)])))
    assert copy[10, 201].max() < 60
    assert copy[10, 230].min() > 180
    assert np.abs(copy[10, 40].astype(int) - (0x10, 0x26, 0x1F)).max() < 6, "one dark colour"


def test_a_covered_copy_has_no_metadata_and_no_picture_within_the_picture():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "taken at home"
    original = encoded(noise(4, (64, 64)), exif=exif, comment=b"30.2N", xmp=b"<x>30.2N</x>")
    copy = make_covered(original, [Box(0, 0, 0.5, 0.5)])
    assert not opened(copy).getexif()
    assert b"30.2N" not in copy
    assert b"taken at home" not in copy
    assert copy.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("box", [Box(0, 0, 1, 1), Box(0.99, 0.99, 1, 1), Box(0, 0, 1e-9, 1e-9)])
def test_a_box_at_the_edge_stays_inside_the_picture(box):
    left, top, right, bottom = box.pixels(WIDTH_PX, HEIGHT_PX)
    assert 0 <= left < right < WIDTH_PX
    assert 0 <= top < bottom < HEIGHT_PX
