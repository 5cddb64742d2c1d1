"""Which way a notice goes next."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspection.notices.model import (
    MOST_POSTPONED,
    RULES,
    Channel,
    Happened,
    Kind,
    What,
    next_channel,
    round_of,
)

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def told(*steps):
    """What happened: `sms begun`, `sms refused`, `again`."""
    found = []
    for step in steps:
        channel, _, what = step.rpartition(" ")
        found.append(Happened(NOW, What(what), Channel(channel) if channel else None))
    return round_of(found)


@given(st.sampled_from(Kind), st.frozensets(st.sampled_from(Channel)))
def test_each_open_channel_is_tried_once_in_the_order_of_the_kind(kind, opened):
    steps, tried = [], []
    while (channel := next_channel(kind, opened, told(*steps))) is not None:
        steps += [f"{channel.value} begun", f"{channel.value} refused"]
        tried.append(channel)
    assert tried == [one for one in RULES[kind].channels if one in opened]


def test_an_attempt_whose_worker_died_is_found_and_its_channel_is_not_asked_again():
    found = told("sms begun")
    assert found.unfinished is not None
    assert next_channel(Kind.BOOKED, frozenset(Channel), found) is Channel.EMAIL


def test_a_channel_that_surely_sent_nothing_is_asked_again_until_it_is_worn():
    pair = ("sms begun", "sms postponed")
    both = frozenset({Channel.SMS, Channel.WECOM})
    assert next_channel(Kind.BOOKED, both, told(*pair)) is Channel.SMS
    worn = told(*pair * MOST_POSTPONED)
    assert next_channel(Kind.BOOKED, both, worn) is Channel.WECOM
    assert next_channel(Kind.BOOKED, frozenset({Channel.SMS}), worn) is Channel.SMS


def test_what_a_person_asks_for_again_begins_anew():
    found = told("sms begun", "sms unanswered", "again")
    assert not found.is_unsure
    assert next_channel(Kind.BOOKED, frozenset(Channel), found) is Channel.SMS


def test_every_kind_has_a_rule():
    assert RULES.keys() == set(Kind)


ANSWERS = st.sampled_from([What.ACCEPTED, What.REFUSED, What.POSTPONED, What.UNANSWERED])


@given(st.sampled_from(Kind), st.frozensets(st.sampled_from(Channel)), st.lists(ANSWERS))
def test_whatever_gateways_answer_none_gets_a_message_twice(kind, opened, answers):
    steps, got = [], []
    for answer in answers:
        channel = next_channel(kind, opened, told(*steps))
        if channel is None:
            break
        steps += [f"{channel.value} begun", f"{channel.value} {answer.value}"]
        if answer is not What.POSTPONED:
            got.append(channel)
    assert len(got) == len(set(got))
