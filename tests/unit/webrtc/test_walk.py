import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.walk import AROUND_S, STAY_S, SWING_S, Direction, Stand, Walk

KITCHEN = Stand("kitchen", Direction(350, 0), {"EX-02": Direction(10, 20)})
WASHING = Stand("washing", Direction(90, 0), {"KL-18": Direction(200, -10)})


def a_walk():
    return Walk([KITCHEN, WASHING], 0.0)


def test_a_person_looks_all_around_and_then_goes_on_to_the_next_stand():
    walk = a_walk()
    assert walk.at(AROUND_S / 2).stand == 0
    assert walk.at(AROUND_S * 1.5).stand == 1
    assert walk.at(AROUND_S * 2.5).stand == 0


def test_asked_for_something_the_phone_turns_the_short_way_and_stays_on_it():
    walk = a_walk()
    assert walk.turn_to("EX-02", 0.0)
    half = walk.at(SWING_S / 2).towards
    assert half.yaw_deg == pytest.approx(360, abs=0.1)
    there = walk.at(SWING_S + 5).towards
    assert there.yaw_deg % 360 == pytest.approx(10)
    assert there.pitch_deg == pytest.approx(20, abs=1.3)
    assert walk.at(STAY_S + AROUND_S / 2).stand == 0


def test_what_is_seen_from_another_stand_is_shown_from_there():
    walk = a_walk()
    assert walk.turn_to("KL-18", 3.0)
    look = walk.at(3.0 + SWING_S)
    assert look.stand == 1
    assert look.towards.yaw_deg % 360 == pytest.approx(200)
    assert not walk.turn_to("OF-99", 5.0), "seen from nowhere"


@given(st.lists(st.tuples(st.sampled_from(["EX-02", "KL-18", ""]), st.floats(0, 60)), max_size=8))
def test_whatever_is_asked_the_view_never_jumps_within_a_stand(asked):
    walk, now, before = a_walk(), 0.0, None
    for place, pause in asked:
        walk.turn_to(place, now)
        for step in range(8):
            now += pause / 8 + 0.001
            look = walk.at(now)
            assert look.stand in (0, 1), step
            assert -90 <= look.towards.pitch_deg <= 90
            before = look
    assert before is None or before.stand in (0, 1)
