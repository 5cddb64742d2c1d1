"""How late an event loop is: the first thing that shows when it has too much to do."""

import asyncio
from collections import deque

EVERY_S = 0.05
WINDOW = 200  # looks: the last ten seconds


class LagMeter:
    """Sets itself a timer again and again and notes how late it rang."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._late_s: deque[float] = deque(maxlen=WINDOW)
        self._due_at = self._loop.time() + EVERY_S
        self._timer = self._loop.call_at(self._due_at, self._ring)

    def _ring(self) -> None:
        now = self._loop.time()
        self._late_s.append(max(0.0, now - self._due_at))
        self._due_at = now + EVERY_S
        self._timer = self._loop.call_at(self._due_at, self._ring)

    def p99_ms(self) -> float:
        """What 99 of 100 looks of the window stayed below."""
        ordered = sorted(self._late_s)
        return ordered[int(len(ordered) * 0.99)] * 1000 if ordered else 0.0

    def max_ms(self) -> float:
        """The worst look of the window."""
        return max(self._late_s, default=0.0) * 1000

    def close(self) -> None:
        """Ends the timer."""
        self._timer.cancel()
