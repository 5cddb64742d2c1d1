"""How far a ring is, and the end of its time."""

import time
from collections.abc import Callable

from panorama.stitch.problems import TookTooLong

Progress = Callable[[str, float], None]


def within(progress: Progress, most_s: float) -> Progress:
    """Tells on, until the time is over: then it raises `TookTooLong`."""
    ends = time.monotonic() + most_s

    def tell(stage: str, share: float) -> None:
        if time.monotonic() > ends:
            raise TookTooLong(most_s=round(most_s))
        progress(stage, share)

    return tell
