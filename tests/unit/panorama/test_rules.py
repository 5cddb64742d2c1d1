from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panorama.layout.model import Kind, Rectangle
from panorama.layout.plan import plan_svg
from panorama.layout.rules import judge
from panorama.load import LayoutMalformed, load_layout, parse_layout

T2 = Path(__file__).parents[3] / "panorama" / "data" / "t2.yaml"
LAYOUT = load_layout(T2)


def failed(layout):
    return {one.rule_id for one in judge(layout) if one.holds is False}


def changed(kind, **values):
    return replace(
        LAYOUT,
        equipment=tuple(
            replace(one, **values) if one.kind is kind else one for one in LAYOUT.equipment
        ),
    )


def without(kind, use=""):
    return replace(
        LAYOUT,
        equipment=tuple(
            one for one in LAYOUT.equipment if one.kind is not kind or (use and one.use != use)
        ),
    )


@pytest.mark.parametrize("path", sorted(T2.parent.glob("t*.yaml")), ids=lambda path: path.stem)
def test_a_sample_room_keeps_every_rule_that_applies_and_leaves_none_open(path):
    layout = load_layout(path)
    assert layout.id == path.stem
    assert {one.rule_id: one.holds for one in judge(layout) if one.applies and not one.holds} == {}


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (replace(LAYOUT, ceiling_m=2.45), "LR-16"),
        (changed(Kind.RACK, bottom_m=0.05), "LR-19"),
        (changed(Kind.HOOD, place=Rectangle(3.9, 9.0, 4.0, 0.9)), "LR-09"),
        (changed(Kind.FAN, values={"rated_m3_h": 7000.0}), "LR-11"),
        (without(Kind.SINK, "aquatic"), "LR-12"),
        (without(Kind.SINK, "mop"), "LR-13"),
        (without(Kind.HAND_BASIN), "LR-14"),
        (changed(Kind.OUTLET, height_m=1.0), "LR-17"),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(fault, rule):
    assert rule in failed(fault)
    assert failed(fault) <= {rule, "LR-20"}


def test_a_plan_is_to_scale_escaped_and_speaks_chinese():
    title = replace(LAYOUT.title, zh="<script>alert(1)</script>")
    svg = plan_svg(replace(LAYOUT, title=title), judge(LAYOUT))
    assert "<script>" not in svg
    assert "12.00 m" in svg
    assert "烹饪区" in svg


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy_zh", "remedy_en"),
    [
        ("kind: stove", "kind: stoev", "equipment[stove-1]", "可用：stove", "use stove"),
        ("width: 12.0", "width: twelve", "size.width", "请填米数", "write metres"),
        ("width: 12.0", "width: 1200", "size.width", "请填 0.01 到 100", "write 0.01 to 100"),
        ("id: stove-2", "id: stove-1", "equipment[stove-1]", "不同的编号", "rename one"),
        ("id: stove-2", "id: Stove 2", "equipment[Stove 2]", "请改名", "lower-case letters"),
        ("item: KL-01", "item: KL-99", "hotspots[KL-99]", "检查表中的编号", "use the id"),
        ("scenes: [hood]", "scenes: [roof]", "hotspots[", "stand_points", "stand_points"),
        ("neighbourhood:", "neighborhood:", "neighbourhood", "请补上", "add it"),
        ("eye: 1.55", "eey: 1.55", "stand_points[hood]", "请补上", "add it"),
        ("zh: 1 号炒灶, en", "zh: 1 号炒灶, de", "equipment[stove-1]", "zh 和 en", "zh and en"),
        ("[3.9, 9.0, 1.0, 0.85]", "[3.9, 9.0]", "equipment[stove-1]", "对照 t2.yaml", "t2.yaml"),
        ("id: t2\n", "id: [\n", "line", "缩进和冒号", "indentation"),
    ],
)
def test_a_malformed_layout_is_named_with_file_place_and_remedy_in_both_languages(
    old, new, place, remedy_zh, remedy_en
):
    content = T2.read_text("utf-8")
    assert old in content
    with pytest.raises(LayoutMalformed) as refusal:
        parse_layout(content.replace(old, new, 1).encode(), "room.yaml")
    for sentence in (refusal.value.sentence_zh, refusal.value.sentence_en):
        assert "room.yaml" in sentence
        assert place in sentence
    assert remedy_zh in refusal.value.sentence_zh
    assert remedy_en in refusal.value.sentence_en


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content):
    with pytest.raises(LayoutMalformed):
        parse_layout(content, "room.yaml")
