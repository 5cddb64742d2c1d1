"""When the picture gets less, when more, and that it does not swing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.quality import (
    GOOD_SECONDS,
    LADDER,
    MOST_GOOD_SECONDS,
    Ladder,
    Reason,
    Rung,
    Second,
    Step,
    promises_picture,
)

GOOD = Second(0.0, 0.05, 30)
LOSSY, AWFUL = Second(0.08, 0.05, 30), Second(0.4, 0.05, 30)
SLOW, STARVED = Second(0.0, 1.5, 30), Second(0.0, 0.05, 3)
DARK = Second(0.0, 0.05, 14)


def steps(ladder, *seconds):
    """(second, step) of each step, counted from 1."""
    looks = ((number, ladder.look(one)) for number, one in enumerate(seconds, 1))
    return [(number, step) for number, step in looks if step is not None]


def test_a_good_connection_stays_on_the_best_rung():
    assert steps(Ladder(), *[GOOD] * 300) == []


@pytest.mark.parametrize(
    ("second", "reason"),
    [(LOSSY, Reason.LOSS), (SLOW, Reason.DELAY), (STARVED, Reason.FEW_PICTURES)],
)
def test_three_bad_seconds_of_five_are_a_step_down_with_its_reason(second, reason):
    ladder = Ladder()
    assert steps(ladder, second, GOOD, second, GOOD) == []
    assert steps(ladder, second) == [(1, Step(Rung.SD, reason))]


def test_a_camera_in_a_dark_room_is_no_trouble():
    assert steps(Ladder(), *[DARK] * 60) == []


def test_awful_loss_costs_two_rungs_at_once_so_that_the_voice_comes_through():
    assert steps(Ladder(), AWFUL, AWFUL) == [(2, Step(Rung.SLOW, Reason.LOSS))]


def test_nothing_goes_by_itself_to_where_pictures_come_only_when_asked_for():
    ladder = Ladder()
    steps(ladder, *[AWFUL] * 60)
    assert ladder.rung is Rung.STILLS
    deeper = Ladder(lowest=Rung.ON_DEMAND)
    steps(deeper, *[AWFUL] * 60)
    assert deeper.rung is Rung.ON_DEMAND


def test_a_step_up_takes_fifteen_good_seconds():
    ladder = Ladder(rung=Rung.SLOW)
    calm = Second(0.0, 0.05, 5)
    (first,) = steps(ladder, *[calm] * GOOD_SECONDS)
    assert first == (GOOD_SECONDS, Step(Rung.SD, Reason.RECOVERED))


def test_a_step_up_that_does_not_hold_waits_twice_as_long():
    ladder, waits = Ladder(rung=Rung.SD), []
    for _ in range(5):
        waits.append(1)
        while ladder.look(GOOD) is None:
            waits[-1] += 1
        assert ladder.rung is Rung.HD
        assert [step.rung for _, step in steps(ladder, *[LOSSY] * 3)] == [Rung.SD]
    assert waits == [GOOD_SECONDS, 30, 60, MOST_GOOD_SECONDS, MOST_GOOD_SECONDS]


def test_what_the_desk_decides_is_a_step_and_begins_the_waiting_anew():
    ladder = Ladder()
    steps(ladder, AWFUL)
    assert ladder.pin(Rung.SLOW) == Step(Rung.SLOW, Reason.MANUAL)
    assert ladder.pin(Rung.SLOW) is None
    assert steps(ladder, AWFUL) == [], "what was before the decision does not count"
    assert [step.rung for _, step in steps(ladder, AWFUL)] == [Rung.STILLS]


def test_moving_pictures_are_promised_on_the_upper_three_rungs():
    assert [one for one in Rung if promises_picture(one)] == [Rung.HD, Rung.SD, Rung.SLOW]


def test_sound_alone_that_arrives_well_leads_back_to_a_moving_picture():
    ladder = Ladder(rung=Rung.STILLS)
    (first,) = steps(ladder, *[Second(0.0, 0.05, 0.0)] * GOOD_SECONDS)
    assert first == (GOOD_SECONDS, Step(Rung.SLOW, Reason.RECOVERED))


@given(
    st.lists(
        st.builds(
            Second,
            st.floats(0, 1),
            st.one_of(st.none(), st.floats(0, 5)),
            st.floats(0, 60),
        ),
        max_size=200,
    )
)
def test_whatever_comes_steps_are_told_and_never_two_upwards_within_fifteen_seconds(seconds):
    ladder, rung, ups = Ladder(), Rung.HD, []
    for number, second in enumerate(seconds):
        step = ladder.look(second)
        assert (step is None) == (ladder.rung is rung)
        if step is not None:
            if LADDER.index(step.rung) < LADDER.index(rung):
                assert step.reason is Reason.RECOVERED
                ups.append(number)
            rung = step.rung
    assert all(later - sooner >= GOOD_SECONDS for sooner, later in pairwise(ups))
