import pytest

from tests.support.media import HeardNews
from webrtc.forwarder import Stream
from webrtc.leg import Agreed, Outgoing
from webrtc.room import Publisher
from webrtc.rtp import Codec, Packet, parse
from webrtc.viewing import ViewerLeg

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x10\x03\x00\x00"


class WireTap:
    """A connection that keeps what is sent."""

    def __init__(self):
        self.outgoing = [Outgoing(Agreed(Codec.VP8), 100, 77, 97, 78)]
        self.sent = []
        self.is_open = True

    def send_rtp(self, head, payload):
        self.sent.append(parse(head + payload))


def packet(seq, payload=DELTA):
    return Packet(96, False, seq, seq * 3000, 1, payload)


@pytest.fixture
async def call():
    """A publisher of one stream, a viewer's connection, the moments a keyframe was asked for."""
    asked = []
    publisher = Publisher("room", "applicant", HeardNews(), lambda: asked.append("keyframe"))
    stream = publisher.streams[1] = Stream(Codec.VP8, 1)
    viewer, wire = ViewerLeg(publisher, lambda: None), WireTap()
    viewer.connected(wire)
    return publisher, stream, wire, asked


async def test_a_viewer_who_waits_for_a_keyframe_has_it_asked_for(call):
    publisher, stream, wire, asked = call
    publisher.take(stream, packet(20), 1e9)
    assert asked == ["keyframe"]
    assert not wire.sent


async def test_a_keyframe_is_not_spent_on_a_viewer_who_is_still_connecting(call):
    publisher, stream, wire, asked = call
    wire.is_open = False
    publisher.take(stream, packet(20, KEY), 1e9)
    assert not asked, "it would come too early again"
    wire.is_open = True
    publisher.take(stream, packet(21), 1e9)
    assert not wire.sent, "nothing a decoder could begin with"
    assert asked == ["keyframe"]
    publisher.take(stream, packet(22, KEY), 2e9)
    assert [one.payload for one in wire.sent] == [KEY]


async def test_a_late_packet_from_before_the_keyframe_costs_no_other_keyframe(call):
    publisher, stream, wire, asked = call
    for one in (packet(19), packet(21, KEY)):
        publisher.take(stream, one, 1e9)
    asked.clear()
    publisher.take(stream, packet(20), 2e9)
    assert [one.payload for one in wire.sent] == [KEY]
    assert not asked
