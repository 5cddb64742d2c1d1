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
    leg.rtp([numbered(1, 700)], 1000.0)
    for tick in range(6):
        leg.tick(1000 + tick * 0.02, is_report_due=False)
    assert wire.kinds() == [(205, 15)]
    padding = numbered(2, 702, payload=b"")  # that probes the uplink counts, too
    leg.rtp([numbered(2, 701), padding], 1000.0)
    leg.tick(1000.25, is_report_due=False)
    assert wire.kinds() == [(205, 15)] * 2
    assert wire.sent[1][12:16] == (701).to_bytes(2, "big") + (2).to_bytes(2, "big")


async def test_nothing_of_the_kind_is_told_where_it_was_not_agreed(publisher):
    leg, wire = connected(publisher)
    leg.rtp([numbered(1, 700)], 1000.0)
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
    leg.rtp([numbered(1, 700)], 1000.0)
    leg.tick(1000, is_report_due=True)
    assert allowed_bps(wire) == 2_500_000
    Room("room", {"applicant": publisher}).set_cap(800_000)
    leg.tick(1001, is_report_due=True)
    assert allowed_bps(wire) == 800_000


async def test_the_way_to_the_phone_is_measured_by_its_answer_to_our_time(publisher):
    leg, wire = connected(publisher)
    leg.rtp([numbered(1, 700)], 1000.0)
    leg.tick(1000, is_report_due=True)
    data = wire.sent[-1]
    at = data.index(b"\x80\xcf")  # the extended report (RFC 3611): its NTP time is 12 bytes in
    middle = data[at + 14 : at + 18]
    answer = struct.pack("!BBHLBBHL", 0x80, 207, 5, 77, 5, 0, 3, 1) + middle + bytes(4)
    leg.rtcp(answer)
    assert 0 <= publisher.rtt_s < 5
    leg.rtcp(answer[:-8] + b"\xff" * 4 + answer[-4:])
    assert 0 <= publisher.rtt_s < 5, "an answer to a question we never asked says nothing"


def padding(seq, size=200):
    """Nothing but padding under a number of the picture (RFC 3550, 5.1), as without RTX."""
    plain = header(96, is_marked=False, seq=seq, timestamp=3000, ssrc=1)
    return bytes([plain[0] | 0x20]) + plain[1:] + bytes(size - 1) + bytes([size])


async def test_packets_that_only_probe_the_uplink_are_not_taken_for_lost_ones(publisher):
    leg, wire = connected(publisher)
    leg.rtp([padding(1)], 1000.0)
    assert not publisher.streams, "padding begins no stream"
    leg.rtp([numbered(2, 700), padding(3), padding(4), numbered(5, 701)], 1000.0)
    leg.tick(1000.5, is_report_due=False)
    assert wire.kinds() == [], "neither asked for again nor mended by a keyframe"
    (figures,) = publisher.figures()
    assert (figures.packets, figures.missing) == (4, 0)


def of_picture(seq, ssrc, payload=KEY, kind=96):
    return header(kind, is_marked=True, seq=seq, timestamp=seq * 3000, ssrc=ssrc) + payload


def sent_again(seq, rtx_ssrc, rtx_seq):
    """RFC 4588, 4: the lost packet's own number goes before its payload."""
    return of_picture(rtx_seq, rtx_ssrc, seq.to_bytes(2, "big") + KEY, kind=97)


@pytest.mark.parametrize(("named", "mended"), [({101: 1, 102: 2}, 2), ({}, None)])
async def test_what_is_sent_again_mends_the_picture_it_was_lost_from(publisher, named, mended):
    leg = PublisherLeg(publisher, lambda: None)
    incoming = Incoming({96: Agreed(Codec.VP8)}, {97: 96}, None, named)
    leg.connected(publisher, WireTap(incoming))
    for ssrc in (1, 2):
        leg.rtp([of_picture(10, ssrc), of_picture(12, ssrc)], 1000.0)
    leg.rtp([sent_again(11, rtx_ssrc=102, rtx_seq=1)], 1000.1)
    found = [ssrc for ssrc, stream in publisher.streams.items() if stream.recall(11)]
    assert found == ([mended] if mended else []), "both miss it, and the offer may not say whose"


async def test_the_only_picture_that_misses_a_packet_is_mended_by_it(publisher):
    leg = PublisherLeg(publisher, lambda: None)
    leg.connected(publisher, WireTap(Incoming({96: Agreed(Codec.VP8)}, {97: 96})))
    leg.rtp([of_picture(10, 1), of_picture(12, 1), of_picture(10, 2)], 1000.0)
    leg.rtp([sent_again(11, rtx_ssrc=101, rtx_seq=1)], 1000.1)
    assert publisher.streams[1].recall(11) is not None


async def test_sound_that_is_lost_is_not_asked_for_again(publisher):
    leg = PublisherLeg(publisher, lambda: None)
    wire = WireTap(Incoming({111: Agreed(Codec.OPUS)}, {}))
    leg.connected(publisher, wire)
    leg.rtp([of_picture(10, 3, b"sound", kind=111), of_picture(13, 3, b"sound", kind=111)], 1000.0)
    leg.tick(1000.05, is_report_due=False)
    assert wire.kinds() == []
    leg.rtp([of_picture(11, 3, b"sound", kind=111)], 1000.06)
    (figures,) = publisher.figures()
    assert (figures.packets, figures.missing) == (3, 1), "a late one is still welcome"
