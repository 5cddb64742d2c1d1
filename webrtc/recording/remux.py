"""A browser's own film into a part of ours, without transcoding. Runs in a worker process.

What a phone sends is taken apart and put together anew: what stands on our disk and goes to
browsers was written by us. Only the two containers that `MediaRecorder` makes are opened, by name,
so that no playlist or reference leads the reader anywhere else.
"""

from pathlib import Path
from typing import Any

from webrtc.decode import MOST_MEGAPIXELS
from webrtc.frames import Shape
from webrtc.recording import mp4, webm
from webrtc.recording.growing import GrowingFile
from webrtc.recording.index import NAME, Line, PartBegan, written
from webrtc.recording.mending import seal
from webrtc.recording.sample import PICTURE, SOUND, Container, Found, Sample, has_key
from webrtc.rtp import Codec

MOST_MS = 30 * 60 * 1000
FRAGMENT_MS = 1000
_CODECS = {"vp8": Codec.VP8, "h264": Codec.H264}


def remux(source: Path, folder: Path, began_ms: int) -> bool:
    """Writes a part and its index into an existing folder; `False` when the source is no film.

    Takes the first picture (VP8 or H.264) and, if it is Opus, the first sound. Raises `OSError`
    when the disk does not let it.
    """
    with source.open("rb") as file:
        start = file.read(12)
        kind = "matroska" if start[:4] == b"\x1a\x45\xdf\xa3" else ""
        kind = "mp4" if start[4:8] == b"ftyp" else kind
        file.seek(0)
        taken = taken_apart(file, kind) if kind else None
    if taken is None:
        return False
    shape, samples = taken
    write_part(folder, began_ms, shape, samples)
    return True


def taken_apart(file: Any, kind: str) -> tuple[Shape, list[Sample]] | None:
    """What is in a film (`matroska` or `mp4`), in order; `None` when it begins with no picture."""
    import av
    from av.error import FFmpegError

    samples: list[Sample] = []
    try:
        opened: Any = av.open(file, format=kind)
        with opened as film:
            picture = next(iter(film.streams.video), None)
            sound = next((one for one in film.streams.audio if one.name == "opus"), None)
            shape = _shape_of(picture)
            if shape is None:
                return None
            for packet in film.demux([one for one in (picture, sound) if one is not None]):
                if packet.dts is None or not packet.size:
                    continue
                at_ms = round(packet.dts * packet.time_base * 1000)
                track = PICTURE if packet.stream is picture else SOUND
                is_key = track == SOUND or packet.is_keyframe
                samples.append(Sample(track, at_ms, is_key, bytes(packet)))
    except (FFmpegError, ValueError, OverflowError):
        return None
    samples.sort(key=lambda one: one.at_ms)
    first = next((one for one in samples if one.track == PICTURE), None)
    if first is None or not first.is_keyframe or samples[-1].at_ms - samples[0].at_ms > MOST_MS:
        return None
    return shape, samples


def _shape_of(picture: Any | None) -> Shape | None:
    codec = _CODECS.get(picture.name) if picture is not None else None
    if picture is None or codec is None:
        return None
    width, height = picture.width, picture.height
    if not 0 < width * height <= MOST_MEGAPIXELS * 1_000_000:
        return None
    if codec is Codec.VP8:
        return Shape(codec, width, height)
    sets = _parameters(picture.codec_context.extradata or b"")
    return Shape(codec, width, height, sets) if sets else None


def _parameters(record: bytes) -> tuple[bytes, ...]:
    """SPS and PPS of an `avcC` whose units have lengths of four bytes (14496-15, 5.3.3.1.2)."""
    if len(record) < 7 or record[0] != 1 or record[4] & 3 != 3:
        return ()
    sets: list[bytes] = []
    at = 5
    for mask in (0x1F, 0xFF):
        if at >= len(record):
            return ()
        count, at = record[at] & mask, at + 1
        for _ in range(count):
            size = int.from_bytes(record[at : at + 2], "big")
            sets.append(record[at + 2 : at + 2 + size])
            at += 2 + size
    return tuple(sets) if len(sets) >= 2 and all(sets) and at <= len(record) else ()


def write_part(folder: Path, began_ms: int, shape: Shape, samples: list[Sample]) -> None:
    """Writes `001` and its index into an existing folder, counted from the first picture."""
    container: Container = mp4 if shape.codec is Codec.H264 else webm
    has_sound = any(one.track == SOUND for one in samples)
    header = container.header(shape, has_sound=has_sound, began_ms=began_ms)
    mime = container.mime(shape, has_sound=has_sound)
    size_px = (shape.width_px, shape.height_px)
    part = PartBegan(
        f"001{container.suffix}", mime, began_ms, len(header), shape.codec.value, size_px
    )
    film = GrowingFile(folder / part.file)
    try:
        film.add(header)
        found: list[Found] = []
        for number, group in enumerate(_fragments(samples)):
            media = container.fragment(number + 1, group)
            entry = Found(film.size, len(media), group[0].at_ms, group[-1].at_ms, has_key(group))
            film.add(media)
            found.append(entry)
        lines: list[Line] = [part, *found, seal(film, part, found)]
    finally:
        film.close()
    index = GrowingFile(folder / NAME)
    try:
        index.add(written(lines))
        index.sync()
    finally:
        index.close()


def _fragments(samples: list[Sample]) -> list[list[Sample]]:
    """Counted from the first picture, cut before keyframes and after a second."""
    base = next(one.at_ms for one in samples if one.track == PICTURE)
    newest = {PICTURE: -1, SOUND: -1}
    groups: list[list[Sample]] = []
    for one in samples:
        if one.at_ms < base:
            continue
        at_ms = max(one.at_ms - base, newest[one.track] + 1)
        newest[one.track] = at_ms
        is_entry = one.track == PICTURE and one.is_keyframe
        if not groups or is_entry or at_ms - groups[-1][0].at_ms >= FRAGMENT_MS:
            groups.append([])
        groups[-1].append(one._replace(at_ms=at_ms))
    return groups
