"""Sample rooms: rules and plan, and what one viewpoint costs in CPU, light included."""

import asyncio
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from panorama.layout.plan import plan_svg
from panorama.layout.rules import judge
from panorama.load import load_layout
from tests.bench.figures import figure, p95
from tests.bench.stitching import measure_stitching
from tests.support.measured_room import clicks, shaken

DATA = Path(__file__).parents[2] / "panorama" / "data"
LAYOUT = DATA / "t2.yaml"
REPEATS = 20
WIDTH_PX = 1024
SCENE = "hood"
UNSEEN_ROOMS = range(201, 211)
CLICKS = 3

# Run in a process of its own, so that its CPU time is that of a cold start and of nothing else.
CHILD = """
import json, sys, time
from pathlib import Path
from panorama.load import load_layout
from tests.bench.figures import figure, p95
from tests.support.measured_room import clicks, shaken
layout = load_layout(Path(sys.argv[1]))
from panorama.render.equirect import panorama
from panorama.render.scene import Scene
point = next(one for one in layout.stand_points if one.id == sys.argv[3])
scene = Scene.of_layout(layout)
started = time.process_time()
scene.bake()
baked = time.process_time()
panorama(scene, (point.x, point.y, point.eye_m), int(sys.argv[2]), lambda _: None)
viewed = time.process_time()
from panorama.render.mesh import room_glb
glb = len(room_glb(layout, scene))
print(json.dumps({"glb_bytes": glb, "glb_s": time.process_time() - viewed,
                  "bake_s": baked - started, "view_s": viewed - baked,
                  "total_s": viewed, "vertices": len(scene.mesh.vertices)}))
"""


async def measure() -> list[dict[str, Any]]:
    """What rooms cost; none of it needs a browser."""
    stitching = await measure_stitching()
    rooms = [_report_and_plan(), *await _panorama(), await _exam(), _measuring()]
    return [*rooms, _first_sharp_view(), *stitching]


def _report_and_plan() -> dict[str, Any]:
    """Of the template with the most things; every other one costs less."""
    layouts = [load_layout(path) for path in sorted(DATA.glob("t*.yaml"))]
    layout = max(layouts, key=lambda one: len(one.equipment) + len(one.zones) + len(one.walls))
    times: list[float] = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        plan_svg(layout, judge(layout))
        times.append((time.perf_counter() - started) * 1000)
    return {
        "name": "rooms.report_and_plan_ms",
        "value": statistics.median(times),
        "unit": "ms",
        "peer": None,
        "ratio": None,
        "conditions": (
            f"{layout.id.upper()}, the largest of {len(layouts)} ({len(layout.equipment)} things), "
            f"median of {REPEATS}, layout already read, load {_load()}"
        ),
    }


async def _panorama() -> list[dict[str, Any]]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CHILD, str(LAYOUT), str(WIDTH_PX), SCENE),
        stdout=asyncio.subprocess.PIPE,
        cwd=LAYOUT.parents[2],
    )
    out, _ = await child.communicate()
    if child.returncode:
        raise RuntimeError(f"the renderer ended with {child.returncode}")
    spent = json.loads(out)
    view = figure(
        "rooms.panorama_cpu_s",
        spent["total_s"],
        "CPU s",
        f"T2 {SCENE}, {WIDTH_PX} px wide, cold process; light {spent['bake_s']:.1f} s once per "
        f"room ({spent['bake_s'] / spent['total_s']:.0%}, {spent['vertices']} vertices), "
        f"this viewpoint {spent['view_s']:.1f} s; load {_load()}",
    )
    model = figure(
        "rooms.glb_mb",
        spent["glb_bytes"] / 1e6,
        "MB",
        f"T2 with yard and neighbours, at most 1; {spent['glb_s']:.1f} CPU s after the light",
    )
    return [view, model]


def _measuring() -> dict[str, Any]:
    """On rooms and with hands that the rules of `panorama/measure.py` were not made with."""
    layout = load_layout(LAYOUT)
    found = [
        click
        for seed in UNSEEN_ROOMS
        for click in clicks(shaken(layout, seed), seed=seed, repeats=CLICKS)
    ]
    held = [abs(c.shown.straight.length_m - c.true_m) <= c.shown.straight.band_m for c in found]
    bands = [c.shown.straight.band_m for c in found]
    return figure(
        "rooms.measure_in_band_percent",
        100 * sum(held) / len(held),
        "%",
        f"{len(found)} lengths in {len(UNSEEN_ROOMS)} rooms changed at random, clicks off by "
        f"0.7 px at 4096; half the bands below ± {statistics.median(bands) * 100:.1f} cm, "
        f"95 % below ± {p95(bands) * 100:.0f} cm; depth 2048 wide",
    )


async def _exam() -> dict[str, Any]:
    """What a new exam room costs until one may begin: all small pictures and the plan."""
    with TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "panorama.exam.render", str(LAYOUT)),
            *("--seed", "3", "--faults", "5", "--out", folder),
            cwd=LAYOUT.parents[2],
        )
        if await child.wait():
            raise RuntimeError(f"the renderer ended with {child.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "name": "rooms.exam_s",
        "value": spent,
        "unit": "CPU s",
        "peer": None,
        "ratio": None,
        "conditions": f"T2, 4 scenes of 512 px and the plan, cold process; load {_load()}",
    }


def _first_sharp_view() -> dict[str, Any]:
    return {
        "name": "rooms.first_sharp_view_s",
        "value": None,
        "unit": "s",
        "peer": None,
        "ratio": None,
        "conditions": "not measured: needs a browser with a graphics card and a phone's network",
    }


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
