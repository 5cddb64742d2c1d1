"""WebM (Matroska, RFC 9559): VP8 and Opus in clusters of known size. Pure.

Written by hand because a fragment has to be whole in one write, with our own times: that is what
makes a film survive a kill. Tests read every file back with FFmpeg and with Chromium.
"""

import struct
from collections.abc import Sequence

from webrtc.frames import Shape
from webrtc.recording.sample import (
    PICTURE,
    SOUND,
    Found,
    Patch,
    Sample,
    has_key,
    last_picture,
)

_CLUSTER = bytes.fromhex("1f43b675")
_TIMESTAMP, _SIMPLE_BLOCK, _VOID = b"\xe7", b"\xa3", b"\xec"
_BLOCK_GROUP, _BLOCK = b"\xa0", b"\xa1"
_REFERENCE = b"\xfb\x81\xff"  # to the frame before, whichever that is
_UNKNOWN_SIZE = bytes.fromhex("01ffffffffffffff")
_SEGMENT = bytes.fromhex("18538067") + _UNKNOWN_SIZE
_MS_2001 = 978_307_200_000  # Matroska's dates count from the first day of 2001
_SEEK_BYTES = 32  # room for a SeekHead, filled when the film is finished
_DURATION_BYTES = 11
_DURATION = bytes.fromhex("448988")
_KEY = 0x80
# RFC 7845, 5.1: version 1, two channels, nothing to skip (it was heard live), 48 kHz, mapping 0
_OPUS_HEAD = b"OpusHead\x01\x02" + struct.pack("<HIhB", 0, 48_000, 0, 0)

suffix = ".webm"


def mime(shape: Shape | None, *, has_sound: bool) -> str:
    """See `Container.mime`."""
    codecs = ", ".join(["vp8"] * (shape is not None) + ["opus"] * has_sound)
    return f'{"video" if shape else "audio"}/webm; codecs="{codecs}"'


def header(shape: Shape | None, *, has_sound: bool, began_ms: int) -> bytes:
    """See `Container.header`."""
    start = _element(
        "1a45dfa3",
        _number("4286", 1)
        + _number("42f7", 1)
        + _number("42f2", 4)
        + _number("42f3", 8)
        + _element("4282", b"webm")
        + _number("4287", 4)
        + _number("4285", 2),
    )
    info = _element(
        "1549a966",
        _number("2ad7b1", 1_000_000)
        + _element("4461", struct.pack(">q", (began_ms - _MS_2001) * 1_000_000))
        + _element("4d80", b"Yunkan")
        + _element("5741", b"Yunkan")
        + _void(_DURATION_BYTES),
    )
    tracks = b""
    if shape is not None:
        size = _number("b0", shape.width_px) + _number("ba", shape.height_px)
        tracks += _track(PICTURE, 1, b"V_VP8", _element("e0", size))
    if has_sound:
        sound = _element("b5", struct.pack(">f", 48_000)) + _number("9f", 2)
        more = _element("63a2", _OPUS_HEAD) + _number("56bb", 80_000_000)
        more += _element("e1", sound)
        tracks += _track(SOUND, 2, b"A_OPUS", more)
    return start + _SEGMENT + _void(_SEEK_BYTES) + info + _element("1654ae6b", tracks)


def fragment(number: int, samples: Sequence[Sample], next_ms: int | None = None) -> bytes:
    """See `Container.fragment`: one cluster."""
    start = samples[0].at_ms
    parts = [_TIMESTAMP + _sized(start.to_bytes(8, "big"))]
    last = None if next_ms is None else last_picture(samples)
    for sample in samples:
        track, at_ms, is_keyframe, data = sample
        if sample is last and next_ms is not None:
            parts.append(_lasting(sample, at_ms - start, next_ms - at_ms))
            continue
        head = struct.pack(">BhB", 0x80 | track, at_ms - start, _KEY if is_keyframe else 0)
        parts += (_SIMPLE_BLOCK, _size(4 + len(data)), head, data)
    total = sum(map(len, parts))
    return b"".join((_CLUSTER, _size(total, 4), *parts))


def fragment_at(data: bytes, at: int) -> Found | None:
    """See `Container.fragment_at`."""
    if data[at : at + 4] != _CLUSTER:
        return None
    end, start = _content(data, at + 4)
    if end is None or end > len(data):
        return None
    cluster_ms, samples, here = 0, list[Sample](), start
    while here < end:
        name, (stop, begin) = data[here : here + 1], _content(data, here + 1)
        if stop is None or stop > end:
            return None
        if name == _TIMESTAMP:
            cluster_ms = int.from_bytes(data[begin:stop], "big")
        elif name == _SIMPLE_BLOCK and stop - begin > 4:
            track, passed, flags = struct.unpack_from(">BhB", data, begin)
            samples.append(Sample(track & 0x7F, cluster_ms + passed, bool(flags & _KEY), b""))
        elif name == _BLOCK_GROUP and data[begin : begin + 1] == _BLOCK:
            inner_stop, inner = _content(data, begin + 1)
            if inner_stop is None or inner_stop - inner < 4 or inner_stop > stop:
                return None
            track, passed, _ = struct.unpack_from(">BhB", data, inner)
            is_key = _REFERENCE not in data[inner_stop:stop]
            samples.append(Sample(track & 0x7F, cluster_ms + passed, is_key, b""))
        here = stop
    if not samples:
        return None
    last = max(one.at_ms for one in samples)
    return Found(at, end - at, cluster_ms, last, has_key(samples))


def seal(header: bytes, keys: Sequence[Found], duration_ms: int, end: int) -> Sequence[Patch]:
    """See `Container.seal`: cues behind the clusters, and where they are; the duration."""
    segment = header.index(_SEGMENT) + len(_SEGMENT)
    duration = header.find(_void(_DURATION_BYTES), segment + _SEEK_BYTES)
    if duration < 0:  # a kill in the middle of this: it is done again
        duration = header.index(_DURATION, segment)
    cues = b"".join(
        _element(
            "bb",
            _number("b3", key.from_ms)
            + _element("b7", _number("f7", PICTURE) + _number("f1", key.at - segment)),
        )
        for key in keys
    )
    to_cues = _element("53ab", bytes.fromhex("1c53bb6b")) + _number("53ac", end - segment, 8)
    seek = _element("114d9b74", _element("4dbb", to_cues))
    return [
        Patch(end, _element("1c53bb6b", cues)),
        Patch(duration, _DURATION + struct.pack(">d", duration_ms)),
        Patch(segment, seek + _void(_SEEK_BYTES - len(seek))),
    ]


def _lasting(sample: Sample, passed_ms: int, lasts_ms: int) -> bytes:
    """A block that says how long it lasts; what refers to no other is a keyframe."""
    head = struct.pack(">BhB", 0x80 | sample.track, passed_ms, 0)
    content = _BLOCK + _sized(head + sample.data) + _number("9b", lasts_ms)
    if not sample.is_keyframe:
        content += _REFERENCE
    return _BLOCK_GROUP + _sized(content)


def _track(number: int, kind: int, codec: bytes, more: bytes) -> bytes:
    named = _number("d7", number) + _number("73c5", number) + _number("83", kind)
    return _element("ae", named + _number("9c", 0) + _element("86", codec) + more)


def _element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + _sized(content)


def _number(name: str, value: int, width: int = 0) -> bytes:
    width = width or max(1, (value.bit_length() + 7) // 8)
    return _element(name, value.to_bytes(width, "big"))


def _void(total: int) -> bytes:
    return _VOID + _size(total - 2) + bytes(total - 2)


def _sized(content: bytes) -> bytes:
    return _size(len(content)) + content


def _size(value: int, width: int = 0) -> bytes:
    """A length as EBML writes it: as many leading zeros as bytes follow, then a one."""
    width = width or ((value + 1).bit_length() + 6) // 7  # all ones would mean: unknown
    return (value | 1 << 7 * width).to_bytes(width, "big")


def _content(data: bytes, at: int) -> tuple[int | None, int]:
    """End and start of an element's content whose size stands at a place; no end: torn."""
    if at >= len(data) or not data[at]:
        return None, at
    width = 9 - data[at].bit_length()
    if at + width > len(data):
        return None, at
    size = int.from_bytes(data[at : at + width], "big") & (1 << 7 * width) - 1
    return at + width + size, at + width
