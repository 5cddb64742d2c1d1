"""Photographed rooms: our stitcher beside hugin's, on rings whose truth is known.

The rings come out of two viewpoints of T2 that no bound of `panorama.stitch` was chosen on. A hand
that moves on a circle is drawn by casting rays at the room's geometry; what it uncovers is smeared,
in the same way for both.
"""

import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from tests.bench.figures import figure
from tests.bench.likeness import loss_to_truth
from tests.support.rings import lens_across, taken, written

CHECKOUT = Path(__file__).parents[2]
LAYOUT = CHECKOUT / "panorama" / "data" / "t2.yaml"
WIDTH_PX = 4096
SIZE = (1600, 1200)
PROGRAMS = ("pto_gen", "cpfind", "cpclean", "autooptimiser", "pano_modify", "nona", "enblend")
MOST_S = 900
UNITS = ("x", "dB")
NAMES = ("rooms.stitch_ratio_to_hugin", "rooms.stitch_loss_db")


@dataclass(frozen=True)
class Case:
    """A ring to be taken: photos, field of view, the hand's circle, chance."""

    scene: str
    count: int
    across_deg: int
    arm_m: float
    seed: int

    def __str__(self) -> str:
        return f"{self.scene} {self.count}x{self.across_deg}° arm {self.arm_m * 100:.0f} cm"


# At least 45 % of each photo is shared with the next.
CASES = (
    Case("washing", 12, 65, 0.0, 101),
    Case("outside", 12, 65, 0.05, 102),
    Case("washing", 12, 65, 0.05, 103),
    Case("outside", 10, 65, 0.05, 104),
)
INCOMPLETE = ((4, 5), (0, 11), (7, 8, 9))  # photos taken out of the first ring


@dataclass(frozen=True)
class Outcome:
    """What one stitcher made of one ring."""

    cpu_s: float
    sphere: Path | None
    used: int


async def measure_stitching() -> list[dict[str, object]]:
    """Two figures; with the reason instead of a value where hugin is missing."""
    missing = [one for one in PROGRAMS if shutil.which(one) is None]
    if missing:
        why = f"not measured: {', '.join(missing)} not installed (Debian: hugin-tools, enblend)"
        return [figure(name, None, unit, why) for name, unit in zip(NAMES, UNITS, strict=True)]
    return await asyncio.to_thread(_measured)


def _measured() -> list[dict[str, object]]:
    with TemporaryDirectory(prefix="rings-") as folder:
        return compared(Path(folder), CASES)


def compared(folder: Path, cases: Sequence[Case]) -> list[dict[str, object]]:
    """Both stitchers over all rings, and ours over incomplete ones."""
    truths = {scene: _rendered(scene, folder) for scene in sorted({one.scene for one in cases})}
    told: list[str] = []
    times: list[float] = []
    losses: list[float] = []
    dropped = 0
    for number, case in enumerate(cases):
        photos = written(_taken(case, truths[case.scene]).photos, folder / f"ring{number}")
        ours, theirs = _ours(photos), _hugin(photos, case.across_deg)
        dropped += ours.sphere is not None and ours.used != len(photos)
        row = f"{case}: ours {ours.cpu_s:.1f} s"
        if ours.sphere and theirs.sphere:
            own, other = (loss_to_truth(one.sphere, truths[case.scene]) for one in (ours, theirs))
            times.append(theirs.cpu_s / ours.cpu_s)
            losses.append(other - own)
            row += f" {own:.2f} dB, hugin {theirs.cpu_s:.1f} s {other:.2f} dB"
        else:
            row += f" ({'made' if ours.sphere else 'refused'}), hugin {theirs.cpu_s:.1f} s"
            row += f" ({'made' if theirs.sphere else 'failed'})"
        told.append(row)
    whole = sorted((folder / "ring0").glob("*.jpg"))
    cut = [[one for at, one in enumerate(whole) if at not in gone] for gone in INCOMPLETE]
    refused = sum(_ours(photos).sphere is None for photos in cut)
    conditions = (
        f"{'; '.join(told)}; rendered at {WIDTH_PX}, photos {SIZE[0]}x{SIZE[1]}, sphere "
        f"{WIDTH_PX} px, CPU of child processes, the same shot order for both (hugin "
        f"cpfind --multirow); field of view exact for hugin, found by ours; judged over rows "
        f"both show; incomplete rings refused {refused} of {len(cut)}, "
        f"photos dropped in silence {dropped}; load {os.getloadavg()[0]:.1f}"
    )
    peer = "hugin 2022.0 + enblend 4.2"
    if not times:
        why = f"not measured: no ring that both made; {conditions}"
        return [figure(name, None, unit, why) for name, unit in zip(NAMES, UNITS, strict=True)]
    ratio = statistics.median(times)
    return [
        figure(NAMES[0], ratio, UNITS[0], f"median; {conditions}", peer=peer, ratio=ratio),
        figure(NAMES[1], max(losses), UNITS[1], f"worst ring; {conditions}", peer=peer),
    ]


def _rendered(scene: str, folder: Path) -> Path:
    """The truth, drawn in a process of its own: only that one loads the renderer."""
    out = folder / f"{scene}.png"
    code = (
        "import sys, cv2\nfrom pathlib import Path\n"
        "from panorama.load import load_layout\n"
        "from panorama.render.equirect import panorama\n"
        "from panorama.render.scene import Scene\n"
        "layout = load_layout(Path(sys.argv[1]))\n"
        "at = next(one for one in layout.stand_points if one.id == sys.argv[2])\n"
        "scene = Scene.of_layout(layout)\nscene.bake()\n"
        "seen = panorama(scene, (at.x, at.y, at.eye_m), int(sys.argv[3]), lambda _: None)\n"
        "cv2.imwrite(sys.argv[4], cv2.cvtColor(seen, cv2.COLOR_RGB2BGR))\n"
    )
    arguments = [str(LAYOUT), scene, str(WIDTH_PX), str(out)]
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=CHECKOUT, check=True)
    return out


def _taken(case: Case, truth: Path) -> Any:
    sphere = cv2.imread(str(truth))
    look = _moved(case) if case.arm_m else lambda _number, _turn: lambda rays: rays
    lens = lens_across(case.across_deg, SIZE)
    return taken(sphere, case.count, lens=lens, seed=case.seed, look=look)


def _moved(case: Case) -> Any:
    """By photo: from where the hand is to what its rays meet, seen from the middle."""
    from panorama.load import load_layout
    from panorama.render.scene import Scene

    layout = load_layout(LAYOUT)
    scene = Scene.of_layout(layout, is_rough=True)
    at = next(one for one in layout.stand_points if one.id == case.scene)
    middle = np.array([at.x, at.y, at.eye_m])

    def look(_number: int, turn: Any) -> Any:
        ahead = turn[:, 2] * [1, 1, 0]
        hand = ahead / np.linalg.norm(ahead) * case.arm_m

        def bent(rays: Any) -> Any:
            origins = np.broadcast_to(middle + hand, rays.shape)
            hits = scene.cast(origins, rays.astype(np.float32))
            met = hand + rays * np.where(hits.is_hit, hits.distance, 1e3)[:, None]
            return met / np.linalg.norm(met, axis=1, keepdims=True)

        return bent

    return look


def _ours(photos: Sequence[Path]) -> Outcome:
    out = photos[0].parent / f"ours{len(photos)}"
    command = [sys.executable, "server.py", "room", "stitch", *map(str, photos)]
    command += ["--out", str(out), "--width", str(WIDTH_PX)]
    before = _spent_s()
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, timeout=MOST_S)
    cpu = _spent_s() - before
    if done.returncode:
        return Outcome(cpu, None, 0)
    report = json.loads((out / "stitch.json").read_text("utf-8"))
    return Outcome(cpu, out / "scenes" / "photo" / "panorama.jpg", report["used"])


def _hugin(photos: Sequence[Path], across_deg: int) -> Outcome:
    """Hugin's own way (`man hugin_executor`), told the order and the field of view."""
    there = photos[0].parent / "hugin"
    there.mkdir()
    canvas = f"--canvas={WIDTH_PX}x{WIDTH_PX // 2}"
    steps = [
        ["pto_gen", "-p", "0", f"--fov={across_deg}", "-o", "a.pto", *map(str, photos)],
        # Neighbours in shot order first, then what overlaps: linear matching leaves the ends open.
        ["cpfind", "--multirow", "-o", "b.pto", "a.pto"],
        ["cpclean", "-o", "c.pto", "b.pto"],
        ["autooptimiser", "-a", "-m", "-l", "-s", "-o", "d.pto", "c.pto"],
        ["pano_modify", "--projection=2", "--fov=360x180", canvas, "-o", "e.pto", "d.pto"],
        ["nona", "-m", "TIFF_m", "-o", "part", "e.pto"],
    ]
    before = _spent_s()
    for step in steps:
        if not _is_done(step, there):
            return Outcome(_spent_s() - before, None, 0)
    parts = sorted(one.name for one in there.glob("part*.tif"))
    size = f"-f{WIDTH_PX}x{WIDTH_PX // 2}"
    blend = ["enblend", "--wrap=horizontal", size, "-o", "out.tif", *parts]
    is_made = bool(parts) and _is_done(blend, there)
    cpu = _spent_s() - before
    return Outcome(cpu, there / "out.tif" if is_made else None, len(parts))


def _is_done(command: Sequence[str], there: Path) -> bool:
    quiet = subprocess.DEVNULL
    done = subprocess.run(
        command, cwd=there, stdout=quiet, stderr=quiet, check=False, timeout=MOST_S
    )
    return done.returncode == 0


def _spent_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
