"""Which media process takes a room, and when a lost one is tried again: decisions, no deeds."""

from collections.abc import Mapping
from dataclasses import dataclass

MOST_CPU_SHARE = 0.8  # of one core; chosen: the rest is for peaks, such as calls being set up
MOST_LAG_MS = 250.0  # p99; chosen: together with the way there, a conversation drags
SHARE_PER_ROOM = 0.0075  # measured for a 1:1 call (media-notes, section 2); until it is reported
FIRST_PAUSE_S = 0.3  # scorecard, rule 3: 0.3, 0.6, 1.2 … 7
LONGEST_PAUSE_S = 7.0


@dataclass(frozen=True)
class Load:
    """How a media process says it is, over the last second (lag: ten seconds)."""

    cpu_share: float = 0.0  # of one core
    lag_p99_ms: float = 0.0
    lag_max_ms: float = 0.0
    rooms: int = 0
    sessions: int = 0

    @property
    def is_full(self) -> bool:
        """Whether another room would harm those already here; an empty process is never full."""
        too_much = self.cpu_share >= MOST_CPU_SHARE or self.lag_p99_ms >= MOST_LAG_MS
        return self.rooms > 0 and too_much

    def weight(self, rooms: int) -> float:
        """What it carries or will: a room just given does not show in the processor time yet."""
        return max(self.cpu_share, rooms * SHARE_PER_ROOM)


def least_loaded(loads: Mapping[int, Load], rooms: Mapping[int, int]) -> int | None:
    """The process for a new room; `None`: all are full.

    Args:
        loads: the living processes by number.
        rooms: how many rooms each was given.
    """
    free = {number: load for number, load in loads.items() if not load.is_full}
    return min(free, key=lambda one: (free[one].weight(rooms.get(one, 0)), one), default=None)


def pause_after(losses: int) -> float:
    """Seconds before a process that was lost so often in a row, at least once, is started again."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(losses - 1, 10))
