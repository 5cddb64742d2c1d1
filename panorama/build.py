"""The pipeline of a sample room: layout → report, plan, tour → previews → model → panoramas.

Runs in its own process (`server.py room build LAYOUT --out DIR`) and says how far it is, one JSON
line per step. What is finished stays: a build that was stopped goes on with the next scene.
"""

import argparse
import json
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.errors import Problem
from panorama.floor import floor
from panorama.layout.model import Layout, StandPoint
from panorama.layout.plan import plan_svg
from panorama.layout.rules import judge
from panorama.load import load_layout
from panorama.tiles import write_bytes, write_depth, write_preview, write_text, write_tiles
from panorama.tour import tour

if TYPE_CHECKING:
    from panorama.render.scene import Scene

WIDTH_PX = 4096
RENDERER = "2026.12.3"  # raise it when pictures change, so that rooms are rendered anew
STOPPED = 130  # what a shell expects after Ctrl+C
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BuiltRoom:
    """Where a room lies and whether all its rules hold."""

    folder: Path
    keeps_rules: bool


def build_room(
    layout_path: Path, out: Path, progress: Progress, width_px: int = WIDTH_PX
) -> BuiltRoom:
    """Builds whatever is missing or out of date in `out`.

    May be interrupted at any point: `built.json` says "done" only after the last picture, and
    pictures of another layout or renderer are removed before the first new one is made.

    Raises:
        LayoutMalformed: the layout can not be read; nothing is written.
    """
    layout = load_layout(layout_path)
    stamp = _stamp(layout_path, width_px)
    out.mkdir(parents=True, exist_ok=True)
    results = judge(layout)
    report = {"room_id": layout.id, "rules": [asdict(one) for one in results]}
    built = BuiltRoom(out, all(one.holds is not False for one in results))
    before = _built(out)
    if before.get("stamp") != stamp:
        # Stopped before the last of these lines, the room counts as built from no layout.
        write_text(out / "built.json", json.dumps({"stamp": "", "done": False}))
        progress("light", 0.0)  # before they go: no page may read "done" and find no pictures
        shutil.rmtree(out / "scenes", ignore_errors=True)
        (out / "room.glb").unlink(missing_ok=True)
        write_text(out / "built.json", json.dumps({"stamp": stamp, "done": False}))
    write_text(out / "report.json", json.dumps(report, ensure_ascii=False))
    write_text(out / "plan.svg", plan_svg(layout, results))
    write_text(out / "tour.json", json.dumps(tour(layout), ensure_ascii=False))
    write_text(out / "floor.json", json.dumps(floor(layout), ensure_ascii=False))
    if before != {"stamp": stamp, "done": True}:
        _render(layout, out, progress, width_px)
        write_text(out / "built.json", json.dumps({"stamp": stamp, "done": True}))
    progress("done", 1.0)
    return built


def _render(layout: Layout, out: Path, progress: Progress, width_px: int) -> None:
    from panorama.render.depth import depth_mm
    from panorama.render.equirect import panorama
    from panorama.render.scene import Scene

    scenes = out / "scenes"

    def eye(point: StandPoint) -> tuple[float, float, float]:
        return point.x, point.y, point.eye_m

    progress("light", 0.02)
    without_preview = _lacking(layout, scenes, "preview.jpg")
    if without_preview:
        rough = Scene.of_layout(layout, is_rough=True)
        rough.bake()
        for number, point in enumerate(without_preview, 1):
            # Before the preview: where there is a picture, lengths can be measured on it.
            write_depth(depth_mm(rough, eye(point)), scenes / point.id)
            small = panorama(rough, eye(point), width_px // 4, lambda _: None)
            write_preview(small, scenes / point.id)
            progress("preview", 0.05 + 0.05 * number / len(without_preview))
    without_tiles = _lacking(layout, scenes, "tiles.json")
    if not without_tiles and (out / "room.glb").exists():
        return
    scene = Scene.of_layout(layout)
    scene.bake(lambda part: progress("light", 0.1 + 0.2 * part))
    _write_model(layout, scene, out)
    done = len(layout.stand_points) - len(without_tiles)
    for number, point in enumerate(without_tiles, done):

        def on_rows(part: float, before: int = number) -> None:
            progress("panorama", 0.3 + 0.7 * (before + part) / len(layout.stand_points))

        picture = panorama(scene, eye(point), width_px, on_rows)
        write_preview(picture, scenes / point.id)
        write_tiles(picture, scenes / point.id)


def _write_model(layout: Layout, scene: "Scene", out: Path) -> None:
    """The room to walk in. One that is too large is told and left out: its panoramas come."""
    from panorama.render.glb import ModelTooLarge
    from panorama.render.mesh import room_glb

    try:
        write_bytes(out / "room.glb", room_glb(layout, scene))
    except ModelTooLarge as error:
        _say(
            "样板间模型太大，不能走进去，全景照常生成。要能走进去，请减少布局里的设备和墙。",
            f"The model is too large to walk in ({error}); panoramas are made all the same. "
            "Take equipment or walls out of the layout to walk in it.",
        )


def _lacking(layout: Layout, scenes: Path, name: str) -> list[StandPoint]:
    return [one for one in layout.stand_points if not (scenes / one.id / name).exists()]


def _stamp(layout_path: Path, width_px: int) -> str:
    return sha256(f"{RENDERER}|{width_px}|".encode() + layout_path.read_bytes()).hexdigest()


def _built(out: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((out / "built.json").read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def main(argv: Sequence[str]) -> int:
    """`build LAYOUT.yaml --out DIR [--width PX]`; 0 built, 2 refused, 130 stopped."""
    parser = argparse.ArgumentParser(prog="server.py room")
    parser.add_argument("command", choices=["build"])
    parser.add_argument("layout", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, default=WIDTH_PX)
    given = parser.parse_args(argv)
    last = ("", -1.0)
    is_stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal is_stopped
        is_stopped = True
        raise KeyboardInterrupt

    def tell(stage: str, share: float) -> None:
        nonlocal last
        if is_stopped:  # the renderer's libraries swallow what is raised while they are loaded
            raise KeyboardInterrupt
        if stage == last[0] and share < 1 and share - last[1] < 0.01:
            return
        last = stage, share
        state = {"stage": stage, "share": round(share, 3), "done": stage == "done", "error": None}
        write_text(given.out / "progress.json", json.dumps(state))
        sys.stdout.write(json.dumps(state) + "\n")
        sys.stdout.flush()

    # The service stops a build with SIGTERM; to the pipeline it is the same as Ctrl+C.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        build_room(given.layout, given.out, tell, given.width)
    except KeyboardInterrupt:
        _say("已停止，已完成的部分保留；再执行一次即可继续。", "Stopped. Run it again to go on.")
        return STOPPED
    except Problem as error:
        _refuse(given.out, error.sentence_zh, error.sentence_en)
        return 2
    except FileNotFoundError:
        _refuse(given.out, f"找不到文件 {given.layout}", f"no such file: {given.layout}")
        return 2
    return 0


def _refuse(out: Path, zh: str, en: str) -> None:
    """Tells the terminal and whoever waits for the room on its page."""
    error = {"zh": zh, "en": en}
    state = {"stage": "failed", "share": 0.0, "done": False, "error": error}
    write_text(out / "progress.json", json.dumps(state, ensure_ascii=False))
    _say(zh, en)


def _say(zh: str, en: str) -> None:
    sys.stderr.write(f"{zh}\n{en}\n")
