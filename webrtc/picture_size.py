"""How large a stream's pictures are, read off the packet a keyframe begins with. Pure."""

from collections.abc import Iterable

from webrtc.rtp import Codec, h264_units, vp8_payload
from webrtc.sps import size_of_sps

_SPS, _STAP_A = 7, 24


def size_in(codec: Codec, payload: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; `None` where the packet does not name them."""
    if codec is Codec.VP8:
        return _size_of_vp8(payload)
    if codec is Codec.H264 and len(payload) > 1:
        units: Iterable[bytes] = [payload]
        if payload[0] & 0x1F == _STAP_A:
            units = h264_units(payload)
        return next((size_of_sps(unit) for unit in units if unit[0] & 0x1F == _SPS), None)
    return None


def _size_of_vp8(payload: bytes) -> tuple[int, int] | None:
    # RFC 7741, 4.2: S set and partition 0, the frame begins here; RFC 6386, 9.1: three bytes of
    # tag whose first bit is clear in keyframes, the start code, 14 bits each
    if not payload or not payload[0] & 0x10 or payload[0] & 0x07:
        return None
    frame = vp8_payload(payload)
    if frame is None or len(frame) < 10 or frame[0] & 0x01 or frame[3:6] != b"\x9d\x01\x2a":
        return None
    width = int.from_bytes(frame[6:8], "little") & 0x3FFF
    height = int.from_bytes(frame[8:10], "little") & 0x3FFF
    return (width, height) if width and height else None
