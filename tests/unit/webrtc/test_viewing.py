from types import SimpleNamespace

import pytest

from tests.support.media import HeardNews
from webrtc.forwarder import Stream
from webrtc.leg import Agreed, Outgoing
from webrtc.room import Publisher
from webrtc.rtcp import nack, receiver_report
from webrtc.rtp import Codec, Packet, parse
from webrtc.viewing import DARK_S, MOST_AGAIN_PER_S, ViewerLeg

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x10\x03\x00\x00"


class WireTap:
    """A connection that keeps what is sent."""

    def __init__(self):
        self.outgoing = [Outgoing(Agreed(Codec.VP8), 100, 77, 97, 78)]
        self.sent = []
        self.is_open = True

    def send_rtp(self, packets):
        self.sent += [parse(head + payload) for head, payload in packets]


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
    publisher.take(stream, [packet(20)], 1e9)
    assert asked == ["keyframe"]
    assert not wire.sent


async def test_a_keyframe_is_not_spent_on_a_viewer_who_is_still_connecting(call):
    publisher, stream, wire, asked = call
    wire.is_open = False
    publisher.take(stream, [packet(20, KEY)], 1e9)
    assert not asked, "it would come too early again"
    wire.is_open = True
    publisher.take(stream, [packet(21)], 1e9)
    assert not wire.sent, "nothing a decoder could begin with"
    assert asked == ["keyframe"]
    publisher.take(stream, [packet(22, KEY)], 2e9)
    assert [one.payload for one in wire.sent] == [KEY]


async def test_a_late_packet_from_before_the_keyframe_costs_no_other_keyframe(call):
    publisher, stream, wire, asked = call
    publisher.take(stream, [packet(19), packet(21, KEY)], 1e9)
    asked.clear()
    publisher.take(stream, [packet(20)], 2e9)
    assert [one.payload for one in wire.sent] == [KEY]
    assert not asked


async def test_a_viewer_heard_again_after_a_dark_link_has_a_keyframe_asked_for_at_once(call):
    publisher, _, _, asked = call
    (viewer,) = publisher.subscribers
    clock = SimpleNamespace(now=1000.0, time=lambda: clock.now)
    viewer._loop = clock
    for _ in range(5):
        clock.now += DARK_S / 2
        viewer.rtcp(receiver_report(77, []))
    assert not asked, "reports come as they should"
    clock.now += DARK_S + 0.1
    viewer.rtcp(receiver_report(77, []))
    assert asked == ["keyframe"]


async def test_all_of_a_long_burst_that_was_lost_is_sent_again_in_bounds(call):
    publisher, stream, wire, _ = call
    publisher.take(stream, [packet(0, KEY), *(packet(seq) for seq in range(1, 301))], 1e9)
    first = wire.sent[0].seq
    wire.sent.clear()
    (viewer,) = publisher.subscribers
    viewer.rtcp(nack(1, 77, [first + step for step in range(1, 301)]))
    assert [one.payload[:2] for one in wire.sent] == [
        (first + step).to_bytes(2, "big") for step in range(1, 301)
    ]
    for _ in range(9):
        viewer.rtcp(nack(1, 77, [first + step for step in range(1, 301)]))
    assert len(wire.sent) == MOST_AGAIN_PER_S, "who asks without end is no burst of packets"
    viewer.tick(1e9, is_report_due=True)
    viewer.rtcp(nack(1, 77, [first + 1]))
    assert len(wire.sent) == MOST_AGAIN_PER_S + 1
