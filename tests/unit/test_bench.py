"""Measurements can be started, say what they must, and use only names that were agreed on."""

import ast
import importlib
import inspect
import json
import os
from types import SimpleNamespace

import pytest

from tests.bench import __main__ as bench
from tests.bench import media
from tests.bench.figures import KEYS, NAMES, UnknownFigure, checked, figure, p95
from tests.bench.process import used_by
from tests.bench.table import head, shown


@pytest.mark.parametrize("part", bench.PARTS)
def test_every_part_can_be_measured_and_names_only_agreed_figures(part):
    module = importlib.import_module(f"tests.bench.{part}")
    assert inspect.iscoroutinefunction(module.measure)
    texts = {
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    named = {text for text in texts if text.startswith(f"{part}.") and " " not in text}
    assert named, "a part that names no figure measures nothing"
    assert named <= NAMES


def test_an_unknown_measurement_is_refused_and_the_known_ones_are_named(capsys):
    assert bench.main(["media", "videos"]) == 2
    said = capsys.readouterr().err
    assert "videos" in said
    assert "media" in said


@pytest.mark.parametrize(
    "changed",
    [{"name": "media.speed"}, {"conditions": ""}, {"colour": "red"}],
    ids=["name nobody agreed on", "no conditions", "a key too many"],
)
def test_a_figure_nobody_agreed_on_is_refused(changed):
    good = figure("media.first_frame_ms", None, "ms", "no camera here")
    assert checked(good) == good
    with pytest.raises(UnknownFigure):
        checked(good | changed)


def test_figures_go_to_the_screen_and_to_a_file_although_another_part_fails(
    monkeypatch, tmp_path, capsys
):
    async def works():
        return [figure("outbox.lost", 0, "rows", "killed 100 times")]

    async def breaks():
        raise ConnectionError

    parts = {"tests.bench.checklist": breaks, "tests.bench.record": works}
    monkeypatch.setattr(
        bench.importlib, "import_module", lambda name: SimpleNamespace(measure=parts[name])
    )
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "bench" / "results.jsonl")
    assert bench.main(["checklist", "record"]) == 1
    assert "outbox.lost" in capsys.readouterr().out
    (line,) = bench.RESULTS.read_text("utf-8").splitlines()
    assert json.loads(line).keys() == {"at", *KEYS}
    assert "load average" in json.loads(line)["conditions"]


def test_the_table_keeps_its_columns_and_shortens_only_conditions():
    name, conditions = shown(
        figure("media.ratio_to_stock", 31.25, "times less", "窗口" * 90, peer="x", ratio=31.25), 100
    ).split("\n")
    assert name.index("×31.2") > name.index("times less") > name.index("31.2")
    assert conditions.endswith("…")
    assert len(conditions.strip()) < 50, "a Chinese letter takes two columns"
    assert "ratio" in head()


def test_the_95th_percentile_leaves_out_one_of_twenty():
    assert p95([float(one) for one in range(1, 21)]) == 19.0
    assert p95([3.0]) == 3.0


def a_run(percent, lost=0, pictures_per_s=30.0, sessions=20, lag_p99_ms=1.0):
    return SimpleNamespace(
        cpu_percent=percent, sessions=sessions, desks=1, lost=lost, packets=1000, broken=0,
        pictures_per_s=pictures_per_s, waited_s=0.1, lag_p99_ms=lag_p99_ms,
    )  # fmt: skip


def ratio_of(ours, stock):
    return media._ratio("media.ratio_to_stock", {"a": ours, "b": stock}, "a", "b", "stock", "here")


def test_ratios_are_of_neighbouring_runs():
    ours, stock = [a_run(1), a_run(2), a_run(1)], [a_run(40), a_run(60), a_run(50)]
    assert ratio_of(ours, stock)["value"] == 40


@pytest.mark.parametrize(
    "starved",
    [a_run(0.5, pictures_per_s=20.0), a_run(0.5, lost=7)],
    ids=["pictures missing", "packets lost"],
)
def test_a_run_that_did_not_deliver_everything_is_told_but_does_not_count(starved):
    found = ratio_of([starved, a_run(1)], [a_run(20), a_run(40)])
    assert found["value"] == 40
    assert "1 of 3 pairs whole" in found["conditions"]
    alone = ratio_of([starved], [a_run(20)])
    assert alone["value"] is None
    assert "no pair of runs was whole" in alone["conditions"]
    assert f"lost {starved.lost} of" in alone["conditions"]


def test_a_peer_that_can_not_be_asked_is_said_to_be_missing():
    found = media._ratio("media.ratio_to_janus_1to1", {"a": [a_run(1)]}, "a", "b", "janus", "here")
    assert found["value"] is None
    assert "not compared" in found["conditions"]


def test_calls_count_as_carried_only_without_loss_and_without_a_late_loop():
    late, good = a_run(0.3, sessions=80, lag_p99_ms=40), a_run(0.3, sessions=60)
    found = media._most([good, late], "here")
    assert found["value"] == 60
    assert "lag p99 40.0 ms" in found["conditions"]


def test_a_process_that_works_is_seen_to_work():
    before = used_by(os.getpid())
    while used_by(os.getpid()).cpu_s == before.cpu_s:
        sum(range(10_000))
    assert before.resident_mb > 10
