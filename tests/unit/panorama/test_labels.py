"""Words on a plan: readable, so never one over another."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panorama.layout.labels import Box, Label, placed
from panorama.layout.plan import plan_svg
from panorama.layout.rules import judge
from panorama.load import load_layout

DATA = Path(__file__).parents[3] / "panorama" / "data"
T2 = load_layout(DATA / "t2.yaml")
LAYOUTS = {path.stem: load_layout(path) for path in sorted(DATA.glob("t*.yaml"))}


def boxes(found):
    return [Box(x, y, label.width_px, label.height_px) for label, (x, y) in found]


def test_every_zone_and_every_named_thing_of_the_sample_room_finds_room_for_its_name():
    svg = plan_svg(T2, judge(T2))
    for zone in T2.zones:
        assert zone.title.zh in svg, zone.id
    for name in ("集气罩", "蔬菜清洗池", "餐具保洁柜", "备餐台", "排烟管道", "拖把池"):
        assert name in svg


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_zone_of_every_sample_room_is_named_on_its_plan(name):
    svg = plan_svg(LAYOUTS[name], judge(LAYOUTS[name]))
    for zone in LAYOUTS[name].zones:
        assert f">{zone.title.zh}</text>" in svg, zone.id


def test_a_small_zone_carries_its_name_alone():
    rows = (("更衣", 20, "#000", 600), ("Changing", 13, "#000", 400))
    zone = Label(rows, Box(0, 0, 60, 34), is_area=True, short=(("更衣", 16, "#000", 600),))
    ((label, _),) = placed([zone], [])
    assert label.rows == zone.short


def test_a_zone_keeps_its_name_off_the_things_in_it():
    zone = Label((("粗加工区", 20, "#000", 600),), Box(0, 0, 270, 270), is_area=True)
    sink = Label((("蔬菜清洗池", 14, "#000", 400),), Box(10, 10, 70, 60))
    for label, (x, y) in placed([zone, sink], []):
        if label is zone:
            assert not Box(x, y, zone.width_px, zone.height_px).meets(sink.of)


@given(st.lists(st.tuples(*[st.floats(0, 400)] * 2, *[st.floats(20, 200)] * 2), max_size=12))
def test_no_two_words_ever_lie_over_one_another(places):
    labels = [
        Label((("集气罩", 14, "#000", 400),), Box(*one), is_area=number % 3 == 0)
        for number, one in enumerate(places)
    ]
    found = boxes(placed(labels, [Box(100, 0, 10, 400)]))
    assert not any(a.meets(b) for a, b in itertools.combinations(found, 2))
