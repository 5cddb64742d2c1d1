"""What the viewer shows of a sphere, written as a room of one scene."""

import json
import shutil
import signal
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from foundation.text import Bilingual
from panorama.stitch.lens_facts import Cropping, panorama_xmp, with_xmp
from panorama.stitch.model import Colour
from panorama.stitch.problems import FolderTaken, NotAFolder
from panorama.tiles import write_jpeg, write_preview, write_text, write_tiles

SCENE = "photo"
REPORT = "stitch.json"
PROGRESS = "progress.json"
FRESH, STALE = "scenes.new", "scenes.old"
# What a first ring may leave that was killed before its report, and no drawn room is made of alone.
_LEFT = {PROGRESS, "progress.new", "tour.json", "tour.new", "stitch.new", "scenes", FRESH, STALE}


def is_room(out: Path) -> bool:
    """Whether an earlier ring is shown there."""
    return (out / REPORT).exists()


def check_free(out: Path) -> None:
    """Raises `FolderTaken` where something lies that an earlier ring did not leave.

    Also raises `NotAFolder`.
    """
    if out.exists() and not out.is_dir():
        raise NotAFolder(name=out.name)
    if not out.exists() or is_room(out):
        return
    names = {one.name for one in out.iterdir()}
    scenes = {one.name for one in (out / "scenes").glob("*")}
    if not names <= _LEFT or not scenes <= {SCENE}:
        raise FolderTaken(folder=out.name)


def write_room(
    sphere: Colour, shown: Cropping, report: Mapping[str, Any], title: Bilingual, out: Path
) -> None:
    """Writes `tour.json`, `stitch.json` and the pictures of one scene.

    The pictures come beside those of an earlier ring and take their place at the very end, so that
    whoever stops this keeps the room there was.

    `panorama.jpg` is the whole sphere with what is filled; `strip.jpg` only what photos show, with
    the place of it in its metadata. No metadata of the photos is carried over: neither their place
    on earth nor the phone.

    Args:
        sphere: (W / 2, W, 3) RGB.
    """
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / FRESH
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _write_pictures(sphere, shown, fresh / SCENE)
        with _undisturbed():
            _swap(out)
            write_text(out / "tour.json", json.dumps(_tour(out.name, title), ensure_ascii=False))
            write_text(out / REPORT, json.dumps(report, ensure_ascii=False))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(out / STALE, ignore_errors=True)


def _swap(out: Path) -> None:
    scenes, stale = out / "scenes", out / STALE
    shutil.rmtree(stale, ignore_errors=True)
    if scenes.exists():
        scenes.rename(stale)
    (out / FRESH).rename(scenes)


@contextmanager
def _undisturbed() -> Generator[None]:
    """Ctrl+C and the service's stop count for nothing during the few renames in here."""
    before = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, how in before.items():
            signal.signal(one, how)


def _write_pictures(sphere: Colour, shown: Cropping, folder: Path) -> None:
    write_preview(sphere, folder)
    write_tiles(sphere, folder)
    height, width = sphere.shape[:2]
    _tell(folder / "panorama.jpg", Cropping(width, height, 0, 0, width, height))
    rows = slice(shown.top_px, shown.top_px + shown.height_px)
    columns = slice(shown.left_px, shown.left_px + shown.width_px)
    write_jpeg(np.ascontiguousarray(sphere[rows, columns]), folder / "strip.jpg")
    _tell(folder / "strip.jpg", shown)


def _tell(path: Path, cropping: Cropping) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(with_xmp(path.read_bytes(), panorama_xmp(cropping)))
    fresh.rename(path)


def _tour(room: str, title: Bilingual) -> dict[str, Any]:
    """The same shape as `panorama.tour` gives; a photographed room has one scene and no spots."""
    folder, text = f"scenes/{SCENE}", {"zh": title.zh, "en": title.en}
    scene = {
        "id": SCENE,
        "title": text,
        "yaw_deg": 0.0,
        "preview": f"{folder}/preview.jpg",
        "panorama": f"{folder}/panorama.jpg",
        "tiles": f"{folder}/tiles",
        "at": [0.0, 0.0],
        "links": [],
        "hotspots": [],
    }
    return {"room_id": room, "title": text, "scenes": [scene]}
