"""A recording after a kill: films and index are made to agree again. Blocking."""

from pathlib import Path

from webrtc.recording import mp4, webm
from webrtc.recording.growing import GrowingFile
from webrtc.recording.index import NAME, Ended, Line, PartBegan, Sealed, read, written
from webrtc.recording.sample import Container, Found

LOOK_BYTES = 64 * 1024 * 1024  # of a film beyond its index; a second of it is 0.3 MB
_LAST_LINE_BYTES = 300  # the longest line, of a part, has 200
_CONTAINERS: dict[str, Container] = {webm.suffix: webm, mp4.suffix: mp4}


def container_of(file: str) -> Container:
    """How a part's file is built, by its name."""
    return _CONTAINERS[Path(file).suffix]


def mend(folder: Path) -> list[Line]:
    """Finishes the last part of a recording that nobody writes any more; returns all its lines.

    Whole fragments behind the last line get their lines, a torn one is cut off; a torn last line
    is cut off first. Doing it twice changes nothing. Raises `OSError` when the disk does not let
    it, or is full.
    """
    path = folder / NAME
    if not path.exists():
        return []
    index = GrowingFile(path)
    try:
        lines, good = read(index.read(0, index.size))
        if good < index.size:
            index.cut(good)
        more = _finish(folder, lines)
        if more:
            index.add(written(more))
            index.sync()
        return [*lines, *more]
    finally:
        index.close()


def is_finished(index: Path) -> bool:
    """Whether an index ends as it does when its last film was finished; cheap."""
    with index.open("rb") as file:
        file.seek(max(0, index.stat().st_size - _LAST_LINE_BYTES))
        last = file.read().splitlines(keepends=True)[-1:]
    lines, _ = read(last[0]) if last else ([], 0)
    return bool(lines) and isinstance(lines[0], Sealed)


def _finish(folder: Path, lines: list[Line]) -> list[Line]:
    began = max((n for n, line in enumerate(lines) if isinstance(line, PartBegan)), default=None)
    if began is None or any(isinstance(line, Sealed) for line in lines[began:]):
        return []
    part = lines[began]
    if not isinstance(part, PartBegan) or not (folder / part.file).exists():
        return []
    known = [line for line in lines[began:] if isinstance(line, Found)]
    end = known[-1].at + known[-1].size if known else part.header_bytes
    film = GrowingFile(folder / part.file)
    try:
        if film.size < end:  # a power cut: the index got further than the film
            whole = [one for one in known if one.at + one.size <= film.size]
            return [Sealed(whole[-1].at + whole[-1].size if whole else film.size)]
        found = _behind(film, part, end)
        end = found[-1].at + found[-1].size if found else end
        film.cut(end)
        return [*found, seal(film, part, [*known, *found])]
    finally:
        film.close()


def _behind(film: GrowingFile, part: PartBegan, end: int) -> list[Found]:
    content = film.read(end, LOOK_BYTES)
    container, found, at = container_of(part.file), list[Found](), 0
    while (one := container.fragment_at(content, at)) is not None:
        found.append(one._replace(at=end + at, has_key=one.has_key or not part.codec))
        at += one.size
    return found


def seal(film: GrowingFile, part: PartBegan, fragments: list[Found]) -> Sealed:
    """Writes what lets players seek in a finished film."""
    header = film.read(0, part.header_bytes)
    keys = [one for one in fragments if one.has_key]
    duration_ms = fragments[-1].to_ms if fragments else 0
    for patch in container_of(part.file).seal(header, keys, duration_ms, film.size):
        film.patch(patch.at, patch.data)
    film.sync()
    return Sealed(film.size)


def last_moment_ms(lines: list[Line]) -> int | None:
    """When the last kept frame of a recording that has not ended was, since 1970."""
    began, last = 0, None
    for line in lines:
        if isinstance(line, PartBegan):
            began = line.began_ms
        elif isinstance(line, Found):
            last = began + line.to_ms
        elif isinstance(line, Ended):
            last = None
    return last
