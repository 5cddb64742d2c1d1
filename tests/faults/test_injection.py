"""Forged and replayed datagrams of somebody on the path (scorecard M3).

He sends from the phone's and the desk's own addresses, so that the guard lets him in, knows all
they ever sent, and changes it as he likes; what he recorded he sends from an address of his own as
well. Only the keys are not his.
"""

import asyncio
import random
import struct

import aioice.ice
import pytest

from tests.support.siege import BASIC, Stranger, besieged, ports_of

CALLS, WINDOW_S = 3, 4
MOST_KEPT = 400  # datagrams of each connection: the whole set-up, then media
# an SCTP packet (RFC 9260, 3) on its own, and in a DTLS record nobody encrypted
SCTP = struct.pack("!HHLL", 5000, 5000, 0, 0) + b"\x06\x00\x00\x04"
FORGED = [*BASIC, SCTP, b"\x17\xfe\xfd\x00\x01" + bytes(6) + struct.pack("!H", len(SCTP)) + SCTP]


@pytest.fixture(autouse=True)
def stay_on_loopback(monkeypatch):
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda *_, **__: ["127.0.0.1"])


class OnThePath:
    """Reads what one connection sends, and sends in its name."""

    def __init__(self, pc):
        self.port = min(ports_of(pc.remoteDescription.sdp))
        ice = pc.getTransceivers()[0].sender.transport.transport._connection
        self._socket = ice._nominated[1].protocol.transport
        self._send, self._socket.sendto = self._socket.sendto, self._noted
        self.seen = []

    def _noted(self, data, to=None):
        if len(self.seen) < MOST_KEPT:
            self.seen.append(bytes(data))
        self._send(data, to)

    def inject(self, datagrams):
        for datagram in datagrams:
            self._send(datagram, ("127.0.0.1", self.port))


def changed(datagram, chance):
    """One bit flipped, a piece cut off, or something put behind."""
    data = bytearray(datagram)
    way = chance.randrange(3)
    if way == 0 and data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif way == 1:
        del data[chance.randrange(len(data) + 1) :]
    else:
        data += chance.randbytes(chance.randrange(1, 40))
    return bytes(data)


async def noted_from_the_first_datagram(monkeypatch, server):
    """Calls whose set-up was recorded as well: checks, hellos, certificates."""
    kept = {}
    send = aioice.ice.StunProtocol.send_data
    check = aioice.ice.StunProtocol.send_stun

    async def noted_data(self, data, to):
        kept.setdefault(id(self), []).append(bytes(data))
        await send(self, data, to)

    def noted_check(self, message, to):
        kept.setdefault(id(self), []).append(bytes(message))
        check(self, message, to)

    with monkeypatch.context() as patched:
        patched.setattr(aioice.ice.StunProtocol, "send_data", noted_data)
        patched.setattr(aioice.ice.StunProtocol, "send_stun", noted_check)
        await server.connect(CALLS)
    return [datagram for datagrams in kept.values() for datagram in datagrams[:MOST_KEPT]]


def kinds_of(datagrams):
    found = set()
    for one in datagrams:
        first = one[0]
        if first < 4:
            found.add("stun")
        elif 20 <= first <= 63:
            found.add("dtls")
        else:
            found.add("srtcp" if 192 <= one[1] <= 223 else "srtp")
    return found


@pytest.mark.timeout(200)
async def test_who_forges_and_replays_on_the_path_ends_no_call_and_shows_no_picture(
    tmp_path, monkeypatch
):
    chance = random.Random(3)  # noqa: S311 - the same each run
    async with besieged(tmp_path) as server:
        set_ups = await noted_from_the_first_datagram(monkeypatch, server)
        ways = [OnThePath(pc) for one in server.calls for pc in (one.phone.pc, one.desk.pc)]
        control = await server.pictures_in(WINDOW_S)
        recorded = set_ups + [one for way in ways for one in way.seen]
        assert kinds_of(recorded) == {"stun", "dtls", "srtp", "srtcp"}
        logged = server.log.stat().st_size
        stranger = Stranger()

        async def injected():
            while True:
                for way in ways:
                    some = chance.sample(recorded, 20)
                    way.inject(FORGED + some + [changed(one, chance) for one in some])
                    stranger.send(some, [way.port])
                await asyncio.sleep(0.05)

        injecting = asyncio.create_task(injected())
        during = await server.pictures_in(WINDOW_S)
        counted = [one.desk.counted for one in server.calls]
        injecting.cancel()
        await stranger.cease()
        after = await server.pictures_in(WINDOW_S)
        assert await server.gone() == 0
        for shown in (during, after):
            assert min(shown) >= 0.95 * min(control), (control, shown)
        for one in counted:
            assert len(one.delays_s) == one.pictures, "a picture the phone did not send just then"
        assert server.log.stat().st_size - logged <= 10_000, server.log.read_text()[-2000:]
        assert "Traceback" not in server.log.read_text()
