"""The outgoing half of webrtc/forwarder.py: what a viewer gets, and gets again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.support.packets import DELTA, KEY, numbered, seqs, times
from webrtc.forwarder import Rewriter, Stream
from webrtc.rtp import SEQ_RANGE, TIME_RANGE, Codec, is_newer, parse


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
    if packet.ssrc != viewer.source:
        viewer.begin(Codec.VP8, packet, now)
    return next((parse(b"".join(one)) for one in viewer.rewrite([packet], now)), None)


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
    viewer, stream = a_viewer(), Stream(Codec.VP8, 2)
    for seq in (898, 899):
        stream.take(numbered(seq, 2), 0.0)
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
    sent[0] = sent[0]._replace(payload=KEY)
    survivors = data.draw(st.lists(st.sampled_from(sent[1:]), unique=True))
    stream, viewer, got, taken = Stream(Codec.VP8, 1), a_viewer(first_seq), [], []
    for packet in [sent[0], *survivors, *survivors]:  # each a second time: replayed
        if stream.take(packet, 0.0):
            taken.append(packet)
            got.append(shown(viewer, packet))
    assert len({packet.seq for packet in got}) == len(got), "each number once"
    assert {packet.seq for packet in taken} == {packet.seq for packet in (sent[0], *survivors)}
    for original, packet in zip(taken, got, strict=True):
        assert packet == original._replace(
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
    first, second = (parse(b"".join(viewer.again(stream, seq))) for seq in (1003, 1001))
    assert (first.payload_type, first.ssrc) == (97, 78)
    assert first.payload == (1003).to_bytes(2, "big") + KEY
    assert first.timestamp == stream.recall(23).timestamp
    assert second.payload[:2] == (1001).to_bytes(2, "big")
    assert is_newer(second.seq, first.seq), "the answers count for themselves"


def test_without_rtx_the_same_packet_is_sent_once_more():
    viewer, stream = a_viewer(rtx_payload_type=None), Stream(Codec.VP8, 1)
    packet = numbered(20, payload=KEY)
    stream.take(packet, 0.0)
    assert viewer.again(stream, 1000) is None, "nothing was sent yet"
    assert parse(b"".join(viewer.again(stream, shown(viewer, packet).seq))) == packet._replace(
        payload_type=100, ssrc=77, seq=1000
    )


def test_a_packet_that_never_came_can_not_be_sent_again():
    viewer, stream = a_viewer(), Stream(Codec.VP8, 1)
    packet = numbered(20, payload=KEY)
    stream.take(packet, 0.0)
    shown(viewer, packet)
    assert viewer.again(stream, 1001) is None
