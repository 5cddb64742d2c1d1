import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.media import HeardNews
from tests.support.packets import DELTA, KEY, numbered
from webrtc.forwarder import Stream
from webrtc.room import KEYFRAME_PACE_S, Publisher, Room
from webrtc.rtp import Codec
from webrtc.watchdog import SILENT_AFTER_S


class Call:
    """A publisher under a clock that a test moves, and all that becomes known of it."""

    def __init__(self):
        self.heard = HeardNews()
        self.asked_at, self.now, self.seq = [], 100.0, 0
        self.publisher = Publisher(
            "room", "applicant", self.heard, lambda: self.asked_at.append(self.now)
        )
        self.stream = self.publisher.streams[1] = Stream(Codec.VP8, 1)

    @property
    def news(self):
        return [what for what, _ in self.heard.news]

    def packet_at(self, now, seq=None, payload=DELTA):
        self.now, self.seq = now, self.seq + 1 if seq is None else seq
        packet = numbered(self.seq, payload=payload)
        self.publisher.take(self.stream, [packet], now)
        return packet

    def watch_at(self, now):
        self.now = now
        self.publisher.watch(now)


@pytest.fixture
def call():
    return Call()


class Listener:
    def __init__(self):
        self.heard = []

    def offer(self, stream, packets, now):
        self.heard += packets


def test_somebody_who_sent_nothing_yet_is_neither_here_nor_silent(call):
    for now in (100, 100 + 10 * SILENT_AFTER_S):
        call.watch_at(now)
    assert call.news == []


def test_the_first_packet_is_news_and_the_second_is_none(call):
    call.packet_at(100)
    call.packet_at(100.03)
    assert call.heard.news == [("came", "applicant")]


def test_no_picture_is_told_once_and_its_return_once(call):
    call.packet_at(100)
    for now in (100.1, 102.7):
        call.watch_at(now)
    assert call.news == ["came"]
    for now in (102.9, 103.5, 200):
        call.watch_at(now)
    assert call.news == ["came", "silent"]
    assert call.publisher.is_silent
    call.packet_at(210)
    call.packet_at(210.03)
    call.watch_at(210.1)
    assert call.news == ["came", "silent", "back"]
    assert not call.publisher.is_silent


def test_packets_that_were_here_before_are_no_sign_of_life(call):
    for now in (100, 101, 102, 102.9):
        call.packet_at(now, seq=7)
        call.watch_at(now)
    assert call.news == ["came", "silent"]


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 5)), max_size=60))
def test_news_always_alternates_between_silent_and_back(moments):
    call = Call()
    for is_packet, passed in moments:
        (call.packet_at if is_packet else call.watch_at)(call.now + passed)
    expected = ["came", *["silent", "back"] * len(moments)]
    assert call.news == expected[: len(call.news)]
    assert call.publisher.is_silent is (call.news[-1:] == ["silent"])


def test_each_new_packet_is_offered_once_to_everybody_who_listens(call):
    viewers = [Listener(), Listener()]
    call.publisher.subscribers += viewers
    sent = [call.packet_at(100), call.packet_at(100.03)]
    call.packet_at(100.06, seq=2)
    assert [viewer.heard for viewer in viewers] == [sent, sent]


def test_viewers_who_all_want_a_keyframe_burden_the_phone_with_one(call):
    for _ in range(20):
        call.publisher.want_keyframe(call.now)
    assert call.asked_at == [100.0]


def test_a_wish_for_a_keyframe_is_passed_on_every_300_ms_at_most(call):
    for step in range(129):  # two seconds in 64ths, of which 20 are the first above 0.3 s
        call.now = 100 + step / 64
        call.publisher.want_keyframe(call.now)
    assert call.asked_at == [100 + step / 64 for step in range(0, 129, 20)]
    assert KEYFRAME_PACE_S == 0.3


def test_a_request_that_was_lost_is_made_again_until_a_keyframe_comes(call):
    call.packet_at(100)
    call.publisher.want_keyframe(call.now)
    for step in range(1, 129):
        call.now = 100 + step / 64
        call.publisher.pursue_keyframe(call.now)
        if step == 50:
            call.packet_at(call.now, payload=KEY)
    assert call.asked_at == [100 + step / 64 for step in (0, 20, 40)]


def test_a_wish_that_came_too_soon_after_another_is_kept_not_forgotten(call):
    call.publisher.want_keyframe(100)
    call.packet_at(100.05, payload=KEY)
    call.now = 100.1
    call.publisher.want_keyframe(call.now)
    for call.now in (100.2, 100.35, 100.5):
        call.publisher.pursue_keyframe(call.now)
    assert call.asked_at == [100.0, 100.35]


def test_a_silent_phone_is_not_asked_for_keyframes(call):
    call.packet_at(100)
    call.watch_at(100)
    call.watch_at(104)
    call.publisher.want_keyframe(call.now)
    assert call.asked_at == []
    call.packet_at(110)
    call.watch_at(110)
    call.publisher.pursue_keyframe(call.now)
    assert call.asked_at == [110]


def test_who_is_to_send_no_picture_is_not_called_silent_and_may_come_later(call):
    room = Room("room")
    room.expect_picture("applicant", is_expected=False)
    assert room.without_picture == {"applicant"}
    room.publishers["applicant"] = call.publisher
    room.expect_picture("applicant", is_expected=False)
    call.packet_at(100)
    call.watch_at(100)
    call.watch_at(100 + 10 * SILENT_AFTER_S)
    assert "silent" not in call.news
    room.expect_picture("applicant", is_expected=True)
    assert room.without_picture == set()
    call.watch_at(200)
    call.watch_at(200.1 + SILENT_AFTER_S)
    assert "silent" in call.news
