"""Bytes that stay: named by their SHA-256, written once, never changed.

The order of a durable write (scorecard, rule 4): temporary file in the same folder, fsync,
rename, fsync of the folder. Only after that may anybody say "saved".
"""

import asyncio
import os
import re
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Set
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from foundation.errors import Kind, Problem

SWEEP_AFTER_S = 60  # bytes come before their row by milliseconds; a minute is safe
PIECE_BYTES = 256 * 1024
MOST_SWEPT = 100  # a kill leaves a handful; more looks like another database beside these files
_NAME = re.compile(r"[0-9a-f]{64}")


class StorageFull(Problem):
    """The bytes could not be made durable."""

    kind = Kind.UNAVAILABLE
    code = "blobs.storage_full"
    zh = "服务器存储空间不足，这份文件没有保存。请稍候重试，并通知管理员。"
    en = "The server's storage is full; this file was not kept. Tell the administrator."


class Blobs(Protocol):
    """Where evidence, records and signatures are kept."""

    async def keep(self, content: bytes) -> str:
        """Keeps the bytes durably; returns their SHA-256. Keeping twice is keeping once."""
        ...

    async def read(self, digest: str) -> bytes:
        """The bytes, checked against their name. Raises `Damaged`, when missing as well."""
        ...

    def pieces(self, digest: str) -> AsyncIterator[bytes]:
        """The same, piece by piece, for files of any size; `Damaged` may come behind the last."""
        ...


class Damaged(Problem):
    """Kept bytes are gone, or no longer match their name."""

    kind = Kind.UNAVAILABLE
    code = "blobs.damaged"
    zh = "存储的文件丢失或已损坏（{digest}）。请通知管理员从备份恢复。"
    en = "A kept file is missing or damaged ({digest}). Tell the administrator to restore it from "
    en += "the backup."


class TooManyUnknown(Problem):
    """Rows and files do not belong together, e.g. after restoring an older database."""

    kind = Kind.CONFLICT
    code = "blobs.too_many_unknown"
    zh = (
        "有 {count} 个文件在数据库中没有记录（超过 {most} 个），一个都没有删除。"
        "请核对数据库与文件是否配套。"
    )
    en = (
        "{count} files (over {most}) are named by no row; none was removed. "
        "See whether database and files belong together."
    )


class FolderBlobs:
    """Blobs in a folder: `ab/abcdef…`. File work runs in threads, never on the loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._removing = threading.Lock()  # nothing is swept between "it exists" and "kept"

    async def keep(self, content: bytes) -> str:
        return await asyncio.to_thread(self._keep, content)

    async def read(self, digest: str) -> bytes:
        return await asyncio.to_thread(self._read, digest)

    async def sweep(self, known: Set[str]) -> int:
        """Removes what a killed process left behind: files no row knows. Returns how many.

        Args:
            known: all digests that rows name. Files younger than `SWEEP_AFTER_S` stay whatever
                is known: their row may be on its way.

        Raises:
            TooManyUnknown: so many that the rows are more likely wrong; nothing is removed.
        """
        return await asyncio.to_thread(self._sweep, known)

    async def pieces(self, digest: str) -> AsyncIterator[bytes]:
        """The bytes piece by piece, checked at the end. Raises `Damaged`, when missing as well."""
        found = sha256()
        try:
            file = await asyncio.to_thread(self._path(digest).open, "rb")
        except FileNotFoundError as error:
            raise Damaged(digest=digest[:12]) from error
        try:
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                found.update(piece)
                yield piece
        finally:
            await asyncio.to_thread(file.close)
        if found.hexdigest() != digest:
            raise Damaged(digest=digest[:12])

    def _path(self, digest: str) -> Path:
        if not _NAME.fullmatch(digest):
            raise FileNotFoundError(digest)
        return self._folder / digest[:2] / digest

    def _keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if self._is_kept_anew(path):
                return digest
            for folder in (self._folder, path.parent):
                if not folder.exists():
                    folder.mkdir(exist_ok=True)
                    _sync_folder(folder.parent)
            write_durably(path, content)
        except OSError as error:
            raise StorageFull from error
        return digest

    def _is_kept_anew(self, path: Path) -> bool:
        """Whether the bytes are here already; then they count as kept now, durably."""
        with self._removing:
            if not path.exists():
                return False
            os.utime(path)
        _sync_folder(path.parent)  # whoever wrote them may not have come to this yet
        return True

    def _sweep(self, known: Set[str]) -> int:
        removed, limit = 0, time.time() - SWEEP_AFTER_S
        unknown = [path for path in self._folder.glob("??/*") if path.name not in known]
        if len(unknown) > MOST_SWEPT:
            raise TooManyUnknown(count=len(unknown), most=MOST_SWEPT)
        for path in unknown:
            with self._removing, suppress(FileNotFoundError):
                if path.stat().st_mtime < limit:
                    path.unlink()
                    removed += 1
        return removed

    def _read(self, digest: str) -> bytes:
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise Damaged(digest=digest[:12]) from error
        if sha256(content).hexdigest() != digest:
            raise Damaged(digest=digest[:12])
        return content


def write_durably(path: Path, content: bytes) -> None:
    """Writes a whole file so that after a power cut there is either the old or the new one."""
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
