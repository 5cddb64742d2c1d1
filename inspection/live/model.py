"""A room's conversation as data: numbered frames, a bounded memory, who is present."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

APPLICANT = "applicant"
OBSERVER = "observer"  # how a seat is asked for that sends nothing
MOST_LINES = 50  # of the chat that a page new in the room is told
MOST_REMEMBERED = 128  # frames a page can be caught up with; one further behind reads everything
# In the welcome, or worth nothing a second later.
NOT_REMEMBERED = frozenset({"presence", "point"})

Frame = Mapping[str, Any]


class ApplicantAt(Enum):
    """Where the applicant's page is; one that says nothing is away."""

    ROOM = "room"  # in the call, or in its room after it
    WAITING = "waiting"  # in the waiting room
    PAPERS = "papers"  # at the papers that follow
    ELSEWHERE = "elsewhere"  # consent, camera check, appointment
    BACKGROUND = "background"  # open, but not looked at


@dataclass(frozen=True)
class Person:
    """Somebody in the room."""

    id: str
    name: str
    role: str
    proof: str = ""  # the sign-in or link by which this page came in
    is_seated: bool = True  # inspects the case; who handed over looks on and steers no more


@dataclass
class Conversation:
    """What was said in one room since the service started.

    Frames are remembered as JSON: a fifth of the memory, and seldom asked for.
    """

    item: str | None = None
    seq: int = 0
    forgotten: int = 0  # the newest frame that is remembered no more: who heard it can be caught up
    publishing: set[str] = field(default_factory=set[str])
    lines: deque[Frame] = field(default_factory=lambda: deque[Frame](maxlen=MOST_LINES))
    _frames: deque[tuple[int, bytes]] = field(
        default_factory=lambda: deque[tuple[int, bytes]](maxlen=MOST_REMEMBERED)
    )

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
        if kind == "chat":
            self.lines.append(frame)
        if kind not in NOT_REMEMBERED:
            if len(self._frames) == MOST_REMEMBERED:
                self.forgotten = self._frames[0][0]
            self._frames.append((self.seq, json.dumps(frame, ensure_ascii=False).encode()))
        return frame

    def since(self, last_seq: int) -> Iterator[Frame]:
        """Remembered frames after `last_seq`; nothing when the number is not from this run."""
        if 0 < last_seq <= self.seq:
            yield from (json.loads(text) for seq, text in self._frames if seq > last_seq)
