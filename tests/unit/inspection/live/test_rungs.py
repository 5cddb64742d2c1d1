"""What holds for a phone's picture: decided by hand, by the ladder, and as the phone says."""

import pytest

from inspection.live.rungs import DEFAULT_CAP_BPS, Changed, Obeyed, PhonePicture
from webrtc.quality import LADDER, Reason, Rung, Second, promises_picture

AWFUL = Second(0.5, 0.05, 30)
GOOD = Second(0.0, 0.05, 30)


def word(picture, *, is_in_force=True):
    return Obeyed(picture.rung, picture.cap_bps, is_in_force=is_in_force)


def looked(picture, *seconds):
    return [changed for one in seconds if (changed := picture.look(one)) is not None]


@pytest.mark.parametrize("rung", LADDER[1:])
def test_what_is_decided_holds_at_once_with_or_without_a_picture(rung):
    picture = PhonePicture()
    assert picture.pin(rung) == Changed(Rung.HD, rung, Reason.MANUAL)
    assert picture.rung is rung
    assert picture.pin(rung) is None, "it holds already"
    assert looked(picture, *[AWFUL, GOOD, None] * 50) == []
    assert picture.told() == {
        "rung": rung.value,
        "reason": "manual",
        "is_pinned": True,
        "cap_bps": DEFAULT_CAP_BPS,
        "obeyed": None,
    }


def test_left_to_the_ladder_it_goes_by_the_network_again():
    picture = PhonePicture()
    picture.pin(Rung.SD)
    assert picture.pin(None) == Changed(Rung.SD, None, Reason.MANUAL)
    assert picture.rung is Rung.SD
    assert looked(picture, AWFUL, AWFUL) == [Changed(Rung.SD, Rung.STILLS, Reason.LOSS)]
    assert picture.told()["reason"] == "loss"


@pytest.mark.parametrize("rung", [Rung.STILLS, Rung.ON_DEMAND])
def test_left_to_the_ladder_after_stills_the_lowest_moving_rung_is_tried(rung):
    picture = PhonePicture()
    picture.pin(rung)
    assert picture.pin(None) == Changed(rung, None, Reason.MANUAL)
    assert picture.rung is Rung.SLOW


def test_pinning_what_the_ladder_chose_is_a_decision_too():
    picture = PhonePicture()
    assert picture.pin(Rung.HD) == Changed(None, Rung.HD, Reason.MANUAL)


def test_the_log_says_from_what_to_what_and_why_in_both_languages():
    assert Changed(Rung.SLOW, Rung.STILLS, Reason.DELAY).facts() == {
        "from": "slow",
        "to": "stills",
        "cause": "delay",
        "zh": "每秒 5 帧 → 静态图（延迟高）",
        "en": "5 fps → stills (delay)",
    }
    assert Changed(Rung.ON_DEMAND, None, Reason.MANUAL).facts()["to"] == "auto"


@pytest.mark.parametrize("rung", LADDER)
def test_a_picture_is_expected_until_the_phone_says_that_it_sends_none(rung):
    picture = PhonePicture()
    picture.pin(rung)
    assert picture.is_picture_expected, "it may still be on its way"
    assert picture.hear(word(picture, is_in_force=False)) is True
    assert picture.is_picture_expected, "it could not be switched off"
    picture.hear(word(picture))
    assert picture.is_picture_expected is promises_picture(rung)
    picture.limit(500_000)
    assert picture.is_picture_expected is promises_picture(rung), "a cap changes nothing in that"
    picture.pin(Rung.SD)
    assert picture.is_picture_expected


def test_between_two_rungs_without_a_picture_none_is_expected():
    picture = PhonePicture()
    picture.pin(Rung.STILLS)
    picture.hear(word(picture))
    picture.pin(Rung.ON_DEMAND)
    assert not picture.is_picture_expected


def test_a_word_about_what_was_decided_before_does_not_count():
    picture = PhonePicture()
    late = word(picture)
    picture.pin(Rung.STILLS)
    assert picture.hear(late) is False
    assert picture.obeyed is None
    assert picture.hear(Obeyed(Rung.STILLS, 1_000_000, is_in_force=True)) is False


def test_one_word_answers_a_decision_whatever_a_phone_repeats():
    picture = PhonePicture()
    assert picture.hear(word(picture)) is False, "nothing was decided yet"
    picture.pin(Rung.SD)
    assert [picture.hear(word(picture)) for _ in range(5)] == [True, *[False] * 4]
    picture.limit(300_000)
    assert [picture.hear(word(picture)) for _ in range(2)] == [True, False]


def test_a_cap_tells_what_it_replaces():
    picture = PhonePicture()
    assert picture.limit(DEFAULT_CAP_BPS) is None
    assert picture.limit(500_000) == DEFAULT_CAP_BPS
    assert picture.limit(DEFAULT_CAP_BPS) == 500_000
