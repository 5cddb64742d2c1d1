"""When a picture counts as stopped, by what arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.forwarder import Stream
from webrtc.rtp import Codec, Packet
from webrtc.watchdog import LOOK_EVERY_S, Cause, Change, Watchdog

KNOWN_WITHIN_S = 3.0  # scorecard M11


class Phone:
    """Sends what a test says under a clock of tenths, looked at as the engine looks."""

    def __init__(self):
        self.watchdog = Watchdog()
        self.picture, self.sound = Stream(Codec.VP8, 1), Stream(Codec.OPUS, 2)
        self.tenths, self.news, self.promises_picture = 0, [], False

    @property
    def now(self):
        return 1000 + self.tenths * LOOK_EVERY_S

    def send(self, stream, *, is_new=True):
        seq = (stream.highest or 0) + 1
        newest = None if stream.highest is None else stream.recall(stream.highest)
        last = newest.timestamp if newest else 0
        timestamp = last + 3000 if is_new else last
        stream.take(Packet(96, True, seq, timestamp, stream.ssrc, b"x"), self.now)

    def live(self, seconds, *acts):
        """Each act once per look."""
        for _ in range(round(seconds / LOOK_EVERY_S)):
            for act in acts:
                act()
            used = [one for one in (self.picture, self.sound) if one.highest is not None]
            promises = self.promises_picture
            change = self.watchdog.look(used, self.now, promises_picture=promises)
            if change is not None:
                self.news.append((round(self.now - 1000, 1), change))
            self.tenths += 1

    def show(self):
        self.send(self.picture)

    def show_the_same(self):
        self.send(self.picture, is_new=False)

    def speak(self):
        self.send(self.sound)


@pytest.fixture
def phone():
    return Phone()


def test_a_picture_that_goes_on_is_no_news(phone):
    phone.live(30, phone.show, phone.speak)
    assert phone.news == []


def silence(phone):
    return ()


def sound_only(phone):
    return (phone.speak,)


def repeated(phone):
    return (phone.show_the_same, phone.speak)


@pytest.mark.parametrize(
    ("acts", "cause"),
    [
        (silence, Cause.NOTHING),
        (sound_only, Cause.SOUND_ONLY),
        (repeated, Cause.NOTHING_NEW),
    ],
)
def test_no_picture_is_known_within_three_seconds_with_its_cause(phone, acts, cause):
    phone.live(10, phone.show, phone.speak)
    phone.live(10, *acts(phone))
    ((at, change),) = phone.news
    assert change == Change(cause)
    assert 2.5 <= at - 10 <= KNOWN_WITHIN_S


def test_the_picture_is_back_with_its_first_new_frame(phone):
    phone.live(1, phone.show, phone.speak)
    phone.live(5, phone.speak)
    phone.live(1, phone.show, phone.speak)
    assert phone.news[1:] == [(6.0, Change(None))]


def test_another_connection_of_the_same_phone_is_a_picture(phone):
    phone.live(5, phone.show)
    phone.picture = Stream(Codec.VP8, 99)
    phone.live(5, phone.show)
    assert phone.news == []


def test_whoever_sends_sound_only_is_silent_without_it(phone):
    phone.live(10, phone.speak)
    assert phone.news == []
    phone.live(5)
    assert [change for _, change in phone.news] == [Change(Cause.NOTHING)]


def test_a_camera_that_was_promised_and_never_shows_is_no_picture(phone):
    phone.promises_picture = True
    phone.live(4, phone.speak)
    phone.live(1, phone.speak, phone.show)
    assert [change.stopped for _, change in phone.news] == [Cause.SOUND_ONLY, None]


def test_on_a_rung_without_moving_pictures_the_sound_is_the_sign_of_life(phone):
    phone.live(1, phone.show, phone.speak)
    phone.watchdog.expects_picture = False
    phone.live(10, phone.speak)
    assert phone.news == []
    phone.live(4)
    assert [change for _, change in phone.news] == [Change(Cause.NOTHING)]


def test_a_phone_without_a_microphone_is_not_missed_on_a_rung_without_pictures(phone):
    phone.live(1, phone.show)
    phone.watchdog.expects_picture = False
    phone.live(10)
    assert phone.news == []
    phone.watchdog.expects_picture = True
    phone.live(4)
    assert [change.stopped for _, change in phone.news] == [Cause.NOTHING]


def test_a_late_packet_of_an_old_frame_is_no_new_picture(phone):
    phone.live(1, phone.show)
    phone.picture.take(Packet(96, True, 13, 99_000, 1, b"x"), phone.now)  # 11 and 12 are missing
    phone.live(0.1)
    for seq, pause in ((11, 1.5), (12, 3.0)):
        phone.picture.take(Packet(96, True, seq, seq * 3000, 1, b"x"), phone.now)
        phone.live(pause)
    assert [change.stopped for _, change in phone.news] == [Cause.NOTHING]


def test_pauses_of_more_than_half_a_second_between_pictures_are_freezes(phone):
    phone.live(2, phone.show, phone.speak)
    assert phone.watchdog.freezes == 0
    phone.live(0.3, phone.speak)
    phone.live(1, phone.show, phone.speak)
    assert phone.watchdog.freezes == 0
    for _ in range(3):
        phone.live(1, phone.speak)
        phone.live(1, phone.show, phone.speak)
    assert phone.watchdog.freezes == 3


@given(st.lists(st.sampled_from(["show", "speak", "show_the_same"]), max_size=200))
def test_news_alternate_and_silence_is_what_was_told_last(acts):
    phone = Phone()
    for act in acts:
        phone.live(LOOK_EVERY_S, getattr(phone, act))
    phone.live(4)
    told = [change.stopped is not None for _, change in phone.news]
    assert told == [number % 2 == 0 for number in range(len(told))]
    assert phone.watchdog.is_silent
