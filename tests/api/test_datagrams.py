"""What a stranger's datagrams do to a call: nothing (scorecard M1 and M2, the basic ones only).

That the same datagrams do end sessions where the guard is taken away is shown at the end: what
passes here passes because of the guard.
"""

import asyncio
import re
import socket
from collections import Counter

import aioice.ice
import pytest
from OpenSSL import SSL

from tests.support.media import new_engine, play, publish
from webrtc.guard import Drop


def client_hello():
    """The first message of an honest DTLS client that takes part in no call."""
    stranger = SSL.Connection(SSL.Context(SSL.DTLS_METHOD))
    stranger.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        stranger.do_handshake()
    return stranger.bio_read(1500)


EMPTY, HUGE = b"", b"\x80" + bytes(60_000)
ALERT = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02" + b"\x02\x28"  # fatal: handshake failure
GARBAGE_DTLS, GARBAGE_STUN = b"\x16" * 200, bytes(30)
GARBAGE_SRTP, GARBAGE_SRTCP = b"\x80" * 60, b"\x80\xc8" * 30
BASIC = [EMPTY, HUGE, ALERT, GARBAGE_DTLS, GARBAGE_STUN, GARBAGE_SRTP, GARBAGE_SRTCP]
SERVICE_LOGS = {"asyncio", "aioice.ice", "aiortc.rtcdtlstransport", "media"}
DROPPED = {Drop.EMPTY: 1, Drop.OVERSIZED: 1, Drop.MALFORMED_STUN: 1, Drop.FOREIGN: 4}


class Overheard:
    """The engine, and a stranger who reads each answer's ports and is there before the caller."""

    def __init__(self, engine, stranger):
        self._engine, self._stranger = engine, stranger
        self.ports = set()
        self.before_the_caller = []

    async def publish(self, room, participant, offer_sdp):
        return self._overhear(await self._engine.publish(room, participant, offer_sdp))

    async def play(self, room, publisher, viewer, offer_sdp):
        return self._overhear(await self._engine.play(room, publisher, viewer, offer_sdp))

    def _overhear(self, answer):
        ports = {int(port) for port in re.findall(r"127\.0\.0\.1 (\d+) typ host", answer.sdp)}
        self.send(*self.before_the_caller, ports=ports)
        self.ports |= ports
        return answer

    def send(self, *datagrams, ports=None):
        for port in self.ports if ports is None else ports:
            for datagram in datagrams:
                self._stranger.sendto(datagram, ("127.0.0.1", port))

    def has_dropped(self, times):
        """Whether each open socket's guard counted all of `BASIC` so many times."""
        counts = [shared.dropped for shared in self._shared_sockets()] or self._of_connections()
        assert counts
        # at least: what the caller sends before his address is known counts as foreign, too
        return all(
            dropped[reason] >= times * count
            for dropped in counts
            for reason, count in DROPPED.items()
        )

    def _shared_sockets(self):
        port = self._engine._connector._port
        opened = [] if port is None else port._sockets.values()
        return [one for one in opened if one.address[0] == "127.0.0.1"]

    def _of_connections(self):
        return [
            protocol._guard.dropped
            for session in self._engine._sessions.values()
            for protocol in session.leg._leg._dtls.transport._connection._protocols
            if protocol.local_candidate.port in self.ports
        ]


class CallerIsDtlsClient(Overheard):
    """Browsers leave it to the server who begins DTLS; this caller begins himself."""

    async def publish(self, room, participant, offer_sdp):
        assert "a=setup:actpass" in offer_sdp
        offer = offer_sdp.replace("a=setup:actpass", "a=setup:active")
        return await super().publish(room, participant, offer)


@pytest.fixture(params=["fast", "contained"])
async def engine(request, news, monkeypatch):
    """Both paths keep strangers out, each by itself."""
    if request.param == "contained":
        monkeypatch.setattr("webrtc.adapter_aiortc.fast_path_holds", lambda: False)
    made = new_engine(news)
    yield made
    await made.close()


@pytest.fixture
def stranger():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        yield opened


@pytest.fixture
def overheard(engine, stranger):
    return Overheard(engine, stranger)


@pytest.fixture
async def unhandled():
    """What the event loop had to report; nothing may be in it."""
    seen = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: seen.append(context))
    return seen


@pytest.fixture
async def closing():
    """Connections of this test's clients, closed at its end however it ends."""
    opened = []
    yield opened
    for pc in opened:
        await pc.close()


async def test_basic_datagrams_of_a_stranger_do_not_disturb_a_call(
    overheard, news, unhandled, closing, caplog
):
    closing.append(await publish(overheard))
    await news.wait_for("came")
    viewer = await play(overheard)
    closing.append(viewer.pc)
    await viewer.frame()
    overheard.send(*BASIC)
    for _ in range(20):
        await viewer.frame()
    assert overheard.has_dropped(1)
    assert news.news == [("came", "applicant")]
    assert not unhandled
    assert not [one for one in caplog.records if one.name in SERVICE_LOGS]


async def test_basic_datagrams_of_a_stranger_do_not_disturb_a_set_up(
    overheard, news, unhandled, closing, caplog
):
    overheard.before_the_caller = BASIC
    closing.append(await publish(overheard))
    overheard.send(*BASIC)
    await news.wait_for("came")
    viewer = await play(overheard)
    closing.append(viewer.pc)
    overheard.send(*BASIC)
    for _ in range(5):
        await viewer.frame()
    assert overheard.has_dropped(2)
    assert news.news == [("came", "applicant")]
    assert not unhandled
    assert not [one for one in caplog.records if one.name in SERVICE_LOGS]


@pytest.mark.parametrize("front", [Overheard, CallerIsDtlsClient])
async def test_a_strangers_hello_before_the_real_one_does_not_break_a_set_up(
    engine, stranger, news, unhandled, closing, front
):
    overheard = front(engine, stranger)
    overheard.before_the_caller = [client_hello()] * 3
    for number in range(5):
        phone = await publish(overheard, participant=f"applicant_{number}", with_sound=False)
        closing.append(phone)
        overheard.send(client_hello())
        await news.wait_for("came", f"applicant_{number}")
        await phone.close()
        await news.wait_for("gone", f"applicant_{number}")
    assert Counter(what for what, _ in news.news) == {"came": 5, "gone": 5}
    assert not unhandled


# The same without the guard.


@pytest.fixture
def unguarded(monkeypatch, engine):
    """Only for the contained path: on the shared socket of the fast one a stranger is nobody's."""
    protocol = aioice.ice.StunProtocol
    monkeypatch.setattr(protocol, "datagram_received", protocol._unguarded)


@pytest.mark.usefixtures("unguarded", "unhandled")
@pytest.mark.parametrize("engine", ["contained"], indirect=True)
@pytest.mark.parametrize("datagram", [EMPTY, HUGE], ids=["empty", "60 kB"])
async def test_without_the_guard_one_datagram_of_a_stranger_ends_a_call(
    overheard, news, closing, datagram
):
    closing.append(await publish(overheard))
    await news.wait_for("came")
    overheard.send(datagram)
    await news.wait_for("gone")


@pytest.mark.usefixtures("unguarded", "unhandled")
@pytest.mark.parametrize("engine", ["contained"], indirect=True)
@pytest.mark.parametrize("front", [Overheard, CallerIsDtlsClient])
@pytest.mark.parametrize("datagram", [ALERT, client_hello()], ids=["alert", "hello"])
async def test_without_the_guard_one_datagram_of_a_stranger_breaks_a_set_up(
    engine, stranger, news, closing, front, datagram
):
    overheard = front(engine, stranger)
    overheard.before_the_caller = [datagram]
    closing.append(await publish(overheard))
    await news.wait_for("gone")
    assert ("came", "applicant") not in news.news
