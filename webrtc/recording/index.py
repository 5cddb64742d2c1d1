"""The index of a recording: what happened, one JSON line each, only ever added to. Pure.

    {"part": "001.webm", "mime": …, "began": ms, "header": bytes, "codec": …, "size": [w, h]}
    {"at": bytes, "bytes": n, "from": ms, "to": ms, "key": true}    a fragment of the last part
    {"sealed": bytes}                           the last part is finished and this long
    {"gap": [ms, ms or null], "cause": …}       a later line with the same beginning corrects it
    {"ended": ms}                               the call is over

`began`, gaps and `ended` are milliseconds since 1970, `from` and `to` count from the part's
beginning. A fragment's line is written after its bytes: what a line names is in the file.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from webrtc.recording.sample import Found

NAME = "index.jsonl"


class Cause(Enum):
    """Why there is no picture."""

    PACKET_LOSS = "packet_loss"  # pieces never arrived; until the next keyframe
    SILENT = "silent"  # the phone stayed connected and sent nothing
    STILLS = "stills"  # single pictures were asked for instead, by the desk or the ladder
    CONNECTION_LOST = "connection_lost"  # it came back over a new connection
    GONE = "gone"  # it has not come back
    DISK = "disk"  # the disk was full or too slow
    SERVICE = "service"  # the service was not running
    PRIVATE = "private"  # the applicant covered the picture


@dataclass(frozen=True)
class PartBegan:
    """A file begins; `codec` is that of the picture, empty for sound alone."""

    file: str
    mime: str
    began_ms: int
    header_bytes: int
    codec: str = ""
    size_px: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Sealed:
    """The last part is finished."""

    size: int


@dataclass(frozen=True)
class GapTold:
    """No picture between two moments; without an end it still lasts."""

    from_ms: int
    to_ms: int | None
    cause: Cause


@dataclass(frozen=True)
class Ended:
    """Nothing more will come."""

    at_ms: int


Line = PartBegan | Found | Sealed | GapTold | Ended


def written(lines: Iterable[Line]) -> bytes:
    """Lines as they stand in the file."""
    return b"".join(
        json.dumps(_shape(line), separators=(",", ":")).encode() + b"\n" for line in lines
    )


def read(content: bytes) -> tuple[list[Line], int]:
    """The lines, and how many bytes of the file are whole lines we understand."""
    lines: list[Line] = []
    good = 0
    for raw in content.splitlines(keepends=True):
        line = _line(raw) if raw.endswith(b"\n") else None
        if line is None:
            break
        lines.append(line)
        good += len(raw)
    return lines, good


def _shape(line: Line) -> dict[str, Any]:
    match line:
        case Found():
            shape = {"at": line.at, "bytes": line.size, "from": line.from_ms, "to": line.to_ms}
            return {**shape, "key": True} if line.has_key else shape
        case PartBegan():
            return {
                "part": line.file,
                "mime": line.mime,
                "began": line.began_ms,
                "header": line.header_bytes,
                "codec": line.codec,
                "size": line.size_px,
            }
        case Sealed():
            return {"sealed": line.size}
        case GapTold():
            return {"gap": [line.from_ms, line.to_ms], "cause": line.cause.value}
        case Ended():
            return {"ended": line.at_ms}


def _line(raw: bytes) -> Line | None:
    try:
        shape: Any = json.loads(raw)
        match shape:
            case {"at": at, "bytes": size, "from": from_ms, "to": to_ms}:
                return Found(int(at), int(size), int(from_ms), int(to_ms), bool(shape.get("key")))
            case {"part": str(file), "mime": str(mime), "began": began, "header": header}:
                width, height = shape["size"]
                codec = str(shape["codec"])
                size_px = (int(width), int(height))
                return PartBegan(file, mime, int(began), int(header), codec, size_px)
            case {"sealed": size}:
                return Sealed(int(size))
            case {"gap": [from_ms, to_ms], "cause": cause}:
                end = None if to_ms is None else int(to_ms)
                return GapTold(int(from_ms), end, Cause(cause))
            case {"ended": at_ms}:
                return Ended(int(at_ms))
            case _:
                return None
    except (ValueError, TypeError, KeyError):
        return None
