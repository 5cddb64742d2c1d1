"""Transport-wide feedback, read back by a decoder that knows the draft and not our builder."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webrtc.rtp import header
from webrtc.twcc import MOST_PENDING, Arrivals, offered_id, transport_seq

SENDER, MEDIA = 7, 9


def decoded(message):
    """{transport number: arrival in 250 us ticks or None} and the feedback's count (draft, 3.1)."""
    first, kind, words, sender, media, base, total = struct.unpack_from("!BBHLLHH", message)
    assert (first >> 6, first & 0x1F, kind) == (2, 15, 205)
    assert (sender, media) == (SENDER, MEDIA)
    assert len(message) == 4 * (words + 1)
    end = len(message) - (message[-1] if first & 0x20 else 0)
    reference, count = message[16:19], message[19]
    at, symbols = 20, []
    while len(symbols) < total:
        (chunk,) = struct.unpack_from("!H", message, at)
        at += 2
        if not chunk >> 15:
            symbols += [chunk >> 13] * (chunk & 0x1FFF)
        elif chunk >> 14 & 1:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    time, told = int.from_bytes(reference, "big", signed=True) * 256, {}
    for offset, symbol in enumerate(symbols[:total]):
        seq = (base + offset) % 65536
        if symbol == 0:
            told[seq] = None
            continue
        assert symbol in (1, 2), "3 is reserved"
        time += struct.unpack_from("!B" if symbol == 1 else "!h", message, at)[0]
        at += symbol
        told[seq] = time
    assert at == end, "nothing left, nothing missing"
    return told, count


def heard(arrivals):
    """What all messages of one feedback say; a number told twice must not contradict itself."""
    told = {}
    for message in arrivals.feedback(SENDER, MEDIA):
        assert len(message) <= 1400
        for seq, tick in decoded(message)[0].items():
            assert told.get(seq) is None
            told[seq] = tick
    return told


def ticks(seconds):
    return round(seconds * 4000)


@st.composite
def journeys(draw):
    """Packets from any number on, some lost, some out of order, at uneven times."""
    start = draw(st.integers(0, 65535))
    steps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=60))
    pauses = draw(st.lists(st.floats(0, 9.0), min_size=len(steps), max_size=len(steps)))
    now, seq, came = draw(st.floats(0, 30_000)), start, []
    for step, pause in zip(steps, pauses, strict=True):
        now, seq = now + pause, seq + step
        came.append((seq % 65536, now))
    return draw(st.permutations(came)) if draw(st.booleans()) else came


@given(journeys())
@example([(65534, 1.0), (1, 1.001), (65535, 1.002)])
@example([(5, 1.0), (6, 30.0), (7, 1.0)])
@example([(1, 1.0), (500, 1.01), (900, 1.02)])
def test_each_arrival_is_told_with_its_time_and_each_gap_as_lost(came):
    arrivals = Arrivals()
    for seq, at in came:
        arrivals.note(seq, at)
    told = heard(arrivals)
    arrived = {seq: ticks(at) for seq, at in came}
    assert {seq: tick for seq, tick in told.items() if tick is not None} == arrived
    first = min(arrived, key=lambda seq: (seq - came[0][0] + 32768) % 65536)
    last = max(arrived, key=lambda seq: (seq - came[0][0] + 32768) % 65536)
    span = {(first + step) % 65536 for step in range((last - first) % 65536 + 1)}
    assert set(told) == span, "from the first to the last, nothing before and nothing behind"
    assert heard(arrivals) == {}, "and only once"


@given(journeys(), st.data())
def test_cut_into_any_number_of_feedbacks_nothing_is_forgotten(came, data):
    cuts = data.draw(st.lists(st.booleans(), min_size=len(came), max_size=len(came)))
    arrivals, told, counts = Arrivals(), {}, []
    for (seq, at), is_cut in zip(came, [*cuts[1:], True], strict=True):
        arrivals.note(seq, at)
        for message in arrivals.feedback(SENDER, MEDIA) if is_cut else ():
            said, count = decoded(message)
            counts.append(count)
            for number, tick in said.items():
                if tick is not None or number not in told:
                    told[number] = tick
    assert {seq: tick for seq, tick in told.items() if tick is not None} == {
        seq: ticks(at) for seq, at in came
    }
    assert counts == [number % 256 for number in range(len(counts))]


def test_what_was_told_lost_is_told_again_when_it_comes_late():
    arrivals = Arrivals()
    arrivals.note(10, 1.0)
    arrivals.note(13, 1.01)
    assert heard(arrivals) == {10: 4000, 11: None, 12: None, 13: 4040}
    arrivals.note(14, 1.1)
    arrivals.note(12, 1.102)
    assert heard(arrivals) == {12: 4408, 14: 4400}


def test_a_loss_between_two_feedbacks_is_told():
    arrivals = Arrivals()
    arrivals.note(65535, 1.0)
    heard(arrivals)
    arrivals.note(2, 1.1)
    assert heard(arrivals) == {0: None, 1: None, 2: 4400}


def test_a_sender_that_begins_anew_loses_nothing_by_it():
    arrivals = Arrivals()
    arrivals.note(10, 1.0)
    heard(arrivals)
    arrivals.note(20_000, 1.1)
    assert heard(arrivals) == {20_000: 4400}


def test_a_sender_that_begins_anew_further_back_is_told_of_its_losses():
    arrivals = Arrivals()
    arrivals.note(20_000, 1.0)
    heard(arrivals)
    arrivals.note(10, 1.1)
    heard(arrivals)
    arrivals.note(12, 1.2)
    assert heard(arrivals) == {11: None, 12: 4800}


def test_an_even_stream_costs_one_small_message():
    arrivals = Arrivals()
    for seq in range(30):
        arrivals.note(seq, 1 + seq * 0.0033)
    (message,) = arrivals.feedback(SENDER, MEDIA)
    assert len(message) == 20 + 2 + 30, "one run and a byte each"


def test_a_flood_between_two_feedbacks_is_bounded():
    arrivals = Arrivals()
    for seq in range(60_000):
        arrivals.note(seq, 1.0)
    assert len(arrivals.pending) == MOST_PENDING
    assert sum(len(message) for message in arrivals.feedback(SENDER, MEDIA)) < 2 * MOST_PENDING


def with_extensions(block, profile=0xBEDE):
    block += bytes(-len(block) % 4)
    plain = header(96, is_marked=False, seq=1, timestamp=2, ssrc=3)
    words = struct.pack("!HH", profile, len(block) // 4)
    return bytes([plain[0] | 0x10]) + plain[1:] + words + block + b"payload"


def test_the_number_is_found_among_other_extensions_of_both_forms():
    short = b"\x100" + b"\x00" + b"\x32abc" + b"\x51\x12\x34"
    assert transport_seq(with_extensions(short), 5) == 0x1234
    assert transport_seq(with_extensions(short), 4) is None
    long = b"\x01\x01a" + b"\x00" + b"\x05\x02\x12\x34"
    assert transport_seq(with_extensions(long, 0x1000), 5) == 0x1234


@pytest.mark.parametrize(
    "data",
    [
        b"",
        header(96, is_marked=False, seq=1, timestamp=2, ssrc=3) + b"payload",
        with_extensions(b"\x50\x12"),
        with_extensions(b"\xf1\x51\x12\x34"),
        with_extensions(b"\x51\x12\x34\x00", 0xABAC),
        with_extensions(b"\x51\x12\x34\x00")[:18],
    ],
    ids=["empty", "no extension", "one byte", "stop", "other profile", "cut short"],
)
def test_a_packet_without_the_number_has_none(data):
    assert transport_seq(data, 5) is None


@given(st.binary(max_size=80), st.integers(1, 14))
def test_no_bytes_from_the_network_raise(data, number):
    seq = transport_seq(data, number)
    assert seq is None or 0 <= seq <= 65535
    marked = bytes([0x90]) + data[1:] if data else b""
    assert transport_seq(marked, number) is None or marked


OFFERED = (
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
    "a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
    "a=rtcp-fb:96 transport-cc\r\n"
)


def test_feedback_is_given_where_the_offer_has_both_the_number_and_the_wish():
    assert offered_id(OFFERED) == 4
    assert offered_id(OFFERED.replace(" transport-cc\r", " nack\r")) is None
    assert offered_id(OFFERED.replace("extensions-01", "extensions-02")) is None
    assert offered_id(OFFERED.replace("extmap:4 ", "extmap:15 ")) is None
    assert offered_id(OFFERED.replace("extmap:4 ", "extmap:4/sendonly ")) == 4
