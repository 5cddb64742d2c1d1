"""RFC 7675: how long a way a phone's answers may take before its call is ended."""

import asyncio

import aioice.ice
import pytest

from webrtc.adapter_aiortc import hook

SLOW_S = 0.7  # of an uplink whose queue is full


@pytest.fixture
async def pair():
    """Two connected ends over loopback; what the second one sends takes `SLOW_S` from now on."""
    hook.offer_loopback()
    here, there = aioice.Connection(ice_controlling=True), aioice.Connection(ice_controlling=False)
    for one, other in ((here, there), (there, here)):
        await one.gather_candidates()
        other.remote_username, other.remote_password = one.local_username, one.local_password
    for one, other in ((here, there), (there, here)):
        for candidate in one.local_candidates:
            await other.add_remote_candidate(candidate)
        await other.add_remote_candidate(None)
    await asyncio.gather(here.connect(), there.connect())
    yield here, there
    await asyncio.gather(here.close(), there.close())


async def test_a_phone_whose_answers_take_longer_than_half_a_second_keeps_its_call(
    pair, monkeypatch
):
    here, there = pair
    hook.be_patient()
    monkeypatch.setattr(aioice.ice, "CONSENT_INTERVAL", 0.01)
    monkeypatch.setattr(aioice.ice, "CONSENT_FAILURES", 2)
    answered, loop = asyncio.Semaphore(0), asyncio.get_running_loop()
    for protocol in there._protocols:
        send = protocol.send_stun

        def later(message, addr, send=send):
            loop.call_later(SLOW_S, send, message, addr)
            loop.call_later(SLOW_S, answered.release)

        monkeypatch.setattr(protocol, "send_stun", later)
    here._query_consent_task.cancel()
    consent = asyncio.create_task(here.query_consent())
    async with asyncio.timeout(20):
        for _ in range(6):  # three checks, asked for twice each
            await answered.acquire()
    assert not consent.done(), "the connection was ended"
    consent.cancel()
