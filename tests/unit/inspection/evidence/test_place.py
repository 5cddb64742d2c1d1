"""What may be said of a place: never more than the fix carries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.cases.facts import registered_coordinates
from inspection.evidence.place import (
    Place,
    PlaceLimits,
    Whereabouts,
    distance_between_m,
    judge_place,
    whereabouts,
)
from inspection.live.phone_facts import Fix, Position

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
SHOP = Position(36.6800, 117.0700)
LIMITS = PlaceLimits()
METRES = st.floats(0, 5000)
SECONDS = st.floats(0, 600)
ANY = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))


def north_of(place, metres):
    return replace(place, latitude=place.latitude + metres / 111_195)


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "age_s", "expected"),
    [
        (20, 15, 2, Place.AT_ADDRESS),
        (85, 15, 0, Place.AT_ADDRESS),
        (86, 15, 0, Place.NEAR),
        (20, 90, 0, Place.NEAR),
        (20, 15, 60, Place.NEAR),
        (600, 30, 0, Place.FAR),
        (520, 30, 0, Place.NEAR),
        (20, 15, 121, Place.UNKNOWN),
        (20, 501, 0, Place.UNKNOWN),
    ],
)
def test_the_circle_of_the_fix_has_to_lie_within_the_radius(
    distance_m, accuracy_m, age_s, expected
):
    assert judge_place(distance_m, accuracy_m, age_s, LIMITS) is expected


@given(ANY, ANY, ANY)
def test_nothing_is_at_the_address_without_a_fix_with_accuracy_and_age(distance, accuracy, age):
    place = judge_place(distance, accuracy, age, LIMITS)
    if place is not Place.UNKNOWN:
        assert distance >= 0
        assert 0 <= accuracy <= LIMITS.most_accuracy_m
        assert 0 <= age <= LIMITS.most_age_s
    if place is Place.AT_ADDRESS:
        assert distance + accuracy <= LIMITS.at_m


@given(METRES, st.floats(0, 500), SECONDS, METRES, METRES, SECONDS)
def test_a_worse_fix_never_brings_a_picture_to_the_address(
    distance, accuracy, age, farther, wider, older
):
    worse = judge_place(distance + farther, accuracy + wider, age + older, LIMITS)
    if worse is Place.AT_ADDRESS:
        assert judge_place(distance, accuracy, age, LIMITS) is Place.AT_ADDRESS


def test_without_a_fix_or_a_registered_address_the_place_is_unknown():
    assert whereabouts(SHOP, None, NOW) == Whereabouts()
    fix = Fix(SHOP, 10, NOW)
    known = whereabouts(None, fix, NOW)
    assert (known.place, known.distance_m, known.accuracy_m) == (Place.UNKNOWN, None, 10)


def test_a_fix_ages_until_the_picture_was_taken():
    fix = Fix(north_of(SHOP, 30), 20, NOW)
    fresh = whereabouts(SHOP, fix, NOW + timedelta(seconds=5))
    assert fresh.place is Place.AT_ADDRESS
    assert fresh.age_s == 5
    assert fresh.distance_m == pytest.approx(30, abs=0.5)
    assert whereabouts(SHOP, fix, NOW + timedelta(minutes=3)).place is Place.UNKNOWN


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89), st.floats(-180, 180))
def test_a_distance_is_the_same_both_ways_and_never_beyond_half_the_globe(a, b, c, d):
    one, other = Position(a, b), Position(c, d)
    there, back = distance_between_m(one, other), distance_between_m(other, one)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016_000
    assert distance_between_m(one, one) == 0


def test_a_degree_of_longitude_is_shorter_away_from_the_equator():
    # 111.195 km times the cosine of the latitude, on a sphere of 6371 km
    at_equator = distance_between_m(Position(0, 0), Position(0, 1))
    assert at_equator == pytest.approx(111_195, rel=1e-4)
    assert distance_between_m(Position(60, 0), Position(60, 1)) == pytest.approx(55_597, rel=1e-3)


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ({"latitude": 36.68, "longitude": 117}, (36.68, 117.0)),
        ({"latitude": 36.68}, None),
        ({"latitude": "36.68", "longitude": "117"}, None),
        ({"latitude": True, "longitude": False}, None),
        ({"latitude": 117, "longitude": 36}, None),
        ({"latitude": float("nan"), "longitude": 36}, None),
    ],
)
def test_only_coordinates_on_earth_are_coordinates(filed, expected):
    assert registered_coordinates(filed) == expected
