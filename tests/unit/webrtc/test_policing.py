"""Where a sender is throttled, where it is closed, and that an honest one never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.policing import (
    DIALS_AT_ONCE,
    DialledTooOften,
    DialPace,
    Excess,
    Overdone,
    Policer,
)

CAP_BPS = 2_500_000
TICK_S = 0.02


class Sender:
    def __init__(self):
        self.policer, self.now = Policer(), 1000.0
        self.policer.look(CAP_BPS, self.now)

    def send(self, seconds, bps=0.0, packets_per_s=0.0, frames_per_s=0.0):
        """Evenly, with a look every tick; returns after how many seconds throttling began."""
        began, throttled_after = self.now, None
        for _ in range(round(seconds / TICK_S)):
            self.policer.received_bytes += round(bps / 8 * TICK_S)
            self.policer.packets += round(packets_per_s * TICK_S)
            self.policer.frames += round(frames_per_s * TICK_S)
            self.now += TICK_S
            self.policer.look(CAP_BPS, self.now)
            if self.policer.throttled and throttled_after is None:
                throttled_after = self.now - began
        return throttled_after


@pytest.mark.parametrize(
    ("rates", "excess"),
    [
        ({"bps": 4.2 * CAP_BPS}, Excess.BITRATE),
        ({"packets_per_s": 4200}, Excess.PACKETS),
        ({"frames_per_s": 150}, Excess.FRAMES),
    ],
)
def test_too_much_for_two_seconds_is_throttled_and_for_six_closed(rates, excess):
    sender = Sender()
    assert sender.send(2.6, **rates) == pytest.approx(2, abs=0.6)
    assert sender.policer.throttled is excess
    with pytest.raises(Overdone) as closed:
        sender.send(5, **rates)
    assert closed.value.excess is excess
    assert 6 <= sender.now - 1000 <= 6.6


def test_who_comes_back_to_the_limit_is_forwarded_again():
    sender = Sender()
    sender.send(4, bps=8 * CAP_BPS)
    assert sender.policer.throttled
    sender.send(1, bps=CAP_BPS)
    assert sender.policer.throttled is None
    assert sender.send(1.5, bps=8 * CAP_BPS) is None, "and the count begins anew"


def test_a_picture_larger_than_any_decoder_takes_is_too_much():
    sender = Sender()
    sender.policer.largest_px = 8000 * 8000
    sender.send(3)
    assert sender.policer.throttled is Excess.SIZE


@given(st.lists(st.tuples(st.floats(0.1, 1), st.floats(0, 40)), max_size=8))
def test_bursts_of_a_second_cost_nothing(bursts):
    sender = Sender()
    for seconds, times_cap in bursts:
        assert sender.send(seconds, bps=times_cap * CAP_BPS) is None
        assert sender.send(1.1, bps=CAP_BPS) is None


def test_the_packets_of_a_cold_start_at_the_cap_are_fine():
    assert Sender().send(20, bps=1.5 * CAP_BPS, packets_per_s=900, frames_per_s=60) is None


def test_set_ups_beyond_a_page_that_is_reloaded_have_to_wait():
    pace = DialPace()
    for _ in range(DIALS_AT_ONCE):
        pace.take(1000.0)
    with pytest.raises(DialledTooOften):
        pace.take(1000.5)
    pace.take(1001.6)
    with pytest.raises(DialledTooOften):
        pace.take(1001.6)
