import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.packets import FRAME_TICKS, numbered, seqs
from webrtc.forwarder import (
    FIRST_NACK_S,
    MOST_MISSING,
    MOST_NACKS,
    NEXT_NACK_S,
    RING_PACKETS,
    SOUND_RING_PACKETS,
    Stream,
)
from webrtc.rtcp import SenderReport
from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Codec


def stream_of(*numbers, ssrc=1, at=0.0):
    stream = Stream(Codec.VP8, ssrc)
    for seq in numbers:
        stream.take(numbered(seq, ssrc), at)
    return stream


# What arrives: order, gaps, asking again.


def test_a_gap_is_noted_packet_by_packet():
    assert list(stream_of(10, 14).missing) == [11, 12, 13]


def test_a_gap_over_the_wrap_is_noted_under_the_new_numbers():
    stream = stream_of(65534, 1)
    assert list(stream.missing) == [65535, 0]
    assert stream.reception(0.0).highest == 65536 + 1


def test_a_late_packet_fills_its_gap():
    stream = stream_of(10, 12)
    assert stream.take(numbered(11), 0.01)
    assert not stream.missing
    assert stream.due_nacks(1.0) == []
    assert not stream.wants_keyframe


@pytest.mark.parametrize("again", [10, 11, 13])
def test_a_packet_that_was_here_before_is_refused(again):
    stream = stream_of(10, 11, 13)
    assert not stream.take(numbered(again), 0.01)
    assert stream.received == 3


def test_a_packet_from_before_the_beginning_is_refused():
    assert not stream_of(10).take(numbered(9), 0.01)


def test_a_lost_packet_is_asked_for_after_5_ms_then_every_60_ms_ten_times():
    stream = stream_of(10, 12)
    asked_ms = [now_ms for now_ms in range(2000) if stream.due_nacks(now_ms / 1000)]
    assert asked_ms == [5 + 60 * step for step in range(10)]
    assert (FIRST_NACK_S, NEXT_NACK_S, MOST_NACKS) == (0.005, 0.06, 10)


def test_what_never_comes_is_given_up_for_a_keyframe():
    stream = stream_of(10, 12)
    for step in range(MOST_NACKS):
        assert stream.due_nacks(FIRST_NACK_S + step * NEXT_NACK_S) == [11]
        assert not stream.wants_keyframe
    assert stream.due_nacks(FIRST_NACK_S + MOST_NACKS * NEXT_NACK_S) == []
    assert stream.wants_keyframe
    assert not stream.take(numbered(11), 2.0), "a viewer went on without it"


@pytest.mark.parametrize(("gap", "is_asked_for"), [(MOST_MISSING, True), (MOST_MISSING + 1, False)])
def test_a_gap_too_long_to_ask_for_is_mended_by_a_keyframe(gap, is_asked_for):
    stream = stream_of(0, gap + 1)
    assert len(stream.missing) == (gap if is_asked_for else 0)
    assert stream.wants_keyframe is not is_asked_for


def test_many_small_gaps_are_mended_by_a_keyframe_as_well():
    stream = stream_of(*range(0, 2 * MOST_MISSING + 4, 2))
    assert len(stream.missing) <= MOST_MISSING
    assert stream.wants_keyframe


@given(seqs)
def test_the_memory_of_packets_holds_the_last_ones_and_no_more(first):
    sent = [(first + step) % SEQ_RANGE for step in range(RING_PACKETS + 50)]
    stream = stream_of(*sent)
    held = [seq for seq in sent if stream.recall(seq) is not None]
    assert held == sent[-RING_PACKETS:]
    assert all(stream.recall(seq).seq == seq for seq in held)


@given(st.lists(st.tuples(seqs, st.floats(0, 10)), max_size=300))
def test_whatever_numbers_arrive_memory_and_wishes_stay_bounded(arrivals):
    stream = Stream(Codec.VP8, 1)
    for seq, now in arrivals:
        stream.take(numbered(seq), now)
        assert len(stream.due_nacks(now)) <= len(stream.missing) <= MOST_MISSING
        assert not stream.missing.keys() & {stream.highest}
    assert len([seq for seq, _ in arrivals if stream.recall(seq)]) <= RING_PACKETS


@pytest.mark.parametrize(
    ("codec", "kept"), [(Codec.VP8, RING_PACKETS), (Codec.OPUS, SOUND_RING_PACKETS)]
)
def test_sound_is_remembered_for_as_long_as_it_can_still_be_heard(codec, kept):
    stream = Stream(codec, 1)
    for seq in range(2 * RING_PACKETS):
        stream.take(numbered(seq), seq / 50)
    held = [seq for seq in range(2 * RING_PACKETS) if stream.recall(seq)]
    assert held == list(range(2 * RING_PACKETS - kept, 2 * RING_PACKETS))
    figures = stream.reception(10.0)
    assert 0 <= figures.fraction_lost <= 255


def test_a_sender_who_counts_anew_is_noticed():
    stream = stream_of(40_000)
    for step in range(300):
        assert not stream.take(numbered(10_000 + step), 0.0)
    assert stream.refused == 300
    assert stream.take(numbered(40_001), 0.0)
    stream.take(numbered(40_003), 0.0)
    assert stream.refused == 0


# What is told to the publisher.


def test_the_loss_figures_count_since_the_last_report():
    stream = stream_of(0, 1, 3)
    first = stream.reception(0.0)
    assert (first.lost, first.fraction_lost) == (1, 64)
    for seq in range(4, 8):
        stream.take(numbered(seq), 0.0)
    second = stream.reception(0.0)
    assert (second.lost, second.fraction_lost) == (1, 0)
    assert (second.highest, second.ssrc) == (7, 1)


def test_a_packet_got_back_is_no_longer_lost():
    stream = stream_of(0, 1, 3)
    stream.reception(0.0)
    stream.take(numbered(2), 0.1)
    figures = stream.reception(1.0)
    assert (figures.lost, figures.fraction_lost) == (0, 0)


def test_packets_of_an_even_pace_have_no_jitter_and_others_do():
    even, uneven = Stream(Codec.VP8, 1), Stream(Codec.VP8, 1)
    for seq in range(60):
        even.take(numbered(seq), seq / 30)
        uneven.take(numbered(seq), seq / 30 + 0.01 * (seq % 2))
    assert even.reception(2.0).jitter == 0
    assert uneven.reception(2.0).jitter == pytest.approx(900, abs=50)  # 10 ms of 90 kHz


def test_a_wrapped_timestamp_is_no_jitter():
    stream = Stream(Codec.VP8, 1)
    for step in range(20):
        at = TIME_RANGE - 10 * FRAME_TICKS + step * FRAME_TICKS
        stream.take(numbered(step, timestamp=at), step / 30)
    assert stream.reception(1.0).jitter == 0


def test_the_report_says_how_long_ago_the_senders_last_one_came():
    stream = stream_of(0)
    stream.report, stream.report_at = SenderReport(1, 0x1122334455667788, 0), 10.0
    figures = stream.reception(12.5)
    assert figures.last_report == 0x33445566
    assert figures.delay == 2.5 * 65536
