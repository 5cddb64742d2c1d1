"""What containers are made of: samples, and what a part of a recording holds. Pure."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from webrtc.frames import Shape

PICTURE, SOUND = 1, 2  # the numbers of the tracks


class Sample(NamedTuple):
    """A frame in a part: `at_ms` counts from the part's beginning."""

    track: int
    at_ms: int
    is_keyframe: bool
    data: bytes


class Found(NamedTuple):
    """A whole fragment in a file, `size` bytes from `at` on; times from the part's beginning.

    `has_key`: its picture begins with a keyframe, so a player may begin here. In an index it is
    set for sound alone too.
    """

    at: int
    size: int
    from_ms: int
    to_ms: int
    has_key: bool


class Patch(NamedTuple):
    """Bytes to be put at a place of a file."""

    at: int
    data: bytes


class Container(Protocol):
    """A kind of file. The file is `header`, then fragments, in the end `seal`'s patches."""

    suffix: str

    def mime(self, shape: Shape | None, *, has_sound: bool) -> str:
        """The type with codecs, as `MediaSource` takes it."""
        ...

    def header(self, shape: Shape | None, *, has_sound: bool, began_ms: int) -> bytes:
        """The beginning of a file; `shape` is `None` for sound alone."""
        ...

    def fragment(self, number: int, samples: Sequence[Sample], next_ms: int | None = None) -> bytes:
        """Samples of at most `MOST_SPAN_MS`, in the order of time; numbers grow from 1.

        Args:
            next_ms: when the picture after the last one here is, if that is known. Without it a
                player may take a slow camera for a hole, and wait for the next keyframe.
        """
        ...

    def fragment_at(self, data: bytes, at: int) -> Found | None:
        """The whole fragment that begins at a place; `None` when there is none, or a torn one."""
        ...

    def seal(
        self, header: bytes, keys: Sequence[Found], duration_ms: int, end: int
    ) -> Sequence[Patch]:
        """What makes a finished file one that players know the length of and seek in quickly."""
        ...


MOST_SPAN_MS = 30_000  # WebM gives a block 16 bits of milliseconds within its cluster


def last_picture(samples: Sequence[Sample]) -> Sample | None:
    """The last picture of these."""
    return next((one for one in reversed(samples) if one.track == PICTURE), None)


def has_key(samples: Sequence[Sample]) -> bool:
    """Whether these begin with a keyframe of the picture."""
    return next((one.is_keyframe for one in samples if one.track == PICTURE), False)
