from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.cases.machine import MOVES, Act, Actor, State, moved
from inspection.licensing.callback import (
    Callback,
    Effect,
    Licence,
    News,
    decide,
    in_order,
    is_allowed_link,
)

LICENCE = Licence("JY23710820012345", date(2026, 11, 25), date(2031, 11, 24))
OTHER = Licence("JY23710820099999", date(2026, 11, 25), date(2031, 11, 24))
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def told(news, licence=LICENCE, at=AT):
    return Callback(
        *("licensing", f"{news.value}-{at}", news, "YK20261124-0001", at),
        licence=licence if news is News.ISSUED else None,
        words="不符合规划" if news is News.REFUSED else "",
    )


def play(messages, state):
    """What the messages do to a case that stands here, as `callbacks` does it."""
    licence, heard, waiting, effects = None, set(), [], []

    def apply(message):
        nonlocal licence, state
        effect, act = decide(message, state, licence, heard)
        if effect in (Effect.APPLIED, Effect.KNOWN):
            licence = licence or message.licence
            heard.add(message.news)
        if act is not None:
            state = moved(state, act, Actor.LICENSING, why=message.words)
        return effect

    for message in messages:
        effects.append(apply(message))
        if effects[-1] is Effect.WAITING:
            waiting.append(message)
        if effects[-1] is Effect.APPLIED:
            waiting = [one for one in in_order(waiting) if apply(one) is Effect.WAITING]
    return state, effects


@given(st.permutations([told(News.ISSUED), told(News.MAILED), told(News.COLLECTED)]))
def test_whatever_order_a_licence_and_its_parcel_come_in_the_case_is_closed(messages):
    state, effects = play(messages, State.PUSHED)
    assert state is State.CLOSED
    assert Effect.CONTRADICTS not in effects


@given(
    st.lists(st.sampled_from(News), max_size=6),
    st.sampled_from([State.PUSHED, State.LICENSED, State.CLOSED, State.BOOKED]),
)
def test_no_message_moves_a_case_but_along_the_table(news, state):
    play([told(one, at=AT + timedelta(minutes=n)) for n, one in enumerate(news)], state)


@given(st.sampled_from(News), st.sampled_from(State))
def test_a_message_that_comes_again_changes_nothing(news, state):
    first = told(news)
    once, _ = play([first], state)
    twice, effects = play([first, first], state)
    assert once is twice
    if effects[0] is Effect.APPLIED:
        assert effects[1] is Effect.KNOWN


@pytest.mark.parametrize(
    ("messages", "effect"),
    [
        ([told(News.ISSUED), told(News.ISSUED, OTHER)], Effect.CONTRADICTS),
        ([told(News.ISSUED), told(News.REFUSED)], Effect.CONTRADICTS),
        ([told(News.REFUSED), told(News.ISSUED)], Effect.CONTRADICTS),
        ([told(News.REFUSED), told(News.MAILED)], Effect.CONTRADICTS),
        ([told(News.MAILED)], Effect.WAITING),
    ],
)
def test_what_contradicts_is_kept_and_changes_nothing(messages, effect):
    _, effects = play(messages, State.PUSHED)
    assert effects[-1] is effect


def test_a_licence_for_a_case_whose_delivery_is_not_noted_yet_waits():
    assert decide(told(News.ISSUED), State.DETERMINED, None, ()) == (
        Effect.WAITING,
        None,
    )
    assert MOVES[Act.LICENSE].sources == {State.PUSHED}


HOSTS = {"files.example.gov.cn"}


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://files.example.gov.cn/l/1.ofd", True),
        ("https://files.example.gov.cn:443/l/1.ofd?k=1", True),
        ("http://files.example.gov.cn/l/1.ofd", False),
        ("https://files.example.gov.cn:8443/", False),
        ("https://files.example.gov.cn@evil.example/", False),
        ("https://evil.example/files.example.gov.cn", False),
        ("https://files.example.gov.cn.evil.example/", False),
        ("https://files.example.gov.cn\\@evil.example/", False),
        ("javascript:alert(1)//files.example.gov.cn", False),
        ('https://files.example.gov.cn/"><script>', False),
        ("https://files.example.gov.cn:x/", False),
    ],
)
def test_a_link_is_shown_only_where_it_leads_to_an_allowed_host(url, is_allowed):
    assert is_allowed_link(url, HOSTS) is is_allowed
