"""A phone that dials twice in one breath: one connection stays, and it counts."""

import asyncio

import pytest

from tests.support.clock import FrozenClock
from tests.support.media import HeardNews
from webrtc.forwarding import MOST_PLAYS_EACH, ForwardingEngine
from webrtc.leg import Agreed, Incoming
from webrtc.rtp import Codec


class FakeLeg:
    """A connection that takes a few turns of the loop to end."""

    incoming = Incoming({96: Agreed(Codec.VP8)}, {})
    outgoing = ()

    def __init__(self, ears):
        self._ears = ears
        self.is_open = True

    def send_rtp(self, head, payload):
        pass

    def send_rtcp(self, data):
        pass

    async def close(self):
        for _ in range(3):
            await asyncio.sleep(0)
        if self.is_open:
            self.is_open = False
            self._ears.closed()


class FakeConnector:
    def __init__(self):
        self.legs = []

    async def receiving(self, _offer, ears):
        leg = FakeLeg(ears)
        self.legs.append(leg)
        await asyncio.sleep(0)
        return leg, "answer"

    async def sending(self, offer, _wanted, ears):
        return await self.receiving(offer, ears)

    def close(self):
        pass


@pytest.fixture
async def connector():
    return FakeConnector()


@pytest.fixture
async def engine(connector, monkeypatch):
    made = ForwardingEngine(connector, HeardNews(), FrozenClock())
    monkeypatch.setattr(made._decoder, "warm", lambda: None)  # nothing is captured here
    yield made
    await made.close()


async def test_of_two_dials_at_once_one_stays_and_the_phone_is_still_there(engine, connector):
    for _ in range(2):
        await engine.publish("room", "applicant", "first")
    await asyncio.gather(*(engine.publish("room", "applicant", "again") for _ in range(3)))
    alive = [leg for leg in connector.legs if leg.is_open]
    assert len(alive) == 1, [leg.is_open for leg in connector.legs]
    assert engine._publisher("room", "applicant") is not None


async def test_a_viewer_that_plays_without_end_ends_its_own_oldest_and_nobody_elses(
    engine, connector
):
    await engine.publish("room", "applicant", "offer")
    engine._publisher("room", "applicant").streams[1] = None  # has sent something
    other = await engine.play("room", "applicant", "zhao", "offer")
    played = [await engine.play("room", "applicant", "wang", "offer") for _ in range(20)]
    alive = [one.session_id for one in played if engine.owner(one.session_id)]
    assert alive == [one.session_id for one in played[-MOST_PLAYS_EACH:]]
    assert engine.owner(other.session_id) is not None
    assert len(engine._publisher("room", "applicant").subscribers) == MOST_PLAYS_EACH + 1
    engine._publisher("room", "applicant").streams.clear()
