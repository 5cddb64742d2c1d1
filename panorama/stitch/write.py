"""What the viewer shows of a sphere, written as a room of one scene."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from foundation.text import Bilingual
from panorama.stitch.lens_facts import Cropping, panorama_xmp, with_xmp
from panorama.stitch.model import Colour
from panorama.stitch.problems import FolderTaken
from panorama.tiles import write_jpeg, write_preview, write_text, write_tiles

SCENE = "photo"
REPORT = "stitch.json"
PROGRESS = "progress.json"


def check_free(out: Path) -> None:
    """Raises `FolderTaken` where something lies that an earlier ring did not leave."""
    if not out.exists() or (out / REPORT).exists():
        return
    if any(one.name != PROGRESS for one in out.iterdir()):
        raise FolderTaken(folder=out.name)


def write_room(
    sphere: Colour, shown: Cropping, report: Mapping[str, Any], title: Bilingual, out: Path
) -> None:
    """Writes `tour.json`, `stitch.json` and the pictures of one scene.

    `panorama.jpg` is the whole sphere with what is filled; `strip.jpg` only what photos show, with
    the place of it in its metadata. No metadata of the photos is carried over: neither their place
    on earth nor the phone.

    Args:
        sphere: (W / 2, W, 3) RGB.
    """
    out.mkdir(parents=True, exist_ok=True)
    folder = out / "scenes" / SCENE
    shutil.rmtree(out / "scenes", ignore_errors=True)  # no tiles of an earlier ring between ours
    write_preview(sphere, folder)
    write_tiles(sphere, folder)
    height, width = sphere.shape[:2]
    _tell(folder / "panorama.jpg", Cropping(width, height, 0, 0, width, height))
    rows = slice(shown.top_px, shown.top_px + shown.height_px)
    columns = slice(shown.left_px, shown.left_px + shown.width_px)
    write_jpeg(np.ascontiguousarray(sphere[rows, columns]), folder / "strip.jpg")
    _tell(folder / "strip.jpg", shown)
    write_text(out / "tour.json", json.dumps(_tour(out.name, title), ensure_ascii=False))
    write_text(out / REPORT, json.dumps(report, ensure_ascii=False))


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
