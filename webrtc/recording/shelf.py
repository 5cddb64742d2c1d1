"""All recordings of a media engine: one folder per room and participant, one writing thread."""

import asyncio
import re
from datetime import UTC
from pathlib import Path

import structlog

from foundation.clock import Clock
from webrtc.recording.index import NAME
from webrtc.recording.mending import is_finished, mend
from webrtc.recording.recorder import Recorder
from webrtc.recording.scribe import Scribe, Volume
from webrtc.room import Publisher

log = structlog.get_logger("recording")
_NAME = re.compile(r"\w[\w-]{0,63}", re.ASCII)  # names come from us; nothing else becomes a path


class RecordingShelf:
    """What the engine tells of publishers becomes films. All methods run on the engine's loop."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._scribe = Scribe()
        self._recorders: dict[tuple[str, str], tuple[Recorder, Publisher]] = {}

    def attach(self, publisher: Publisher, now: float) -> None:
        """A connection of a participant is up; the recording begins, or goes on."""
        key = (publisher.room, publisher.participant)
        if not all(is_name(name) for name in key):
            log.warning("not recorded: the name can not be a folder's", room=publisher.room)
            return
        known = self._recorders.get(key)
        if known is None:
            wall_ms = self._clock.now().astimezone(UTC).timestamp() * 1000 - now * 1000
            volume = Volume(self._folder / key[0] / key[1], self._scribe)
            recorder = Recorder(volume, wall_ms)
        else:
            recorder, before = known
            if before is not publisher and recorder in before.subscribers:
                before.subscribers.remove(recorder)
        self._recorders[key] = (recorder, publisher)
        codecs = [agreed.codec for agreed in publisher.agreed]
        recorder.follow(publisher.want_keyframe, codecs)
        if recorder not in publisher.subscribers:
            publisher.subscribers.append(recorder)

    def gone(self, room: str, participant: str, now: float) -> None:
        """The participant's last connection ended."""
        known = self._recorders.get((room, participant))
        if known is not None:
            known[0].gone(now)

    def tick(self, now: float) -> None:
        """A few times a second."""
        for recorder, publisher in self._recorders.values():
            recorder.tick(now, expects_picture=publisher.watchdog.expects_picture)

    def close_room(self, room: str, now: float) -> None:
        """The call is over: its films are finished."""
        for key in [key for key in self._recorders if key[0] == room]:
            recorder, publisher = self._recorders.pop(key)
            if recorder in publisher.subscribers:
                publisher.subscribers.remove(recorder)
            recorder.end(now)

    async def close(self, now: float) -> None:
        """The service stops; returns when all is on the disk."""
        for recorder, publisher in self._recorders.values():
            if recorder in publisher.subscribers:
                publisher.subscribers.remove(recorder)
            recorder.pause(now)
        self._recorders.clear()
        await asyncio.to_thread(self._scribe.close)


def is_name(name: str) -> bool:
    """Whether a room or participant of this name can have a folder."""
    return _NAME.fullmatch(name) is not None


def mend_below(folder: Path) -> None:
    """Mends all recordings in the folder. Blocking."""
    for index in folder.glob(f"*/*/{NAME}"):
        try:
            if not is_finished(index):
                mend(index.parent)
        except OSError as error:
            log.warning("a recording could not be mended", error=str(error))
