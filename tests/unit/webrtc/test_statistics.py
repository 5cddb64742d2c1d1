"""Figures of the second that passed, from counters and memory alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.forwarder import Rewriter, Stream
from webrtc.rtcp import ReceiverReport
from webrtc.rtp import Codec, Packet
from webrtc.statistics import (
    Heard,
    StreamGauge,
    middle_of,
    round_trip_s,
    viewer_figures,
)

KEYFRAME = b"\x10\x00\x00\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + b"\x68\x01" + bytes(90)
DELTA = b"\x10\x01" + bytes(99)
BYTES = len(DELTA)


def picture(stream, number, first_seq, packets=2, at=0.0, lost=(), payload=DELTA):
    """One picture in so many packets, some of them lost."""
    for part in range(packets):
        if part in lost:
            continue
        seq = (first_seq + number * packets + part) % 65536
        time = (4_000_000_000 + number * 3000) % (1 << 32)
        body = payload if part == 0 else b"\x00" + bytes(BYTES - 1)
        stream.take(Packet(96, part == packets - 1, seq, time, 1, body), at)


@given(st.integers(0, 65535), st.integers(1, 40))
def test_pictures_and_bits_are_counted_over_the_second_whatever_the_numbers(first_seq, pictures):
    stream, gauge = Stream(Codec.VP8, 1), StreamGauge()
    picture(stream, 0, first_seq)
    gauge.sample(stream, 100.0)
    for number in range(1, pictures + 1):
        picture(stream, number, first_seq)
    gauge.sample(stream, 101.0)
    assert gauge.frames_per_s == pictures
    assert gauge.bitrate_bps == pictures * 2 * BYTES * 8
    assert gauge.loss == 0
    gauge.sample(stream, 102.0)
    assert (gauge.frames_per_s, gauge.bitrate_bps, gauge.loss) == (0, 0, 0)


def test_a_picture_over_two_samples_counts_once():
    stream, gauge = Stream(Codec.VP8, 1), StreamGauge()
    picture(stream, 0, 10)
    gauge.sample(stream, 100.0)
    picture(stream, 1, 10, lost=(1,))
    gauge.sample(stream, 101.0)
    assert gauge.frames_per_s == 1
    stream.take(Packet(96, True, 13, 4_000_003_000, 1, b"\x00"), 101.5)
    gauge.sample(stream, 102.0)
    assert gauge.frames_per_s == 0


def test_loss_is_what_no_retransmission_brought():
    stream, gauge = Stream(Codec.VP8, 1), StreamGauge()
    picture(stream, 0, 10)
    gauge.sample(stream, 100.0)
    for number in range(1, 11):
        picture(stream, number, 10, lost=(0,) if number in (3, 5) else ())
    stream.take(Packet(96, False, 16, 4_000_009_000, 1, DELTA), 100.6)  # the third's, again
    gauge.sample(stream, 101.0)
    assert gauge.loss == pytest.approx(1 / 20)


def test_the_size_is_that_of_the_newest_keyframe_and_stays():
    stream, gauge = Stream(Codec.VP8, 1), StreamGauge()
    picture(stream, 0, 10, payload=KEYFRAME)
    gauge.sample(stream, 100.0)
    assert gauge.size_px == (640, 360)
    picture(stream, 1, 10)
    gauge.sample(stream, 101.0)
    assert gauge.size_px == (640, 360)
    picture(stream, 2, 10, payload=KEYFRAME.replace(b"\x80\x02", b"\x00\x05"))
    picture(stream, 3, 10)
    gauge.sample(stream, 102.0)
    assert gauge.size_px == (1280, 360)


def test_sound_has_bits_and_no_pictures():
    stream, gauge = Stream(Codec.OPUS, 2), StreamGauge()
    for number in range(2):
        stream.take(Packet(111, False, number, number * 960, 2, bytes(80)), 100.0)
        gauge.sample(stream, 100.0 + number)
    assert (gauge.bitrate_bps, gauge.frames_per_s, gauge.size_px) == (640, 0, (0, 0))


@given(st.floats(0, 200_000), st.floats(0, 4), st.floats(0, 3))
def test_the_round_trip_is_what_passed_without_what_the_other_side_waited(sent, trip, waited):
    answer = round_trip_s(middle_of(sent), round(waited * 65536), middle_of(sent + trip + waited))
    assert answer == pytest.approx(trip, abs=1e-4) or (trip < 1e-4 and answer is None)


def test_an_answer_from_before_the_question_is_no_round_trip():
    assert round_trip_s(middle_of(100.0), 0, middle_of(99.0)) is None


def report(last_report=0, delay=0, fraction=0):
    return ReceiverReport(5, fraction, 0, last_report, delay)


def test_a_viewer_answers_one_of_the_last_reports():
    heard = Heard()
    ntp = 0x0123_4567_89AB_CDEF
    heard.sent_report(ntp, 100.0)
    heard.take(report(0x4567_89AB, 65536, fraction=64), 101.25)
    assert heard.rtt_s == pytest.approx(0.25, abs=1e-4)
    assert heard.loss == 0.25
    heard.take(report(0x1111_1111, 0), 102.0)
    assert heard.rtt_s == pytest.approx(0.25, abs=1e-4), "a report we never sent says nothing"


def test_what_viewers_may_still_answer_is_bounded():
    heard = Heard()
    for number in range(100):
        heard.sent_report(number << 16, float(number))
    assert len(heard._sent_at) == 8


def test_a_viewers_figures_are_the_sum_and_the_worst_of_its_streams():
    sound, picture = Heard(), Heard()
    rewriters = [Rewriter(96, 5, None, 6, 1), Rewriter(111, 7, None, 8, 1)]
    for at in (100.0, 101.0):
        for heard, rewriter in zip((picture, sound), rewriters, strict=True):
            heard.sample(rewriter, at)
            rewriter.payload_bytes += 1000
    sound.loss, picture.loss, picture.rtt_s = 0.1, 0.03, 0.05
    figures = viewer_figures("user_1", "applicant", [picture, sound])
    assert (figures.bitrate_bps, figures.loss, figures.rtt_s) == (16_000, 0.1, 0.05)
    assert viewer_figures("user_1", "applicant", []).rtt_s is None
