"""RTP (RFC 3550) as far as forwarding needs it: headers, circular arithmetic, keyframes. Pure."""

import struct
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

HEADER_BYTES = 12
HEADER = struct.Struct("!BBHLL")  # bits, marker and type, number, time, SSRC (RFC 3550, 5.1)
SEQ_RANGE = 1 << 16
TIME_RANGE = 1 << 32
_HALF_SEQ = SEQ_RANGE // 2


class Codec(Enum):
    """What the payload of a stream is; the value is the MIME type in lower case."""

    VP8 = "video/vp8"
    H264 = "video/h264"
    OPUS = "audio/opus"


class Packet(NamedTuple):
    """One RTP packet, decrypted; `payload` without header extensions and padding.

    An empty payload is padding alone: a browser without RTX probes its uplink with such packets
    under the numbers of the picture. They go their way like others, or all would ask for them.
    """

    payload_type: int
    is_marked: bool
    seq: int
    timestamp: int
    ssrc: int
    payload: bytes


Headed = tuple[bytes, bytes]  # a packet to send: what goes before the payload, and the payload


def parse(data: bytes | memoryview) -> Packet | None:
    """The packet in these bytes; `None` when they are none. Keeps nothing of a memoryview."""
    end = len(data)
    if end < HEADER_BYTES:
        return None
    first, second, seq, timestamp, ssrc = HEADER.unpack_from(data)
    start: int = HEADER_BYTES
    if first != 0x80:  # version 2 with neither padding, extension nor contributing sources
        if first >> 6 != 2:
            return None
        start += 4 * (first & 0x0F)
        if first & 0x10:
            if end < start + 4:
                return None
            start += 4 + 4 * (data[start + 2] << 8 | data[start + 3])
        if first & 0x20:
            end -= data[-1]
        if start > end:
            return None
    return Packet(second & 0x7F, second >= 0x80, seq, timestamp, ssrc, bytes(data[start:end]))


def header(payload_type: int, *, is_marked: bool, seq: int, timestamp: int, ssrc: int) -> bytes:
    """The twelve bytes before a payload without extensions."""
    second = payload_type | (0x80 if is_marked else 0)
    return HEADER.pack(0x80, second, seq, timestamp, ssrc)


def is_newer(seq: int, than: int) -> bool:
    """Whether `seq` comes after `than` on the circle of 65,536 (RFC 1982)."""
    return seq != than and (seq - than) % SEQ_RANGE < _HALF_SEQ


def begins_keyframe(codec: Codec, payload: bytes) -> bool:
    """Whether a decoder can start at this packet; always true for sound."""
    if codec is Codec.VP8:
        return _begins_vp8_keyframe(payload)
    if codec is Codec.H264:
        return _begins_h264_keyframe(payload)
    return True


def vp8_payload(payload: bytes) -> bytes | None:
    """The frame bytes behind a VP8 payload descriptor (RFC 7741, 4.2); `None` when malformed."""
    if not payload:
        return None
    at = 1
    if payload[0] & 0x80:
        if len(payload) < 2:
            return None
        extended, at = payload[1], 2
        if extended & 0x80:
            at += 2 if len(payload) > at and payload[at] & 0x80 else 1
        at += 1 if extended & 0x40 else 0
        at += 1 if extended & 0x30 else 0
    return payload[at:] if at <= len(payload) else None


def _begins_vp8_keyframe(payload: bytes) -> bool:
    # S bit set and partition 0: the first packet of a frame; then bit 0 of the frame tag is clear
    if not payload or not payload[0] & 0x10 or payload[0] & 0x07:
        return False
    frame = vp8_payload(payload)
    return bool(frame) and not frame[0] & 0x01


def _begins_h264_keyframe(payload: bytes) -> bool:
    # RFC 6184: NAL units 5 (IDR) and 7 (SPS), 24 (STAP-A) holding one, 28 (FU-A) starting one
    if len(payload) < 2:
        return False
    kind = payload[0] & 0x1F
    if kind in (5, 7):
        return True
    if kind == 24:
        return any(unit[0] & 0x1F in (5, 7) for unit in h264_units(payload))
    return kind == 28 and bool(payload[1] & 0x80) and payload[1] & 0x1F in (5, 7)


def h264_units(payload: bytes) -> Iterator[bytes]:
    """The NAL units in a STAP-A packet (RFC 6184, 5.7.1), none of them empty or cut short."""
    at = 1
    while at + 2 < len(payload):
        size = int.from_bytes(payload[at : at + 2], "big")
        at += 2 + size
        if size == 0 or at > len(payload):
            return
        yield payload[at - size : at]
