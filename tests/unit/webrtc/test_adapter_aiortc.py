"""The ground has not moved: what the adapter reaches into is there and behaves as when it was read.

A failure here after an upgrade means: read the library anew, then mend webrtc/adapter_aiortc.py.
"""

import ast
import asyncio
import inspect
import re
import struct
import tomllib
from importlib.metadata import version
from pathlib import Path

import aioice.ice
import aiortc
import pylibsrtp
import pytest
from aioice import stun
from aioice.candidate import Candidate
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceGatherer
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SystemClock
from tests.support.media import HeardNews, new_engine, publish
from webrtc import adapter_aiortc as adapter
from webrtc.engine import IceServer
from webrtc.guard import Drop, Guard

ROOT = Path(__file__).parents[3]
PINNED = {"aiortc": "1.16.0", "aioice": "0.13.0", "pylibsrtp": "1.0.0"}
PHONE = ("192.0.2.10", 40000)


# Versions.


@pytest.mark.parametrize(("name", "number"), PINNED.items())
def test_the_version_that_was_read_is_installed_and_pinned_exactly(name, number):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert version(name) == number
    assert f"{name}=={number}" in project["project"]["dependencies"]
    lock = (ROOT / "requirements/run.lock").read_text(encoding="utf-8")
    assert re.search(rf"^{name}=={re.escape(number)}\b", lock, re.MULTILINE)


# Private names.


@pytest.mark.parametrize(
    ("function", "takes"),
    [
        (aiortc.RTCRtpReceiver.receive, ["self", "parameters"]),
        (aiortc.RTCRtpSender.send, ["self", "parameters"]),
        (RTCDtlsTransport._handle_rtp_data, ["self", "data", "arrival_time_ms"]),
        (RTCDtlsTransport._handle_rtcp_data, ["self", "data"]),
        (aioice.ice.StunProtocol.datagram_received, None),  # ours by now, see the guard below
        (aioice.ice.Connection.data_received, ["self", "data", "component"]),
        (aioice.ice.get_host_addresses, ["use_ipv4", "use_ipv6"]),
        (pylibsrtp.Session.protect, ["self", "packet"]),
        (pylibsrtp.Session.protect_rtcp, ["self", "packet"]),
        (stun.parse_message, ["data"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_what_is_replaced_or_called_takes_what_it_took(function, takes):
    if takes is None:
        adapter.install_guard()
        function, takes = aioice.ice.StunProtocol._unguarded, ["self", "data", "addr"]
    assert list(inspect.signature(function).parameters) == takes


@pytest.fixture
async def leg():
    """A publisher's connection as the engine has it, established."""
    news = HeardNews()
    engine = new_engine(news)
    phone = await publish(engine)
    await news.wait_for("came")
    (session,) = engine._sessions.values()
    yield session.leg._leg
    await phone.close()
    await engine.close()


async def test_the_parts_of_a_connection_are_where_they_were(leg):
    ice = leg._dtls.transport._connection
    pair = ice._nominated[adapter._COMPONENT]
    assert isinstance(leg._dtls._tx_srtp, pylibsrtp.Session)
    assert isinstance(ice, aioice.ice.Connection)
    assert isinstance(ice._queue, asyncio.Queue)
    assert pair in ice._check_list
    assert pair.state is aioice.ice.CandidatePair.State.SUCCEEDED
    assert pair.nominated
    assert pair.remote_addr[0].count(".") == 3
    assert callable(pair.protocol.transport.sendto)
    for transceiver in leg._pc.getTransceivers():
        assert transceiver._codecs
        assert isinstance(transceiver.sender._ssrc, int)
        assert isinstance(transceiver.sender._rtx_ssrc, int)
        assert transceiver.receiver.transport is leg._dtls, "both media share one transport"


async def test_the_library_runs_no_decoder_and_no_loop_of_its_own_for_a_connection(leg):
    for transceiver in leg._pc.getTransceivers():
        assert transceiver.receiver._RTCRtpReceiver__decoder_thread is None
        assert transceiver.receiver._RTCRtpReceiver__rtcp_task is None
        assert transceiver.sender._RTCRtpSender__rtp_task is None
        assert transceiver.sender._RTCRtpSender__rtcp_task is None


async def test_a_live_socket_stands_behind_the_guard(leg):
    for protocol in leg._dtls.transport._connection._protocols:
        protocol.datagram_received(bytes(60_000), PHONE)
        assert protocol._guard.dropped[Drop.OVERSIZED] == 1


# The guard.


@pytest.fixture
def stock_aioice(monkeypatch):
    """The library as it comes, for one test."""
    adapter.install_guard()
    protocol = aioice.ice.StunProtocol
    monkeypatch.setattr(protocol, "datagram_received", protocol._unguarded)
    monkeypatch.delattr(protocol, "_unguarded")
    return protocol


def an_engine(**settings):
    wanted = {"ice_servers": [], "observer": HeardNews(), "loopback": True, "clock": SystemClock()}
    return adapter.aiortc_engine(**wanted | settings)


async def test_the_guard_is_there_before_any_connection(stock_aioice, monkeypatch):
    made = []

    class Noted(aiortc.RTCPeerConnection):
        def __init__(self, configuration):
            made.append(stock_aioice.datagram_received)
            super().__init__(configuration)

    monkeypatch.setattr(adapter, "RTCPeerConnection", Noted)
    assert stock_aioice.datagram_received is not adapter._guarded
    engine = an_engine()
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
        an_engine()


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


# Servers.


def ice_connections(engine):
    return {session.leg._leg._dtls.transport._connection for session in engine._sessions.values()}


async def test_without_own_servers_no_server_is_asked_least_of_all_a_public_one():
    assert RTCIceGatherer()._connection.stun_server, "the library's own default is a public one"
    engine = an_engine(ice_servers=[])
    phone = await publish(engine)
    (connection,) = ice_connections(engine)
    assert connection.stun_server is None
    assert connection.turn_server is None
    assert {one.type for one in connection.local_candidates} == {"host"}
    await phone.close()
    await engine.close()


def test_own_servers_are_the_only_ones():
    own = IceServer(("turn:192.0.2.1:3478",), "user", "secret")
    connector = adapter.AiortcConnector([own], "", loopback=True)
    (server,) = connector._configuration.iceServers
    assert (server.urls, server.username, server.credential) == (list(own.urls), "user", "secret")


def test_no_connection_anywhere_is_left_to_the_librarys_default_servers():
    places = 0
    for path in [*ROOT.glob("webrtc/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "server.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "RTCPeerConnection" in ast.unparse(node.func):
                places += 1
                assert len(node.args) == 1, f"{path.name}:{node.lineno} names no servers"
    assert places >= 4
