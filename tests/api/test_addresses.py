"""Which addresses a call runs over: the public one an administrator names, and IPv6."""

import ipaddress
import re

import pytest
from aiortc import RTCSessionDescription

from foundation.clock import SystemClock
from tests.support.exchange import WHIP, Exchange
from tests.support.media import play
from webrtc.adapter_aiortc import aiortc_engine


def only(family, sdp):
    """An SDP whose candidates are all of this IP version."""
    return "".join(
        line
        for line in sdp.splitlines(keepends=True)
        if not line.startswith("a=candidate:")
        or ipaddress.ip_address(line.split()[4]).version == family
    )


@pytest.mark.parametrize("address", ["203.0.113.5", "2001:db8::5"])
async def test_answers_name_the_outer_address_and_no_inner_one(aiohttp_client, news, address):
    engine = aiortc_engine(
        ice_servers=[], observer=news, loopback=True, clock=SystemClock(), public_address=address
    )
    exchange = await Exchange.open(aiohttp_client, engine)
    caller = await exchange.camera()
    answer = await exchange.ask("POST", WHIP, caller.localDescription.sdp)
    named = re.findall(r"a=candidate:\S+ \d udp \d+ (\S+) (\d+) typ host", answer.text)
    assert {one for one, _ in named} == {address}
    assert all(int(port) > 0 for _, port in named)
    await exchange.close()
    await engine.close()


@pytest.mark.parametrize("family", [4, 6])
async def test_a_whole_call_runs_over_each_ip_version(
    aiohttp_client, engine, news, monkeypatch, family
):
    exchange = await Exchange.open(aiohttp_client, engine)
    caller = await exchange.camera()
    offer = only(family, caller.localDescription.sdp)
    answer = await exchange.ask("POST", WHIP, offer)
    assert answer.status == 201
    way = RTCSessionDescription(only(family, answer.text), "answer")
    await caller.setRemoteDescription(way)
    await news.wait_for("came")

    async def play_over_it(room, publisher, viewer, sdp):
        made = await real(room, publisher, viewer, only(family, sdp))
        return type(made)(made.session_id, only(family, made.sdp))

    real = engine.play
    monkeypatch.setattr(engine, "play", play_over_it)
    viewer = await play(engine)
    assert (await viewer.frame()).width > 0
    for session in engine._sessions.values():
        pair = session.leg._leg._dtls.transport._connection._nominated[1]
        assert ipaddress.ip_address(pair.remote_addr[0]).version == family
    await viewer.pc.close()
    await exchange.close()
