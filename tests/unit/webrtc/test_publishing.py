"""What a publisher's connection says back to the phone."""

import struct

import pytest

from tests.support.media import HeardNews
from tests.support.packets import KEY
from webrtc.leg import Agreed, Incoming
from webrtc.publishing import PublisherLeg
from webrtc.room import Publisher, Room
from webrtc.rtp import Codec, header

TRANSPORT_CC = 5


class WireTap:
    """A connection that keeps what is sent."""

    def __init__(self, incoming):
        self.incoming = incoming
        self.outgoing = ()
        self.is_open = True
        self.sent = []

    def send_rtcp(self, data):
        self.sent.append(data)

    def kinds(self):
        """Payload type and format of each message that begins a packet."""
        return [(data[1], data[0] & 0x1F) for data in self.sent]


def numbered(seq, transport_seq, payload=KEY):
    """A VP8 packet with its transport-wide number in a one-byte header extension."""
    plain = header(96, is_marked=True, seq=seq, timestamp=seq * 3000, ssrc=1)
    block = bytes([TRANSPORT_CC << 4 | 1]) + transport_seq.to_bytes(2, "big") + b"\x00"
    return bytes([plain[0] | 0x10]) + plain[1:] + b"\xbe\xde\x00\x01" + block + payload


@pytest.fixture
async def publisher():
    return Publisher("room", "applicant", HeardNews(), lambda: None)


def connected(publisher, transport_cc=None):
    leg = PublisherLeg(publisher, lambda: None)
    wire = WireTap(Incoming({96: Agreed(Codec.VP8)}, {}, transport_cc))
    leg.connected(publisher, wire)
    return leg, wire


async def test_arrivals_are_told_every_tenth_of_a_second_when_agreed(publisher):
    leg, wire = connected(publisher, TRANSPORT_CC)
    leg.rtp(numbered(1, 700), 1000.0)
    for tick in range(6):
        leg.tick(1000 + tick * 0.02, is_report_due=False)
    assert wire.kinds() == [(205, 15)]
    leg.rtp(numbered(2, 701), 1000.0)
    leg.rtp(numbered(2, 702, payload=b""), 1000.0)  # padding that probes the uplink counts, too
    leg.tick(1000.25, is_report_due=False)
    assert wire.kinds() == [(205, 15)] * 2
    assert wire.sent[1][12:16] == (701).to_bytes(2, "big") + (2).to_bytes(2, "big")


async def test_nothing_of_the_kind_is_told_where_it_was_not_agreed(publisher):
    leg, wire = connected(publisher)
    leg.rtp(numbered(1, 700), 1000.0)
    leg.tick(1000, is_report_due=False)
    assert wire.kinds() == []


def allowed_bps(wire):
    """What the last REMB (draft-alvestrand-rmcat-remb-03, 2.2) says."""
    data = wire.sent[-1]
    at = data.index(b"REMB") + 5
    word = int.from_bytes(data[at : at + 3], "big")
    return (word & 0x3FFFF) << (word >> 18)


async def test_a_phone_may_send_what_the_room_allows_whatever_viewers_think(publisher):
    leg, wire = connected(publisher)
    leg.rtp(numbered(1, 700), 1000.0)
    leg.tick(1000, is_report_due=True)
    assert allowed_bps(wire) == 2_500_000
    Room("room", {"applicant": publisher}).set_cap(800_000)
    leg.tick(1001, is_report_due=True)
    assert allowed_bps(wire) == 800_000


async def test_the_way_to_the_phone_is_measured_by_its_answer_to_our_time(publisher):
    leg, wire = connected(publisher)
    leg.rtp(numbered(1, 700), 1000.0)
    leg.tick(1000, is_report_due=True)
    data = wire.sent[-1]
    at = data.index(b"\x80\xcf")  # the extended report (RFC 3611): its NTP time is 12 bytes in
    middle = data[at + 14 : at + 18]
    answer = struct.pack("!BBHLBBHL", 0x80, 207, 5, 77, 5, 0, 3, 1) + middle + bytes(4)
    leg.rtcp(answer)
    assert 0 <= publisher.rtt_s < 5
    leg.rtcp(answer[:-8] + b"\xff" * 4 + answer[-4:])
    assert 0 <= publisher.rtt_s < 5, "an answer to a question we never asked says nothing"
