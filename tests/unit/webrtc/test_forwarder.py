from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.forwarder import (
    FIRST_NACK_S,
    MOST_MISSING,
    MOST_NACKS,
    NEXT_NACK_S,
    RING_PACKETS,
    Rewriter,
    Stream,
)
from webrtc.rtcp import SenderReport
from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Codec, Packet, is_newer, parse

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x10\x03\x00\x00"
FRAME_TICKS = 3000  # 30 fps on 90 kHz
seqs = st.integers(0, SEQ_RANGE - 1)
times = st.integers(0, TIME_RANGE - 1)


def numbered(seq, ssrc=1, payload=DELTA, timestamp=None):
    timestamp = seq * FRAME_TICKS if timestamp is None else timestamp
    return Packet(96, False, seq % SEQ_RANGE, timestamp % TIME_RANGE, ssrc, payload)


def stream_of(*numbers, ssrc=1, at=0.0):
    stream = Stream(Codec.VP8, ssrc)
    for seq in numbers:
        stream.take(numbered(seq, ssrc), at)
    return stream


def a_viewer(first_seq=1000, rtx_payload_type=97):
    return Rewriter(
        payload_type=100,
        ssrc=77,
        rtx_payload_type=rtx_payload_type,
        rtx_ssrc=78,
        first_seq=first_seq,
    )


def shown(viewer, packet, now=0.0):
    """What the viewer gets of a packet, or `None`."""
    if not viewer.admits(Codec.VP8, packet):
        return None
    return parse(viewer.rewrite(Codec.VP8, packet, now))


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
    stream = stream_of(*(first + step for step in range(RING_PACKETS + 50)))
    assert len(stream.ring) == RING_PACKETS
    assert (first + RING_PACKETS + 49) % SEQ_RANGE in stream.ring
    assert first not in stream.ring


@given(st.lists(st.tuples(seqs, st.floats(0, 10)), max_size=300))
def test_whatever_numbers_arrive_memory_and_wishes_stay_bounded(arrivals):
    stream = Stream(Codec.VP8, 1)
    for seq, now in arrivals:
        stream.take(numbered(seq), now)
        assert len(stream.due_nacks(now)) <= len(stream.missing) <= MOST_MISSING
        assert not stream.missing.keys() & {stream.highest}
    assert len(stream.ring) <= RING_PACKETS
    figures = stream.reception(10.0)
    assert 0 <= figures.fraction_lost <= 255


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


# What a viewer gets.


def test_a_viewer_who_starts_mid_stream_gets_nothing_before_a_keyframe():
    viewer = a_viewer()
    sent = [numbered(20), numbered(21), numbered(22, payload=KEY), numbered(23)]
    got = [shown(viewer, packet) for packet in sent]
    assert [packet and packet.seq for packet in got] == [None, None, 1000, 1001]


def test_sound_starts_at_once():
    assert a_viewer().admits(Codec.OPUS, numbered(20))


@given(seqs, seqs, times, st.integers(2, 40), st.integers(0, 32767))
def test_numbers_go_on_without_a_gap_when_the_phone_publishes_anew(
    old, new, new_time, count, first_seq
):
    viewer = a_viewer(first_seq)
    sent = [numbered(old, payload=KEY), *(numbered(old + step) for step in range(1, count))]
    sent += [
        numbered(new, 2, KEY, new_time),
        *(numbered(new + step, 2, timestamp=new_time + step) for step in range(1, count)),
    ]
    got = [shown(viewer, packet, at / 30) for at, packet in enumerate(sent)]
    assert [packet.seq for packet in got] == [
        (first_seq + step) % SEQ_RANGE for step in range(2 * count)
    ]
    assert {(packet.ssrc, packet.payload_type) for packet in got} == {(77, 100)}
    steps = [(later.timestamp - earlier.timestamp) % TIME_RANGE for earlier, later in pairwise(got)]
    assert all(0 < step < TIME_RANGE // 2 for step in steps)


def test_the_time_of_an_interruption_shows_in_the_timestamps():
    viewer = a_viewer()
    before = shown(viewer, numbered(5, payload=KEY), now=1.0)
    after = shown(viewer, numbered(900, 2, KEY), now=3.5)
    assert after.timestamp - before.timestamp == 2.5 * 90_000


def test_a_new_connection_shows_nothing_before_its_keyframe():
    viewer = a_viewer()
    shown(viewer, numbered(5, payload=KEY))
    assert shown(viewer, numbered(900, ssrc=2)) is None
    assert shown(viewer, numbered(6)).seq == 1001, "the old one goes on meanwhile"


def test_a_packet_from_before_the_keyframe_that_comes_late_is_not_shown():
    viewer = a_viewer(first_seq=0)
    assert shown(viewer, numbered(22, payload=KEY)).seq == 0
    assert shown(viewer, numbered(21)) is None
    assert shown(viewer, numbered(23)).seq == 1


def test_no_number_is_used_for_two_different_packets_when_the_phone_publishes_anew():
    viewer = a_viewer()
    last = shown(viewer, numbered(5, payload=KEY))
    shown(viewer, numbered(900, 2, KEY))
    assert shown(viewer, numbered(899, 2)) is None, f"would be sent as {last.seq} again"


def test_a_viewer_who_misses_the_end_of_the_old_connection_is_not_given_the_new_ones():
    viewer, stream = a_viewer(), stream_of(898, 899, ssrc=2)
    last = shown(viewer, numbered(5, payload=KEY))
    begin = numbered(900, 2, KEY)
    stream.take(begin, 0.0)
    first = shown(viewer, begin)
    assert viewer.again(stream, last.seq) is None
    assert viewer.again(stream, first.seq) is not None


@given(seqs, st.integers(0, 32767), st.integers(SEQ_RANGE // 2, SEQ_RANGE + 5))
def test_long_after_the_keyframe_packets_are_still_shown(first, first_seq, count):
    viewer = a_viewer(first_seq)
    shown(viewer, numbered(first, payload=KEY))
    for step in (*range(900, count, 900), count):
        assert shown(viewer, numbered(first + step)).seq == (first_seq + step) % SEQ_RANGE


@given(seqs, st.integers(0, 32767), st.data())
def test_whatever_arrives_a_viewer_gets_the_publishers_packets_shifted_by_a_constant(
    first, first_seq, data
):
    sent = [numbered(first + step, payload=DELTA + bytes([step])) for step in range(40)]
    sent[0] = replace(sent[0], payload=KEY)
    survivors = data.draw(st.lists(st.sampled_from(sent[1:]), unique=True))
    stream, viewer, got, taken = Stream(Codec.VP8, 1), a_viewer(first_seq), [], []
    for packet in [sent[0], *survivors, *survivors]:  # each a second time: replayed
        if stream.take(packet, 0.0):
            taken.append(packet)
            got.append(shown(viewer, packet))
    assert len({packet.seq for packet in got}) == len(got), "each number once"
    assert {packet.seq for packet in taken} == {packet.seq for packet in (sent[0], *survivors)}
    for original, packet in zip(taken, got, strict=True):
        assert packet == replace(
            original,
            payload_type=100,
            ssrc=77,
            seq=(original.seq - first + first_seq) % SEQ_RANGE,
        )
    assert viewer.packets == len(got)
    assert viewer.payload_bytes == sum(len(packet.payload) for packet in got)


# What a viewer asks for again.


def test_a_packet_sent_again_carries_the_viewers_number_inside():
    viewer, stream = a_viewer(), Stream(Codec.VP8, 1)
    for seq in range(20, 25):
        packet = numbered(seq, payload=KEY)
        stream.take(packet, 0.0)
        shown(viewer, packet)
    first, second = (parse(viewer.again(stream, seq)) for seq in (1003, 1001))
    assert (first.payload_type, first.ssrc) == (97, 78)
    assert first.payload == (1003).to_bytes(2, "big") + KEY
    assert first.timestamp == stream.ring[23].timestamp
    assert second.payload[:2] == (1001).to_bytes(2, "big")
    assert is_newer(second.seq, first.seq), "the answers count for themselves"


def test_without_rtx_the_same_packet_is_sent_once_more():
    viewer, stream = a_viewer(rtx_payload_type=None), Stream(Codec.VP8, 1)
    packet = numbered(20, payload=KEY)
    stream.take(packet, 0.0)
    assert viewer.again(stream, 1000) is None, "nothing was sent yet"
    assert parse(viewer.again(stream, shown(viewer, packet).seq)) == replace(
        packet, payload_type=100, ssrc=77, seq=1000
    )


def test_a_packet_that_never_came_can_not_be_sent_again():
    viewer, stream = a_viewer(), Stream(Codec.VP8, 1)
    packet = numbered(20, payload=KEY)
    stream.take(packet, 0.0)
    shown(viewer, packet)
    assert viewer.again(stream, 1001) is None
