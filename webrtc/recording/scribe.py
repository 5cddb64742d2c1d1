"""The one thread that writes all recordings: the media loop never waits for a disk.

What is waiting is bounded in bytes. What does not fit, or can not be written, is left out until
the next fragment that begins with a keyframe, and the index says so (`Cause.DISK`).
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import structlog

from webrtc.recording.growing import GrowingFile
from webrtc.recording.index import NAME, Cause, Ended, GapTold, Line, PartBegan, written
from webrtc.recording.mending import last_moment_ms, mend, seal
from webrtc.recording.sample import Found

log = structlog.get_logger("recording")
MOST_WAITING_BYTES = 64 * 1024 * 1024  # of all recordings: five minutes of one, 8 s of forty
ENTRY_EVERY_MS = 5000  # chosen: a player that seeks decodes so much at most
SYNC_EVERY_S = 5.0  # a kill costs nothing that was written; a power cut at most this


class Scribe:
    """Carries out jobs in order. The thread starts with the first one."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[tuple[Callable[[], None], int] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._given = 0
        self._done = 0

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more may wait."""
        return self._given - self._done + size <= MOST_WAITING_BYTES

    def give(self, job: Callable[[], None], size: int = 0) -> None:
        """Queues a job that holds `size` bytes; never waits."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="scribe", daemon=True)
            self._thread.start()
        self._given += size
        self._jobs.put((job, size))

    def close(self) -> None:
        """Returns when all is written. Blocking."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (work := self._jobs.get()) is not None:
            job, size = work
            try:
                job()
            except Exception:  # one recording's trouble is not that of the others
                log.exception("a recording could not be written")
            self._done += size


class Volume:
    """One recording's folder. Methods without underscore belong to the media loop, never wait."""

    def __init__(
        self,
        folder: Path,
        scribe: Scribe,
        *,
        open_file: Callable[[Path], GrowingFile] = GrowingFile,
    ) -> None:
        self._folder = folder
        self._scribe = scribe
        self._open_file = open_file
        self.is_failing = False  # written by the thread, read by the loop: ask for a keyframe
        self._index: GrowingFile | None = None
        self._film: GrowingFile | None = None
        self._number = 0
        self._wanted: tuple[PartBegan, bytes] | None = None  # a part not begun on disk yet
        self._part: PartBegan | None = None
        self._fragments: list[Found] = []  # of the part: where players may enter, and the last one
        self._ends_with_entry = False
        self._lines: list[Line] = []  # not in the index yet
        self._missing_from: int | None = None  # since 1970
        self._resumed_from: int | None = None
        self._began_ms = 0
        self._synced_at = 0.0

    def begin(self, part: PartBegan, header: bytes) -> None:
        """The following fragments are of a new part; `part.file` is its suffix."""
        self._scribe.give(lambda: self._begin(part, header))

    def add(self, fragment: Found, media: bytes) -> None:
        """A fragment; `fragment.at` is not known yet."""
        size = len(media)
        if self._scribe.has_room(size):
            self._scribe.give(lambda: self._add(fragment, media), size)
        else:
            self._scribe.give(lambda: self._add(fragment, None))

    def note(self, line: Line) -> None:
        """A gap, or the end."""
        self._scribe.give(lambda: self._note(line))

    def close(self) -> None:
        """The files are finished; a later `begin` opens them again."""
        self._scribe.give(self._close)

    def _begin(self, part: PartBegan, header: bytes) -> None:
        self._finish_part()
        self._wanted = (part, header)
        self._began_ms = part.began_ms

    def _add(self, fragment: Found, media: bytes | None) -> None:
        if self._missing_from is not None and not fragment.has_key:
            return
        try:
            if media is None:
                raise BlockingIOError("the disk is too slow")
            self._open()
            film = self._begun()
            at = film.add(media)
        except OSError as error:
            self._fail(fragment, error)
            return
        self.is_failing = False
        whole = fragment._replace(at=at)
        begins_ms = self._began_ms + fragment.from_ms
        self._explain(begins_ms)
        self._remember(whole)
        self._note(whole)
        if time.monotonic() - self._synced_at > SYNC_EVERY_S:
            film.sync()
            self._synced_at = time.monotonic()

    def _remember(self, whole: Found) -> None:
        """Sealing needs no others, and an hour's would be megabytes."""
        if self._fragments and not self._ends_with_entry:
            self._fragments.pop()
        since_ms = (
            whole.from_ms - self._fragments[-1].from_ms if self._fragments else ENTRY_EVERY_MS
        )
        self._ends_with_entry = whole.has_key and since_ms >= ENTRY_EVERY_MS
        self._fragments.append(whole)

    def _explain(self, begins_ms: int) -> None:
        """Why nothing was kept before this fragment."""
        if self._resumed_from is not None and begins_ms > self._resumed_from:
            self._lines.append(GapTold(self._resumed_from, begins_ms, Cause.SERVICE))
        if self._missing_from is not None:
            self._lines.append(GapTold(self._missing_from, begins_ms, Cause.DISK))
        self._resumed_from = self._missing_from = None

    def _fail(self, fragment: Found, error: OSError) -> None:
        if self._missing_from is None:
            self._missing_from = self._began_ms + fragment.from_ms
            log.warning("a recording has a gap", folder=self._folder.name, error=str(error))
        self.is_failing = True

    def _open(self) -> None:
        if self._index is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = mend(self._folder)
        self._number = sum(isinstance(line, PartBegan) for line in lines)
        self._resumed_from = last_moment_ms(lines)
        self._index = self._open_file(self._folder / NAME)

    def _begun(self) -> GrowingFile:
        """The film of the present part, begun on disk when its first fragment comes."""
        if self._wanted is not None:
            part, header = self._wanted
            named = replace(part, file=f"{self._number + 1:03}{part.file}")
            film = self._open_file(self._folder / named.file)
            try:
                film.cut(0)  # a kill before its line was in the index
                film.add(header)
            except OSError:
                film.close()
                raise
            self._film, self._part, self._fragments = film, named, []
            self._number += 1
            self._wanted = None
            self._lines.append(named)
        assert self._film is not None  # noqa: S101 - a fragment follows a `begin`
        return self._film

    def _note(self, line: Line) -> None:
        self._lines.append(line)
        if self._index is None and isinstance(line, GapTold | Ended) and not self._part:
            if not (self._folder / NAME).exists():
                self._lines.clear()  # nothing was recorded that could have a gap
                return
            self._open()
        if self._index is None:
            return
        try:
            self._index.add(written(self._lines))
        except OSError:
            self.is_failing = True  # the lines are tried again with the next one
        else:
            self._lines.clear()

    def _finish_part(self) -> None:
        if self._film is None or self._part is None:
            return
        film, part = self._film, self._part
        self._film = self._part = None
        try:
            self._note(seal(film, part, self._fragments))
        except OSError as error:
            log.warning("a film could not be finished", file=part.file, error=str(error))
        finally:
            film.close()

    def _close(self) -> None:
        self._finish_part()
        if self._index is not None:
            self._index.sync()
            self._index.close()
            self._index = None
