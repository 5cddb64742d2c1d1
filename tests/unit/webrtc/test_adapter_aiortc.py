"""The ground has not moved: what the adapter reaches into is there and behaves as when it was read.

A failure here after an upgrade means: read the library anew, then mend webrtc/adapter_aiortc.
"""

import ast
import asyncio
import inspect
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import aioice.ice
import aiortc
import pylibsrtp
import pytest
from aioice import stun
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceGatherer
from OpenSSL import SSL

from tests.support.media import HeardNews, new_engine, publish
from webrtc import twcc
from webrtc.adapter_aiortc import connector, hook
from webrtc.engine import IceServer
from webrtc.guard import Drop

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
        (aioice.ice.StunProtocol.datagram_received, None),  # ours by now, see test_adapter_guard.py
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
        hook.install_guard()
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
    pair = ice._nominated[hook.COMPONENT]
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
    assert sum(not one._bundled for one in leg._pc.getTransceivers()) == 1
    certificate = leg._dtls._RTCDtlsTransport__local_certificate
    suites = certificate._create_ssl_context(srtp_profiles=leg._dtls._srtp_profiles)
    named = SSL.Connection(suites).get_cipher_list()
    assert {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"} <= set(named)


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


# Servers.


def ice_connections(engine):
    return {session.leg._leg._dtls.transport._connection for session in engine._sessions.values()}


async def test_without_own_servers_no_server_is_asked_least_of_all_a_public_one():
    assert RTCIceGatherer()._connection.stun_server, "the library's own default is a public one"
    engine = new_engine(HeardNews())  # which names none
    phone = await publish(engine)
    (connection,) = ice_connections(engine)
    assert connection.stun_server is None
    assert connection.turn_server is None
    assert {one.type for one in connection.local_candidates} == {"host"}
    await phone.close()
    await engine.close()


def test_own_servers_are_the_only_ones():
    own = IceServer(("turn:192.0.2.1:3478",), "user", "secret")
    made = connector.AiortcConnector([own], "", None)
    (server,) = made._configuration.iceServers
    assert (server.urls, server.username, server.credential) == (list(own.urls), "user", "secret")


def test_no_connection_anywhere_is_left_to_the_librarys_default_servers():
    places = 0
    for path in [*ROOT.glob("webrtc/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "server.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "RTCPeerConnection" in ast.unparse(node.func):
                places += 1
                assert len(node.args) == 1, f"{path.name}:{node.lineno} names no servers"
    assert places >= 4


# Transport-wide feedback, which the library would leave out of its answer.

OFFERED = (f"a=extmap:9 {twcc.URI}", "a=rtcp-fb:* transport-cc")


class OffersFeedback:
    """A browser's offer where the library's client makes one without these lines."""

    def __init__(self, engine, lines):
        self._engine, self._lines = engine, lines
        self.answers = []

    async def publish(self, room, participant, offer_sdp):
        video = re.search(r"(m=video .*\r\n)", offer_sdp)[1]
        codec = re.search(r"a=rtpmap:(\d+) VP8", offer_sdp)[1]
        lines = "".join(f"{line}\r\n".replace("fb:*", f"fb:{codec}") for line in self._lines)
        offer = offer_sdp.replace(video, video + lines)
        answer = await self._engine.publish(room, participant, offer)
        self.answers.append(answer.sdp)
        return answer


@pytest.mark.parametrize(
    ("lines", "agreed"), [(OFFERED, 9), (OFFERED[:1], None), (OFFERED[1:], None), ((), None)]
)
async def test_feedback_is_agreed_to_for_pictures_when_the_phone_offers_it(engine, lines, agreed):
    offering = OffersFeedback(engine, lines)
    phone = await publish(offering)
    (session,) = engine._sessions.values()
    assert session.leg._leg.incoming.transport_cc == agreed
    sound, picture = offering.answers[0].split("m=video")
    assert twcc.offered_id("m=video" + picture) == agreed
    assert twcc.URI not in sound
    await phone.close()
