from decimal import Decimal

import pytest

from checklists.errors import FactMissing, FactWrong
from checklists.facts import (
    DEFAULT_FACTS,
    DEFINITIONS,
    Choice,
    choice_in,
    drinks_shop,
    label_of,
    number_in,
    ordinary_restaurant,
    scale_of,
    statement_in,
)

NAMES = [
    *("area_m2", "dining_m2", "stoves", "fume", "steam", "bbq", "hot", "cold_meat", "cold_veg"),
    *("raw", "cold_cake", "drink", "meal_distribution", "prepares", "simple", "canteen"),
    *("dine_in", "mixed_building", "residential_building", "toilet_inside", "aquatic"),
    *("wet_zones", "uv_lamp", "operating", "gas", "electric_only", "solid_fuel"),
    *("local_monitor_list", "outlet_distance_m", "scale", "sinks", "hoods", "closed_rooms"),
    *("store", "uses_additives", "banquets", "public_gathering", "shandong", "local_eia_list"),
    *("dedicated_flue", "next_to_homes", "open_air_bbq", "bbq_ban_area", "pollution_near"),
    *("live_animals", "matter", "fixed_shop", "licence_asked_for", "unchanged", "bad_credit"),
    *("failed_before", "no_video", "home_service"),
]


def test_the_vocabulary_is_the_one_agreed_with_the_application():
    assert sorted(DEFINITIONS) == sorted(NAMES)
    assert sorted(DEFAULT_FACTS) == sorted(NAMES)


@pytest.mark.parametrize(
    ("stoves", "scale"),
    [(0, "s"), (1, "s"), (2, "s"), (Decimal("2.99"), "s"), (3, "m"), (5, "m"), (6, "l"), (20, "l")],
)
def test_the_scale_follows_table_1_of_the_standard(stoves, scale):
    assert scale_of(stoves) == scale


@pytest.mark.parametrize("text", ["1E-999999999", "0E999999999", "0E-999999999", "1E999999999"])
def test_a_figure_that_could_not_be_written_out_is_refused(text):
    with pytest.raises(FactWrong, match="outlet_distance_m"):
        number_in({"outlet_distance_m": text}, "outlet_distance_m")


def test_built_shops_are_whole_and_can_be_changed():
    assert ordinary_restaurant()["scale"] == "m"
    assert ordinary_restaurant(stoves=7)["scale"] == "l"
    assert ordinary_restaurant(stoves=7, scale="s")["scale"] == "s"
    assert drinks_shop(fume=True)["fume"] is True
    assert sorted(drinks_shop()) == sorted(ordinary_restaurant()) == sorted(NAMES)


@pytest.mark.parametrize("value", [120, Decimal(120), "120", 120.0])
def test_a_number_survives_the_way_through_json(value):
    assert number_in({"area_m2": value}, "area_m2") == 120


@pytest.mark.parametrize("value", [-1, True, "many", "NaN", "Infinity", "1e400", 10**9, None, []])
def test_what_is_no_sensible_number_is_refused(value):
    with pytest.raises(FactWrong) as caught:
        number_in({"area_m2": value}, "area_m2")
    assert "area_m2" in caught.value.sentence_en
    assert "经营面积" in caught.value.sentence_zh


@pytest.mark.parametrize("value", [1, 0, "true", None])
def test_a_statement_is_true_or_false_and_nothing_like_it(value):
    with pytest.raises(FactWrong):
        statement_in({"fume": value}, "fume")


def test_a_choice_is_one_of_its_words():
    assert choice_in({"gas": "ng"}, "gas") == "ng"
    with pytest.raises(FactWrong) as caught:
        choice_in({"gas": "oil"}, "gas")
    assert "ng, lpg, none" in caught.value.sentence_en


def test_a_missing_fact_is_named_with_its_title():
    with pytest.raises(FactMissing) as caught:
        statement_in({}, "fume")
    assert "产生油烟的加工" in caught.value.sentence_zh


def test_the_english_of_several_things_says_are_and_of_one_thing_has_no_article_after_no():
    said = {name: DEFINITIONS[name].no.en for name in ("uv_lamp", "toilet_inside", "dine_in")}
    assert said == {
        "uv_lamp": "there are no UV lamps",
        "toilet_inside": "there is no toilet inside",
        "dine_in": "there is no dining on the premises",
    }


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_every_fact_has_a_label_that_reads_well_beside_a_field(name):
    known = DEFINITIONS[name]
    words = list(known.choices.values()) if isinstance(known, Choice) else []
    for text in (known.title, *words):
        label = label_of(text)
        assert label.zh == text.zh
        assert label.en[0].isupper(), label.en
        assert not label.en.lower().startswith(("the ", "a ", "an ")), label.en
