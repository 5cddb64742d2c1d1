"""A room that is built, stopped, and built on."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import cv2
import pytest

from panorama.build import build_room, main
from panorama.service import SampleRooms

CHECKOUT = Path(__file__).parents[3]
LAYOUT = CHECKOUT / "panorama" / "data" / "t2.yaml"
SMALL_PX = 256

pytestmark = pytest.mark.timeout(300)  # whole rooms, if small ones


@pytest.fixture(autouse=True)
def few_rays(monkeypatch):
    """These tests are about the order of things, not about their look."""
    for name in ("GATHER_RAYS", "ROUGH_RAYS", "BOUNCES", "ROUGH_BOUNCES"):
        monkeypatch.setattr(f"panorama.render.scene.{name}", 1)
    monkeypatch.setattr("panorama.render.surfaces.CELL_M", {})
    monkeypatch.setattr("panorama.render.surfaces.FINE_M", 2.0)


def test_a_room_is_built_once_and_goes_on_where_it_was(tmp_path):
    stages = []
    built = build_room(
        LAYOUT, tmp_path, lambda stage, _share: stages.append(stage), width_px=SMALL_PX
    )
    assert built.keeps_rules
    assert stages[0] == "light"
    assert stages.index("preview") < stages.index("panorama")
    tour = json.loads((tmp_path / "tour.json").read_text("utf-8"))
    for scene in tour["scenes"]:
        assert (tmp_path / scene["preview"]).exists()
        assert (tmp_path / scene["tiles"] / "7_15.jpg").exists()
        assert scene["hotspots"], scene["id"]
        assert cv2.imread(str(tmp_path / scene["depth"])).shape == (1024, 2048, 3)
    assert (tmp_path / "room.glb").read_bytes()[:4] == b"glTF"
    assert json.loads((tmp_path / "floor.json").read_text("utf-8"))["size_m"] == [12.0, 10.0]
    again = []
    build_room(LAYOUT, tmp_path, lambda stage, _share: again.append(stage), width_px=SMALL_PX)
    assert again == ["done"], "nothing is rendered twice"


class Stopped(BaseException):
    """What Ctrl+C is to a pipeline."""


def test_a_stopped_build_does_not_count_as_done_and_keeps_the_finished_scenes(tmp_path):
    room = tmp_path / "t2"

    def stop_in_the_second_panorama(stage, share):
        if stage == "panorama" and share > 0.55:
            raise Stopped

    with pytest.raises(Stopped):
        build_room(LAYOUT, room, stop_in_the_second_panorama, width_px=SMALL_PX)
    pictures = SampleRooms(tmp_path, LAYOUT.parent).room("t2")["pictures"]
    assert [bool(one["preview"]) for one in pictures.values()] == [True] * 4
    assert [bool(one["depth"]) for one in pictures.values()] == [True] * 4
    assert [bool(one["tiles"]) for one in pictures.values()] == [True, False, False, False]
    stages = []
    build_room(LAYOUT, room, lambda stage, _share: stages.append(stage), width_px=SMALL_PX)
    assert "panorama" in stages, "the rest is rendered"
    after = SampleRooms(tmp_path, LAYOUT.parent).room("t2")["pictures"]
    assert after["kitchen"] == pictures["kitchen"], "what was finished is not rendered again"
    assert all(one["tiles"] for one in after.values())


def test_pictures_of_an_older_layout_are_not_shown_with_the_new_one(tmp_path):
    layout = tmp_path / "t2.yaml"
    layout.write_bytes(LAYOUT.read_bytes())
    room = tmp_path / "t2"
    build_room(layout, room, lambda _stage, _share: None, width_px=SMALL_PX)
    layout.write_text(LAYOUT.read_text("utf-8").replace("eye: 1.55", "eye: 1.65"), "utf-8")

    told = []

    def stop_at_the_second_word(stage, share):
        told.append((stage, share, (room / "scenes").exists()))
        if len(told) == 2:
            raise Stopped(stage)

    with pytest.raises(Stopped):
        build_room(layout, room, stop_at_the_second_word, width_px=SMALL_PX)
    assert told[0] == ("light", 0.0, True), "told before the pictures go"
    assert told[1][2] is False
    shown = SampleRooms(tmp_path, tmp_path).room("t2")
    assert not any(one["preview"] or one["tiles"] for one in shown["pictures"].values())
    assert shown["model"] is None


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_ends_a_build_in_order_and_says_how_to_go_on(tmp_path, stop):
    build = await asyncio.create_subprocess_exec(
        sys.executable,
        "server.py",
        *("room", "build", str(LAYOUT), "--out", str(tmp_path), "--width", str(SMALL_PX)),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    first = json.loads(await build.stdout.readline())
    assert first["stage"] == "light"
    build.send_signal(stop)
    _, errors = await build.communicate()
    assert build.returncode == 130
    assert "再执行一次" in errors.decode()
    assert "Run it again" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert json.loads((tmp_path / "built.json").read_text())["done"] is False


def test_a_refused_layout_is_told_to_the_terminal_and_to_the_page(tmp_path, capsys):
    layout = tmp_path / "t2.yaml"
    layout.write_text(LAYOUT.read_text("utf-8").replace("kind: stove", "kind: stoev", 1), "utf-8")
    assert main(["build", str(layout), "--out", str(tmp_path / "t2")]) == 2
    told = capsys.readouterr().err
    progress = SampleRooms(tmp_path, tmp_path).room("t2")["progress"]
    for language in ("zh", "en"):
        assert "equipment[stove-1]" in progress["error"][language]
        assert progress["error"][language] in told
    assert not progress["done"]
