import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.rtp import (
    HEADER_BYTES,
    SEQ_RANGE,
    Codec,
    Packet,
    begins_keyframe,
    header,
    is_newer,
    parse,
    vp8_payload,
)

seqs = st.integers(0, SEQ_RANGE - 1)
words = st.integers(0, 2**32 - 1)
packets = st.builds(
    Packet, st.integers(0, 127), st.booleans(), seqs, words, words, st.binary(max_size=1300)
)


def written(packet):
    return (
        header(
            packet.payload_type,
            is_marked=packet.is_marked,
            seq=packet.seq,
            timestamp=packet.timestamp,
            ssrc=packet.ssrc,
        )
        + packet.payload
    )


@given(packets)
def test_a_packet_is_read_as_it_was_written(packet):
    assert parse(written(packet)) == packet


@given(packets, st.lists(words, max_size=15), st.binary(max_size=32), st.integers(0, 255))
def test_sources_extensions_and_padding_are_left_out_of_the_payload(
    packet, sources, extension, padding
):
    extension += bytes(-len(extension) % 4)
    plain = written(packet)
    first = 0x80 | 0x10 | len(sources) | (0x20 if padding else 0)
    data = bytes([first]) + plain[1:HEADER_BYTES] + struct.pack(f"!{len(sources)}L", *sources)
    data += struct.pack("!HH", 0xBEDE, len(extension) // 4) + extension + packet.payload
    if padding:
        data += bytes(padding - 1) + bytes([padding])
    assert parse(data) == packet


@given(st.binary(max_size=120))
def test_any_bytes_are_a_packet_or_none(data):
    packet = parse(data)
    assert packet is None or packet.payload in data


@given(packets, st.integers(0, HEADER_BYTES - 1))
def test_a_header_cut_short_is_no_packet(packet, length):
    assert parse(written(packet)[:length]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" + bytes(11),  # version 0
        b"\x8f" + bytes(11),  # names 15 sources, holds none
        b"\x90" + bytes(11),  # names an extension, holds none
        b"\x90" + bytes(11) + b"\xbe\xde\x00\x09",  # extension longer than the packet
        b"\xa0" + bytes(11) + b"\x05",  # padding longer than the payload
    ],
)
def test_a_header_that_promises_more_than_it_holds_is_no_packet(data):
    assert parse(data) is None


@given(seqs, st.integers(1, SEQ_RANGE // 2 - 1))
def test_the_next_half_of_the_circle_is_newer_also_over_the_wrap(seq, ahead):
    later = (seq + ahead) % SEQ_RANGE
    assert is_newer(later, seq)
    assert not is_newer(seq, later)


@given(seqs)
def test_no_packet_is_newer_than_itself_or_its_opposite(seq):
    assert not is_newer(seq, seq)
    assert not is_newer(seq + SEQ_RANGE // 2, seq), "RFC 1982 leaves it open; none replaces any"


def test_numbers_start_again_after_65535():
    assert is_newer(0, 65535)
    assert not is_newer(65535, 0)


# RFC 7741, 4.2: first byte X R N S R PID; then, with X, the byte I L T K and what it announces.
START, KEY, DELTA = 0x10, b"\x10\x02\x00\x9d\x01\x2a", b"\x11\x02\x00"


@pytest.mark.parametrize(
    "descriptor",
    [
        bytes([START]),
        bytes([0x80 | START, 0x00]),
        bytes([0x80 | START, 0x80, 0x7F]),  # 7-bit picture id
        bytes([0x80 | START, 0x80, 0xFF, 0xFF]),  # 15-bit picture id
        bytes([0x80 | START, 0xC0, 0x81, 0x01, 0x05]),  # and a TL0PICIDX
        bytes([0x80 | START, 0xF0, 0x81, 0x01, 0x05, 0x20]),  # and TID and KEYIDX in one byte
    ],
)
def test_a_vp8_picture_is_found_behind_every_form_of_descriptor(descriptor):
    assert vp8_payload(descriptor + KEY) == KEY
    assert begins_keyframe(Codec.VP8, descriptor + KEY)
    assert not begins_keyframe(Codec.VP8, descriptor + DELTA)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        bytes([START]),  # no picture behind the descriptor
        bytes([0x00]) + KEY,  # a packet further into the picture
        bytes([START | 1]) + KEY,  # the start of another partition
        bytes([0x80 | START]),  # announces an extension, holds none
    ],
)
def test_no_vp8_decoder_is_started_at_half_a_picture(payload):
    assert not begins_keyframe(Codec.VP8, payload)


def unit(kind, body=b"\x88\x84"):
    return bytes([0x60 | kind]) + body


def together(*units):
    """STAP-A (RFC 6184, 5.7.1): several units with their sizes in one packet."""
    return b"\x78" + b"".join(struct.pack("!H", len(one)) + one for one in units)


def fragment(kind, *, is_first):
    """FU-A (RFC 6184, 5.8): a piece of a unit too large for a packet."""
    return bytes([0x7C, (0x80 if is_first else 0x00) | kind]) + b"\x88\x84"


SLICE, IDR, SEI, SPS, PPS, DELIMITER = 1, 5, 6, 7, 8, 9


@pytest.mark.parametrize(
    "payload",
    [
        unit(IDR),
        unit(SPS),
        together(unit(SPS), unit(PPS)),
        together(unit(IDR)),
        fragment(IDR, is_first=True),
    ],
)
def test_a_viewer_may_start_at_an_h264_keyframe(payload):
    assert begins_keyframe(Codec.H264, payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x65",
        unit(SLICE),
        unit(SEI),
        unit(PPS),
        together(unit(SLICE), unit(SLICE)),
        b"\x78",
        b"\x78\x00",
        b"\x78\x00\x00",
        b"\x78\x00\x05\x67",  # the unit is shorter than its size
        fragment(IDR, is_first=False),
        fragment(SLICE, is_first=True),
        b"\x7c",
    ],
)
def test_no_h264_decoder_is_started_elsewhere(payload):
    assert not begins_keyframe(Codec.H264, payload)


@pytest.mark.parametrize("before", [unit(DELIMITER, b"\xf0"), unit(SEI)])
def test_an_encoder_that_sends_a_delimiter_before_its_keyframe_shows_a_picture(before):
    assert begins_keyframe(Codec.H264, together(before, unit(SPS), unit(PPS)))


@given(st.sampled_from([Codec.VP8, Codec.H264]), st.binary(max_size=60))
def test_any_payload_is_judged_without_an_exception(codec, payload):
    assert begins_keyframe(codec, payload) in (True, False)


@given(st.binary(max_size=60))
def test_sound_can_be_heard_from_any_packet_on(payload):
    assert begins_keyframe(Codec.OPUS, payload)
