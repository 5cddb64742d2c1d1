"""Draws exam rooms one after another beside the service, with what calls leave over.

One process at a time. A room somebody waits for goes first, those with a name before others:
sharp pictures of another, already usable room are put off for it and go on afterwards.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from panorama.beside import stop, terminate, yield_and_die_with
from panorama.exam.errors import NothingIsDrawn, PicturesBusy
from panorama.exam.shelf import Shelf

log = structlog.get_logger("exam pictures")
MOST_WAITING = 24  # chosen: two minutes of drawing, a class that begins at the same moment
DEADLINE_S = 600.0  # a process that hangs keeps nobody waiting for ever
STOPPED = (130, -signal.SIGTERM)  # said by the process, or stopped while it still began


@dataclass(frozen=True)
class Room:
    """What is drawn: a layout's room with the faults of a seed."""

    key: str
    layout: Path
    seed: int
    faults: int
    scenes: tuple[str, ...]
    is_named: bool = True  # somebody with a name waits for it


class Pictures:
    """Draws what is wanted and not there; `shelf` holds it.

    Args:
        draws: whether rooms are drawn at all (`build_rooms`).
        command: what draws a room; layout and flags are added.
    """

    def __init__(self, shelf: Shelf, *, draws: bool, command: Sequence[str] | None = None) -> None:
        self.shelf = shelf
        self._draws = draws
        self._command = list(command or (sys.executable, "-m", "panorama.exam.render"))
        self._rough: dict[str, Room] = {}
        self._sharp: dict[str, Room] = {}
        self._failed: set[str] = set()
        self._running: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._is_sharpening = False

    def must_draw(self, room: Room) -> None:
        """Raises `NothingIsDrawn` for a room that is not there and that nobody will draw."""
        if not self._draws and not self.shelf.is_ready(room.key, room.scenes):
            raise NothingIsDrawn

    def want(self, room: Room) -> None:
        """Has the room drawn unless it is. Raises `PicturesBusy`: too many wait."""
        if room.key in self._rough or room.key in self._sharp or room.key in self._failed:
            if room.is_named and room.key in self._rough:
                self._rough[room.key] = room  # no longer only for somebody without a name
            return
        is_ready = self.shelf.is_ready(room.key, room.scenes)
        if is_ready and self.shelf.is_sharp(room.key, room.scenes):
            return
        waiting = self._sharp if is_ready else self._rough
        if not self._draws or (is_ready and len(self._sharp) >= MOST_WAITING):
            return
        # whoever practises without a name takes nobody's place who has one
        before = sum(one.is_named or not room.is_named for one in waiting.values())
        if before >= MOST_WAITING:
            raise PicturesBusy
        waiting[room.key] = room
        if self._is_sharpening and not is_ready and self._process is not None:
            terminate(self._process)
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._draw_all(), name="exam-pictures")

    def forget_failure(self, key: str) -> None:
        """A person asks for another try."""
        self._failed.discard(key)

    def state(self, key: str) -> dict[str, Any]:
        """How far a room is; one that failed says so until somebody asks again."""
        if key in self._failed:
            return {"stage": "failed", "share": 0.0}
        return self.shelf.progress(key)

    async def _draw_all(self) -> None:
        while self._rough or self._sharp:
            is_sharp = not self._rough
            waiting = self._sharp if is_sharp else self._rough
            room = min(waiting.values(), key=lambda one: not one.is_named)  # the first of them
            try:
                code = await self._draw(room, is_sharp=is_sharp)
            except OSError:
                # a full disk, no process to be had: whoever waits is told, the next has its turn
                log.exception("exam room not drawn", key=room.key)
                code = 1
            if code in STOPPED and is_sharp:
                continue  # put off; it stays in its place
            waiting.pop(room.key, None)
            if code != 0:
                self._failed.add(room.key)
            elif not is_sharp and len(self._sharp) < MOST_WAITING:
                self._sharp[room.key] = room
            kept = {room.key, *self._rough, *self._sharp}
            with suppress(OSError):  # a file that went meanwhile; the next room tries again
                await asyncio.to_thread(self.shelf.make_room, kept)

    async def _draw(self, room: Room, *, is_sharp: bool) -> int:
        out = self.shelf.folder_of(room.key)
        await asyncio.to_thread(self.shelf.use, room.key)
        self._is_sharpening, self._process = is_sharp, None
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            str(room.layout),
            *("--seed", str(room.seed), "--faults", str(room.faults), "--out", str(out)),
            *(["--sharp"] if is_sharp else []),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=partial(yield_and_die_with, os.getpid()),
        )
        if is_sharp and self._rough:
            terminate(process)  # somebody came while it began
        try:
            async with asyncio.timeout(DEADLINE_S):
                _, errors = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            errors = b"no end within the deadline"
        code = process.returncode or 0
        if code not in (0, *STOPPED):
            log.error("exam room not drawn", key=room.key, error=errors.decode()[-800:])
        return code

    async def close(self) -> None:
        """Stops drawing; what is finished stays."""
        await stop(self._process, self._running)
