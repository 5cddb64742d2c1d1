"""Draws the room of an exam, in a process of its own: small rough pictures first, sharp ones after.

`python -m panorama.exam.render LAYOUT --seed N --faults N --out DIR [--sharp]`. What is written
names no fault: plan without report, pictures, how far it is.
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from panorama.exam.shelf import progress_text
from panorama.layout.faults import with_faults
from panorama.layout.model import Layout
from panorama.layout.plan import plan_svg
from panorama.load import load_layout
from panorama.tiles import write_jpeg, write_text

ROUGH_PX, SHARP_PX = 512, 2048
# A preview has 24 and 2; with these all four pictures of T2 cost five seconds of work, measured.
ROUGH_RAYS, ROUGH_BOUNCES = 6, 1
STOPPED = 130


def draw(layout: Layout, out: Path, *, is_sharp: bool) -> None:
    """Draws what is missing: `scenes/ID.jpg` small, then `scenes/ID-sharp.jpg`."""
    from panorama.render import scene as rendering
    from panorama.render.equirect import panorama

    out.mkdir(parents=True, exist_ok=True)
    (out / "scenes").mkdir(exist_ok=True)
    write_text(out / "plan.svg", plan_svg(layout, ()))
    width_px, ending = (SHARP_PX, "-sharp.jpg") if is_sharp else (ROUGH_PX, ".jpg")
    stage = "sharp" if is_sharp else "preview"
    missing = [
        one for one in layout.stand_points if not (out / "scenes" / f"{one.id}{ending}").exists()
    ]
    if missing:
        write_text(out / "progress.json", progress_text("light", 0.05))
        if not is_sharp:
            rendering.ROUGH_RAYS, rendering.ROUGH_BOUNCES = ROUGH_RAYS, ROUGH_BOUNCES
        made = rendering.Scene.of_layout(layout, is_rough=True)
        made.bake()
        for number, point in enumerate(missing):
            write_text(
                out / "progress.json", progress_text(stage, 0.4 + 0.6 * number / len(missing))
            )
            picture = panorama(made, (point.x, point.y, point.eye_m), width_px, lambda _: None)
            write_jpeg(picture, out / "scenes" / f"{point.id}{ending}")
    write_text(out / "progress.json", progress_text("done" if is_sharp else "ready", 1.0))


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
