"""A phone that dials twice in one breath: one connection stays, and it counts."""

import asyncio

import pytest

from tests.support.clock import FrozenClock
from tests.support.media import HeardNews
from tests.support.packets import KEY
from webrtc.forwarder import Stream
from webrtc.forwarding import MOST_PLAYS_EACH, MOST_SET_UPS, ForwardingEngine
from webrtc.leg import Agreed, Incoming
from webrtc.rtp import Codec, header


class FakeLeg:
    """A connection that takes a few turns of the loop to end."""

    incoming = Incoming({96: Agreed(Codec.VP8)}, {})
    outgoing = ()

    def __init__(self, ears):
        self._ears = ears
        self.is_open = True
        self.ended = asyncio.Event()

    def hears(self, packet):
        self._ears.rtp((packet,), 0.0)

    def send_rtp(self, packets):
        pass

    def send_rtcp(self, data):
        pass

    async def close(self):
        for _ in range(3):
            await asyncio.sleep(0)
        if self.is_open:
            self.is_open = False
            self._ears.closed()
            self.ended.set()


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


async def test_of_dials_at_once_the_one_that_sends_stays_and_the_phone_is_still_there(
    engine, connector
):
    for _ in range(2):
        await engine.publish("room", "applicant", "first")
    await asyncio.gather(*(engine.publish("room", "applicant", "again") for _ in range(3)))
    last = connector.legs[-1]
    last.hears(header(96, is_marked=True, seq=1, timestamp=0, ssrc=7) + KEY)
    await asyncio.gather(*(leg.ended.wait() for leg in connector.legs[:-1]))
    assert last.is_open
    assert set(engine._publisher("room", "applicant").streams) == {7}


async def test_a_phone_that_dials_without_end_and_sends_nothing_holds_few_connections(
    engine, connector
):
    for _ in range(20):
        await engine.publish("room", "applicant", "offer")
    assert sum(leg.is_open for leg in connector.legs) == MOST_SET_UPS + 1
    assert connector.legs[0].is_open, "the one that works is not among those that go"


async def test_a_viewer_that_plays_without_end_ends_its_own_oldest_and_nobody_elses(
    engine, connector
):
    await engine.publish("room", "applicant", "offer")
    engine._publisher("room", "applicant").streams[1] = Stream(Codec.OPUS, 1)  # has sent something
    other = await engine.play("room", "applicant", "zhao", "offer")
    played = [await engine.play("room", "applicant", "wang", "offer") for _ in range(20)]
    alive = [one.session_id for one in played if engine.owner(one.session_id)]
    assert alive == [one.session_id for one in played[-MOST_PLAYS_EACH:]]
    assert engine.owner(other.session_id) is not None
    assert len(engine._publisher("room", "applicant").subscribers) == MOST_PLAYS_EACH + 1
    engine._publisher("room", "applicant").streams.clear()
