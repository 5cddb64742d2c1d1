"""The picture of a moment out of a film. Runs in a worker process."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from webrtc.decode import MOST_MEGAPIXELS, Picture, jpeg_of
from webrtc.recording.sample import Found


class Seen(NamedTuple):
    """A picture and when it was, counted from the film's beginning."""

    picture: Picture
    at_ms: int


def picture_at(
    path: Path, header_bytes: int, fragments: Sequence[Found], at_ms: int
) -> Seen | None:
    """The last picture that is not later than a moment; `None` when nothing decodes.

    Args:
        fragments: consecutive ones, the first begins with a keyframe.
        at_ms: counted from the film's beginning.
    """
    import av
    from av.error import FFmpegError

    first, last = fragments[0], fragments[-1]
    with path.open("rb") as file:
        content = file.read(header_bytes)
        file.seek(first.at)
        content += file.read(last.at + last.size - first.at)
    best: Any = None
    best_ms = 0
    try:
        opened: Any = av.open(io.BytesIO(content))  # PyAV's frames are typed in part only
        with opened as film:
            for frame in film.decode(video=0):
                if frame.time is None:
                    continue
                if frame.width * frame.height > MOST_MEGAPIXELS * 1_000_000:
                    return None
                frame_ms = round(frame.time * 1000)
                if best is not None and frame_ms > at_ms:
                    break
                best, best_ms = frame, frame_ms
    except FFmpegError:
        pass  # what was decoded before the fault is as good as ever
    if best is None:
        return None
    picture = jpeg_of(best.to_ndarray(format="bgr24"))
    return None if picture is None else Seen(picture, best_ms)
