"""Reads recordings, also while they are written: timelines, bytes, the picture of a past moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foundation.errors import Kind, NotFound, Problem
from webrtc.decode import FrameDecoder
from webrtc.engine import CapturedFrame, Clip
from webrtc.recording.clipping import cut_out
from webrtc.recording.index import NAME, Line
from webrtc.recording.looking import picture_at
from webrtc.recording.reading import IndexReader
from webrtc.recording.shelf import is_name
from webrtc.recording.timeline import Timeline, entry_before, span_at, timeline_of

MILLISECOND = timedelta(milliseconds=1)
LEAST_CLIP = timedelta(seconds=0.5)  # half of what may be asked for: pictures keep no whole seconds
FRESH = timedelta(seconds=10)  # chosen: what is written and read lags by one to three seconds
BACKFILLED = "backfilled"  # the folder of what a phone filmed itself, within a participant's


class NothingRecorded(Problem):
    """There is no picture of that moment."""

    kind = Kind.CONFLICT
    code = "recording.nothing_there"
    zh = "录像中没有这一刻的画面（间断），没有取证。请选择有画面的时刻。"
    en = "The recording has no picture of that moment; nothing was captured. Choose another."


@dataclass(frozen=True)
class Film:
    """A part's file; `size` is how many of its bytes may be read."""

    path: Path
    mime: str
    size: int


class Archive:
    """Recordings by room and participant. File work runs in threads, decoding in processes."""

    def __init__(self, folder: Path, decoder: FrameDecoder) -> None:
        self._folder = folder
        self._decoder = decoder
        self._reader = IndexReader()

    async def participants(self, room: str) -> Sequence[str]:
        """Who was recorded in a room, by name."""
        return await asyncio.to_thread(_participants, self._folder / room)

    async def timeline(self, room: str, participant: str) -> Timeline:
        """What is on the disk. Raises `NotFound` when nobody of that name was recorded."""
        return (await asyncio.to_thread(self._read, self._of(room, participant)))[0]

    async def film(self, room: str, participant: str, name: str) -> Film:
        """One part's file. Raises `NotFound`."""
        timeline, paths = await asyncio.to_thread(self._read, self._of(room, participant))
        part = next((one for one in timeline.parts if one.name == name), None)
        if part is None:
            raise NotFound
        return Film(paths[name], part.mime, part.size)

    async def frame_at(self, room: str, participant: str, at: datetime) -> CapturedFrame:
        """The picture that was seen at a moment, exactly, and when it was captured.

        Raises `NothingRecorded` in a gap, and outside what is on the disk.
        """
        timeline, paths = await asyncio.to_thread(self._read, self._of(room, participant))
        at_ms = round(at.timestamp() * 1000)
        span = span_at(timeline, at_ms)
        if span is None or not span.part.codec:
            raise NothingRecorded
        part = span.part
        fragments = entry_before(part, at_ms)
        if not fragments:
            raise NothingRecorded
        wanted = at_ms - part.began_ms
        seen = await self._decoder.run(
            picture_at, paths[part.name], part.header_bytes, fragments, wanted
        )
        if seen is None or seen.at_ms > wanted:
            raise NothingRecorded
        captured_at = _moment(part.began_ms + seen.at_ms)
        picture = seen.picture
        return CapturedFrame(
            picture.jpeg, picture.width_px, picture.height_px, captured_at, part.codec
        )

    async def clip(
        self, room: str, participant: str, since: datetime | None, length: timedelta, now: datetime
    ) -> Clip:
        """So much of the recording from a moment on, or, without one, of the newest there is.

        It is shorter where the picture ends or is interrupted, and may begin up to a keyframe
        earlier. Raises `NothingRecorded` in a gap, and where less than `LEAST_CLIP` is left.
        """
        timeline, paths = await asyncio.to_thread(self._read, self._of(room, participant))
        length_ms = round(length / MILLISECOND)
        if since is None:
            span = next((one for one in reversed(timeline.spans) if one.part.codec), None)
            if span is None or now - _moment(span.to_ms) > FRESH:
                raise NothingRecorded
            from_ms = max(span.from_ms, span.to_ms - length_ms)
        else:
            from_ms = round(since.timestamp() * 1000)
            span = span_at(timeline, from_ms)
            if span is None or not span.part.codec:
                raise NothingRecorded
        to_ms = min(span.to_ms, from_ms + length_ms)
        part = span.part
        fragments = list(entry_before(part, from_ms))
        fragments += [
            one
            for one in part.fragments
            if fragments and one.at > fragments[-1].at and part.began_ms + one.from_ms <= to_ms
        ]
        if not fragments:
            raise NothingRecorded
        wanted = (from_ms - part.began_ms, to_ms - part.began_ms)
        cut = await self._decoder.run(cut_out, paths[part.name], part, fragments, *wanted)
        if cut is None or cut.duration_ms < LEAST_CLIP / MILLISECOND:
            raise NothingRecorded
        return Clip(
            content=cut.content,
            mime=cut.mime,
            captured_at=_moment(part.began_ms + cut.from_ms),
            duration_ms=cut.duration_ms,
            poster=cut.poster.jpeg,
            width_px=cut.poster.width_px,
            height_px=cut.poster.height_px,
            codec=part.codec,
        )

    def close(self) -> None:
        """Lets the decoding processes go."""
        self._decoder.close()

    def _read(self, folder: Path) -> tuple[Timeline, dict[str, Path]]:
        """A participant's timeline, and where its parts lie."""
        live = self._reader.lines(folder)
        backfilled: list[tuple[str, list[Line]]] = []
        paths: dict[str, Path] = {}
        for index in sorted(folder.glob(f"{BACKFILLED}/*/{NAME}")):
            lines = self._reader.lines(index.parent)
            for part in timeline_of(lines, ()).parts:
                name = f"{index.parent.name}{Path(part.name).suffix}"
                paths[name] = index.parent / part.name
                backfilled.append((name, lines))
        if not live and not backfilled and not (folder / NAME).exists():
            raise NotFound
        timeline = timeline_of(live, backfilled)
        own = [part.name for part in timeline.parts if not part.is_backfilled]
        return timeline, paths | {name: folder / name for name in own}

    def _of(self, room: str, participant: str) -> Path:
        if not is_name(room) or not is_name(participant):  # they come from addresses
            raise NotFound
        return self._folder / room / participant


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _participants(room: Path) -> list[str]:
    live = {index.parent for index in room.glob(f"*/{NAME}")}
    later = {index.parents[2] for index in room.glob(f"*/{BACKFILLED}/*/{NAME}")}
    return sorted(folder.name for folder in live | later)
