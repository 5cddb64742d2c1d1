"""Each way a ring can be wrong is refused, naming the photos and what to do."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from foundation.errors import Problem
from panorama.stitch import hugin
from panorama.stitch.photos import decoded, look_at
from panorama.stitch.pipeline import MOST_PHOTOS, look_at_all, stitch
from panorama.stitch.problems import (
    DoesNotFit,
    ExposureDiffers,
    HeicPhoto,
    NotAPhoto,
    OverlapTooSmall,
    PhotoBlurred,
    PhotoOutsideRing,
    PhotoTooLarge,
    PhotoTooSmall,
    PhotoWithoutLight,
    RingOpen,
    SamePhoto,
    SizesDiffer,
    TooFewPhotos,
    TooManyPhotos,
)
from tests.support.rings import drawn_sphere, taken, written

COUNT = 9


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """These tests judge our own points, whether hugin is installed or not."""
    monkeypatch.setattr(hugin, "PROGRAMS", ("no-such-program",))


@pytest.fixture(scope="module")
def photos():
    return taken(drawn_sphere(), COUNT).photos


def refusal(photos, folder, *, is_whole=True):
    try:
        made = stitch(
            look_at_all(written(photos, folder), is_whole=is_whole),
            lambda _stage, _share: None,
            is_whole=is_whole,
            widest_px=1024,
        )
    except Problem as problem:
        return problem
    return made.report


def test_a_good_ring_uses_every_photo(photos, tmp_path):
    report = refusal(photos, tmp_path)
    assert report["used"] == report["photos"] == COUNT
    assert report["span_deg"] == 360
    assert report["across_deg"] == pytest.approx(65, abs=0.5)
    assert len(report["pairs"]) == COUNT


def test_a_gap_names_the_photos_beside_it(photos, tmp_path):
    problem = refusal([one for n, one in enumerate(photos) if n not in (4, 5)], tmp_path)
    assert isinstance(problem, OverlapTooSmall)
    assert problem.sentence_zh == "第 4 张和第 5 张重叠太少，请在两者之间补拍一张。"
    assert problem.facts == {"first": 4, "second": 5}


def test_a_ring_that_does_not_close_names_its_ends(photos, tmp_path):
    problem = refusal(photos[:-2], tmp_path)
    assert isinstance(problem, RingOpen)
    assert (problem.facts["last"], problem.facts["first"]) == (7, 1)
    assert "补拍" in problem.sentence_zh


def test_the_same_photos_are_a_part_when_called_so(photos, tmp_path):
    report = refusal(photos[:-2], tmp_path, is_whole=False)
    assert report["used"] == COUNT - 2
    assert report["span_deg"] == pytest.approx(6 * 40 + 65, abs=6)


def test_a_photo_of_another_room_is_named(photos, tmp_path):
    stranger = taken(drawn_sphere(99), COUNT).photos[4]
    problem = refusal([*photos[:4], stranger, *photos[4:]], tmp_path)
    assert isinstance(problem, PhotoOutsideRing)
    assert problem.facts["number"] == 5
    assert "05.jpg" in problem.sentence_zh


def test_the_same_file_twice_is_named(photos, tmp_path):
    problem = refusal([*photos, photos[3]], tmp_path)
    assert isinstance(problem, SamePhoto)
    assert problem.facts == {"first": 4, "second": 10}


def test_two_photos_of_one_direction_are_named(photos, tmp_path):
    again = cv2.convertScaleAbs(photos[2], alpha=1.02)
    problem = refusal([*photos[:3], again, *photos[3:]], tmp_path)
    assert isinstance(problem, SamePhoto)
    assert problem.facts == {"first": 3, "second": 4}


def test_a_shaken_photo_is_named(photos, tmp_path):
    shaken = cv2.GaussianBlur(photos[5], (0, 0), 3)
    problem = refusal([*photos[:5], shaken, *photos[6:]], tmp_path)
    assert isinstance(problem, PhotoBlurred)
    assert problem.facts["number"] == 6


@pytest.mark.parametrize(("level", "word"), [(2, "黑"), (253, "白")])
def test_a_photo_without_light_is_named(photos, tmp_path, level, word):
    blind = np.full_like(photos[0], level)
    problem = refusal([*photos[:2], blind, *photos[3:]], tmp_path)
    assert isinstance(problem, PhotoWithoutLight)
    assert problem.facts["number"] == 3
    assert word in problem.sentence_zh


def test_neighbours_of_very_different_exposure_are_named(photos, tmp_path):
    dark = cv2.convertScaleAbs(photos[6], alpha=0.3)
    problem = refusal([*photos[:6], dark, *photos[7:]], tmp_path)
    assert isinstance(problem, ExposureDiffers)
    assert 7 in (problem.facts["first"], problem.facts["second"])
    assert "锁定曝光" in problem.sentence_zh


def test_neighbours_that_do_not_lie_on_each_other_are_named(photos, tmp_path, monkeypatch):
    # What a hand that moves does to all points at once is hard to draw; the bound is lowered.
    monkeypatch.setattr("panorama.stitch.gate.MOST_OFF_RAD", 1e-6)
    problem = refusal(photos, tmp_path)
    assert isinstance(problem, DoesNotFit)
    assert "原地转动" in problem.sentence_zh


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_photos(photos, tmp_path, count):
    problem = refusal(photos[:count], tmp_path)
    assert isinstance(problem, TooFewPhotos)
    assert problem.facts["count"] == count


def test_too_many_photos_are_refused_before_any_is_opened(tmp_path):
    with pytest.raises(TooManyPhotos):
        look_at_all([tmp_path / "none.jpg"] * (MOST_PHOTOS + 1), is_whole=True)


def test_a_photo_of_another_size_is_named(photos, tmp_path):
    upright = np.ascontiguousarray(photos[1].transpose(1, 0, 2))
    problem = refusal([photos[0], upright, *photos[2:]], tmp_path)
    assert isinstance(problem, SizesDiffer)
    assert problem.facts["number"] == 2


def broken(photos, folder, content, name="03.jpg"):
    paths = written(photos, folder)
    paths[2] = folder / name
    paths[2].write_bytes(content)
    with pytest.raises(Problem) as caught:
        stitch(look_at_all(paths, is_whole=True), lambda _stage, _share: None, is_whole=True)
    return caught.value


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xd8\xff\xe0 no picture"])
def test_what_is_no_picture_is_named(photos, tmp_path, content):
    problem = broken(photos, tmp_path, content)
    assert isinstance(problem, NotAPhoto)
    assert problem.facts == {"number": 3, "name": "03.jpg"}


def test_half_a_file_is_no_photo(photos, tmp_path):
    whole = cv2.imencode(".jpg", photos[2])[1].tobytes()
    assert isinstance(broken(photos, tmp_path, whole[: len(whole) // 2]), NotAPhoto)


def test_an_iphones_own_format_is_told_apart(photos, tmp_path):
    content = b"\x00\x00\x00\x18ftypheic" + bytes(40)
    assert isinstance(broken(photos, tmp_path, content, "03.heic"), HeicPhoto)


def test_a_decompression_bomb_is_refused_by_its_head(photos, tmp_path):
    def chunk(kind, data):
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    problem = broken(photos, tmp_path, bomb, "03.png")
    assert isinstance(problem, PhotoTooLarge)


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_broken_exif_only_costs_the_hint(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    Image.new("RGB", (400, 300), "red").save(path, exif=b"Exif\0\0this is no TIFF at all")
    photo = look_at(1, path)
    assert (photo.width_px, photo.focal_px) == (400, None)
    assert decoded(photo, 400).shape == (300, 400, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_as_its_exif_says(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    rows = np.random.default_rng(1).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    Image.fromarray(rows).save(tmp_path / "a.png", exif=exif)
    photo = look_at(1, tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        wanted = np.asarray(ImageOps.exif_transpose(picture))
    assert (photo.height_px, photo.width_px) == wanted.shape[:2]
    assert np.array_equal(decoded(photo, photo.width_px)[:, :, ::-1], wanted)


def test_a_photo_far_wider_than_high_is_decoded_small(tmp_path):
    Image.new("RGB", (20000, 240), "red").save(tmp_path / "a.jpg")
    assert decoded(look_at(1, tmp_path / "a.jpg"), 8).size > 0


def test_a_thumbnail_is_too_small(photos, tmp_path):
    small = cv2.imencode(".jpg", photos[2][:100, :100])[1].tobytes()
    assert isinstance(broken(photos, tmp_path, small), PhotoTooSmall)
