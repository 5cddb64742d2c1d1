"""What a phone filmed itself while it had no connection, kept beside the recording it completes."""

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterable
from datetime import datetime
from pathlib import Path
from typing import IO

from foundation.blobs import StorageFull
from foundation.errors import Kind, Problem
from foundation.http.problems import BodyTooLarge
from webrtc.decode import FrameDecoder
from webrtc.recording.archive import BACKFILLED
from webrtc.recording.index import NAME
from webrtc.recording.remux import remux
from webrtc.recording.shelf import is_name

MOST_BYTES = 128 * 1024 * 1024  # seven minutes at the bitrate cap of a call
MOST_FILMS = 50  # per participant and call
NAME_LETTERS = 16  # of the hash: what a film is called
ORIGINAL = "original"  # the bytes as they were sent, which the hash is of


class FilmDiffers(Problem):
    """The bytes that arrived are not those whose hash was named."""

    kind = Kind.CONFLICT
    code = "recording.hash_mismatch"
    zh = "补传的录像与登记的指纹不一致，没有保存。请重新上传。"
    en = "The film differs from the hash that was named; it was not kept. Send it again."


class NotAFilm(Problem):
    """No picture we can keep is in the bytes."""

    kind = Kind.UNREADABLE
    code = "recording.not_a_film"
    zh = "补传的不是可以播放的录像（WebM 或 MP4，VP8 或 H.264），没有保存。"
    en = "This is no film we can play (WebM or MP4, VP8 or H.264); it was not kept."


class TooManyFilms(Problem):
    """More than any call has gaps."""

    kind = Kind.CONFLICT
    code = "recording.too_many_films"
    zh = "这次连线补传的录像已达 {most} 段上限，没有保存。"
    en = "This call has {most} films sent later, the most it takes; it was not kept."


class Backfills:
    """Takes films in below the folder of all recordings."""

    def __init__(self, folder: Path, decoder: FrameDecoder) -> None:
        self._folder = folder
        self._decoder = decoder

    async def take_in(
        self,
        room: str,
        participant: str,
        content: AsyncIterable[bytes],
        *,
        sha256: str,
        began_at: datetime,
    ) -> str:
        """Keeps a film durably as a part of its own; doing it twice is doing it once.

        Args:
            sha256: of the whole content, in hexadecimal.
            began_at: when its first picture was taken, by the phone's clock.

        Returns:
            The name of the part in the timeline, without its suffix.

        Raises:
            FilmDiffers, NotAFilm, BodyTooLarge, TooManyFilms, StorageFull: nothing is kept.
        """
        assert is_name(room) and is_name(participant)  # noqa: S101, PT018 - both are ours
        shelf = self._folder / room / participant / BACKFILLED
        name = sha256[:NAME_LETTERS]
        if (shelf / name / NAME).exists():
            return name
        if len(list(shelf.glob("*"))) >= MOST_FILMS:
            raise TooManyFilms(most=MOST_FILMS)
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(prefix=".new-", dir=shelf))
        except OSError as error:
            raise StorageFull from error
        try:
            await _receive(new / ORIGINAL, content, sha256)
            began_ms = round(began_at.timestamp() * 1000)
            if not await self._decoder.run(remux, new / ORIGINAL, new, began_ms):
                raise NotAFilm
            await asyncio.to_thread(_put, new, shelf / name)
        except OSError as error:
            raise StorageFull from error
        finally:
            await asyncio.to_thread(shutil.rmtree, new, ignore_errors=True)
        return name


async def _receive(path: Path, content: AsyncIterable[bytes], sha256: str) -> None:
    digest, total = hashlib.sha256(), 0
    with path.open("wb") as file:
        async for piece in content:
            total += len(piece)
            if total > MOST_BYTES:
                raise BodyTooLarge
            digest.update(piece)
            await asyncio.to_thread(file.write, piece)
        await asyncio.to_thread(_sync, file)
    if digest.hexdigest() != sha256:
        raise FilmDiffers


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _put(new: Path, place: Path) -> None:
    """Under its name whole or not at all."""
    if not place.exists():
        new.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
