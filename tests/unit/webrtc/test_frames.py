import itertools
from functools import cache

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.encoded import SIZE_PX, filmed, flat, grey_of, spoken
from webrtc.frames import HOLD_S, MOST_HELD, Assembler, Frame, Lost, Shape, frames_of
from webrtc.rtp import SEQ_RANGE, Codec, Packet
from webrtc.sps import size_of_sps

PICTURES = 12
KEYFRAMES = (0, 6)
SPACING_S = 0.001
video = st.sampled_from([Codec.VP8, Codec.H264])


@cache
def film(codec, first_seq=65530):
    """Pictures over the wrap of the numbers, a keyframe in the middle."""
    return filmed(codec, PICTURES, first_seq=first_seq, keyframes=KEYFRAMES)


def heard(codec, packets, *, until=None):
    """What the assembler gives for packets that come a millisecond apart, and after the wait."""
    assembler, given_out = Assembler(codec), []
    for step, packet in enumerate(packets):
        given_out += assembler.take(packet, step * SPACING_S)
    return [*given_out, *assembler.expire(until or len(packets) * SPACING_S + HOLD_S)]


def pictures(codec, found):
    """The pictures by number: what the film was made of, in the order found."""
    numbers = {expected.data: number for number, expected in enumerate(whole(codec))}
    return [numbers[one.data] for one in found if isinstance(one, Frame)]


@cache
def whole(codec):
    return heard(codec, flat(film(codec)))


@given(video, st.randoms(use_true_random=False))
def test_the_order_of_arrival_within_a_second_changes_nothing(codec, random):
    first, *rest = flat(film(codec))
    random.shuffle(rest)
    assert pictures(codec, heard(codec, [first, *rest])) == list(range(PICTURES))


@given(video, st.data())
def test_packets_that_come_twice_change_nothing(codec, data):
    packets = flat(film(codec))
    doubled = data.draw(st.lists(st.sampled_from(packets), max_size=20))
    at = data.draw(st.integers(1, len(packets)))
    assert heard(codec, [*packets[:at], *doubled, *packets[at:]]) is not None
    found = heard(codec, [*packets[:at], *packets[max(0, at - 20) : at], *packets[at:]])
    assert pictures(codec, found) == list(range(PICTURES))


@given(video, st.data())
def test_after_a_loss_pictures_go_on_with_the_next_keyframe_and_the_loss_is_told(codec, data):
    frames = film(codec)
    number = data.draw(st.integers(0, KEYFRAMES[1] - 1))
    lost = data.draw(st.sampled_from(frames[number]))
    found = heard(codec, [one for one in flat(frames) if one is not lost])
    before = list(range(number))
    assert pictures(codec, found) == [*before, *range(KEYFRAMES[1], PICTURES)]
    # a loss before the first keyframe is no gap in anything
    assert [type(one) for one in found].count(Lost) == (1 if lost is not flat(frames)[0] else 0)


@given(video, st.data())
def test_whatever_is_lost_what_comes_out_is_decodable_and_in_order(codec, data):
    packets = flat(film(codec))
    kept = data.draw(st.lists(st.sampled_from(packets), unique_by=lambda one: one.seq))
    kept.sort(key=packets.index)
    found = heard(codec, kept)
    numbers = pictures(codec, found)
    assert numbers == sorted(set(numbers))
    for before, after in itertools.pairwise([None, *numbers]):
        assert after in KEYFRAMES or after - 1 == before, "a delta only behind what it refers to"


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=30), st.sampled_from(list(Codec)))
def test_garbage_raises_nothing(payloads, codec):
    packets = [
        Packet(96, step % 3 == 0, step, step // 3, 1, one) for step, one in enumerate(payloads)
    ]
    for one in heard(codec, packets):
        assert isinstance(one, Frame | Lost)


def test_a_retransmission_within_the_second_fills_the_hole():
    packets = flat(film(Codec.VP8))
    assembler, found = Assembler(Codec.VP8), []
    for packet in [*packets[:5], *packets[6:]]:
        found += assembler.take(packet, 0.0)
    found += assembler.expire(HOLD_S * 0.99)
    assert not any(isinstance(one, Lost) for one in found)
    found += assembler.take(packets[5], HOLD_S * 0.99)
    assert pictures(Codec.VP8, found) == list(range(PICTURES))


def test_what_is_held_behind_a_hole_is_bounded():
    packets = flat(film(Codec.VP8))
    assembler = Assembler(Codec.VP8)
    assembler.take(packets[0], 0.0)
    start = packets[0].seq + 2
    for step in range(MOST_HELD - 1):
        assert not assembler.take(Packet(96, True, (start + step) % SEQ_RANGE, 1, 1, b"\0"), 0.0)
    found = assembler.take(Packet(96, True, (start + MOST_HELD) % SEQ_RANGE, 1, 1, b"\0"), 0.0)
    assert isinstance(found[0], Lost)


def test_a_sender_that_sets_no_marker_is_understood_by_its_timestamps():
    unmarked = [one._replace(is_marked=False) for one in flat(film(Codec.VP8))]
    assert pictures(Codec.VP8, heard(Codec.VP8, unmarked)) == list(range(PICTURES - 1))


@pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264])
def test_keyframes_are_known_with_the_size_of_their_picture(codec):
    found = whole(codec)
    keys = [number for number, frame in enumerate(found) if frame.is_keyframe]
    assert keys == list(KEYFRAMES)
    for number in keys:
        shape = found[number].shape
        assert (shape.codec, shape.width_px, shape.height_px) == (codec, *SIZE_PX)
        assert bool(shape.parameters) is (codec is Codec.H264)
    assert all(frame.shape is None for frame in found if not frame.is_keyframe)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (322, 242)])
def test_the_size_in_a_parameter_set_is_the_cropped_one(size):
    frames = filmed(Codec.H264, 1, size_px=size)
    (frame,) = heard(Codec.H264, flat(frames))
    assert isinstance(frame.shape, Shape)
    assert (frame.shape.width_px, frame.shape.height_px) == size


@given(st.binary(max_size=60))
def test_a_parameter_set_of_garbage_has_no_size_or_a_possible_one(unit):
    size = size_of_sps(unit)
    assert size is None or all(0 < side <= 16384 for side in size)


def test_each_packet_of_sound_is_a_frame_and_a_hole_in_it_costs_only_itself():
    packets = spoken(10)
    found = heard(Codec.OPUS, [*packets[:4], *packets[5:]])
    frames = [one for one in found if isinstance(one, Frame)]
    assert [one.timestamp for one in frames] == [
        one.timestamp for one in packets if one is not packets[4]
    ]
    assert sum(isinstance(one, Lost) for one in found) == 1


@pytest.mark.parametrize(("codec", "name"), [(Codec.VP8, "vp8"), (Codec.H264, "h264")])
def test_frames_for_a_decoder_decode_to_the_pictures_that_were_filmed(codec, name):
    decoder = av.CodecContext.create(name, "r")
    seen = []
    for frame in [*frames_of(codec, flat(film(codec))), None]:
        seen += decoder.decode(None if frame is None else av.Packet(frame))
    assert len(seen) == PICTURES
    for number, one in enumerate(seen):
        grey = one.to_ndarray(format="gray")[SIZE_PX[1] // 2 + 20 :].mean()
        assert abs(grey - grey_of(number)) < 8


@pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264])
def test_padding_between_pictures_changes_no_picture(codec):
    packets = flat(film(codec))
    padded = []
    for packet in packets:
        padded.append(packet)
        if packet.is_marked:
            padded += [packet._replace(is_marked=False, payload=b"")] * 2
    padded = [one._replace(seq=(65530 + at) % SEQ_RANGE) for at, one in enumerate(padded)]
    assert pictures(codec, heard(codec, padded)) == list(range(PICTURES))
    assert list(frames_of(codec, padded)) == list(frames_of(codec, packets))
