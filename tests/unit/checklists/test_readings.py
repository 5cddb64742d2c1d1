"""Values against limits: what complies, what fails, and what is too close to tell by video."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.load import builtin_templates
from checklists.readings import Result, compare, limits_text, propose
from checklists.template import Reading
from checklists.verdict import Verdict, lacking
from foundation.text import Bilingual

HEIGHT = Reading(Bilingual("罩口离地高度", "height"), "m", Decimal("1.8"), Decimal("1.9"))
VALUES = st.decimals(-1000, 1000, places=3)


ITEMS = {
    item.id: item
    for template in builtin_templates()
    for section in template.sections
    for item in section.items
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.763", Result.OUTSIDE),
        ("1.764", Result.BORDERLINE),
        ("1.8", Result.BORDERLINE),
        ("1.836", Result.BORDERLINE),
        ("1.85", Result.WITHIN),
        ("1.862", Result.BORDERLINE),
        ("1.938", Result.BORDERLINE),
        ("1.939", Result.OUTSIDE),
    ],
)
def test_a_value_within_the_margin_of_a_limit_is_borderline_on_either_side(value, expected):
    assert compare(HEIGHT, Decimal(value)) is expected


def test_a_limit_of_zero_has_no_band_and_still_complies_itself():
    chilled = Reading(Bilingual("冷藏温度", "chilled"), "°C", Decimal(0), Decimal(8))
    assert compare(chilled, Decimal(0)) is Result.WITHIN
    assert compare(chilled, Decimal("-0.1")) is Result.OUTSIDE
    assert compare(chilled, Decimal("7.9")) is Result.BORDERLINE


@given(VALUES, VALUES)
def test_a_higher_value_never_brings_a_least_value_back_below_it(one, other):
    least = Reading(Bilingual("量", "x"), "m", at_least=Decimal("1.5"))
    order = [Result.OUTSIDE, Result.BORDERLINE, Result.WITHIN]
    low, high = sorted((one, other))
    assert order.index(compare(least, low)) <= order.index(compare(least, high))


def test_values_without_limits_say_nothing():
    assert compare(Reading(Bilingual("长", "length"), "m"), Decimal(1)) is Result.NO_LIMIT
    assert propose(ITEMS["EX-02"], {0: Decimal(2), 1: Decimal(1)}) is None


def test_the_worst_value_of_an_item_decides_and_says_which_it_is():
    item = ITEMS["HF-09"]  # a board of 0.6 m or more, a gap and a mesh in millimetres
    good = {0: Decimal("0.7"), 1: Decimal(3), 2: Decimal(5)}
    assert propose(item, {}) is None
    assert propose(item, {0: good[0]}) is None, "a pass needs all of them"
    assert propose(item, good).verdict is Verdict.PASS
    near = propose(item, {**good, 0: Decimal("0.605")})
    assert near.verdict is Verdict.NEEDS_ON_SITE
    assert near.because.zh == "挡鼠板高度接近限值，需现场复核"
    worse = propose(item, {**good, 0: Decimal("0.605"), 1: Decimal(9)})
    assert worse.verdict is Verdict.FAIL
    assert worse.because.zh == "门缝超出限值"


def test_limits_are_written_with_their_unit():
    assert limits_text(HEIGHT).zh == "1.8—1.9 m"
    assert limits_text(replace(HEIGHT, at_most=None)).zh == "≥ 1.8 m"
    assert limits_text(replace(HEIGHT, at_least=None)).zh == "≤ 1.9 m"
    assert limits_text(replace(HEIGHT, at_least=None, at_most=None)) is None


def test_a_reading_or_a_test_report_is_asked_for_and_a_video_long_enough():
    assert "读数" in lacking(ITEMS["HF-09"], has_reading=False, longest_clip_s=0).zh
    assert lacking(ITEMS["HF-09"], has_reading=True, longest_clip_s=0) is None
    assert lacking(ITEMS["EX-04"], has_reading=False, longest_clip_s=0) is None
    noise = ITEMS["EX-17"]
    assert "10 秒" in lacking(noise, has_reading=True, longest_clip_s=9.9).zh
    assert lacking(noise, has_reading=True, longest_clip_s=10) is None
    assert lacking(ITEMS["SI-06"], has_reading=False, longest_clip_s=0) is None, "a photo"
