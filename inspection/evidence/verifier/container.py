"""The container: a plain ZIP of which every byte is prescribed.

Entries are stored, never compressed, so nothing can grow when it is read and each header follows
from name, size and CRC.
"""

import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from inspection.evidence.verifier.form import UNLISTED
from inspection.evidence.verifier.report import Unreadable

MOST_FILES = 100_000
MOST_TEXT_BYTES = 64 * 1024 * 1024  # of one JSON file; the longest real ones have a few
PIECE_BYTES = 1024 * 1024

LOCAL_FIELDS = (
    *(("signature", 4), ("version", 2), ("flags", 2), ("method", 2), ("time", 2), ("date", 2)),
    *(("crc", 4), ("size", 4), ("size", 4), ("name length", 2), ("extra length", 2)),
)
LISTED_FIELDS = (
    *(("signature", 4), ("made by", 2), ("version", 2), ("flags", 2), ("method", 2), ("time", 2)),
    *(("date", 2), ("crc", 4), ("size", 4), ("size", 4), ("name length", 2), ("extra length", 2)),
    *(("comment length", 2), ("disk", 2), ("attributes", 2), ("attributes", 4), ("offset", 4)),
)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
_LIMIT = 0xFFFFFFFF


@dataclass(frozen=True)
class Part:
    """One file in the container; `at` is where its header begins."""

    path: str
    size: int
    crc: int
    at: int = 0

    @property
    def data_at(self) -> int:
        """Where its bytes begin."""
        return self.at + 30 + len(self.path.encode())


def local_header(part: Part) -> bytes:
    """What stands before a file's bytes. 1980-01-01: a pack holds no time but in its contents."""
    name = part.path.encode()
    head = (b"PK\x03\x04", 20, 0x800, 0, 0, 0x21, part.crc, part.size, part.size, len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", *head) + name


def _listed_header(part: Part) -> bytes:
    name = part.path.encode()
    extra = struct.pack("<HHQ", 1, 8, part.at) if part.at >= _LIMIT else b""
    head = (b"PK\x01\x02", 0x0314, 20, 0x800, 0, 0, 0x21, part.crc, part.size, part.size)
    more = (len(name), len(extra), 0, 0, 0, 0o100644 << 16, min(part.at, _LIMIT))
    return struct.pack("<4sHHHHHHIIIHHHHHII", *head, *more) + name + extra


def directory(parts: Sequence[Part]) -> bytes:
    """What stands behind all files; `parts` in their order, each at its place."""
    listed = b"".join(_listed_header(part) for part in parts)
    count, at = len(parts), parts[-1].data_at + parts[-1].size if parts else 0
    end = b""
    if at >= _LIMIT or count >= 0xFFFF:
        head = (b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(listed), at)
        end = struct.pack("<4sQHHIIQQQQ", *head)
        end += struct.pack("<4sIQI", b"PK\x06\x07", 0, at + len(listed), 1)
    few, place = min(count, 0xFFFF), min(at, _LIMIT)
    end += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, few, few, len(listed), place, 0)
    return listed + end


def placed(parts: Sequence[Part]) -> list[Part]:
    """The parts, each at its place behind the one before."""
    found: list[Part] = []
    for part in parts:
        at = found[-1].data_at + found[-1].size if found else 0
        found.append(replace(part, at=at))
    return found


class Pack:
    """An open pack: which files it holds, and their bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.end = file.seek(0, 2)
        listed, walked = self._listed(), self._walked()
        good = [parts for parts in (listed, walked) if parts and _are_safe(parts)]
        if not good:
            for parts in (listed, walked):
                _must_be_safe(parts)
            raise Unreadable("这不是证据包", "this is no evidence pack")
        self.parts = max(good, key=self._fitting)
        if sum(map(self._is_compressed, self.parts)) > (1 if len(self.parts) > 1 else 0):
            raise Unreadable(
                "这是压缩过的包，不是导出时的原包",
                "it was compressed: not the pack as it was exported",
            )
        self.by_path = {part.path: part for part in self.parts}
        self._hashes: dict[str, tuple[str, int]] = {}

    def bytes_at(self, at: int, size: int) -> bytes:
        """Bytes of the file; fewer, where it ends earlier."""
        self.file.seek(at)
        return self.file.read(size)

    def read(self, path: str) -> bytes:
        """A file's bytes, of files that are small by their nature."""
        part = self.by_path[path]
        return self.bytes_at(part.data_at, min(part.size, MOST_TEXT_BYTES))

    def hashes(self, path: str) -> tuple[str, int]:
        """SHA-256 and CRC of a file as it lies there."""
        if path not in self._hashes:
            part, crc, digest = self.by_path[path], 0, sha256()
            at, end = part.data_at, min(part.data_at + part.size, self.end)
            while at < end and (piece := self.bytes_at(at, min(PIECE_BYTES, end - at))):
                crc, at = zlib.crc32(piece, crc), at + len(piece)
                digest.update(piece)
            self._hashes[path] = (digest.hexdigest(), crc)
        return self._hashes[path]

    def _is_compressed(self, part: Part) -> bool:
        return self.bytes_at(part.at + 8, 2) != b"\x00\x00"

    def _fitting(self, parts: Sequence[Part]) -> int:
        """How well a reading of the container agrees with the manifest in it."""
        for part in parts:
            if part.path == "manifest.json":
                try:
                    said = json.loads(self.bytes_at(part.data_at, min(part.size, MOST_TEXT_BYTES)))
                    wanted = {str(one["path"]) for one in said["files"]} | UNLISTED
                except (ValueError, TypeError, KeyError):
                    return 1
                return 2 + sum(one.path in wanted for one in parts)
        return 0

    def _walked(self) -> list[Part]:
        """The files by the headers before them."""
        parts: list[Part] = []
        at = 0
        while len(parts) < MOST_FILES:
            head = self.bytes_at(at, 30)
            if len(head) < 30 or head[:4] != b"PK\x03\x04":
                break
            crc, size, _, length, extra = struct.unpack("<IIIHH", head[14:])
            name = self.bytes_at(at + 30, length).decode("utf-8", "replace")
            parts.append(Part(name, size, crc, at))
            at += 30 + length + extra + size
        return parts

    def _listed(self) -> list[Part]:
        """The files by the directory at the end; none, unless it is as we write it."""
        tail = self.bytes_at(max(0, self.end - 98), 98)
        if tail[-22:-18] != b"PK\x05\x06":
            return []
        count, at = struct.unpack("<HxxxxI", tail[-12:-2]) if len(tail) >= 22 else (0, 0)
        if tail[-42:-38] == b"PK\x06\x07" and tail[-98:-94] == b"PK\x06\x06":
            count, _, at = struct.unpack("<QQQ", tail[-98 + 32 : -98 + 56])
        found = self.bytes_at(at, min(self.end - at, MOST_TEXT_BYTES)) if at < self.end else b""
        parts: list[Part] = []
        place = 0
        while found[place : place + 4] == b"PK\x01\x02" and len(found) >= place + 46:
            crc, size, _, length, extra = struct.unpack("<IIIHH", found[place + 16 : place + 32])
            name = found[place + 46 : place + 46 + length].decode("utf-8", "replace")
            parts.append(Part(name, size, crc))
            place += 46 + length + extra
        parts = placed(parts)
        return parts if len(parts) == count and directory(parts) == found else []


def _are_safe(parts: Sequence[Part]) -> bool:
    names = [part.path.lower() for part in parts]
    return len(set(names)) == len(names) and all(_NAME.fullmatch(part.path) for part in parts)


def _must_be_safe(parts: Sequence[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        if not _NAME.fullmatch(part.path):
            raise Unreadable(f"拒绝文件名 {part.path!r}", f"refused name {part.path!r}")
        if part.path.lower() in seen:
            raise Unreadable(f"文件名重复 {part.path}", f"{part.path} is there twice")
        seen.add(part.path.lower())
