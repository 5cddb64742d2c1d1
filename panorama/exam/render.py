"""Draws the room of an exam, in a process of its own: small rough pictures first, sharp ones after.

`python -m panorama.exam.render LAYOUT --seed N --faults N --out DIR [--sharp]`. What is written
names no fault: plan without report, pictures, how far it is.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from panorama.layout.faults import with_faults
from panorama.layout.model import Layout, StandPoint
from panorama.layout.plan import plan_svg
from panorama.load import load_layout
from panorama.tiles import write_jpeg, write_text

ROUGH_PX, FAIR_PX, SHARP_PX = 512, 1024, 2560
# A preview has 24 and 2; with these all four pictures of T2 cost five seconds of work, measured.
ROUGH_RAYS, ROUGH_BOUNCES = 6, 1
STOPPED = 130


def draw(layout: Layout, out: Path, *, is_sharp: bool) -> None:
    """Draws what is missing: `scenes/ID.jpg`; if sharp, all `ID-fair.jpg`, then `ID-sharp.jpg`."""
    (out / "scenes").mkdir(parents=True, exist_ok=True)
    write_text(out / "plan.svg", plan_svg(layout, ()))
    sizes = (("-fair", FAIR_PX), ("-sharp", SHARP_PX)) if is_sharp else (("", ROUGH_PX),)
    wanted = [
        (point, out / "scenes" / f"{point.id}{ending}.jpg", width_px)
        for ending, width_px in sizes
        for point in layout.stand_points
    ]
    missing = [one for one in wanted if not one[1].exists()]
    if missing:
        _draw(layout, missing, lambda share: _tell(out, is_sharp=is_sharp, share=share))
    _tell(out, is_sharp=is_sharp, share=1.0)


def _draw(
    layout: Layout,
    missing: Sequence[tuple[StandPoint, Path, int]],
    progress: Callable[[float], None],
) -> None:
    from panorama.render import scene as rendering
    from panorama.render.equirect import panorama

    progress(0.05)
    if missing[0][2] == ROUGH_PX:
        rendering.ROUGH_RAYS, rendering.ROUGH_BOUNCES = ROUGH_RAYS, ROUGH_BOUNCES
    made = rendering.Scene.of_layout(layout, is_rough=True)
    made.bake()
    for number, (point, path, width_px) in enumerate(missing):
        progress(0.4 + 0.6 * number / len(missing))
        picture = panorama(made, (point.x, point.y, point.eye_m), width_px, lambda _: None)
        write_jpeg(picture, path)


def _tell(out: Path, *, is_sharp: bool, share: float) -> None:
    under_way, done = ("sharp", "done") if is_sharp else ("preview", "ready")
    stage = done if share == 1.0 else under_way
    write_text(out / "progress.json", json.dumps({"stage": stage, "share": round(share, 3)}))


def main(argv: Sequence[str]) -> int:
    """0 drawn, 130 stopped; what is finished stays."""
    parser = argparse.ArgumentParser(prog="panorama.exam.render")
    parser.add_argument("layout", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--faults", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sharp", action="store_true")
    given = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        layout, _ = with_faults(load_layout(given.layout), given.seed, given.faults)
        draw(layout, given.out, is_sharp=given.sharp)
    except KeyboardInterrupt:
        return STOPPED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
