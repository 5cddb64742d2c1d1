"""What each layout rule makes of the cases between plainly right and plainly wrong."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from panorama.layout.geometry import TOUCH_M, faced_from, steps
from panorama.layout.model import (
    Flow,
    Kind,
    Layout,
    Opening,
    Rectangle,
    Wall,
    Zone,
    ZoneKind,
)
from panorama.layout.rules import RULES, judge
from panorama.load import load_layout

DATA = Path(__file__).parents[3] / "panorama" / "data"
T1, T2, T3, T7 = (load_layout(DATA / f"{name}.yaml") for name in ("t1", "t2", "t3", "t7"))


def result(layout: Layout, rule: str):
    return next(one for one in judge(layout) if one.rule_id == rule)


def around(layout, **values):
    return replace(layout, neighbourhood={**layout.neighbourhood, **values})


def business(layout, **values):
    return replace(layout, business=replace(layout.business, **values))


def things(layout, kind, **values):
    equipment = [replace(o, **values) if o.kind is kind else o for o in layout.equipment]
    return replace(layout, equipment=tuple(equipment))


def zones(layout, kind, **values):
    changed = [replace(one, **values) if one.kind is kind else one for one in layout.zones]
    return replace(layout, zones=tuple(changed))


def test_every_rule_carries_clause_edition_and_confidence_and_both_languages():
    assert [one.id for one in RULES] == [f"LR-{number:02}" for number in range(1, 21)]
    for one in judge(T3):
        assert one.clause
        assert one.edition
        assert one.confidence in ("verified", "high", "medium")
        assert one.severity in ("error", "warning", "info")
        assert one.measured.zh
        assert one.limit.en


@pytest.mark.parametrize("room", [T1, T2, T3, T7], ids=["t1", "t2", "t3", "t7"])
def test_an_empty_storey_breaks_rules_without_a_crash(room):
    bare = replace(room, equipment=(), zones=(), walls=(), flows=(), neighbourhood={})
    assert any(one.holds is False for one in judge(bare))


def courses(layout, **points):
    """The layout with only these ways, each under its kind."""
    flows = tuple(Flow(kind, layout.title, tuple(way)) for kind, way in points.items())
    return replace(layout, flows=flows)


@pytest.mark.parametrize(
    ("raw", "finished", "count"),
    [
        (((0, 2), (2, 2), (4, 2)), ((2, 0), (2, 4)), 1),
        (((0, 2), (4, 2)), ((2, 2), (2, 4)), 1),
        (((0, 2), (2, 2), (4, 2)), ((1, 2), (3, 2)), 1),
        (((0, 2), (4, 2)), ((6, 2), (5, 2)), 0),
        (((0, 2), (4, 2)), ((0, 3), (4, 3)), 0),
        (((0, 2), (4, 2)), ((4, 2), (4, 6)), 0),
        (((0, 2), (4, 2)), ((4, 2), (1, 2)), 1),
        (((0, 2), (4, 2)), ((4, 2), (3, 3), (3, 1)), 1),
    ],
    ids=["drawn point", "touch", "together", "in line", "apart", "stove", "back", "from stove"],
)
def test_ways_that_touch_or_run_together_cross_once_and_the_stove_is_no_crossing(
    raw, finished, count
):
    room = courses(replace(T2, zones=()), raw=raw, finished=finished)
    assert result(room, "LR-01").measured.zh.startswith(f"{count} 处交叉")


def test_returned_ware_may_not_cross_the_pass_even_between_two_points_outside_it():
    way = Flow("returned", T2.title, ((3.2, 3.0), (3.2, 9.0)))
    flows = tuple(way if one.kind == "returned" else one for one in T2.flows)
    assert result(replace(T2, flows=flows), "LR-02").holds is False


def test_a_second_way_of_raw_or_finished_food_is_judged_like_the_first():
    raw = next(one for one in T2.flows if one.kind == "raw")
    finished = next(one for one in T2.flows if one.kind == "finished")
    a, b = raw.points[2], raw.points[3]
    across = replace(finished, points=((a[0] - 0.3, b[1] + 0.2), (b[0] + 0.3, a[1] - 0.5)))
    assert not result(replace(T2, flows=(*T2.flows, across)), "LR-01").holds
    back = replace(raw, points=tuple(reversed(raw.points[:-1])))
    found = result(replace(T2, flows=(*T2.flows, back)), "LR-01")
    assert found.holds is False
    assert found.measured.zh.startswith("0 处交叉")


def test_a_second_way_of_returned_ware_is_judged_like_the_first():
    way = Flow("returned", T2.title, ((3.2, 3.0), (3.2, 6.0), (1.0, 6.0)))
    found = result(replace(T2, flows=(*T2.flows, way)), "LR-02")
    assert found.holds is False
    assert found.measured.zh == "经过备餐出餐"


def test_returned_ware_that_does_not_end_in_washing_goes_astray():
    way = Flow("returned", T2.title, ((5.0, 3.0), (1.3, 3.8)))
    found = result(courses(T2, returned=way.points), "LR-02")
    assert found.holds is False
    assert found.measured.zh == "1 条没有进洗消"
    assert found.places == ((1.3, 3.8, 0.0),)


def test_a_toilet_door_may_face_guests_and_not_the_kitchen():
    assert result(T2, "LR-03").holds
    # Without the wall between dining area and kitchen, a door to the north looks at the pass.
    walls = [one for one in T2.walls if one.y1 != 4.6 or one.y2 != 4.6]
    door = Opening("door", 1.3, 0.8, 2.1)
    walls = [replace(w, openings=(door,)) if w.y1 == w.y2 == 3.0 else w for w in walls]
    facing = result(replace(T2, walls=tuple(walls)), "LR-03")
    assert facing.holds is False
    assert facing.places[0][1] == pytest.approx(3.0)
    assert result(replace(T2, walls=(*walls, *T2.walls)), "LR-03").holds


def test_no_look_from_a_toilet_door_passes_a_wall_that_lies_exactly_on_a_step():
    door = Opening("door", 0.0, 1.0, 2.1)
    to_door = Wall(0.0, 1.0, 1.0, 1.0, 0.0, (door,))
    kitchen = Zone("kitchen", ZoneKind.COOKING, T2.title, Rectangle(0, 3.0, 1.0, 5.0))
    toilet = Rectangle(0, 0, 1.0, 1.0)
    room = replace(T2, zones=(kitchen,), walls=(to_door,))
    assert faced_from(room, toilet, to_door, (0.5, 1.0))
    start = (0.5, 1.0 + TOUCH_M)
    far = (0.5, 1.0 + room.width_m + room.depth_m)
    for at in list(steps((start, far)))[1:15]:
        wall = Wall(0.0, at[1], 1.0, at[1], 0.0)
        assert not faced_from(replace(room, walls=(to_door, wall)), toilet, to_door, (0.5, 1.0))


def test_the_rules_are_done_in_seconds_with_as_many_toilets_and_doors_as_a_file_may_have():
    doors = tuple(Opening("door", 0.05 + number / 2, 0.4, 2.1) for number in range(20))
    walls = tuple(Wall(row * 10, 1, row * 10 + 10, 1, 0.0, doors) for row in range(10))
    toilets = tuple(
        Zone(f"t-{number}", ZoneKind.TOILET, T2.title, Rectangle(number / 2, 0, 0.5, 1))
        for number in range(200)
    )
    others = tuple(
        Zone(f"z-{number}", ZoneKind.COOKING, T2.title, Rectangle(number / 10, 50, 0.1, 1))
        for number in range(300)
    )
    room = replace(T2, width_m=100, depth_m=100, walls=walls, zones=(*toilets, *others))
    started = time.process_time()
    judge(room)
    assert time.process_time() - started < 5


def test_cold_meat_needs_a_closed_room_and_hot_food_does_not():
    cold = business(T2, operations=frozenset({"hot", "cold_meat"}))
    assert result(cold, "LR-04").holds is False
    assert result(cold, "LR-04").measured.zh == "缺 专间"
    assert result(T2, "LR-05").applies is False


def test_a_closed_room_without_a_wall_is_open():
    walls = tuple(one for one in T3.walls if one.x1 != 6.0 or one.x2 != 6.0)
    broken = result(replace(T3, walls=walls), "LR-05")
    assert broken.holds is False
    assert broken.measured.zh == "1 面未封闭"
    assert broken.places == ((6.0, 7.5, 1.0),)


def test_an_open_drain_that_only_runs_through_a_closed_room_is_in_it():
    room = T3.zones_of(ZoneKind.SPECIAL_ROOM)[0].place
    through = Rectangle(room.x + 1.0, 3.0, 0.3, room.y + room.depth - 3.0)
    drain = replace(T3.of(Kind.DRAIN)[0], id="through", use="open", place=through)
    broken = result(replace(T3, equipment=(*T3.equipment, drain)), "LR-05")
    assert broken.holds is False
    assert broken.measured.zh == "有明沟"
    assert room.holds(*broken.places[0][:2])
    beside = replace(drain, place=replace(through, x=room.x - 0.3))
    assert result(replace(T3, equipment=(*T3.equipment, beside)), "LR-05").holds


def test_the_advised_ratio_grows_with_the_premises():
    assert result(T2, "LR-07").limit.zh == "≤ 1 : 2.0"
    assert result(T3, "LR-07").limit.zh == "≤ 1 : 2.2"


@pytest.mark.parametrize(("stoves", "scale"), [(2, "小型"), (3, "中型"), (5, "中型"), (6, "大型")])
def test_the_scale_is_the_strictest_of_three(stoves, scale):
    some = T3.of(Kind.STOVE)[:stoves]
    rest = tuple(one for one in T3.equipment if one.kind not in (Kind.STOVE, Kind.HOOD))
    small = tuple(replace(one, values={}) for one in some)
    assert result(replace(T3, equipment=(*rest, *small)), "LR-10").measured.zh.startswith(scale)


def test_the_hood_counts_for_the_air_volume_where_no_power_is_given():
    hood = T2.of(Kind.HOOD)[0].place.area_m2
    assert result(T2, "LR-11").limit.zh.endswith("≥ 8000 m³/h")
    unsaid = things(T2, Kind.STOVE, values={})
    assert result(unsaid, "LR-11").limit.zh.endswith(f"≥ {2000 * hood / 1.1:.0f} m³/h")
    small = things(unsaid, Kind.HOOD, place=Rectangle(3.6, 8.75, 1.0, 1.0))
    assert result(small, "LR-11").limit.zh.endswith("≥ 8000 m³/h")


def test_sinks_are_asked_for_the_classes_in_use_and_the_way_of_disinfection():
    assert result(T1, "LR-12").holds, "no aquatic food, no sink for it"
    all_three = frozenset({"vegetable", "meat", "aquatic"})
    assert result(business(T1, raw_food=all_three), "LR-12").holds is False
    assert result(business(T1, ware="chemical"), "LR-12").holds is False
    assert result(business(T2, ware="chemical"), "LR-12").holds


def test_the_count_of_ware_sinks_is_not_said_to_stand_in_the_review_rules():
    assert "水池数量按较早的许可审查表" in result(T2, "LR-12").clause


def test_a_mop_sink_in_the_place_of_a_ware_sink_is_the_same_sink():
    ware = T2.of(Kind.SINK, "ware")[0]
    shared = [replace(one, place=ware.place) if one.use == "mop" else one for one in T2.equipment]
    assert result(replace(T2, equipment=tuple(shared)), "LR-13").holds is False


def test_drains_run_from_clean_to_less_clean_and_unknown_ones_are_not_judged():
    without = tuple(one for one in T2.flows if one.kind != "drain")
    assert result(replace(T2, flows=without), "LR-15").holds is None
    drain = next(one for one in T2.flows if one.kind == "drain")
    back = replace(drain, points=tuple(reversed(drain.points)))
    assert result(replace(T2, flows=(*without, back)), "LR-15").holds is False


def test_a_drain_may_pass_where_no_food_is_handled_but_not_come_from_the_toilet():
    cooking, cutting = Rectangle(0, 0, 2, 2), Rectangle(4, 0, 2, 2)
    between = Rectangle(2, 0, 2, 2)
    for kind, holds in (
        (ZoneKind.CHANGING, True),
        (ZoneKind.DINING, True),
        (ZoneKind.TOILET, False),
    ):
        room = replace(
            T2,
            zones=(
                Zone("cooking", ZoneKind.COOKING, T2.title, cooking),
                Zone("between", kind, T2.title, between),
                Zone("cutting", ZoneKind.CUTTING, T2.title, cutting),
            ),
        )
        assert result(courses(room, drain=((1, 1), (5, 1))), "LR-15").holds is holds


def test_tiles_reach_a_man_in_wet_zones_and_the_ceiling_in_closed_rooms():
    half = tuple(replace(one, tiled_to_m=1.6) for one in T2.walls)
    assert result(replace(T2, walls=half), "LR-16").holds
    half = tuple(replace(one, tiled_to_m=1.6) for one in T3.walls)
    assert result(replace(T3, walls=half), "LR-16").holds is False


@pytest.mark.parametrize(
    ("distance", "carbon", "holds"),
    [(20, False, True), (19.9, False, False), (10, True, True), (9.9, True, False)],
)
def test_carbon_in_the_duct_halves_the_distance_to_homes(distance, carbon, holds):
    room = around(T7, outlet_distance_m=distance)
    if not carbon:
        kept = tuple(one for one in room.equipment if one.kind is not Kind.DEODORISER)
        room = replace(room, equipment=kept)
    assert result(room, "LR-17").holds is holds


@pytest.mark.parametrize(
    ("building", "floor", "top", "holds"),
    [
        (12, 0, 12.1, True),
        (12, 0, 11.9, False),
        (40, 0, 15.1, True),
        (40, 0, 14.9, False),
        (12, 9, 3.1, True),
        (12, 9, 2.9, False),
    ],
)
def test_the_outlet_rises_above_the_roof_or_above_15_m_counted_from_the_ground(
    building, floor, top, holds
):
    room = things(T2, Kind.OUTLET, bottom_m=0.0, height_m=top)
    room = around(room, building_height_m=building, floor_level_m=floor)
    assert result(room, "LR-17").holds is holds


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"mixed_building": 1, "dedicated_flue": 1}, True),
        ({"mixed_building": 1, "dedicated_flue": 0}, False),
        ({"mixed_building": 1, "homes_above": 1, "dedicated_flue": 1}, False),
        ({"homes_below": 1}, False),
        ({"residential_building": 1, "dedicated_flue": 1}, False),
    ],
    ids=["flue", "no flue", "above", "below", "residential"],
)
def test_no_fume_next_to_homes_and_none_without_a_flue_below_them(facts, holds):
    assert result(around(T2, **facts), "LR-18").holds is holds


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"outlet_distance_m": 0, "building_height_m": 4}, False),
        ({"outlet_distance_m": 0}, False),
        ({"building_height_m": 40}, False),
        ({"building_height_m": 0, "outlet_distance_m": 22}, True),
        ({"building_height_m": 4}, None),
        ({"outlet_distance_m": 22}, None),
    ],
    ids=["no distance", "alone", "too low alone", "no height", "half high", "half far"],
)
def test_nought_metres_are_said_and_half_said_outlets_are_not_judged_as_right(facts, holds):
    found = result(replace(T2, neighbourhood=facts), "LR-17")
    assert found.holds is holds
    assert bool(found.places) is (holds is False)


def test_just_under_twenty_metres_are_not_printed_as_twenty():
    near = result(around(T2, outlet_distance_m=19.9), "LR-17")
    assert near.holds is False
    assert near.measured.zh.startswith("距 19.9 m")


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"mixed_building": 0}, None),
        ({"residential_building": 0}, None),
        ({"residential_building": 0, "mixed_building": 0}, True),
        ({"residential_building": 1}, False),
        ({"residential_building": 0, "mixed_building": 1, "dedicated_flue": 0}, False),
        (
            {"residential_building": 0, "mixed_building": 1, "homes_above": 0, "homes_below": 0},
            None,
        ),
    ],
    ids=["only mixed", "only residential", "neither", "homes", "no flue", "flue unsaid"],
)
def test_half_said_neighbours_are_not_judged_as_allowed(facts, holds):
    assert result(replace(T2, neighbourhood=facts), "LR-18").holds is holds


def test_homes_beside_are_told_of_and_forbid_no_fume():
    told = result(around(T2, homes_beside=1), "LR-18")
    assert told.holds
    assert told.measured.zh == "允许、隔壁是住宅（仅提示）"


def test_a_layout_that_says_nothing_of_its_neighbours_is_not_judged_by_them():
    assert result(replace(T2, neighbourhood={}), "LR-18").holds is None


def test_without_fume_no_rule_of_fume_applies():
    cold = replace(T2, equipment=tuple(o for o in T2.equipment if o.kind is not Kind.STOVE))
    for rule in ("LR-09", "LR-10", "LR-11", "LR-17", "LR-18"):
        assert result(cold, rule).applies is False


def test_natural_gas_is_watched_at_the_ceiling_and_lpg_at_the_floor():
    assert result(T2, "LR-20").holds
    assert result(T7, "LR-20").holds
    assert result(business(T2, gas="lpg"), "LR-20").holds is False
    assert result(business(T7, gas="ng"), "LR-20").holds is False
    assert result(business(T2, gas="none"), "LR-20").applies is False
    assert result(business(T2, gas=""), "LR-20").holds is None


def test_no_distance_is_invented_between_a_detector_and_a_stove_that_is_not_there():
    bare = replace(T2, equipment=tuple(o for o in T2.equipment if o.kind is not Kind.STOVE))
    found = result(bare, "LR-20")
    assert found.holds
    assert found.measured.zh.startswith("没有灶，距顶")
    assert "9.00" not in found.measured.en


def test_a_basin_is_asked_at_the_entrance_of_each_closed_room():
    kept = tuple(one for one in T3.equipment if one.id != "basin-ante")
    broken = result(replace(T3, equipment=kept), "LR-14")
    assert broken.holds is False
    room = T3.zones_of(ZoneKind.SPECIAL_ROOM)[0]
    assert broken.places == ((*room.place.centre, 0.0),)


def test_five_square_metres_are_asked_in_medium_premises_even_of_a_small_kitchen():
    small = zones(T3, ZoneKind.SPECIAL_ROOM, place=Rectangle(6.0, 6.0, 1.6, 3.0))
    assert result(small, "LR-06").holds is False
