from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.engine import MalformedOffer
from webrtc.reach import PUBLIC_ONLY
from webrtc.sdp import (
    MOST_CANDIDATES,
    checked_offer,
    is_usable,
    sent_again_by,
    with_bitrate_cap,
    with_public_address,
)

OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 00:11\r\n"
)


def candidate(address, protocol="udp"):
    return f"a=candidate:1 1 {protocol} 2130706431 {address} 50000 typ host"


@pytest.mark.parametrize(("address", "usable"), [("11.22.33.44", True), ("10.1.2.3", False)])
def test_candidates_out_of_reach_are_left_out_of_an_offer(address, usable):
    assert is_usable(candidate(address), PUBLIC_ONLY) is usable
    offer = checked_offer(OFFER + candidate(address) + "\r\n", PUBLIC_ONLY)
    assert (address in offer.partition("m=video")[2]) is usable


@pytest.mark.parametrize(
    "line",
    [
        candidate("11.22.33.44", "tcp"),
        candidate("11.22.33.44").replace("50000", "0"),
        candidate("11.22.33.44").replace("50000", "70000"),
        candidate("11.22.33.44").replace("typ host", "typ wish"),
        "a=candidate:1 1 udp",
    ],
)
def test_what_is_no_udp_candidate_is_left_out(line):
    assert not is_usable(line, PUBLIC_ONLY)


def test_the_end_of_an_offers_candidates_is_not_the_end_of_ours_to_hear_of():
    assert "end-of" not in checked_offer(OFFER + "a=end-of-candidates\r\n", PUBLIC_ONLY)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("", "v=0 is missing"),
        (OFFER.replace("a=fingerprint:sha-256 00:11\r\n", ""), "a=fingerprint:"),
        (OFFER.replace("m=video", "m=application"), "m=application"),
        (OFFER + (candidate("192.168.1.2") + "\r\n") * (MOST_CANDIDATES + 1), "33 candidates"),
        (OFFER + "a=x:" + "x" * 70_000, "bytes"),
        (OFFER + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" * 4, "5 media sections"),
    ],
)
def test_a_broken_offer_is_refused_with_what_is_wrong(broken, says):
    with pytest.raises(MalformedOffer) as refusal:
        checked_offer(broken, PUBLIC_ONLY)
    assert says in refusal.value.sentence_en
    assert says in refusal.value.sentence_zh


@given(st.text(max_size=400))
def test_any_text_is_an_offer_or_refused_and_nothing_else(text):
    with suppress(MalformedOffer):
        checked_offer(text, PUBLIC_ONLY)


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_behind_nat_the_answer_names_the_outer_address_with_the_same_port(inner, port):
    line = f"a=candidate:1 1 udp 2130706431 {inner} {port} typ host"
    other = "a=candidate:2 1 udp 1694498815 198.51.100.9 5000 typ srflx raddr 10.0.0.1 rport 9"
    six = f"a=candidate:3 1 udp 2130706431 2001:db8::7 {port} typ host"
    answer = with_public_address("\r\n".join(["v=0", line, six, other, ""]), "203.0.113.5")
    assert answer.split("\r\n") == [
        "v=0",
        f"a=candidate:1 1 udp 2130706431 203.0.113.5 {port} typ host",
        other,
        "",
    ]


def test_an_answer_limits_pictures_and_leaves_sound_alone():
    sound = "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 127.0.0.1\r\na=recvonly\r\n"
    picture = "m=video 9 UDP/TLS/RTP/SAVPF 97\r\nc=IN IP4 127.0.0.1\r\na=recvonly\r\n"
    capped = with_bitrate_cap("v=0\r\n" + picture + sound, 1_500_500)
    limits = "b=AS:1501\r\nb=TIAS:1500500\r\n"
    assert capped == "v=0\r\n" + picture.replace("a=recvonly", limits + "a=recvonly") + sound


def test_an_offer_says_which_stream_sends_anothers_packets_again():
    groups = "a=ssrc-group:FID 11 12\r\na=ssrc-group:SIM 11 13\r\na=ssrc-group:FID 21 22\r\n"
    assert sent_again_by(OFFER + groups) == {12: 11, 22: 21}
