"""RTCP (RFC 3550, 4585, 5104, draft-alvestrand-rmcat-remb) written and read as bytes. Pure."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SR, _RR, _RTPFB, _PSFB, _XR = 200, 201, 205, 206, 207
_REFERENCE_TIME, _DELAY = 4, 5  # blocks of extended reports (RFC 3611, 4.4 and 4.5)
_NACK, _PLI, _FIR, _APP = 1, 1, 4, 15


@dataclass(frozen=True)
class SenderReport:
    """When the sender says its timestamp was: 64-bit NTP time and RTP timestamp."""

    ssrc: int
    ntp: int
    timestamp: int


@dataclass(frozen=True)
class Nack:
    """Packets a receiver misses."""

    ssrc: int
    lost: tuple[int, ...]


@dataclass(frozen=True)
class KeyframeWanted:
    """A receiver can not go on without a keyframe (PLI or FIR)."""

    ssrc: int


@dataclass(frozen=True)
class ReceiverReport:
    """What a receiver lost since the last report, in 256ths, and in all.

    `lost` is below zero for a receiver that got packets twice (RFC 3550, 6.4.1). `last_report` is
    the middle of our last report's NTP time, `delay` how long ago it came, in 1/65536 s.
    """

    ssrc: int
    fraction_lost: int
    lost: int
    last_report: int = 0
    delay: int = 0


@dataclass(frozen=True)
class ReferenceAnswered:
    """A sender answers our `reference_time`: its middle 32 bits, and how long it waited."""

    ssrc: int
    last_report: int
    delay: int


Message = SenderReport | Nack | KeyframeWanted | ReceiverReport | ReferenceAnswered


def read(data: bytes) -> Iterator[Message]:
    """The messages of a compound packet that forwarding cares about; stops at malformed ones."""
    at = 0
    while at + 8 <= len(data):
        first, kind, words = struct.unpack_from("!BBH", data, at)
        end = at + 4 + 4 * words
        if first >> 6 != 2 or end > len(data):
            return
        yield from _one(kind, first & 0x1F, data[at + 4 : end])
        at = end


def _one(kind: int, count: int, body: bytes) -> Iterator[Message]:
    if kind == _SR and len(body) >= 24:
        ssrc, ntp, timestamp = struct.unpack_from("!LQL", body)
        yield SenderReport(ssrc, ntp, timestamp)
        yield from _reports(body[24:], count)
    elif kind == _RR:
        yield from _reports(body[4:], count)
    elif kind == _RTPFB and count == _NACK and len(body) >= 12:
        lost: list[int] = []
        for at in range(8, len(body) - 3, 4):
            seq, mask = struct.unpack_from("!HH", body, at)
            lost.append(seq)
            lost += [(seq + 1 + bit) % 65536 for bit in range(16) if mask >> bit & 1]
        yield Nack(struct.unpack_from("!L", body, 4)[0], tuple(lost))
    elif kind == _XR:
        yield from _extended(body)
    elif kind == _PSFB and count == _PLI and len(body) >= 8:
        yield KeyframeWanted(struct.unpack_from("!L", body, 4)[0])
    elif kind == _PSFB and count == _FIR and len(body) >= 16:
        yield KeyframeWanted(struct.unpack_from("!L", body, 8)[0])


def _reports(body: bytes, count: int) -> Iterator[ReceiverReport]:
    for at in range(0, min(count * 24, len(body) - 23), 24):
        ssrc, fraction = struct.unpack_from("!LB", body, at)
        lost = int.from_bytes(body[at + 5 : at + 8], "big", signed=True)
        last_report, delay = struct.unpack_from("!LL", body, at + 16)
        yield ReceiverReport(ssrc, fraction, lost, last_report, delay)


def _extended(body: bytes) -> Iterator[Message]:
    at = 4
    while at + 4 <= len(body):
        kind, words = body[at], int.from_bytes(body[at + 2 : at + 4], "big")
        end = at + 4 + 4 * words
        if kind == _DELAY and end <= len(body):
            for one in range(at + 4, end - 11, 12):
                yield ReferenceAnswered(*struct.unpack_from("!LLL", body, one))
        at = end


def _packet(count: int, kind: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def pli(sender: int, media: int) -> bytes:
    """Asks for a keyframe."""
    return _packet(_PLI, _PSFB, struct.pack("!LL", sender, media))


def nack(sender: int, media: int, lost: Sequence[int]) -> bytes:
    """Asks for packets again; neighbours within 16 share a word."""
    words: list[tuple[int, int]] = []
    for seq in lost:
        if words and 0 < (seq - words[-1][0]) % 65536 <= 16:
            first, mask = words[-1]
            words[-1] = (first, mask | 1 << ((seq - first) % 65536 - 1))
        else:
            words.append((seq, 0))
    body = b"".join(struct.pack("!HH", seq, mask) for seq, mask in words)
    return _packet(_NACK, _RTPFB, struct.pack("!LL", sender, media) + body)


def remb(sender: int, bitrate_bps: int, media: Sequence[int]) -> bytes:
    """Tells a sender what it may use at most."""
    exponent = max(bitrate_bps.bit_length() - 18, 0)
    mantissa = bitrate_bps >> exponent
    body = struct.pack("!LL4s", sender, 0, b"REMB")
    body += bytes([len(media)]) + (exponent << 18 | mantissa).to_bytes(3, "big")
    return _packet(_APP, _PSFB, body + b"".join(struct.pack("!L", one) for one in media))


def reference_time(sender: int, middle: int) -> bytes:
    """Asks a sender for the round trip, which a receiver can not know otherwise (RFC 3611, 4.4).

    Args:
        middle: the middle 32 bits of an NTP time, of any clock; comes back in `ReferenceAnswered`.
    """
    return _packet(0, _XR, struct.pack("!LBBHQ", sender, _REFERENCE_TIME, 0, 2, middle << 16))


def sender_report(ssrc: int, ntp: int, timestamp: int, packets: int, payload_bytes: int) -> bytes:
    """Binds a timestamp to a wall-clock time, so that players keep lips and voice together."""
    counts = (packets & 0xFFFFFFFF, payload_bytes & 0xFFFFFFFF)
    return _packet(0, _SR, struct.pack("!LQLLL", ssrc, ntp, timestamp, *counts))


@dataclass(frozen=True)
class Reception:
    """One stream's figures for a receiver report."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_report: int
    delay: int


def receiver_report(sender: int, streams: Sequence[Reception]) -> bytes:
    """What arrived of each stream."""
    body = struct.pack("!L", sender)
    for one in streams[:31]:
        lost = max(min(one.lost, 0x7FFFFF), 0)
        body += struct.pack("!LB", one.ssrc, one.fraction_lost) + lost.to_bytes(3, "big")
        body += struct.pack(
            "!LLLL", one.highest & 0xFFFFFFFF, one.jitter, one.last_report, one.delay
        )
    return _packet(len(streams[:31]), _RR, body)
