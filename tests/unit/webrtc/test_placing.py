import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.placing import Load, least_loaded, pause_after

loads = st.builds(
    Load,
    cpu_share=st.floats(0, 1.2),
    lag_p99_ms=st.floats(0, 600),
    rooms=st.integers(0, 80),
)


@pytest.mark.parametrize(
    ("load", "is_full"),
    [
        (Load(cpu_share=0.79, rooms=9), False),
        (Load(cpu_share=0.8, rooms=9), True),
        (Load(lag_p99_ms=249, rooms=1), False),
        (Load(lag_p99_ms=250, rooms=1), True),
        (Load(cpu_share=1.0, lag_p99_ms=900), False),
    ],
)
def test_a_process_is_full_by_processor_or_by_lag_but_never_when_empty(load, is_full):
    assert load.is_full is is_full


@given(st.dictionaries(st.integers(0, 7), loads, max_size=8))
def test_a_room_goes_to_a_process_that_has_room_or_nowhere(found):
    chosen = least_loaded(found, {})
    if chosen is None:
        assert all(load.is_full for load in found.values())
    else:
        assert not found[chosen].is_full


def test_rooms_given_in_one_breath_are_spread_although_no_load_shows_yet():
    rooms = {0: 0, 1: 0, 2: 0}
    for _ in range(9):
        rooms[least_loaded({number: Load() for number in rooms}, rooms)] += 1
    assert rooms == {0: 3, 1: 3, 2: 3}


def test_the_busier_process_is_spared():
    assert least_loaded({0: Load(cpu_share=0.5), 1: Load(cpu_share=0.1)}, {0: 1, 1: 8}) == 1


def test_a_lost_process_is_tried_again_after_growing_pauses():
    pauses = [pause_after(losses) for losses in (1, 2, 3, 4, 5, 6, 7, 1000)]
    assert pauses == [0.3, 0.6, 1.2, 2.4, 4.8, 7.0, 7.0, 7.0]
