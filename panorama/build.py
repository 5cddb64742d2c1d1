"""The pipeline of a sample room: layout → report → plan → tour → light → previews → panoramas.

Runs in its own process (`server.py room build LAYOUT --out DIR`) and says how far it is, one JSON
line per step. What is finished stays: a build that was stopped goes on where it was.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from foundation.errors import Problem
from panorama.layout.model import Layout
from panorama.layout.plan import plan_svg
from panorama.layout.rules import judge
from panorama.load import load_layout
from panorama.tiles import write_preview, write_text, write_tiles
from panorama.tour import tour

WIDTH_PX = 4096
RENDERER = "2026.11"  # raise it when pictures change, so that rooms are rendered anew
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

    Raises:
        LayoutMalformed: the layout can not be read; nothing is written.
    """
    layout = load_layout(layout_path)
    stamp = _stamp(layout_path, width_px)
    out.mkdir(parents=True, exist_ok=True)
    results = judge(layout)
    report = {"room_id": layout.id, "rules": [asdict(one) for one in results]}
    write_text(out / "report.json", json.dumps(report, ensure_ascii=False))
    write_text(out / "plan.svg", plan_svg(layout, results))
    write_text(out / "tour.json", json.dumps(tour(layout), ensure_ascii=False))
    built = BuiltRoom(out, all(one.holds is not False for one in results))
    if _is_fresh(out, stamp):
        progress("done", 1.0)
        return built
    progress("light", 0.02)
    _render(layout, out, progress, width_px)
    write_text(out / "built.json", json.dumps({"stamp": stamp}))
    progress("done", 1.0)
    return built


def _render(layout: Layout, out: Path, progress: Progress, width_px: int) -> None:
    from panorama.render.equirect import panorama
    from panorama.render.scene import Scene

    scene = Scene.of_layout(layout)
    scene.bake()
    progress("preview", 0.15)
    places = [(one, out / "scenes" / one.id) for one in layout.stand_points]
    for number, (point, folder) in enumerate(places):
        small = panorama(scene, (point.x, point.y, point.eye_m), width_px // 4, lambda _: None)
        write_preview(small, folder)
        progress("preview", 0.15 + 0.15 * (number + 1) / len(places))
    for number, (point, folder) in enumerate(places):
        share = 0.3 + 0.7 * number / len(places)
        step = 0.7 / len(places)

        def on_rows(part: float, share: float = share, step: float = step) -> None:
            progress("panorama", share + step * part * 0.95)

        picture = panorama(scene, (point.x, point.y, point.eye_m), width_px, on_rows)
        write_tiles(picture, folder)
        write_preview(picture, folder)


def _stamp(layout_path: Path, width_px: int) -> str:
    return sha256(f"{RENDERER}|{width_px}|".encode() + layout_path.read_bytes()).hexdigest()


def _is_fresh(out: Path, stamp: str) -> bool:
    try:
        return json.loads((out / "built.json").read_text("utf-8"))["stamp"] == stamp
    except (OSError, ValueError, KeyError):
        return False


def main(argv: Sequence[str]) -> int:
    """`build LAYOUT.yaml --out DIR [--width PX]`."""
    parser = argparse.ArgumentParser(prog="server.py room")
    parser.add_argument("command", choices=["build"])
    parser.add_argument("layout", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, default=WIDTH_PX)
    given = parser.parse_args(argv)
    last = [-1.0]

    def tell(stage: str, share: float) -> None:
        if stage != "done" and share - last[0] < 0.01:
            return
        last[0] = share
        state = {"stage": stage, "share": round(share, 3), "done": stage == "done", "error": None}
        write_text(given.out / "progress.json", json.dumps(state))
        sys.stdout.write(json.dumps(state) + "\n")
        sys.stdout.flush()

    try:
        given.out.mkdir(parents=True, exist_ok=True)
        build_room(given.layout, given.out, tell, given.width)
    except (Problem, FileNotFoundError) as error:
        zh = error.sentence_zh if isinstance(error, Problem) else f"找不到文件 {given.layout}"
        en = error.sentence_en if isinstance(error, Problem) else f"no such file: {given.layout}"
        sys.stderr.write(f"{zh}\n{en}\n")
        return 2
    return 0
