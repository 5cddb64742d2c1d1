"""A file that only grows, each piece whole or not at all. Blocking: for the scribe's thread."""

import os
from contextlib import suppress
from pathlib import Path


class GrowingFile:
    """Opened for adding; after a failed write the file is as long as before."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.size = os.fstat(self._handle).st_size

    def add(self, data: bytes) -> int:
        """Puts bytes at the end; returns where. Raises `OSError` with the file unchanged."""
        at = self.size
        try:
            self._write(at, data)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._handle, at)
            raise
        self.size = at + len(data)
        return at

    def patch(self, at: int, data: bytes) -> None:
        """Replaces bytes inside, or adds some."""
        self._write(at, data)
        self.size = max(self.size, at + len(data))

    def cut(self, size: int) -> None:
        """Leaves out what comes after `size`."""
        os.ftruncate(self._handle, size)
        self.size = size

    def read(self, at: int, size: int) -> bytes:
        """Bytes at a place; fewer at the end."""
        return os.pread(self._handle, size, at)

    def sync(self) -> None:
        """Returns when the bytes survive a power cut."""
        os.fdatasync(self._handle)

    def close(self) -> None:
        """Lets the file go."""
        os.close(self._handle)

    def _write(self, at: int, data: bytes) -> None:
        view = memoryview(data)
        while view:
            done = os.pwrite(self._handle, view, at)
            at, view = at + done, view[done:]
