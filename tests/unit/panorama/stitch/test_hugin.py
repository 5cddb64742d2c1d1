"""Asking hugin for more points, where it is installed."""

import os
import stat
from pathlib import Path

import numpy as np

from panorama.stitch import hugin
from panorama.stitch.model import Lens

PROJECT = b"""# hugin project file
i w400 h300 f0 v65
c n0 N1 x300.5 y10 X20 Y12.25 t0
c n1 N0 x21 y40 X301 Y39 t0
c n1 N2 x1e2 y2 X3 Y4 t0
"""


def test_its_points_come_by_pair_whichever_way_round_they_stand():
    found = hugin.points_of(PROJECT)
    assert set(found) == {(0, 1), (1, 2)}
    here, there = found[0, 1]
    assert here.tolist() == [[300.5, 10], [301, 39]]
    assert there.tolist() == [[20, 12.25], [21, 40]]


def test_without_it_nobody_asks(monkeypatch):
    monkeypatch.setattr(hugin, "PROGRAMS", ("no-such-program",))
    assert not hugin.is_there()


def test_one_that_hangs_is_ended_and_its_folder_removed(tmp_path, monkeypatch):
    program = tmp_path / "pto_gen"
    program.write_text(f"#!/bin/sh\npwd > {tmp_path}/where\nexec sleep 600\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    gray = np.zeros((30, 40), np.uint8)
    assert hugin.common_points([gray, gray], Lens(40, 30, 30.0), most_s=1.0) == {}
    assert not Path((tmp_path / "where").read_text().strip()).exists()
