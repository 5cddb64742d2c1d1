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

DATA = Path(__file__).parents[2] / "panorama" / "data"
LAYOUT = DATA / "t2.yaml"
REPEATS = 20
WIDTH_PX = 1024
SCENE = "hood"

# Run in a process of its own, so that its CPU time is that of a cold start and of nothing else.
CHILD = """
import json, sys, time
from pathlib import Path
from panorama.load import load_layout
layout = load_layout(Path(sys.argv[1]))
from panorama.render.equirect import panorama
from panorama.render.scene import Scene
point = next(one for one in layout.stand_points if one.id == sys.argv[3])
scene = Scene.of_layout(layout)
started = time.process_time()
scene.bake()
baked = time.process_time()
panorama(scene, (point.x, point.y, point.eye_m), int(sys.argv[2]), lambda _: None)
print(json.dumps({"bake_s": baked - started, "view_s": time.process_time() - baked,
                  "total_s": time.process_time(), "vertices": len(scene.mesh.vertices)}))
"""


async def measure() -> list[dict[str, Any]]:
    """Four figures; none of them needs a browser."""
    return [_report_and_plan(), await _panorama(), await _exam(), _first_sharp_view()]


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


async def _panorama() -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CHILD, str(LAYOUT), str(WIDTH_PX), SCENE),
        stdout=asyncio.subprocess.PIPE,
        cwd=LAYOUT.parents[2],
    )
    out, _ = await child.communicate()
    if child.returncode:
        raise RuntimeError(f"the renderer ended with {child.returncode}")
    spent = json.loads(out)
    return {
        "name": "rooms.panorama_cpu_s",
        "value": spent["total_s"],
        "unit": "CPU s",
        "peer": None,
        "ratio": None,
        "conditions": (
            f"T2 {SCENE}, {WIDTH_PX} px wide, cold process; light {spent['bake_s']:.1f} s once per "
            f"room ({spent['bake_s'] / spent['total_s']:.0%}, {spent['vertices']} vertices), "
            f"this viewpoint {spent['view_s']:.1f} s; load {_load()}"
        ),
    }


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
