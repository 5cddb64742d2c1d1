"""What a phone tells of its place and clock, and for how long it counts."""

from datetime import timedelta

from inspection.live.phone_facts import MOST_FIXES, MOST_PHONES, PhoneFacts, Position
from tests.support.clock import FrozenClock

HERE, THERE = Position(36.68, 117.07), Position(36.69, 117.07)


def a_phone():
    clock = FrozenClock()
    return PhoneFacts(clock), clock


def test_a_picture_gets_the_last_fix_before_it_not_a_later_one():
    phones, clock = a_phone()
    assert phones.fix_at("a", clock.now()) is None
    phones.tell_fix("a", HERE, 10, age_ms=2000)
    first_at = clock.now() - timedelta(seconds=2)
    clock.move(seconds=60)
    phones.tell_fix("a", THERE, 10, age_ms=0)
    assert phones.fix_at("a", clock.now()).position == THERE
    assert phones.fix_at("a", clock.now() - timedelta(seconds=1)).position == HERE
    assert phones.fix_at("a", first_at).at == first_at
    assert phones.fix_at("a", first_at - timedelta(seconds=1)) is None
    assert phones.fix_at("b", clock.now()) is None, "another case's phone"


def test_half_an_hour_of_fixes_is_kept_and_no_more():
    phones, clock = a_phone()
    began = clock.now()
    for _ in range(MOST_FIXES + 10):
        phones.tell_fix("a", HERE, 10, age_ms=0)
        clock.move(seconds=5)
    assert phones.fix_at("a", began + timedelta(seconds=20)) is None
    assert phones.fix_at("a", clock.now()) is not None


def test_the_clock_is_measured_by_question_and_answer():
    phones, clock = a_phone()
    assert phones.ask_clock("a", "q1")
    asked = clock.now()
    clock.move(milliseconds=80)
    phones.tell_clock("a", "q1", asked + timedelta(milliseconds=40, seconds=-7))
    offset = phones.clock_offset("a")
    assert (offset.offset_ms, offset.error_ms) == (-7000, 40)


def test_only_the_question_that_was_asked_is_answered_and_only_once():
    phones, clock = a_phone()
    phones.tell_clock("a", "q1", clock.now())
    assert phones.clock_offset("a") is None
    phones.ask_clock("a", "q1")
    phones.tell_clock("a", "q2", clock.now())
    assert phones.clock_offset("a") is None
    phones.tell_clock("a", "q1", clock.now())
    phones.tell_clock("a", "q1", clock.now() + timedelta(days=1))
    phones.tell_clock("a", "", clock.now() + timedelta(days=1))
    assert phones.clock_offset("a").offset_ms == 0


def test_a_slow_answer_and_one_over_a_changed_clock_tell_nothing():
    phones, clock = a_phone()
    phones.ask_clock("a", "q1")
    clock.move(seconds=6)
    phones.tell_clock("a", "q1", clock.now())
    assert phones.clock_offset("a") is None
    clock.move(minutes=1)
    assert phones.ask_clock("a", "q2")
    clock.move(hours=-2)
    phones.tell_clock("a", "q2", clock.now())
    assert phones.clock_offset("a") is None
    assert phones.ask_clock("a", "q3"), "asked anew although the last question lies in the future"


def test_the_best_of_the_last_minutes_counts_and_an_old_one_does_not():
    phones, clock = a_phone()
    for question, half_ms in (("q1", 20), ("q2", 400)):
        assert phones.ask_clock("a", question)
        clock.move(milliseconds=half_ms * 2)
        phones.tell_clock("a", question, clock.now())
        clock.move(seconds=31)
    assert phones.clock_offset("a").error_ms == 20
    clock.move(minutes=11)
    assert phones.clock_offset("a") is None


def test_a_phone_is_not_asked_again_within_half_a_minute():
    phones, clock = a_phone()
    assert phones.ask_clock("a", "q1")
    assert not phones.ask_clock("a", "q2")
    clock.move(seconds=30)
    assert phones.ask_clock("a", "q3")


def test_consent_taken_back_forgets_the_phone_and_many_phones_are_bounded():
    phones, clock = a_phone()
    phones.tell_fix("a", HERE, 10, age_ms=0)
    phones.forget("a")
    assert phones.fix_at("a", clock.now()) is None
    for number in range(MOST_PHONES + 1):
        phones.tell_fix(str(number), HERE, 10, age_ms=0)
    assert phones.fix_at("0", clock.now()) is None
    assert phones.fix_at("1", clock.now()) is not None


def test_a_flood_of_fixes_keeps_one_in_two_seconds():
    phones, clock = a_phone()
    assert phones.tell_fix("a", HERE, 10, age_ms=0)
    clock.move(milliseconds=1999)
    assert not phones.tell_fix("a", THERE, 10, age_ms=0)
    clock.move(milliseconds=1)
    assert phones.tell_fix("a", THERE, 10, age_ms=0)
    clock.move(seconds=2)
    assert not phones.tell_fix("a", HERE, 10, age_ms=60_000), "older than what is known"


def test_a_moment_of_the_phone_is_told_by_the_server_once_the_offset_is_known():
    phones, clock = a_phone()
    fast = clock.now() + timedelta(hours=3)
    assert phones.server_time("a", fast) == fast
    phones.ask_clock("a", "q1")
    phones.tell_clock("a", "q1", fast)
    assert phones.server_time("a", fast) == clock.now()
    end_of_time = fast.replace(year=1, month=1, day=1, hour=0)
    assert phones.server_time("a", end_of_time) == end_of_time
