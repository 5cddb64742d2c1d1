"""Slots lie in open hours, never overlap, and take whole cells of ten minutes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.booking.model import CELL, Booking, BookingState, Slot, SlotRules
from inspection.dispatch.model import Pair, Roster, hours_on, openings_of

RULES = SlotRules(length_of={"大型餐馆": timedelta(minutes=60)})
OPEN = openings_of("workday 09:00-12:00, workday 13:30-17:00, workday/4 18:00-20:00")
PAIR = Pair("pair_1", ("wang", "zhao"), OPEN)
TENS = st.integers(1, 12).map(lambda count: count * CELL)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def starts(day, format_zh="中型餐馆"):
    hours = hours_on(PAIR, date.fromisoformat(day), Roster(), WorkCalendar())
    return [f"{one.starts_at.astimezone(SHANGHAI):%H:%M}" for one in RULES.slots(hours, format_zh)]


def test_a_morning_an_afternoon_and_an_evening_are_cut_into_slots_with_a_buffer():
    assert starts("2026-11-25") == ["09:00", "09:50", "10:40", "13:30", "14:20", "15:10", "16:00"]
    assert starts("2026-11-26")[-2:] == ["18:00", "18:50"]
    assert starts("2026-11-28") == []


def test_a_larger_shop_takes_longer():
    assert starts("2026-11-25", "大型餐馆") == ["09:00", "10:10", "13:30", "14:40", "15:50"]


@given(TENS, st.integers(0, 3).map(lambda n: n * CELL), st.integers(0, 100).map(lambda n: n * CELL))
def test_slots_fill_their_hours_and_share_no_cell(length, buffer, open_for):
    rules = SlotRules(length=length, buffer=buffer)
    begins = at("2026-11-25T08:00")
    slots = list(rules.slots([(begins, begins + open_for)], "中型餐馆"))
    assert all(begins <= one.starts_at and one.ends_at <= begins + open_for for one in slots), (
        "inside"
    )
    taken = [cell for one in slots for cell in rules.cells(one)]
    assert len(taken) == len(set(taken))
    room = open_for - (length + buffer) * len(slots)
    assert room < length, "nothing left that another slot would fit into"


@given(TENS, TENS, st.integers(0, 30), st.integers(0, 30))
def test_two_slots_share_a_cell_exactly_when_they_come_too_near(one_length, other_length, a, b):
    rules, base = SlotRules(buffer=CELL), at("2026-11-25T09:00")
    one = Slot(base + a * CELL, base + a * CELL + one_length)
    other = Slot(base + b * CELL, base + b * CELL + other_length)
    is_apart = one.ends_at + CELL <= other.starts_at or other.ends_at + CELL <= one.starts_at
    assert bool(rules.cells(one) & rules.cells(other)) is not is_apart


@pytest.mark.parametrize(
    ("now", "came", "state", "is_missed"),
    [
        ("09:14", False, BookingState.BOOKED, False),
        ("09:15", False, BookingState.BOOKED, True),
        ("11:00", True, BookingState.BOOKED, False),  # came, and nobody opened the call
        ("09:15", False, BookingState.CANCELLED, False),
    ],
)
def test_who_did_not_come_within_the_quarter_of_an_hour_missed_it(now, came, state, is_missed):
    slot = Slot(at("2026-11-25T09:00"), at("2026-11-25T09:40"))
    came_at = at("2026-11-25T08:58") if came else None
    booking = Booking("case_1", ("wang", "zhao"), slot, state, 0, slot.starts_at, came_at)
    assert booking.is_missed(at(f"2026-11-25T{now}"), timedelta(minutes=15)) is is_missed
