import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import FrozenClock
from tests.support.media import HeardNews
from webrtc import capture as capturing
from webrtc.capture import BURST_FRAMES, MOST_PACKETS, Collector, capture
from webrtc.decode import Picture
from webrtc.engine import StalePicture
from webrtc.forwarder import Stream
from webrtc.room import Publisher
from webrtc.rtp import SEQ_RANGE, Codec, Packet

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x10\x03\x00\x00"
PER_FRAME = 3
seqs = st.integers(0, SEQ_RANGE - 1)


def frames(count, first=100, ssrc=1):
    """Packets of `count` frames of three packets each; the first frame is a keyframe."""
    return [
        Packet(
            96,
            step % PER_FRAME == PER_FRAME - 1,
            (first + step) % SEQ_RANGE,
            step // PER_FRAME * 3000,
            ssrc,
            KEY if step == 0 else DELTA if step % PER_FRAME == 0 else b"\x00more",
        )
        for step in range(count * PER_FRAME)
    ]


class Press:
    """The capture key pressed on a stream; packets are handed in by the test."""

    def __init__(self, codec=Codec.VP8):
        self.clock, self.stream = FrozenClock(), Stream(codec, 1)
        self.collector = Collector(self.clock)

    def hears(self, packets):
        self.collector.offer(self.stream, packets, 0.0)

    @property
    def run(self):
        return self.collector.in_order()

    @property
    def is_done(self):
        return self.collector.done.is_set()


@given(seqs)
def test_six_whole_frames_are_enough_also_over_the_wrap(first):
    press, sent = Press(), frames(BURST_FRAMES, first)
    press.hears(sent[:-1])
    assert not press.is_done
    press.hears(sent[-1:])
    assert press.is_done
    assert press.run == sent


def test_nothing_is_kept_before_a_keyframe():
    press, sent = Press(), frames(3)
    press.hears(sent[PER_FRAME:])
    assert press.run == []
    assert press.collector.stream is None


def test_the_picture_is_of_when_its_keyframe_began_not_of_when_it_was_whole():
    press, sent = Press(), frames(1)
    began = press.clock.now()
    press.hears(sent[:1])
    press.clock.move(seconds=0.4)
    press.hears(sent[1:])
    assert press.collector.began_at == began


def test_a_frame_that_is_not_whole_is_left_out():
    press, sent = Press(), frames(2)
    press.hears(sent[:4])
    assert press.run == sent[:3]
    press.hears(sent[4:])
    assert press.run == sent


def test_what_comes_after_a_gap_waits_until_the_gap_is_filled():
    press, sent = Press(), frames(3)
    press.hears([*sent[:4], *sent[5:]])
    assert press.run == sent[:3]
    press.hears([sent[4]])
    assert press.run == sent


@given(seqs, st.data())
def test_the_order_of_arrival_changes_nothing(first, data):
    sent = frames(3, first)
    later = data.draw(st.permutations(sent[1:]))
    lost = data.draw(st.sampled_from([None, *sent[1:]]))
    press = Press()
    press.hears([sent[0], *(packet for packet in later if packet is not lost)])
    whole = sent if lost is None else sent[: sent.index(lost) // PER_FRAME * PER_FRAME]
    assert press.run == whole


def test_a_packet_that_comes_twice_counts_once():
    press, sent = Press(), frames(2)
    press.hears([*sent, *sent])
    assert press.run == sent


def test_sound_is_no_picture():
    press = Press(Codec.OPUS)
    press.hears(frames(BURST_FRAMES))
    assert press.run == []
    assert not press.is_done


def test_a_picture_is_never_made_of_two_streams():
    press, sent = Press(), frames(2)
    press.hears(sent[:3])
    other = Stream(Codec.VP8, 2)
    press.collector.offer(other, frames(2, first=103, ssrc=2), 0.0)
    assert press.run == sent[:3]


def test_a_frame_without_end_fills_no_memory():
    press, sent = Press(), frames(1)
    press.hears([sent[0]])
    press.hears(Packet(96, False, 101 + step, 0, 1, b"x") for step in range(MOST_PACKETS + 50))
    assert len(press.collector.packets) == MOST_PACKETS


def later(packets, by_ticks=63_000):
    return [one._replace(timestamp=one.timestamp + by_ticks) for one in packets]


def test_a_piece_of_the_keyframe_lost_for_good_does_not_cost_the_picture():
    press, lossy, following = Press(), frames(2), later(frames(BURST_FRAMES, first=106))
    press.hears([lossy[0], *lossy[2:]])
    press.clock.move(seconds=0.7)
    press.hears(following)
    assert press.is_done
    assert press.run == following
    assert press.collector.began_at == press.clock.now()


def test_a_phone_that_publishes_anew_in_the_middle_of_a_press_does_not_cost_the_picture():
    press, anew = Press(), frames(BURST_FRAMES, first=9, ssrc=2)
    press.hears(frames(1)[:2])
    press.stream = Stream(Codec.VP8, 2)
    press.hears(anew)
    assert press.run == anew


def test_a_keyframe_from_before_the_press_that_comes_late_changes_nothing():
    press, before, sent = Press(), frames(1, first=97), later(frames(2))
    press.hears([*sent[:2], before[0], *sent[2:]])
    assert press.run == sent


def test_the_pieces_of_one_h264_keyframe_do_not_start_it_again():
    press = Press(Codec.H264)
    parameters, picture = b"\x67\x42\x00\x1f", b"\x65\x88\x84"
    sent = [Packet(96, False, 5, 0, 1, parameters), Packet(96, True, 6, 0, 1, picture)]
    press.hears(sent)
    assert press.run == sent


class Decoder:
    """Decodes nothing; says what it was given."""

    def __init__(self, picture=None):
        self.given, self.picture = [], picture

    async def sharpest(self, codec, packets):
        self.given.append((codec, list(packets)))
        return self.picture


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(capturing, "DEADLINE_S", 0.1)


class Phone:
    """A publisher that answers a wish for a keyframe at once, with these packets."""

    def __init__(self, packets):
        self.stream, self.packets = Stream(Codec.VP8, 1), packets
        self.publisher = Publisher("room", "applicant", HeardNews(), self.answer)

    def answer(self):
        self.publisher.take(self.stream, self.packets, 0.0)


async def test_a_press_asks_for_a_keyframe_and_gives_the_sharpest_of_the_burst(clock):
    phone, decoder = Phone(frames(BURST_FRAMES)), Decoder(Picture(b"jpeg", 1280, 720))
    frame = await capture(phone.publisher, decoder, clock)
    assert (frame.jpeg, frame.width_px, frame.height_px) == (b"jpeg", 1280, 720)
    assert frame.captured_at == clock.now()
    assert decoder.given == [(Codec.VP8, phone.packets)]
    assert not phone.publisher.subscribers, "nothing listens on"


async def test_a_keyframe_is_a_picture_also_when_nothing_follows_it(clock):
    phone, decoder = Phone(frames(1)), Decoder(Picture(b"jpeg", 1280, 720))
    assert (await capture(phone.publisher, decoder, clock)).jpeg == b"jpeg"
    assert decoder.given == [(Codec.VP8, phone.packets)]


@pytest.mark.usefixtures("quick")
async def test_no_keyframe_in_time_is_a_stale_picture_and_nothing_is_decoded(clock):
    phone, decoder = Phone([]), Decoder()
    with pytest.raises(StalePicture):
        await capture(phone.publisher, decoder, clock)
    assert decoder.given == []
    assert not phone.publisher.subscribers


@pytest.mark.usefixtures("quick")
async def test_a_keyframe_that_never_gets_whole_is_a_stale_picture(clock):
    phone, decoder = Phone(frames(1)[:-1]), Decoder()
    with pytest.raises(StalePicture):
        await capture(phone.publisher, decoder, clock)
    assert decoder.given == []


async def test_a_burst_that_does_not_decode_is_a_stale_picture(clock):
    with pytest.raises(StalePicture):
        await capture(Phone(frames(BURST_FRAMES)).publisher, Decoder(), clock)


async def test_an_inspector_who_leaves_the_page_leaves_nothing_listening(clock):
    phone, asked = Phone([]), asyncio.Event()
    phone.publisher.ask_keyframe = asked.set
    pressing = asyncio.create_task(capture(phone.publisher, Decoder(), clock))
    await asked.wait()
    assert len(phone.publisher.subscribers) == 1
    pressing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pressing
    assert not phone.publisher.subscribers
