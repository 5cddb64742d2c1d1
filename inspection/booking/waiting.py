"""Where a waiting applicant stands in the queue before their two inspectors. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspection.booking.model import Slot


@dataclass(frozen=True)
class Place:
    """A place in the queue.

    Attributes:
        position: 1 is next.
        expected_at: when the inspection probably begins.
        wait_min: whole minutes until then, rounded up.
    """

    position: int
    expected_at: datetime
    wait_min: int


def place_in(
    now: datetime,
    mine: datetime,
    ahead: Iterable[Slot],
    running_since: datetime | None,
    usual: timedelta,
) -> Place:
    """The place of somebody whose appointment is at `mine`.

    Args:
        ahead: earlier appointments of the same inspectors that did not begin yet.
        running_since: when the inspection they are in began, if there is one.
        usual: how long an inspection usually takes. One that takes longer is expected to end now.
    """
    free_at = now if running_since is None else max(now, running_since + usual)
    count = 0 if running_since is None else 1
    for slot in sorted(ahead):
        free_at = max(free_at, slot.starts_at) + (slot.ends_at - slot.starts_at)
        count += 1
    expected_at = max(free_at, mine)
    wait_min = math.ceil((expected_at - now) / timedelta(minutes=1))
    return Place(count + 1, expected_at, wait_min)
