"""What pages say of the pictures they get: resolution and freezes, joined to what we measure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foundation.clock import Clock
from inspection.live.frames import Watching
from webrtc.engine import RoomFigures

HOLDS = timedelta(seconds=10)  # pages say it every few seconds; a page that is gone says nothing
MOST_PER_CASE = 64  # ten people, each watching up to seven others
MOST_CASES = 1000


@dataclass(frozen=True)
class _Word:
    width_px: int
    height_px: int
    freezes: int
    at: datetime


class Watchers:
    """The newest word of each viewer about each picture, in memory."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._words: dict[str, dict[tuple[str, str], _Word]] = {}

    def hear(self, case_id: str, viewer: str, word: Watching) -> None:
        """A page's word; of two pages of one person the last one counts."""
        words = self._words.pop(case_id, {})
        self._words[case_id] = words  # the newest is last
        if len(self._words) > MOST_CASES:
            del self._words[next(iter(self._words))]
        words.pop((viewer, word.publisher), None)
        if len(words) >= MOST_PER_CASE:
            del words[next(iter(words))]
        words[viewer, word.publisher] = _Word(
            word.width_px, word.height_px, word.freezes, self._clock.now()
        )

    def forget(self, case_id: str) -> None:
        """The call has ended."""
        self._words.pop(case_id, None)

    def joined(self, case_id: str, figures: RoomFigures) -> RoomFigures:
        """The figures with what fresh words say of those who really watch."""
        words, now = self._words.get(case_id, {}), self._clock.now()
        fresh = {key: one for key, one in words.items() if now - one.at <= HOLDS}
        if not fresh:
            return figures
        viewers = tuple(
            one
            if (word := fresh.get((one.viewer, one.publisher))) is None
            else replace(
                one, width_px=word.width_px, height_px=word.height_px, freezes=word.freezes
            )
            for one in figures.viewers
        )
        return replace(figures, viewers=viewers)
