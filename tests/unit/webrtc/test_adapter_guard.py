"""The guard as webrtc/adapter_aiortc puts it before aioice: there, proven, not too strict."""

import struct

import aioice.ice
import aiortc
import pytest
from aioice import stun
from aioice.candidate import Candidate
from hypothesis import given
from hypothesis import strategies as st

from tests.support.media import HeardNews, new_engine, publish
from webrtc.adapter_aiortc import connector
from webrtc.adapter_aiortc import hook as adapter
from webrtc.guard import Drop, Guard

PHONE = ("192.0.2.10", 40000)


@pytest.fixture
def stock_aioice(monkeypatch):
    """The library as it comes, for one test."""
    adapter.install_guard()
    protocol = aioice.ice.StunProtocol
    monkeypatch.setattr(protocol, "datagram_received", protocol._unguarded)
    monkeypatch.delattr(protocol, "_unguarded")
    return protocol


async def test_the_guard_is_there_before_any_connection(stock_aioice, monkeypatch):
    made = []

    class Noted(aiortc.RTCPeerConnection):
        def __init__(self, configuration):
            made.append(stock_aioice.datagram_received)
            super().__init__(configuration)

    monkeypatch.setattr(connector, "RTCPeerConnection", Noted)
    assert stock_aioice.datagram_received is not adapter._guarded
    engine = new_engine(HeardNews())
    assert stock_aioice.datagram_received is adapter._guarded
    phone = await publish(engine)
    assert made == [adapter._guarded]
    await phone.close()
    await engine.close()


def bypass(self, data, addr):
    """As if the library handed datagrams on by another way."""
    self.receiver.data_received(data, self.local_candidate.component)


def swallow(self, data, addr):
    """As if it no longer used this entry at all."""


@pytest.mark.parametrize("entry", [bypass, swallow, None])
def test_the_service_does_not_start_without_the_guard(monkeypatch, entry):
    adapter.install_guard()
    protocol = aioice.ice.StunProtocol
    monkeypatch.setattr(protocol, "datagram_received", entry or protocol._unguarded)
    with pytest.raises(adapter.GuardNotHooked):
        new_engine(HeardNews())


def test_the_service_does_not_start_with_a_guard_that_lets_strangers_in(monkeypatch):
    blind = Guard(is_known=lambda _address: True, queued=lambda: 0)
    monkeypatch.setattr(adapter, "_guard_of", lambda _protocol: blind)
    with pytest.raises(adapter.GuardNotHooked):
        adapter.install_guard()


def test_installing_the_guard_twice_guards_once():
    for _ in range(2):
        adapter.install_guard()
    protocol = aioice.ice.StunProtocol
    assert protocol.datagram_received is adapter._guarded
    assert protocol._unguarded is not adapter._guarded


class Wire:
    """Where aioice's answers to a check go."""

    def sendto(self, data, addr):
        assert len(data) <= 200, "no amplifier"


HANDSHAKE = b"\x16\xfe\xfd" + bytes(40)


def given_up(protocol, connection):
    """A path to the phone whose check aioice cancelled because another was faster."""
    candidate = Candidate.from_sdp(f"1 1 udp 1 {PHONE[0]} {PHONE[1]} typ host")
    pair = aioice.ice.CandidatePair(protocol, candidate)
    pair.state = aioice.ice.CandidatePair.State.IN_PROGRESS
    connection._remote_candidates.append(candidate)
    connection._check_list.append(pair)
    connection._early_checks_done = True


def nomination(connection, password):
    """A phone's check that says: this is the path I use."""
    message = stun.Message(
        stun.Method.BINDING,
        stun.Class.REQUEST,
        attributes={
            "USERNAME": f"{connection.local_username}:phone",
            "PRIORITY": 1,
            "USE-CANDIDATE": None,
        },
    )
    message.add_message_integrity(password.encode())
    return bytes(message)


async def test_a_phone_that_uses_the_slower_of_its_two_addresses_gets_through():
    adapter.install_guard()
    protocol, connection = await an_open_socket()
    given_up(protocol, connection)
    protocol.datagram_received(HANDSHAKE, PHONE)
    assert connection._queue.empty(), "not before it said so"
    protocol.datagram_received(nomination(connection, "x" * 22), PHONE)
    protocol.datagram_received(HANDSHAKE, PHONE)
    assert connection._queue.empty(), "nor when somebody says so who does not know the password"
    protocol.datagram_received(nomination(connection, connection.local_password), PHONE)
    protocol.datagram_received(HANDSHAKE, PHONE)
    protocol.datagram_received(HANDSHAKE, (PHONE[0], PHONE[1] + 1))
    assert connection._queue.get_nowait() == (HANDSHAKE, 1)
    assert connection._queue.empty()


async def test_a_side_that_offers_every_path_for_use_is_heard_on_every_path():
    adapter.install_guard()
    protocol, connection = await an_open_socket(is_controlling=True)
    given_up(protocol, connection)
    protocol.datagram_received(HANDSHAKE, PHONE)
    assert connection._queue.get_nowait() == (HANDSHAKE, 1)


def check(kind, attributes):
    """A STUN message (RFC 8489, 5) with these attributes, whatever is in them."""
    body = b"".join(
        struct.pack("!HH", name, len(value)) + value + bytes(-len(value) % 4)
        for name, value in attributes
    )
    return struct.pack("!HHL", kind, len(body), stun.COOKIE) + bytes(12) + body


checks = st.builds(
    check,
    st.sampled_from([method | kind for method in stun.Method for kind in stun.Class]),
    st.lists(
        st.tuples(st.sampled_from(sorted(stun.ATTRIBUTES_BY_TYPE)), st.binary(max_size=20)),
        max_size=4,
    ),
)


async def an_open_socket(*, is_controlling=False):
    """The library's own end of a socket, and the session behind it."""
    connection = aioice.ice.Connection(ice_controlling=is_controlling)
    protocol = aioice.ice.StunProtocol(connection)
    protocol.local_candidate = Candidate.from_sdp("1 1 udp 1 127.0.0.1 9 typ host")
    protocol.connection_made(Wire())
    return protocol, connection


async def test_an_attribute_of_the_wrong_length_is_counted_where_the_library_would_raise():
    adapter.install_guard()
    protocol, _ = await an_open_socket()
    cut_priority = check(stun.Method.BINDING, [(0x0024, b"abc")])
    with pytest.raises(struct.error):
        protocol._unguarded(cut_priority, PHONE)
    protocol.datagram_received(cut_priority, PHONE)
    assert protocol._guard.dropped == {Drop.MALFORMED_STUN: 1}


@given(st.lists(st.one_of(st.binary(max_size=60), checks), max_size=20))
async def test_any_datagram_from_anywhere_is_taken_without_an_exception(datagrams):
    adapter.install_guard()
    protocol, connection = await an_open_socket()
    for datagram in datagrams:
        protocol.datagram_received(datagram, PHONE)
    assert connection._queue.empty(), "nothing reaches the session"
    assert not connection._early_checks, "nothing passes for a check of the phone"
