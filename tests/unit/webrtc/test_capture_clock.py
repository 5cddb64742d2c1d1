import itertools

from hypothesis import given
from hypothesis import strategies as st

from webrtc.capture_clock import EARLIEST_MS, LATEST_MS, NTP_EPOCH_MS, CaptureClock
from webrtc.rtcp import SenderReport
from webrtc.rtp import TIME_RANGE

NOW_MS = 1_800_000_000_000
FRAME_TICKS, FRAME_MS = 3000, 100 / 3
first_ticks = st.integers(0, TIME_RANGE - 1)


def report_of(timestamp, captured_ms):
    ntp = round((captured_ms + NTP_EPOCH_MS) * (1 << 32) / 1000)
    return SenderReport(1, ntp, timestamp % TIME_RANGE)


def times(first, delays_ms, report=None):
    clock = CaptureClock(90_000)
    return [
        clock.at_ms(
            (first + step * FRAME_TICKS) % TIME_RANGE, NOW_MS + step * FRAME_MS + delay, report
        )
        for step, delay in enumerate(delays_ms)
    ]


@given(first_ticks, st.lists(st.floats(0, 800), min_size=2, max_size=60))
def test_time_never_runs_backwards_however_packets_are_delayed(first, delays_ms):
    found = times(first, delays_ms)
    assert all(after > before for before, after in itertools.pairwise(found))


@given(first_ticks, st.integers(0, LATEST_MS - 1))
def test_a_plausible_report_of_the_sender_tells_the_time_to_the_millisecond(first, under_way_ms):
    report = report_of(first, NOW_MS - under_way_ms)
    found = times(first, [0.0] * 20, report)
    assert all(
        abs(at - (NOW_MS - under_way_ms + step * FRAME_MS)) <= 1 for step, at in enumerate(found)
    )


@given(
    first_ticks,
    st.one_of(st.integers(LATEST_MS + 1, 10**9), st.integers(-(10**9), -EARLIEST_MS - 1)),
)
def test_a_clock_that_is_off_is_not_believed(first, off_ms):
    found = times(first, [0.0] * 5, report_of(first, NOW_MS - off_ms))
    assert all(abs(at - (NOW_MS + step * FRAME_MS)) <= 1 for step, at in enumerate(found))


@given(first_ticks, st.lists(st.floats(0, 800), min_size=1, max_size=30))
def test_without_reports_the_least_delayed_packet_tells_the_time(first, delays_ms):
    found = times(first, [*delays_ms, 0.0, *[400.0] * 400])
    assert abs(found[-1] - (NOW_MS + (len(found) - 1) * FRAME_MS)) <= 1


def test_a_report_that_comes_later_moves_the_time_gently():
    clock, found = CaptureClock(90_000), []
    for step in range(200):
        said = report_of(0, NOW_MS - 300) if step > 10 else None
        found.append(clock.at_ms(step * FRAME_TICKS, NOW_MS + step * FRAME_MS, said))
    assert abs(found[-1] - (NOW_MS - 300 + 199 * FRAME_MS)) <= 1
    assert min(b - a for a, b in itertools.pairwise(found)) >= FRAME_MS * 0.9 - 1


def test_timestamps_that_begin_anew_do_not_move_the_time_away():
    clock = CaptureClock(90_000)
    clock.at_ms(5, NOW_MS, None)
    assert abs(clock.at_ms(2_000_000_000, NOW_MS + 40, None) - (NOW_MS + 40)) <= 1
