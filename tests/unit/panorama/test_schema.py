"""The published schema of layout files and the loader say the same."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from panorama import fields, values
from panorama.layout.areas import NEEDED
from panorama.layout.fittings import CLASSES, WARE
from panorama.layout.fume import SCALES
from panorama.layout.model import Kind, ZoneKind
from panorama.load import LayoutMalformed, parse_layout

DATA = Path(__file__).parents[3] / "panorama" / "data"
SCHEMA = json.loads((DATA / "layout.schema.json").read_text("utf-8"))
PARTS = SCHEMA["$defs"]
SHAPES = {
    "layout": (SCHEMA, fields.LAYOUT),
    "size": (SCHEMA["properties"]["size"], fields.SIZE),
    "neighbourhood": (SCHEMA["properties"]["neighbourhood"], ((), fields.AROUND)),
    "business": (PARTS["business"], fields.BUSINESS),
    "zone": (PARTS["zone"], fields.ZONE),
    "wall": (PARTS["wall"], fields.WALL),
    "opening": (PARTS["opening"], fields.OPENING),
    "equipment": (PARTS["equipment"], fields.EQUIPMENT),
    "values": (PARTS["equipment"]["properties"]["values"], ((), fields.AMOUNTS)),
    "flow": (PARTS["flow"], fields.FLOW),
    "stand_point": (PARTS["stand_point"], fields.STAND_POINT),
    "hotspot": (PARTS["hotspot"], fields.HOTSPOT),
}
WORDS = {
    ("zone", "kind"): [one.value for one in ZoneKind],
    ("equipment", "kind"): [one.value for one in Kind],
    ("equipment", "faces"): fields.SIDES,
    ("opening", "kind"): fields.OPENINGS,
    ("flow", "kind"): fields.FLOWS,
    ("business", "gas"): fields.GASES,
    ("business", "ware"): WARE,
    ("business", "fume_scale"): SCALES,
}
T3 = yaml.safe_load((DATA / "t3.yaml").read_text("utf-8"))
CASES = {  # the part of the file and a value that neither takes
    "a stove nobody knows": (("equipment", 0, "kind"), "stoev"),
    "a side that is none": (("equipment", 0, "faces"), "up"),
    "a width of nothing": (("equipment", 0, "place", 2), 0),
    "three numbers for four": (("equipment", 0, "place"), [1, 2, 3]),
    "a height below the floor": (("equipment", 0, "bottom"), -1),
    "a value with a new name": (("equipment", 0, "values"), {"power": 1}),
    "a negative air volume": (("equipment", 7, "values"), {"rated_m3_h": -5}),
    "a zone too far away": (("zones", 0, "place", 0), 101),
    "a zone without English": (("zones", 0, "title"), {"zh": "就餐区"}),
    "an opening that is none": (("walls", 0, "openings", 0, "kind"), "gate"),
    "tiles below the floor": (("walls", 0, "tiled_to"), -0.5),
    "a wall in space": (("walls", 0, "from"), [0, 0, 0]),
    "a way with one point": (("flows", 0, "points"), [[1, 1]]),
    "a way of something else": (("flows", 0, "kind"), "people"),
    "a turn too far": (("stand_points", 0, "yaw"), 400),
    "a gas nobody knows": (("business", "gas"), "coal"),
    "an operation nobody knows": (("business", "operations"), ["sushi"]),
    "fast food in words": (("business", "is_fast_food"), "yes"),
    "homes in words": (("neighbourhood", "homes_above"), "many"),
    "a number as a text": (("size", "width"), "18"),
    "a list for a title": (("title",), ["zh"]),
    "an endless title": (("title", "zh"), "长" * (values.MOST_CHARACTERS + 1)),
    "a hotspot with two coordinates": (("hotspots", 0, "at"), [1, 2]),
    "too many ways": (("flows",), T3["flows"] * 7),
    "no scene": (("stand_points",), []),
    "no operation": (("business", "operations"), []),
    "too many scenes": (("stand_points",), T3["stand_points"] * 4),
}


def accepts(data):
    return not list(Draft202012Validator(SCHEMA).iter_errors(data))


def loads(data):
    try:
        parse_layout(json.dumps(data).encode(), "room.yaml")  # JSON is YAML
    except LayoutMalformed:
        return False
    return True


def changed(path, value):
    data = copy.deepcopy(T3)
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return data


def test_the_published_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(DATA.glob("t*.yaml")), ids=lambda path: path.stem)
def test_every_sample_room_is_valid_by_the_schema(path):
    data = yaml.safe_load(path.read_text("utf-8"))
    assert [one.message for one in Draft202012Validator(SCHEMA).iter_errors(data)] == []


@pytest.mark.parametrize("part", SHAPES)
def test_schema_and_loader_know_the_same_fields(part):
    shape, (needed, optional) = SHAPES[part]
    assert shape["additionalProperties"] is False
    assert set(shape["properties"]) == {*needed, *optional}
    assert set(shape.get("required", ())) == set(needed)


@pytest.mark.parametrize(("part", "key"), WORDS, ids=[" ".join(one) for one in WORDS])
def test_schema_and_loader_know_the_same_words(part, key):
    assert PARTS[part]["properties"][key]["enum"] == list(WORDS[part, key])


def test_schema_and_loader_know_the_same_operations_and_raw_food():
    lists = PARTS["business"]["properties"]
    assert lists["operations"]["items"]["enum"] == list(NEEDED)
    assert lists["raw_food"]["items"]["enum"] == list(CLASSES)


@pytest.mark.parametrize("case", CASES)
def test_what_the_schema_refuses_the_loader_refuses(case):
    assert accepts(T3)
    assert loads(T3)
    data = changed(*CASES[case])
    assert not accepts(data)
    assert not loads(data)


@pytest.mark.parametrize("part", ["zones", "walls", "equipment", "flows", "stand_points"])
def test_an_unknown_or_missing_field_is_refused_by_both(part):
    for key in (*T3[part][0], "colour"):
        data = copy.deepcopy(T3)
        if key == "colour":
            data[part][0][key] = "red"
        elif key in ("use", "faces", "values", "openings"):
            continue
        else:
            del data[part][0][key]
        assert not accepts(data), key
        assert not loads(data), key
