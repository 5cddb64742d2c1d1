from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.engine import IceServer
from webrtc.links import links
from webrtc.sdp import MOST_CANDIDATES
from webrtc.trickle import (
    MalformedFragment,
    Negotiation,
    RestartNotSupported,
    SessionNotNamed,
    SessionOutdated,
    TooManyCandidates,
    is_matched,
    read_fragment,
)

CREDENTIALS = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n"
PAGE = "a=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n" + CREDENTIALS


def candidate(number):
    return f"a=candidate:{number} 1 udp 2130706431 192.168.1.2 {5000 + number} typ host"


def fragment(*numbers, credentials=PAGE):
    return read_fragment(credentials + "".join(f"{candidate(one)}\r\n" for one in numbers))


@pytest.fixture
def negotiation():
    return Negotiation.of_offer("v=0\r\n" + CREDENTIALS + candidate(1) + "\r\n")


def test_candidates_of_the_same_ice_session_are_added_once(negotiation):
    assert negotiation.admit(negotiation.tag, fragment(1, 2, 3)) == (candidate(2), candidate(3))
    assert negotiation.admit(negotiation.tag, fragment(1, 2, 3, 4)) == (candidate(4),)


def test_offer_and_fragments_together_name_no_more_candidates_than_an_offer_may(negotiation):
    negotiation.admit("*", fragment(*range(2, MOST_CANDIDATES + 1)))
    negotiation.admit("*", fragment(*range(MOST_CANDIDATES)[1:]))
    with pytest.raises(TooManyCandidates):
        negotiation.admit("*", fragment(99))


def test_new_credentials_are_a_restart_whatever_the_tag(negotiation):
    other = fragment(2, credentials=PAGE.replace("abcd\r", "efgh\r"))
    for tag in ("*", negotiation.tag):
        with pytest.raises(RestartNotSupported):
            negotiation.admit(tag, other)
    with pytest.raises(SessionOutdated):
        negotiation.admit('"older"', other)
    with pytest.raises(SessionNotNamed):
        negotiation.admit(None, other)


@pytest.mark.parametrize(
    ("if_match", "holds"),
    [
        ('"one"', True),
        ("*", True),
        ('"*"', True),
        ('"two", "one"', True),
        ('W/"one"', False),
        ("one", False),
        ('"two"', False),
        ("", False),
    ],
)
def test_if_match_is_compared_strongly(if_match, holds):
    assert is_matched('"one"', if_match) is holds


def test_a_tag_gives_none_of_the_credentials_away(negotiation):
    assert "abcd" not in negotiation.tag
    assert negotiation.tag.startswith('"')
    assert negotiation.tag.endswith('"')


@pytest.mark.parametrize("text", ["", "a=mid:0\r\n", "{}", PAGE + "nonsense\r\n", "\0"])
def test_what_is_no_fragment_is_refused(text):
    with pytest.raises(MalformedFragment):
        read_fragment(text)


@given(st.text(alphabet="a=candidte:ice-ufrgpwd 019.\r\nm", max_size=400))
def test_any_text_is_a_fragment_or_refused_and_nothing_else(text):
    with suppress(MalformedFragment):
        read_fragment(text)


def test_servers_are_named_in_links_with_their_passwords_quoted():
    stun = IceServer(("stun:stun.example.net",))
    turn = IceServer(("turn:t.example.net?transport=udp", "turns:t.example.net"), 'u"1', "a\\b")
    assert list(links([stun, turn])) == [
        '<stun:stun.example.net>; rel="ice-server"',
        '<turn:t.example.net?transport=udp>; rel="ice-server"; username="u\\"1"; '
        'credential="a\\\\b"; credential-type="password"',
        '<turns:t.example.net>; rel="ice-server"; username="u\\"1"; '
        'credential="a\\\\b"; credential-type="password"',
    ]
