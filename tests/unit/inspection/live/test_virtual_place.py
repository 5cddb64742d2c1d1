"""The virtual phone's place: what is typed at its command line, and what the room hears of it."""

import argparse

import pytest

from inspection.live.virtual_place import Fix, fix_of, frame_of


def test_a_place_is_two_numbers_and_perhaps_its_accuracy():
    assert fix_of("30.25,120.1") == Fix(30.25, 120.1, 15.0)
    assert fix_of("30.25,120.1,80") == Fix(30.25, 120.1, 80.0)


@pytest.mark.parametrize("text", ["", "30", "91,0", "0,181", "a,b", "1,2,-3", "1,2,3,4", "nan,0"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError):
        fix_of(text)


def test_without_a_place_the_room_hears_that_there_is_none():
    assert frame_of(None) == {"type": "no_position", "why": "unavailable"}
    assert frame_of(Fix(30.25, 120.1)) == {
        "type": "position",
        "latitude": 30.25,
        "longitude": 120.1,
        "accuracy_m": 15.0,
        "age_ms": 0,
    }
