"""Files that are well formed and describe a room that cannot be."""

import copy
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from panorama.load import LayoutMalformed, parse_layout

T2 = Path(__file__).parents[3] / "panorama" / "data" / "t2.yaml"
CONTENT = T2.read_text("utf-8")


def refusal(content):
    with pytest.raises(LayoutMalformed) as refused:
        parse_layout(content.encode(), "room.yaml")
    return refused.value.sentence_zh, refused.value.sentence_en


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy_zh", "remedy_en"),
    [
        ("place: [3.9, 9.0,", "place: [30, 9.0,", "equipment[stove-1]", "请移动", "move it"),
        ("bottom: 2.68", "bottom: 2.9", "equipment[alarm-1]", "请改低", "lower it"),
        ("at: 4.1, width: 1.0", "at: 9.5, width: 1.0", "walls[1]", "请改小", "narrower"),
        ("height: 2.1, leads: en", "height: 3.1, leads: en", "walls[1]", "请改低", "lower it"),
        ("at: 0.8, width: 1.0", "at: 3.0, width: 1.0", "walls[4]", "请错开", "move one"),
        ("from: [0, 3.0], to: [2.2", "from: [0, 3.0], to: [0.0", "walls[5]", "端点", "move one"),
        ("from: [0, 10], to: [12", "from: [0, 10], to: [14", "walls[0]", "端点", "move its end"),
        ("[2.4, 7.6, 6.6, 2.4]", "[2.0, 7.6, 7.0, 2.4]", "zones[cooking]", "重叠", "overlaps"),
        ("[2.2, 0, 9.8, 4.6]", "[2.2, 0, 10.8, 4.6]", "zones[dining]", "移动", "move it"),
        ("id: pass, kind", "id: dining, kind", "zones[dining]", "不同的编号", "rename one"),
        ("id: hood, title", "id: kitchen, title", "stand_points[kitchen]", "编号", "rename one"),
        ("at: [5.6, 7.75]", "at: [5.6, 30.0]", "stand_points[kitchen]", "请移动", "move it"),
        ("eye: 1.55", "eye: 2.95", "stand_points[hood]", "请改低", "lower it"),
        ("[[12, 5.4]", "[[22, 5.4]", "flows[raw]", "请改点", "move its points"),
        ("width: 12.0", "width: .nan", "size.width", "0.01 到 100", "0.01 to 100"),
        ("width: 12.0", "width: .inf", "size.width", "0.01 到 100", "0.01 to 100"),
        ("[3.9, 9.0, 1.0", "[3.9, .nan, 1.0", "equipment[stove-1]", "超出范围", "out of range"),
        ("{power_kw: 28}", "{power_kw: .nan}", "equipment[stove-1]", "数字", "must be 0"),
        ("yaw: 335", "yaw: .inf", "stand_points[hood]", "角度", "must be -360"),
        ("homes_above: 0", "homes_abov: 0", "neighbourhood", "可用", "use building_height_m"),
    ],
)
def test_what_cannot_be_is_refused_with_place_and_remedy(old, new, place, remedy_zh, remedy_en):
    assert old in CONTENT
    chinese, english = refusal(CONTENT.replace(old, new, 1))
    assert place in chinese
    assert place in english
    assert remedy_zh in chinese
    assert remedy_en in english


@pytest.mark.parametrize(
    "place",
    ["[-4.0, 10.0, 7.0, 4.0]", "[9.0, 10.0, 7.0, 4.0]", "[3.0, -4.0, 7.0, 4.0]"],
    ids=["west", "east", "south"],
)
def test_an_outside_zone_the_plan_has_no_room_for_is_refused(place):
    assert "[3.0, 10.0, 7.0, 4.0]" in CONTENT
    chinese, english = refusal(CONTENT.replace("[3.0, 10.0, 7.0, 4.0]", place, 1))
    assert "zones[yard]" in chinese
    assert "北侧" in chinese
    assert "north of the house" in english


@pytest.mark.parametrize(
    "part", [{"stand_points": []}, {"business": {"operations": []}}], ids=["stand", "operation"]
)
def test_a_room_without_operation_or_stand_point_is_refused(part):
    data = {**yaml.safe_load(CONTENT), **part}
    chinese, english = refusal(yaml.safe_dump(data, allow_unicode=True))
    assert "至少要有 1 项" in chinese
    assert "at least 1" in english


def test_ways_of_more_than_two_kilometres_are_refused():
    data = yaml.safe_load(CONTENT)
    title = data["flows"][0]["title"]
    long = {"kind": "raw", "title": title, "points": [[0, 1], [12, 1]] * 50}
    data["flows"] = [long] * 2
    chinese, english = refusal(yaml.safe_dump(data, allow_unicode=True))
    assert "路线共长 2376 m" in chinese
    assert "2000 m at most" in english


def test_more_than_two_hundred_openings_are_refused():
    data = yaml.safe_load(CONTENT)
    door = {"kind": "door", "at": 0, "width": 0.1, "height": 2.0}
    wall = {"from": [0, 1], "to": [12, 1], "tiled_to": 0}
    doors = [{**door, "at": number / 2} for number in range(20)]
    data["walls"] = [{**wall, "openings": doors}] * 11
    chinese, english = refusal(yaml.safe_dump(data, allow_unicode=True))
    assert "共有 220 个门窗" in chinese
    assert "200 at most" in english


@pytest.mark.parametrize(
    "value",
    ["!!bool maybe", '!!int ""', "!!timestamp x", f"0x{'f' * 5000}"],
    ids=["bool", "int", "timestamp", "hex"],
)
def test_values_that_yaml_or_python_can_not_read_are_refused_and_crash_nothing(value):
    for old in ("width: 12.0", "yaw: 335", "{power_kw: 28}"):
        new = f"{{power_kw: {value}}}" if "power" in old else f"{old.split(':')[0]}: {value}"
        chinese, english = refusal(CONTENT.replace(old, new, 1))
        assert "room.yaml" in chinese
        assert len(english) < 300


@pytest.mark.parametrize(
    "where", ["title: *i", "id: *i", "size: {width: *i, depth: 1, ceiling: 1}"]
)
def test_aliases_of_aliases_are_refused_without_being_written_out(where):
    names = "abcdefghi"
    rows = [f"a: &a [{', '.join(['lol'] * 9)}]"]
    rows += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)
    ]
    started = time.process_time()
    sentences = refusal("\n".join([*rows, where, CONTENT.split("title:")[0]]))
    assert time.process_time() - started < 2
    assert all(len(one) < 300 for one in sentences)


def test_a_file_without_what_the_business_does_still_loads():
    data = copy.deepcopy(yaml.safe_load(CONTENT))
    del data["business"]
    layout = parse_layout(yaml.safe_dump(data, allow_unicode=True).encode(), "room.yaml")
    assert layout.business.operations == {"hot"}
    assert layout.business.raw_food is None
