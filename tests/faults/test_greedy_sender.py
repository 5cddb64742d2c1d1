"""One sender who sends far too much is closed with a reason; nobody else notices (scorecard M5)."""

import asyncio
from contextlib import suppress

import aioice.ice
import pytest

from tests.bench.callers import Phone
from tests.support.siege import besieged, small_film
from webrtc.policing import DIALS_AT_ONCE, DialledTooOften
from webrtc.room import CAP_BPS
from webrtc.rtp import header

PACKET_BYTES = 1200
STEP_S = 0.01
WINDOW_S = 5


@pytest.fixture(autouse=True)
def stay_on_loopback(monkeypatch):
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda *_, **__: ["127.0.0.1"])


async def send(pc, times_cap, until):
    """Packets of its own beside what its camera sends, at a multiple of the cap."""
    transceiver = pc.getTransceivers()[0]
    payload_type = transceiver._codecs[0].payloadType
    payload, owed, seq = b"\x10\x01" + bytes(PACKET_BYTES), 0.0, 0
    loop = asyncio.get_running_loop()
    before = loop.time()
    while not until.is_set() and pc.connectionState == "connected":
        await asyncio.sleep(STEP_S)
        now = loop.time()
        owed += times_cap * CAP_BPS / 8 / PACKET_BYTES * (now - before)
        before = now
        for _ in range(int(owed)):
            owed, seq = owed - 1, (seq + 1) % 65536
            head = header(payload_type, is_marked=True, seq=seq, timestamp=seq * 3000, ssrc=77)
            await transceiver.sender.transport._send_rtp(head + payload)


async def published(server, who):
    """A phone that is connected."""
    phone, connected = Phone(server.film), asyncio.Event()
    phone.pc.on("connectionstatechange", connected.set)
    headers = {"Authorization": f"Bearer {who}", "Content-Type": "application/sdp"}
    path = "/api/v1/media/greedy/whip"
    async with server.http.post(path, data=await phone.offer(), headers=headers) as answer:
        await phone.accept(await answer.text())
    async with asyncio.timeout(10):
        while phone.pc.connectionState != "connected":
            connected.clear()
            await connected.wait()
    return phone


@pytest.mark.timeout(200)
async def test_five_times_the_cap_is_closed_with_a_reason_and_costs_nobody_a_picture(tmp_path):
    async with besieged(tmp_path) as server:
        await server.connect(4)
        control = await server.pictures_in(WINDOW_S)
        phone, over = await published(server, "greedy"), asyncio.Event()
        sending = asyncio.create_task(send(phone.pc, 5, over))
        during = await server.pictures_in(WINDOW_S)
        async with asyncio.timeout(15):
            while ["closed for bitrate", "greedy"] not in (await server.figures())["news"]:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        over.set()
        with suppress(ConnectionError):  # closed in the middle of a packet
            await sending
        await phone.pc.close()
        assert min(during) >= 0.95 * min(control), (control, during)
        log = server.log.read_text()
        assert log.index('"throttled"') < log.index('"closed"')
        assert '"excess": "bitrate"' in log
        told = (await server.figures())["news"]
        assert {who for what, who in told if what != "came"} == {"greedy"}


async def test_whoever_sets_up_connections_without_end_has_to_wait_alone(tmp_path):
    phone = Phone(small_film())
    offer = await phone.offer()
    async with besieged(tmp_path) as server:

        async def dial(who):
            headers = {"Authorization": f"Bearer {who}", "Content-Type": "application/sdp"}
            path = "/api/v1/media/busy/whip"
            async with server.http.post(path, data=offer, headers=headers) as answer:
                return answer.status, await answer.text()

        # one more is allowed for each second that passes meanwhile
        tries = [await dial("greedy") for _ in range(2 * DIALS_AT_ONCE)]
        statuses = [status for status, _ in tries]
        assert statuses.index(429) >= DIALS_AT_ONCE
        assert DialledTooOften.code in tries[statuses.index(429)][1]
        assert set(statuses) == {201, 429}
        assert (await dial("li"))[0] == 201
    await phone.pc.close()
