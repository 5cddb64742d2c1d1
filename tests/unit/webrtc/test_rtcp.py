"""What is written is also read by aiortc's own reader: a second opinion on the format."""

import struct

from aiortc import rtp as others
from hypothesis import given
from hypothesis import strategies as st

from webrtc import rtcp
from webrtc.rtcp import KeyframeWanted, Nack, ReceiverReport, Reception, SenderReport

words = st.integers(0, 2**32 - 1)
seqs = st.integers(0, 65535)
receptions = st.builds(
    Reception,
    ssrc=words,
    fraction_lost=st.integers(0, 255),
    lost=st.integers(0, 0x7FFFFF),
    highest=words,
    jitter=words,
    last_report=words,
    delay=words,
)


def read(data):
    return list(rtcp.read(data))


def read_by_others(data):
    return others.RtcpPacket.parse(data)


@given(words, words, st.lists(seqs, min_size=1, max_size=40, unique=True))
def test_every_packet_asked_for_again_is_named_once_and_no_other(sender, media, lost):
    data = rtcp.nack(sender, media, lost)
    (message,) = read(data)
    assert message.ssrc == media
    assert sorted(message.lost) == sorted(lost)
    (other,) = read_by_others(data)
    assert (other.ssrc, other.media_ssrc) == (sender, media)
    assert sorted(seq % 65536 for seq in other.lost) == sorted(lost)  # theirs counts past the wrap


def test_seventeen_packets_in_a_row_take_one_word_also_over_the_wrap():
    lost = [(65530 + step) % 65536 for step in range(17)]
    data = rtcp.nack(1, 2, lost)
    assert len(data) == 16
    assert read(data) == [Nack(2, tuple(lost))]


def test_nothing_lost_asks_for_nothing():
    assert read(rtcp.nack(1, 2, [])) == []


@given(words, words)
def test_a_wish_for_a_keyframe_names_the_stream(sender, media):
    data = rtcp.pli(sender, media)
    assert read(data) == [KeyframeWanted(media)]
    (other,) = read_by_others(data)
    assert (other.fmt, other.media_ssrc) == (others.RTCP_PSFB_PLI, media)


@given(words, words, st.integers(0, 255))
def test_browsers_that_ask_by_fir_are_understood(sender, media, number):
    # RFC 5104, 4.3.1: the media field is 0, the stream is named in the entry
    body = struct.pack("!LLLB3x", sender, 0, media, number)
    fir = bytes(others.RtcpPsfbPacket(4, sender, 0, body[8:]))
    assert fir == struct.pack("!BBH", 0x84, 206, 4) + body
    assert read(fir) == [KeyframeWanted(media)]


@given(words, st.integers(0, 2**40), st.lists(words, max_size=8))
def test_the_permitted_bitrate_is_told_exactly_enough_and_never_too_high(sender, bitrate, media):
    data = rtcp.remb(sender, bitrate, media)
    (other,) = read_by_others(data)
    told, streams = others.unpack_remb_fci(other.fci)
    assert streams == media
    assert bitrate * (1 - 2**-17) <= told <= bitrate
    assert read(data) == [], "what the server says to phones it does not take from viewers"


@given(words, st.integers(0, 2**64 - 1), words, st.integers(0, 2**40), st.integers(0, 2**40))
def test_a_sender_report_is_read_as_it_was_written(ssrc, ntp, timestamp, packets, payload_bytes):
    data = rtcp.sender_report(ssrc, ntp, timestamp, packets, payload_bytes)
    assert read(data) == [SenderReport(ssrc, ntp, timestamp)]
    (other,) = read_by_others(data)
    info = other.sender_info
    assert (info.ntp_timestamp, info.rtp_timestamp) == (ntp, timestamp)
    assert (info.packet_count, info.octet_count) == (packets % 2**32, payload_bytes % 2**32)


@given(words, st.lists(receptions, max_size=31))
def test_a_receiver_report_is_read_as_it_was_written(sender, streams):
    data = rtcp.receiver_report(sender, streams)
    assert read(data) == [
        ReceiverReport(s.ssrc, s.fraction_lost, s.lost, s.last_report, s.delay) for s in streams
    ]
    (other,) = read_by_others(data)
    assert [(r.highest_sequence, r.jitter, r.lsr, r.dlsr) for r in other.reports] == [
        (s.highest, s.jitter, s.last_report, s.delay) for s in streams
    ]


def test_more_streams_than_one_report_holds_are_left_out():
    streams = [Reception(ssrc, 0, 0, 0, 0, 0, 0) for ssrc in range(40)]
    assert [one.ssrc for one in read(rtcp.receiver_report(1, streams))] == list(range(31))


def test_reports_behind_a_sender_report_are_read_too():
    report = others.RtcpReceiverInfo(7, 12, 300, 0, 0, 0, 0)
    sender = others.RtcpSenderInfo(1 << 40, 90_000, 5, 500)
    data = bytes(others.RtcpSrPacket(3, sender, [report]))
    assert read(data) == [SenderReport(3, 1 << 40, 90_000), ReceiverReport(7, 12, 300)]


def test_a_viewer_who_got_packets_twice_has_lost_less_than_none():
    report = others.RtcpReceiverInfo(7, 0, -2, 0, 0, 0, 0)
    assert read(bytes(others.RtcpRrPacket(3, [report]))) == [ReceiverReport(7, 0, -2)]


@given(words, words)
def test_all_messages_of_a_compound_packet_are_read(sender, media):
    streams = [Reception(media, 1, 2, 3, 4, 5, 6)]
    compound = rtcp.receiver_report(sender, streams) + rtcp.nack(sender, media, [9])
    compound += bytes(others.RtcpByePacket([sender])) + rtcp.pli(sender, media)
    assert read(compound) == [
        ReceiverReport(media, 1, 2, 5, 6),
        Nack(media, (9,)),
        KeyframeWanted(media),
    ]


def test_what_stands_before_a_cut_message_still_counts():
    assert read(rtcp.pli(1, 2) + rtcp.nack(1, 2, [9])[:-1]) == [KeyframeWanted(2)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_exception(data):
    assert all(isinstance(message, rtcp.Message) for message in rtcp.read(data))


@given(st.integers(0, 31), st.sampled_from([200, 201, 205, 206, 207]), st.binary(max_size=120))
def test_any_content_under_a_known_header_is_read_without_an_exception(count, kind, body):
    body += bytes(-len(body) % 4)
    message = struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body
    assert all(isinstance(one, rtcp.Message) for one in rtcp.read(message + message[:-1]))


def test_extended_reports_with_other_blocks_before_the_answer_are_read():
    asked = rtcp.reference_time(7, 0x12345678)
    assert read(asked) == []
    assert len(asked) == 20
    answer = struct.pack("!LBBHLLL", 9, 5, 0, 3, 7, 0x12345678, 655)
    other = struct.pack("!BBHLL", 4, 0, 2, 1, 2)
    body = answer[:4] + other + answer[4:]
    packet = struct.pack("!BBH", 0x80, 207, len(body) // 4) + body
    assert read(packet) == [rtcp.ReferenceAnswered(7, 0x12345678, 655)]
