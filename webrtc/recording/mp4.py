"""Fragmented MP4 (ISO/IEC 14496-12, -15; Opus in ISOBMFF): H.264 and Opus. Pure.

A fragment is a `moof` and its `mdat`; times are milliseconds of the part.
"""

import struct
from collections.abc import Sequence
from itertools import pairwise

from webrtc.frames import Shape
from webrtc.recording.sample import PICTURE, SOUND, Found, Patch, Sample, has_key

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_LAST_MS = {PICTURE: 33, SOUND: 20}  # of a track's last sample until the next fragment tells
_KEY_FLAGS, _DELTA_FLAGS = 0x02000000, 0x01010000  # 14496-12, 8.8.3.1: depends on none; on others
_MS_1904 = 2_082_844_800  # seconds from 1904 to 1970
_SPS, _PPS = 7, 8

suffix = ".mp4"


def mime(shape: Shape | None, *, has_sound: bool) -> str:
    """See `Container.mime`; RFC 6381: profile, constraints and level in hexadecimal."""
    profile = _sets(shape, _SPS)[0][1:4].hex() if shape else ""
    codecs = ", ".join([f"avc1.{profile}"] * (shape is not None) + ["opus"] * has_sound)
    return f'{"video" if shape else "audio"}/mp4; codecs="{codecs}"'


def header(shape: Shape | None, *, has_sound: bool, began_ms: int) -> bytes:
    """See `Container.header`."""
    made = began_ms // 1000 + _MS_1904
    times = struct.pack(">QQIQ", made, made, 1000, 0)
    movie = times + struct.pack(">IHxx8x", 0x10000, 0x100) + _MATRIX + bytes(24)
    tracks, extends = b"", _full("mehd", 1, 0, bytes(8))
    for track, entry in ((PICTURE, _picture(shape)), (SOUND, _sound(has_sound))):
        if entry is not None:
            tracks += _track(track, shape, entry, made)
            extends += _full("trex", 0, 0, struct.pack(">5I", track, 1, 0, 0, 0))
    moov = _full("mvhd", 1, 0, movie + struct.pack(">I", SOUND + 1)) + tracks
    kind = _box("ftyp", b"iso6" + bytes(4) + b"iso6mp41")
    return kind + _box("moov", moov + _box("mvex", extends))


def fragment(number: int, samples: Sequence[Sample], next_ms: int | None = None) -> bytes:
    """See `Container.fragment`."""
    tracks = [
        (track, own)
        for track in (PICTURE, SOUND)
        if (own := [one for one in samples if one.track == track])
    ]
    sizes = [sum(len(one.data) for one in own) for _, own in tracks]
    # the place of a track's bytes is counted from the moof, whose length it does not change
    length = len(_moof(number, tracks, [0] * len(tracks), next_ms))
    places = [length + 8 + sum(sizes[:before]) for before in range(len(tracks))]
    media = b"".join(one.data for _, own in tracks for one in own)
    return _moof(number, tracks, places, next_ms) + _box("mdat", media)


def fragment_at(data: bytes, at: int) -> Found | None:
    """See `Container.fragment_at`."""
    moof, mdat = _box_at(data, at, b"moof"), None
    if moof is not None:
        mdat = _box_at(data, moof, b"mdat")
    if moof is None or mdat is None:
        return None
    samples: list[Sample] = []
    for start, end in _inside(data, at + 8, moof, b"traf"):
        samples += _samples_of(data, start, end)
    if not samples:
        return None
    first = min(one.at_ms for one in samples)
    return Found(at, mdat - at, first, max(one.at_ms for one in samples), has_key(samples))


def seal(header: bytes, keys: Sequence[Found], duration_ms: int, end: int) -> Sequence[Patch]:
    """See `Container.seal`: an index of the fragments at the end, the duration in the header."""
    entries = b"".join(struct.pack(">QQBBB", key.from_ms, key.at, 1, 1, 1) for key in keys)
    table = struct.pack(">III", PICTURE, 0, len(keys)) + entries
    access = _full("tfra", 1, 0, table)
    index = _box("mfra", access + _full("mfro", 0, 0, struct.pack(">I", len(access) + 8 + 16)))
    duration = header.index(b"mehd") + 8
    return [Patch(end, index), Patch(duration, duration_ms.to_bytes(8, "big"))]


def _moof(
    number: int,
    tracks: Sequence[tuple[int, list[Sample]]],
    places: Sequence[int],
    next_ms: int | None,
) -> bytes:
    boxes = _full("mfhd", 0, 0, struct.pack(">I", number))
    for (track, samples), place in zip(tracks, places, strict=True):
        entries = [
            struct.pack(
                ">III", after.at_ms - one.at_ms, len(one.data), _flags(track, one.is_keyframe)
            )
            for one, after in pairwise(samples)
        ]
        last, lasts_ms = samples[-1], _LAST_MS[track]
        if track == PICTURE and next_ms is not None:
            lasts_ms = next_ms - last.at_ms
        entries.append(
            struct.pack(">III", lasts_ms, len(last.data), _flags(track, last.is_keyframe))
        )
        run = struct.pack(">Ii", len(samples), place) + b"".join(entries)
        boxes += _box(
            "traf",
            # 0x20000: places count from the moof. 0x701: place, durations, sizes, flags follow
            _full("tfhd", 0, 0x20000, struct.pack(">I", track))
            + _full("tfdt", 1, 0, struct.pack(">Q", samples[0].at_ms))
            + _full("trun", 0, 0x701, run),
        )
    return _box("moof", boxes)


def _flags(track: int, is_keyframe: bool) -> int:
    return _KEY_FLAGS if track == SOUND or is_keyframe else _DELTA_FLAGS


def _samples_of(data: bytes, start: int, end: int) -> list[Sample]:
    """Times and keys of one `traf` as `_moof` writes it."""
    track = at_ms = 0
    samples: list[Sample] = []
    for begin, _ in _inside(data, start, end, b"tfhd"):
        track = struct.unpack_from(">I", data, begin + 4)[0]
    for begin, _ in _inside(data, start, end, b"tfdt"):
        at_ms = struct.unpack_from(">Q", data, begin + 4)[0]
    for begin, stop in _inside(data, start, end, b"trun"):
        count = struct.unpack_from(">I", data, begin + 4)[0]
        for at in range(begin + 12, min(stop, begin + 12 + 12 * count) - 11, 12):
            passed, _, flags = struct.unpack_from(">III", data, at)
            samples.append(Sample(track, at_ms, flags == _KEY_FLAGS, b""))
            at_ms += passed
    return samples


def _track(track: int, shape: Shape | None, entry: bytes, made: int) -> bytes:
    is_picture = track == PICTURE and shape is not None
    size = (shape.width_px << 16, shape.height_px << 16) if is_picture and shape else (0, 0)
    head = struct.pack(">QQI4xQ8x", made, made, track, 0)
    head += struct.pack(">HHH2x", 0, 0, 0 if is_picture else 0x100) + _MATRIX
    head += struct.pack(">II", *size)
    kind = b"vide" if is_picture else b"soun"
    media = _full("mdhd", 1, 0, struct.pack(">QQIQHH", made, made, 1000, 0, 0x55C4, 0))
    media += _full("hdlr", 0, 0, bytes(4) + kind + bytes(12) + b"Yunkan\0")
    reference = _full("dref", 0, 0, struct.pack(">I", 1) + _full("url ", 0, 1, b""))
    tables = _full("stsd", 0, 0, struct.pack(">I", 1) + entry)
    for name, count in (("stts", 4), ("stsc", 4), ("stsz", 8), ("stco", 4)):
        tables += _full(name, 0, 0, bytes(count))
    which = _full("vmhd", 0, 1, bytes(8)) if is_picture else _full("smhd", 0, 0, bytes(4))
    media += _box("minf", which + _box("dinf", reference) + _box("stbl", tables))
    return _box("trak", _full("tkhd", 1, 3, head) + _box("mdia", media))


def _picture(shape: Shape | None) -> bytes | None:
    if shape is None:
        return None
    entry = struct.pack(">6xH16xHH", 1, shape.width_px, shape.height_px)
    entry += struct.pack(">III", 0x480000, 0x480000, 0) + struct.pack(">H32xHh", 1, 24, -1)
    sps, pps = _sets(shape, _SPS), _sets(shape, _PPS)
    record = b"\x01" + sps[0][1:4] + b"\xff" + bytes([0xE0 | len(sps)])
    record += b"".join(struct.pack(">H", len(one)) + one for one in sps)
    record += bytes([len(pps)]) + b"".join(struct.pack(">H", len(one)) + one for one in pps)
    return _box("avc1", entry + _box("avcC", record))


def _sound(has_sound: bool) -> bytes | None:
    if not has_sound:
        return None
    entry = struct.pack(">6xH8xHH4xI", 1, 2, 16, 48_000 << 16)
    head = struct.pack(">BBHIhB", 0, 2, 0, 48_000, 0, 0)
    return _box("Opus", entry + _box("dOps", head))


def _sets(shape: Shape | None, kind: int) -> list[bytes]:
    return [one for one in shape.parameters if one[0] & 0x1F == kind] if shape else []


def _box(name: str, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name.encode()) + content


def _full(name: str, version: int, flags: int, content: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags) + content)


def _box_at(data: bytes, at: int, name: bytes) -> int | None:
    """The end of the whole box of this name at a place."""
    if data[at + 4 : at + 8] != name:
        return None
    end = at + struct.unpack_from(">I", data, at)[0]
    return end if at + 8 <= end <= len(data) else None


def _inside(data: bytes, start: int, end: int, name: bytes) -> list[tuple[int, int]]:
    """Contents of the boxes of a name between two places, as (start, end)."""
    found: list[tuple[int, int]] = []
    while start + 8 <= end:
        stop = start + struct.unpack_from(">I", data, start)[0]
        if not start + 8 <= stop <= end:
            break
        if data[start + 4 : start + 8] == name:
            found.append((start + 8, stop))
        start = stop
    return found
