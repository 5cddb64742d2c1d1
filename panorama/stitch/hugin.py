"""A second pair of eyes: hugin's `cpfind` looks for common points where ours are few.

Used where it is installed (Debian: `hugin-tools`); judged by the same gate as our own points, so
it can neither lose a photo nor let a wrong pair through.
"""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from foundation.processes import die_with
from panorama.stitch.model import Array, Gray, Lens

PROGRAMS = ("pto_gen", "cpfind")
MOST_S = 120.0
_POINT = re.compile(rb"^c n(\d+) N(\d+) x([\d.e+-]+) y([\d.e+-]+) X([\d.e+-]+) Y([\d.e+-]+)", re.M)

Common = dict[tuple[int, int], tuple[Array, Array]]


def is_there() -> bool:
    """Whether this machine has what is needed."""
    return all(shutil.which(one) for one in PROGRAMS)


def common_points(grays: Sequence[Gray], lens: Lens, most_s: float = MOST_S) -> Common:
    """Points that pairs of photos share, in pixels of the pictures given.

    The programs run in processes that end with this one, in a folder that is removed. One that
    fails or takes too long gives no points: the ring is then judged as it was.
    """
    with TemporaryDirectory(prefix="stitch-") as folder:
        there = Path(folder)
        names = [f"{number:02}.png" for number in range(len(grays))]
        for name, gray in zip(names, grays, strict=True):
            cv2.imwrite(str(there / name), gray)
        across = f"--fov={np.degrees(lens.across_rad):.3f}"
        made = _run(["pto_gen", "-p", "0", across, "-o", "ring.pto", *names], there, most_s)
        found = made and _run(
            ["cpfind", "--multirow", "-n", "2", "-o", "found.pto", "ring.pto"], there, most_s
        )
        if not found:
            return {}
        return points_of((there / "found.pto").read_bytes())


def points_of(project: bytes) -> Common:
    """The control points of a hugin project, by pair; photos and pixels count from 0."""
    rows: dict[tuple[int, int], list[list[float]]] = defaultdict(list)
    for one, other, *at in _POINT.findall(project):
        first, second = int(one), int(other)
        x, y, to_x, to_y = map(float, at)
        if first < second:
            rows[first, second].append([x, y, to_x, to_y])
        elif second < first:
            rows[second, first].append([to_x, to_y, x, y])
    points = {pair: np.array(row) for pair, row in rows.items()}
    return {pair: (row[:, :2], row[:, 2:]) for pair, row in points.items()}


def _run(command: Sequence[str], there: Path, most_s: float) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - our own words, files of our own
            command,
            cwd=there,
            timeout=most_s,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=partial(die_with, os.getpid()),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
