import logging
import struct

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from webrtc.guard import MOST_BYTES, MOST_QUEUED, Drop, Guard, Kind, sort

PHONE, STRANGER = ("192.0.2.10", 40000), ("198.51.100.1", 9)
HANDSHAKE, PICTURE, REPORT = (
    b"\x16\xfe\xfd" + bytes(40),
    b"\x80" + bytes(40),
    b"\x81\xc8" + bytes(40),
)
CHECK = bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST, bytes(12)))


def a_guard(queued=0):
    return Guard(lambda address: address == PHONE, lambda: queued)


@pytest.mark.parametrize(
    ("data", "sorted_as"),
    [
        (b"", Drop.EMPTY),
        (b"\x80" * MOST_BYTES, Kind.MEDIA),
        (b"\x80" * (MOST_BYTES + 1), Drop.OVERSIZED),
        (bytes(60_000), Drop.OVERSIZED),
        (CHECK, Kind.STUN),
        (HANDSHAKE, Kind.MEDIA),
        (PICTURE, Kind.MEDIA),
        (REPORT, Kind.MEDIA),
        (PICTURE[:11], Drop.UNKNOWN),  # too short for a header
        (b"\x04" * 40, Drop.UNKNOWN),  # ZRTP and what else RFC 7983 knows
        (b"\x40" * 40, Drop.UNKNOWN),  # TURN channels are taken off before
        (b"\xff" * 40, Drop.UNKNOWN),
    ],
)
def test_a_datagram_is_sorted_by_size_and_first_byte(data, sorted_as):
    assert sort(data) is sorted_as


@pytest.mark.parametrize(
    "data",
    [
        CHECK[:19],
        CHECK[:4] + bytes(4) + CHECK[8:],  # without the cookie of RFC 8489
        CHECK + bytes(4),  # longer than it says
        CHECK[:2] + struct.pack("!H", 4) + CHECK[4:],  # shorter than it says
        CHECK[:2] + struct.pack("!H", 3) + CHECK[4:] + bytes(3),  # not in words
        bytes(30),
    ],
)
def test_a_check_of_the_wrong_shape_is_malformed(data):
    assert sort(data) is Drop.MALFORMED_STUN


@given(
    st.sampled_from(stun.Method),
    st.sampled_from(stun.Class),
    st.sampled_from(["", "abcd:efgh", "名"]),
    st.integers(0, 2**32 - 1),
)
def test_every_message_aioice_itself_would_send_passes(method, kind, name, priority):
    message = stun.Message(method, kind, attributes={"USERNAME": name, "PRIORITY": priority})
    message.add_message_integrity(b"key")
    assert sort(bytes(message)) is Kind.STUN


@given(st.binary(max_size=200))
def test_any_bytes_are_sorted_without_an_exception(data):
    assert isinstance(sort(data), Kind | Drop)


@given(st.sampled_from([b"", b"\x80", b"\x16", CHECK[:8]]), st.binary(max_size=2000))
def test_nothing_but_checks_comes_from_a_stranger(begin, rest):
    assert a_guard().admit(begin + rest, STRANGER) in (None, Kind.STUN)


@pytest.mark.parametrize("data", [HANDSHAKE, PICTURE, REPORT])
def test_media_comes_only_from_an_address_that_answered_a_check(data):
    guard = a_guard()
    assert guard.admit(data, PHONE) is Kind.MEDIA
    assert guard.admit(data, STRANGER) is None
    assert guard.admit(data, (PHONE[0], PHONE[1] + 1)) is None, "same house, other port"
    assert guard.dropped == {Drop.FOREIGN: 2}


def test_a_check_may_come_from_anywhere_because_a_phone_changes_its_address():
    assert a_guard().admit(CHECK, STRANGER) is Kind.STUN


def test_a_session_that_can_not_keep_up_takes_no_more_media_but_still_answers_checks():
    assert a_guard(queued=MOST_QUEUED - 1).admit(PICTURE, PHONE) is Kind.MEDIA
    late = a_guard(queued=MOST_QUEUED)
    assert late.admit(PICTURE, PHONE) is None
    assert late.admit(CHECK, PHONE) is Kind.STUN
    assert late.dropped == {Drop.QUEUE_FULL: 1}


def test_what_is_dropped_is_counted_by_its_reason_and_never_logged(caplog, capsys):
    guard = a_guard()
    with caplog.at_level(logging.DEBUG):
        for data in (b"", bytes(60_000), CHECK[:19], PICTURE, b"\xff"):
            for _ in range(20):
                assert guard.admit(data, STRANGER) is None
    assert guard.dropped == dict.fromkeys(
        (Drop.EMPTY, Drop.OVERSIZED, Drop.MALFORMED_STUN, Drop.FOREIGN, Drop.UNKNOWN), 20
    )
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


@given(st.lists(st.tuples(st.binary(max_size=60), st.sampled_from([PHONE, STRANGER]))))
def test_every_datagram_passes_or_is_counted(datagrams):
    guard = a_guard()
    passed = sum(guard.admit(data, address) is not None for data, address in datagrams)
    assert passed + guard.dropped.total() == len(datagrams)
