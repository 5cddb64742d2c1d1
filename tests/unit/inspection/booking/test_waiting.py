"""Who waits is told their place and how long it will probably take."""

from datetime import datetime, timedelta

import pytest

from foundation.clock import SHANGHAI
from inspection.booking.model import Slot
from inspection.booking.waiting import place_in

USUAL = timedelta(minutes=40)


def at(text):
    return datetime.fromisoformat(f"2026-11-25T{text}").replace(tzinfo=SHANGHAI)


def slot(text):
    return Slot(at(text), at(text) + USUAL)


@pytest.mark.parametrize(
    ("now", "mine", "ahead", "running", "position", "wait_min"),
    [
        ("08:50", "09:00", [], None, 1, 10),
        ("09:05", "09:00", [], None, 1, 0),  # the inspectors are late, nobody else is there
        ("09:45", "09:50", [], "09:10", 2, 5),  # theirs ends exactly when mine begins
        ("09:45", "09:50", [], "09:30", 2, 25),
        ("09:45", "09:50", ["09:00"], None, 2, 40),  # the one before did not begin yet
        ("11:00", "10:40", [], "10:00", 2, 0),  # takes longer than usual: any moment now
        ("09:00", "10:40", ["09:50", "09:00"], None, 3, 100),
    ],
)
def test_the_place_follows_from_who_is_before(now, mine, ahead, running, position, wait_min):
    before = [slot(one) for one in ahead]
    place = place_in(at(now), at(mine), before, at(running) if running else None, USUAL)
    assert (place.position, place.wait_min) == (position, wait_min)
    assert place.expected_at >= at(mine)
