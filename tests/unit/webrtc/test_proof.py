"""The fast path serves where it carries a call, else the contained one: chosen at every start."""

import re

import pytest

from foundation.clock import SystemClock
from tests.support.media import HeardNews, new_engine, play, publish
from webrtc.adapter_aiortc import aiortc_engine, fast, port
from webrtc.adapter_aiortc.fast import FastLeg
from webrtc.adapter_aiortc.proof import fast_path_holds
from webrtc.datagrams import open_socket


@pytest.fixture
def asked_anew():
    """The answer is kept per process; here every test asks for itself."""
    fast_path_holds.cache_clear()
    yield
    fast_path_holds.cache_clear()


async def path_of(engine):
    """The kind of connection that a call on this engine has, after a picture was seen."""
    news = engine._observer
    phone = await publish(engine)
    await news.wait_for("came")
    viewer = await play(engine)
    frame = await viewer.frame()
    assert (frame.width, frame.height) == (960, 540)
    kinds = {type(session.leg._leg) for session in engine._sessions.values()}
    await phone.close()
    await viewer.pc.close()
    await engine.close()
    (kind,) = kinds
    return kind


async def test_on_a_machine_like_this_the_fast_path_serves(asked_anew):
    assert await path_of(new_engine(HeardNews())) is FastLeg


def loses_one(self, shared, slot, size, take=FastLeg._take):
    """What a packet sorted to nobody would look like."""
    return True if size > 200 and slot % 7 == 3 else take(self, shared, slot, size)


BREAKS = {
    "packets are not read": (port.SharedSocket, "_read", lambda self: 0),
    "packets vanish": (FastLeg, "_take", loses_one),
    "encryption in place does nothing": (fast, "LIB", None),
    "candidates are gathered elsewhere": (fast.MediaPort, "gather", None),
}


@pytest.mark.parametrize(("place", "name", "broken"), BREAKS.values(), ids=BREAKS)
def test_when_the_ground_has_moved_the_contained_path_serves(
    place, name, broken, monkeypatch, asked_anew
):
    monkeypatch.setattr("webrtc.adapter_aiortc.proof.DEADLINE_S", 1.5)
    monkeypatch.setattr(place, name, broken)
    assert not fast_path_holds()


async def test_the_contained_path_carries_a_call_as_well(monkeypatch, asked_anew):
    monkeypatch.setattr("webrtc.adapter_aiortc.fast_path_holds", lambda: False)
    kind = await path_of(new_engine(HeardNews()))
    assert kind.__name__ == "AiortcLeg"


async def test_all_connections_of_an_engine_are_on_the_port_it_was_given(asked_anew):
    with open_socket("127.0.0.1", 0) as free:
        number = free.getsockname()[1]
    engine = aiortc_engine(
        ice_servers=[], observer=HeardNews(), loopback=True, clock=SystemClock(), port=number
    )
    phones = [await publish(engine, participant=f"applicant_{one}") for one in range(2)]
    for phone in phones:
        candidates = re.findall(r"127\.0\.0\.1 (\d+) typ host", phone.remoteDescription.sdp)
        assert set(candidates) == {str(number)}
        await phone.close()
    await engine.close()
