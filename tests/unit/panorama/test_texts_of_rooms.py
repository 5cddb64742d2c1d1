"""What the sample rooms and faults say in words is what their layout has."""

import re
from pathlib import Path
from random import Random

import pytest

from panorama.layout.changes import with_around
from panorama.layout.faults import FAULTS
from panorama.layout.fume import POWER_OF_KW, POWER_PER_STOVE
from panorama.layout.model import Kind
from panorama.layout.rules import judge
from panorama.load import load_layout

DATA = Path(__file__).parents[3] / "panorama" / "data"
ROOMS = {path.stem: load_layout(path) for path in sorted(DATA.glob("t*.yaml"))}


def spots(item):
    return [
        (name, one) for name, room in ROOMS.items() for one in room.hotspots if one.item_id == item
    ]


def overhang_cm(room):
    hood, stoves = room.of(Kind.HOOD)[0].place, [one.place for one in room.fume_stoves]
    return (
        round(100 * (min(one.x for one in stoves) - hood.x)),
        round(100 * (hood.x + hood.width - max(one.x + one.width for one in stoves))),
        round(100 * (min(one.y for one in stoves) - hood.y)),
    )


def test_the_overhang_in_words_is_that_of_the_hood_on_each_side():
    for name, spot in spots("EX-02"):
        left, right, front = overhang_cm(ROOMS[name])
        for both, or_more in re.findall(r"左右各(?:超出)? ?(\d+) cm( 以上)?", spot.text.zh):
            assert min(left, right) == int(both), name
            assert or_more or left == right, name
        if one_side := re.search(r"左侧超出 (\d+) cm，右侧和前面各 (\d+) cm", spot.text.zh):
            assert [left, right, front] == [int(one_side[number]) for number in (1, 2, 2)]
        assert f"{front} cm" in spot.text.zh, name


def test_a_power_below_the_smallest_scale_is_not_called_small():
    for name, spot in spots("OF-03"):
        room = ROOMS[name]
        power = sum(one.values.get("power_kw", 0.0) for one in room.fume_stoves) * POWER_OF_KW
        assert ("低于小型" in spot.text.zh) is (power < POWER_PER_STOVE), name
        scale = next(one for one in judge(room) if one.rule_id == "LR-10").measured.zh[:2]
        assert name == "t2" or scale in spot.text.zh, name


def test_the_height_of_a_hood_is_advised_and_not_demanded():
    assert all("宜" in spot.text.zh for _, spot in spots("EX-03"))


def test_tools_for_raw_and_cooked_food_are_told_apart_where_only_raw_boards_are_named():
    for name, spot in spots("KL-17"):
        if "红" in spot.text.zh:
            assert "熟食" in spot.text.zh or "烤好" in spot.text.zh, name


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if one.rule_id == "LR-18"], ids=lambda f: f.id
)
def test_a_fault_speaks_of_homes_above_only_where_the_layout_has_them(fault):
    changed = fault.apply(with_around(ROOMS["t2"], homes_above=0.0), Random(1))  # noqa: S311
    assert changed is not None
    assert bool(changed.neighbourhood["homes_above"]) is ("楼上" in fault.title.zh)
