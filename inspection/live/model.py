"""A room's conversation as data: numbered frames, a bounded memory, who is present."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

APPLICANT = "applicant"
OBSERVER = "observer"  # how a seat is asked for that sends nothing
MOST_REMEMBERED = 512  # frames a reconnecting page can be caught up with; older: reads everything

Frame = Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody in the room."""

    id: str
    name: str
    role: str
    proof: str = ""  # the sign-in or link by which this page came in


@dataclass
class Conversation:
    """What was said in one room since the service started."""

    item: str | None = None
    seq: int = 0
    publishing: set[str] = field(default_factory=set[str])
    _frames: deque[Frame] = field(default_factory=lambda: deque[Frame](maxlen=MOST_REMEMBERED))

    def say(self, kind: str, sender: str, at: datetime, content: Mapping[str, Any]) -> Frame:
        """Numbers a frame and remembers it; returns it as it goes out."""
        self.seq += 1
        frame = {
            "type": kind,
            "seq": self.seq,
            "at": at.isoformat(),
            "from": sender,
            **content,
        }
        self._frames.append(frame)
        return frame

    def since(self, last_seq: int) -> Iterator[Frame]:
        """Remembered frames after `last_seq`; nothing when the number is not from this run."""
        if 0 < last_seq <= self.seq:
            yield from (frame for frame in self._frames if frame["seq"] > last_seq)
