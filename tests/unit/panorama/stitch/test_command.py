"""`server.py room stitch`: a folder the viewer shows, or words why not."""

import asyncio
import json
import re
import signal
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from panorama.stitch.command import main
from panorama.stitch.lens_facts import cropping_of
from tests.support.rings import drawn_sphere, taken, written

CHECKOUT = Path(__file__).parents[4]
SMALL = ("--width", "1024")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """What the test process does at SIGTERM stays, and hugin is not asked."""
    monkeypatch.setattr("panorama.stitch.hugin.PROGRAMS", ("no-such-program",))
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="module")
def sphere():
    return drawn_sphere()


def ran(photos, out, *more):
    return main([*map(str, photos), "--out", str(out), *SMALL, *more])


def progress_of(out):
    return json.loads((out / "progress.json").read_text("utf-8"))


def xmp_of(path):
    with Image.open(path) as picture:
        return cropping_of(picture.info["xmp"], *picture.size)


def test_a_ring_becomes_a_room_of_one_scene(sphere, tmp_path, capsys):
    out = tmp_path / "real"
    photos = written(taken(sphere, 9).photos, tmp_path / "photos")
    assert ran(photos, out, "--title", "张记面馆") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["share"] for one in told] == sorted(one["share"] for one in told)
    assert (
        told[-1]
        == progress_of(out)
        == {
            "stage": "done",
            "share": 1.0,
            "done": True,
            "error": None,
        }
    )
    tour = json.loads((out / "tour.json").read_text("utf-8"))
    assert tour["title"] == {"zh": "张记面馆", "en": "张记面馆"}
    (scene,) = tour["scenes"]
    assert (out / scene["tiles"] / "7_15.jpg").exists()
    assert (out / scene["preview"]).exists()
    whole, strip = xmp_of(out / scene["panorama"]), xmp_of(out / "scenes" / "photo" / "strip.jpg")
    assert whole.is_whole
    assert (strip.width_px, strip.full_width_px) == (1024, 1024)
    assert 0 < strip.height_px < 400
    report = json.loads((out / "stitch.json").read_text("utf-8"))
    assert report["used"] == 9


def test_what_no_photo_shows_is_blurred_and_not_made_up(sphere, tmp_path):
    out = tmp_path / "real"
    ran(written(taken(sphere, 9).photos, tmp_path / "photos"), out)
    made = cv2.imread(str(out / "scenes" / "photo" / "panorama.jpg"), cv2.IMREAD_GRAYSCALE)
    edges = np.abs(cv2.Laplacian(made, cv2.CV_32F)).mean(axis=1)
    height = made.shape[0]
    assert edges[: height // 6].max() < 3 < edges[height * 9 // 20 : height * 11 // 20].min()


def test_a_part_says_in_its_metadata_which_part(sphere, tmp_path):
    out = tmp_path / "part"
    photos = written(taken(sphere, 4, arc_deg=120).photos, tmp_path / "photos")
    assert ran(photos, out, "--part") == 0
    strip = xmp_of(out / "scenes" / "photo" / "strip.jpg")
    assert strip.width_px / strip.full_width_px == pytest.approx((120 + 65) / 360, abs=0.03)
    middle = strip.left_px + strip.width_px / 2
    assert middle == pytest.approx(512, abs=8)


def test_a_refusal_is_told_in_both_languages_and_leaves_what_was_there(sphere, tmp_path, capsys):
    out = tmp_path / "real"
    photos = written(taken(sphere, 9).photos, tmp_path / "photos")
    ran(photos, out)
    before = (out / "scenes" / "photo" / "panorama.jpg").read_bytes()
    capsys.readouterr()
    assert ran([*photos[:4], *photos[6:]], out) == 2
    zh, en = capsys.readouterr().err.splitlines()
    assert zh == "第 4 张和第 5 张重叠太少，请在两者之间补拍一张。"
    assert "4 and 5" in en
    assert (out / "scenes" / "photo" / "panorama.jpg").read_bytes() == before
    assert progress_of(out)["stage"] == "done", "the room there was is still a good one"


def test_a_refused_first_ring_is_told_on_its_page(sphere, tmp_path, capsys):
    photos = written(taken(sphere, 4).photos, tmp_path / "photos")
    assert ran(photos, tmp_path / "out") == 2
    error = progress_of(tmp_path / "out")["error"]
    assert capsys.readouterr().err == f"{error['zh']}\n{error['en']}\n"


def sphere_file(sphere, path):
    Image.fromarray(sphere[:, :, ::-1]).save(path)
    return path


def test_a_second_try_stopped_while_it_writes_leaves_the_room_there_was(
    sphere, tmp_path, monkeypatch
):
    out, given = tmp_path / "out", sphere_file(sphere, tmp_path / "a.jpg")
    assert ran([given], out) == 0
    files = {one: one.read_bytes() for one in out.rglob("*") if one.is_file()}

    def stops(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("panorama.stitch.write.write_tiles", stops)
    assert ran([given], out, "--title", "新") == 130
    assert {one: one.read_bytes() for one in out.rglob("*") if one.is_file()} == files


def test_what_a_killed_first_ring_left_does_not_block_the_next(sphere, tmp_path):
    out = tmp_path / "out"
    for left in ("scenes/photo", "scenes.new/photo"):
        (out / left).mkdir(parents=True)
        (out / left / "preview.jpg").write_bytes(b"half")
    (out / "progress.json").write_text("{}")
    assert ran([sphere_file(sphere, tmp_path / "a.jpg")], out) == 0
    assert {one.name for one in out.iterdir()} == {
        "progress.json",
        "scenes",
        "stitch.json",
        "tour.json",
    }


def test_a_file_in_place_of_the_folder_is_refused_in_words(tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert ran([tmp_path / "a.jpg"], tmp_path / "out") == 2
    assert "是一个文件" in capsys.readouterr().err
    assert ran([tmp_path / "a.jpg"], tmp_path / "out" / "deeper") == 2
    assert "无法读写" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_with_something_else_is_not_touched(sphere, tmp_path, capsys):
    (tmp_path / "t2").mkdir()
    (tmp_path / "t2" / "built.json").write_text("{}")
    assert ran([tmp_path / "a.jpg"], tmp_path / "t2") == 2
    assert "t2" in capsys.readouterr().err
    assert [one.name for one in (tmp_path / "t2").iterdir()] == ["built.json"]


def test_a_missing_file_is_named(tmp_path, capsys):
    assert ran([tmp_path / "none.jpg"], tmp_path / "out") == 2
    assert "none.jpg" in capsys.readouterr().err


def test_a_360_picture_is_taken_as_it_is_without_its_metadata(sphere, tmp_path):
    given = tmp_path / "theta.jpg"
    stale = (
        b'<x GPano:FullPanoWidthPixels="5376" GPano:FullPanoHeightPixels="2688" '
        b'GPano:CroppedAreaImageWidthPixels="5376" GPano:CroppedAreaImageHeightPixels="2688" '
        b'GPano:CroppedAreaLeftPixels="0" GPano:CroppedAreaTopPixels="0"/>'
    )
    picture = Image.fromarray(sphere[:, :, ::-1])
    exif = Image.Exif()
    exif[0x0110] = "A phone with a name"
    picture.save(given, xmp=stale, exif=exif)
    out = tmp_path / "out"
    assert ran([given], out) == 0
    written_to = out / "scenes" / "photo" / "panorama.jpg"
    assert b"A phone" not in written_to.read_bytes()
    assert xmp_of(written_to).is_whole
    made = cv2.imread(str(written_to))
    wanted = cv2.resize(sphere, (1024, 512), interpolation=cv2.INTER_AREA)
    assert np.abs(made.astype(int) - wanted).mean() < 4


def test_a_cropped_360_picture_comes_to_its_place(sphere, tmp_path):
    said = (
        b'<x GPano:FullPanoWidthPixels="1536" GPano:FullPanoHeightPixels="768" '
        b'GPano:CroppedAreaImageWidthPixels="1536" GPano:CroppedAreaImageHeightPixels="400" '
        b'GPano:CroppedAreaLeftPixels="0" GPano:CroppedAreaTopPixels="200"/>'
    )
    Image.fromarray(sphere[200:600, :, ::-1]).save(tmp_path / "a.jpg", xmp=said)
    assert ran([tmp_path / "a.jpg"], tmp_path / "out") == 0
    made = cv2.imread(str(tmp_path / "out" / "scenes" / "photo" / "panorama.jpg"))
    wanted = cv2.resize(sphere, (1024, 512), interpolation=cv2.INTER_AREA)
    # the drawing is all edges: four rows off would be 17
    assert np.abs(made[160:380].astype(int) - wanted[160:380]).mean() < 8


def test_one_ordinary_photo_is_no_panorama(sphere, tmp_path, capsys):
    photos = written(taken(sphere, 5).photos[:1], tmp_path)
    assert ran(photos, tmp_path / "out") == 2
    assert "2:1" in capsys.readouterr().err


async def test_a_stopped_run_ends_at_once_and_writes_no_panorama(sphere, tmp_path):
    photos = written(taken(sphere, 9).photos, tmp_path / "photos")
    command = ["server.py", "room", "stitch", *map(str, photos), "--out", str(tmp_path / "out")]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await process.stdout.readline()  # it has begun
    process.terminate()
    _, said = await process.communicate()
    assert process.returncode == 130
    assert "已停止" in said.decode()
    assert not (tmp_path / "out" / "scenes").exists()


def test_every_flag_is_described(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    flags = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out)) - {"--help"}
    told = (CHECKOUT / "docs" / "operations.md").read_text("utf-8")
    row = re.search(r"^\| `room stitch.*$", told, re.MULTILINE)[0]
    assert all(flag in row for flag in flags)
