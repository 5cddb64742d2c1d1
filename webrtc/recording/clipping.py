"""Some seconds of a film as a file of their own, not transcoded. Runs in a worker process."""

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from webrtc.decode import Picture
from webrtc.recording.index import NAME, PartBegan, read
from webrtc.recording.looking import picture_at
from webrtc.recording.remux import taken_apart, write_part
from webrtc.recording.sample import PICTURE, Found
from webrtc.recording.timeline import Part


class Cut(NamedTuple):
    """A clip: its bytes, its first picture's moment counted from the film's beginning, its length.

    `poster` is a picture from its middle.
    """

    content: bytes
    mime: str
    from_ms: int
    duration_ms: int
    poster: Picture


def cut_out(
    path: Path, part: Part, fragments: Sequence[Found], from_ms: int, to_ms: int
) -> Cut | None:
    """The pictures and sounds of a time; `None` when nothing of it can be shown.

    A clip begins with a keyframe, so it may begin earlier than asked, never later.

    Args:
        fragments: consecutive ones, the first begins with a keyframe not later than `from_ms`.
        from_ms: counted from the film's beginning, as is `to_ms`.
    """
    first, last = fragments[0], fragments[-1]
    with path.open("rb") as file:
        content = file.read(part.header_bytes)
        file.seek(first.at)
        content += file.read(last.at + last.size - first.at)
    kind = "mp4" if content[4:8] == b"ftyp" else "matroska"
    taken = taken_apart(io.BytesIO(content), kind)
    if taken is None:
        return None
    shape, samples = taken
    keys = [one.at_ms for one in samples if one.track == PICTURE and one.is_keyframe]
    begins = max((one for one in keys if one <= from_ms), default=keys[0])
    wanted = [one for one in samples if begins <= one.at_ms <= to_ms]
    pictures = [one.at_ms for one in wanted if one.track == PICTURE]
    if not pictures:
        return None
    with TemporaryDirectory(prefix="clip-") as folder:
        write_part(Path(folder), part.began_ms + begins, shape, wanted)
        lines, _ = read((Path(folder) / NAME).read_bytes())
        written = next(one for one in lines if isinstance(one, PartBegan))
        found = [one for one in lines if isinstance(one, Found)]
        film, length_ms = Path(folder) / written.file, pictures[-1] - pictures[0]
        seen = picture_at(film, written.header_bytes, found, length_ms // 2)
        if seen is None:
            return None
        return Cut(film.read_bytes(), written.mime, begins, length_ms, seen.picture)
