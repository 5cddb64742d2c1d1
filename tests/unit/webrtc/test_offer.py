from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.engine import MalformedOffer
from webrtc.offer import IceSession, OfferNotAnswerable, Wish, ice_session, must_be_answerable

HEAD = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"


def section(kind="video", direction="sendonly", codec="VP8/90000", port=9, more=""):
    return (
        f"m={kind} {port} UDP/TLS/RTP/SAVPF 96\r\na=mid:{kind}\r\n{more}"
        f"a={direction}\r\na=rtpmap:96 {codec}\r\n"
    )


@pytest.mark.parametrize("codec", ["VP8/90000", "H264/90000", "h264/90000"])
def test_a_picture_and_a_sound_that_are_sent_can_be_taken(codec):
    offer = HEAD + section(codec=codec) + section("audio", "sendrecv", "opus/48000/2")
    must_be_answerable(offer, Wish.SEND)


def test_one_direction_before_all_sections_counts_for_those_that_name_none():
    offer = HEAD + "a=recvonly\r\n" + section().replace("a=sendonly\r\n", "")
    must_be_answerable(offer, Wish.RECEIVE)
    with pytest.raises(OfferNotAnswerable, match="video recvonly"):
        must_be_answerable(offer, Wish.SEND)


@pytest.mark.parametrize(
    ("offer", "says"),
    [
        (HEAD + section(direction="recvonly"), "video recvonly"),
        (HEAD + section(direction="inactive"), "video inactive"),
        (HEAD + section(codec="AV1/90000"), "video: av1"),
        (HEAD + section() + section("audio", codec="PCMU/8000"), "audio: pcmu"),
        (HEAD + section() + section(), "2 × video"),
        (HEAD + section(port=0), "no media"),
    ],
)
def test_what_would_be_left_out_in_silence_is_refused_by_name(offer, says):
    with pytest.raises(OfferNotAnswerable, match=says) as refusal:
        must_be_answerable(offer, Wish.SEND)
    assert says in refusal.value.sentence_zh


def test_a_bundled_section_has_port_zero_and_counts():
    must_be_answerable(HEAD + section(port=0, more="a=bundle-only\r\n"), Wish.SEND)


def test_the_ice_session_is_that_of_the_first_section():
    first = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n"
    assert ice_session(HEAD + first + first.replace("abcd", "efgh")) == IceSession(
        "abcd", "abcdefghijklmnopqrstuvwx"
    )
    with pytest.raises(MalformedOffer, match="credentials"):
        ice_session(HEAD + "a=ice-ufrag:abcd\r\n")


@given(st.text(alphabet="m=av idero90\r\nUDP/SAVF:tpm-", max_size=300))
def test_any_text_is_answerable_or_refused_and_nothing_else(text):
    for wish in Wish:
        with suppress(OfferNotAnswerable):
            must_be_answerable(text, wish)
