"""Packets of a stream to whole encoded frames, in order, each with the time it was captured. Pure.

A packet that is missing is waited for; after `HOLD_S` the run is broken (`Lost`), and pictures go
on with the next keyframe, because what follows a hole can not be decoded.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from webrtc.rtp import SEQ_RANGE, Codec, Packet, begins_keyframe, h264_units, is_newer, vp8_payload
from webrtc.sps import size_of_sps

HOLD_S = 1.0  # a retransmission comes within 10 x 60 ms (forwarder); later ones are not waited for
MOST_HELD = 1024  # packets behind a hole; the forwarder's ring is as long
_START_CODE = b"\x00\x00\x00\x01"
_IDR, _SPS, _PPS, _DELIMITER, _FILLER = 5, 7, 8, 9, 12


class Shape(NamedTuple):
    """What a player has to know before a keyframe; parameter sets are H.264's SPS and PPS."""

    codec: Codec
    width_px: int
    height_px: int
    parameters: tuple[bytes, ...] = ()


class Frame(NamedTuple):
    """One encoded picture or 20 ms of sound.

    `data` is as containers want it: H.264 units with four bytes of length before each, parameter
    sets left out. `arrived_at` is when its first packet came, in seconds of the loop's clock.
    """

    data: bytes
    timestamp: int
    arrived_at: float
    is_keyframe: bool
    shape: Shape | None = None  # of keyframes of pictures


class Lost(NamedTuple):
    """The run is broken; pictures are missing until the next keyframe."""

    at: float


_NOTHING: tuple[Frame | Lost, ...] = ()


class Assembler:
    """Frames of one stream. Times are seconds of a monotonic clock, handed in."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._is_sound = codec is Codec.OPUS
        self._next: int | None = None
        self._parts: list[Packet] = []
        self._began_at = 0.0
        self._held: dict[int, tuple[Packet, float]] = {}
        self._blocked_at = 0.0
        self._waits_for_keyframe = not self._is_sound
        self._parameters: tuple[bytes, ...] = ()

    def take(self, packet: Packet, now: float) -> Sequence[Frame | Lost]:
        """The frames that are whole with this packet; late and doubled packets change nothing."""
        if packet.seq != self._next and self._next is not None:
            if not is_newer(packet.seq, self._next):
                return _NOTHING
            if not self._held:
                self._blocked_at = now
            self._held[packet.seq] = (packet, now)
            return self.expire(now)
        self._next = (packet.seq + 1) % SEQ_RANGE
        frame = self._add(packet, now)
        if not self._held:
            return _NOTHING if frame is None else (frame,)
        return [*([frame] if frame else ()), *self._drain(now)]

    def expire(self, now: float) -> Sequence[Frame | Lost]:
        """Gives up what has been missing too long; call it now and then when nothing comes."""
        if not self._held:
            return _NOTHING
        if now - self._blocked_at < HOLD_S and len(self._held) < MOST_HELD:
            return _NOTHING
        return self._give_up(now)

    def finish(self, now: float) -> Sequence[Frame | Lost]:
        """No more packets come: what lies behind a hole is given out without waiting."""
        return self._give_up(now) if self._held else _NOTHING

    def _give_up(self, now: float) -> list[Frame | Lost]:
        assert self._next is not None  # noqa: S101 - something is held
        expected = self._next
        self._next = min(self._held, key=lambda seq: (seq - expected) % SEQ_RANGE)
        self._parts.clear()
        self._waits_for_keyframe = not self._is_sound
        return [Lost(now), *self._drain(now)]

    def _drain(self, now: float) -> Iterator[Frame | Lost]:
        while self._held:
            assert self._next is not None  # noqa: S101
            found = self._held.pop(self._next, None)
            if found is None:
                # another hole: its time began when the packets behind it came
                self._blocked_at = min(at for _, at in self._held.values())
                yield from self.expire(now)
                return
            self._next = (self._next + 1) % SEQ_RANGE
            frame = self._add(*found)
            if frame is not None:
                yield frame

    def _add(self, packet: Packet, at: float) -> Frame | None:
        if not packet.payload:
            return None  # padding that probes the uplink
        if self._is_sound:
            return Frame(packet.payload, packet.timestamp, at, is_keyframe=True)
        if self._waits_for_keyframe:
            if not begins_keyframe(self._codec, packet.payload):
                return None
            self._waits_for_keyframe = False
        parts, frame = self._parts, None
        if parts and parts[0].timestamp != packet.timestamp:
            frame = self._whole()  # its sender set no marker; numbers without a hole are proof
            if self._waits_for_keyframe:
                return None
        if not parts:
            self._began_at = at
        parts.append(packet)
        # a frame of one packet behind one without marker waits for the next packet, as that did
        return self._whole() if packet.is_marked and frame is None else frame

    def _whole(self) -> Frame | None:
        packets, at = self._parts, self._began_at
        timestamp = packets[0].timestamp
        if self._codec is Codec.VP8:
            data = b"".join([vp8_payload(one.payload) or b"" for one in packets])
            packets.clear()
            if not data:
                return None
            if data[0] & 1:
                return Frame(data, timestamp, at, is_keyframe=False)
            size = _vp8_size(data)
            if size is None:
                self._waits_for_keyframe = True
                return None
            return Frame(data, timestamp, at, True, Shape(Codec.VP8, *size))
        units = nal_units([one.payload for one in packets])
        packets.clear()
        return self._h264_frame(units, timestamp, at)

    def _h264_frame(self, units: list[bytes], timestamp: int, at: float) -> Frame | None:
        kinds = [unit[0] & 0x1F for unit in units]
        own = tuple(unit for unit, kind in zip(units, kinds, strict=True) if kind in (_SPS, _PPS))
        if own:
            self._parameters = own
        data = b"".join(
            len(unit).to_bytes(4, "big") + unit
            for unit, kind in zip(units, kinds, strict=True)
            if kind not in (_SPS, _PPS, _DELIMITER, _FILLER)
        )
        if not data:
            return None
        if _IDR not in kinds:
            return Frame(data, timestamp, at, is_keyframe=False)
        sets = [unit for unit in self._parameters if unit[0] & 0x1F == _SPS]
        size = size_of_sps(sets[0]) if sets else None
        if size is None:
            self._waits_for_keyframe = True
            return None
        return Frame(data, timestamp, at, True, Shape(Codec.H264, *size, self._parameters))


def frames_of(codec: Codec, packets: Sequence[Packet]) -> Iterator[bytes]:
    """Encoded frames of an ordered run without gaps, one per marker bit, as decoders take them."""
    payloads: list[bytes] = []
    for packet in packets:
        if not packet.payload:
            continue  # padding that probes the uplink
        payloads.append(packet.payload)
        if packet.is_marked:
            if codec is Codec.VP8:
                yield b"".join(vp8_payload(one) or b"" for one in payloads)
            else:
                yield b"".join(_START_CODE + unit for unit in nal_units(payloads))
            payloads = []


def nal_units(payloads: Sequence[bytes]) -> list[bytes]:
    """H.264 units (RFC 6184) of payloads in order; a piece without its beginning is left out."""
    units: list[list[bytes]] = []
    is_open = False
    for payload in payloads:
        kind = payload[0] & 0x1F if payload else 0
        if kind == 24:
            units += [[unit] for unit in h264_units(payload)]
        elif kind == 28 and len(payload) > 2:
            if payload[1] & 0x80:
                units.append([bytes([payload[0] & 0xE0 | payload[1] & 0x1F]), payload[2:]])
                is_open = True
            elif is_open:
                units[-1].append(payload[2:])
            continue
        elif 1 <= kind <= 23:
            units.append([payload])
        is_open = False
    return [b"".join(parts) for parts in units]


def _vp8_size(frame: bytes) -> tuple[int, int] | None:
    # RFC 6386, 9.1: three bytes of tag, the start code, then 14 bits each for width and height
    if len(frame) < 10 or frame[3:6] != b"\x9d\x01\x2a":
        return None
    size = (
        int.from_bytes(frame[6:8], "little") & 0x3FFF,
        int.from_bytes(frame[8:10], "little") & 0x3FFF,
    )
    return size if all(size) else None
