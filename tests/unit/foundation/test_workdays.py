"""Working days are those of the place, and what is not announced yet says so."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SHANGHAI
from foundation.workdays import AnnouncedYear, WorkCalendar

CALENDAR = WorkCalendar()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MOMENTS = st.integers(0, 424 * 24 * 60).map(  # into the first year nobody announced
    lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-24", True),
        ("2026-11-28", False),
        ("2026-10-01", False),  # National Day
        ("2026-10-10", True),  # a Saturday worked to make up for the holiday
        ("2026-02-15", False),
        ("2026-02-14", True),
        ("2026-09-20", True),  # a Sunday
    ],
)
def test_holidays_and_make_up_days_are_known(day, works):
    assert CALENDAR.is_working(date.fromisoformat(day)) == (works, False)


# regulations.md section 7: the day it begins on is not counted
@pytest.mark.parametrize(
    ("start", "two", "five", "ten"),
    [
        ("2026-02-13", "2026-02-24", "2026-02-27", "2026-03-05"),
        ("2026-02-14", "2026-02-25", "2026-02-28", "2026-03-06"),
        ("2026-04-30", "2026-05-07", "2026-05-11", "2026-05-18"),
        ("2026-09-18", "2026-09-21", "2026-09-24", "2026-10-09"),
        ("2026-09-30", "2026-10-09", "2026-10-13", "2026-10-20"),
        ("2026-11-24", "2026-11-26", "2026-12-01", "2026-12-08"),
    ],
)
def test_a_limit_ends_with_the_last_of_its_working_days(start, two, five, ten):
    for working_days, day in ((2, two), (5, five), (10, ten)):
        found = CALENDAR.deadline(at(f"{start}T09:30"), working_days)
        assert found.at == at(f"{day}T17:00")
        assert not found.is_provisional


def test_a_year_nobody_announced_is_provisional_and_never_a_crash():
    assert CALENDAR.is_working(date(2027, 6, 1)) == (True, True)
    assert CALENDAR.deadline(at("2026-12-30T09:00"), 5).is_provisional
    assert not CALENDAR.deadline(at("2026-12-28T09:00"), 3).is_provisional


def test_what_the_bureau_entered_goes_first_and_is_final():
    entered = AnnouncedYear(
        "国办发明电〔2026〕7号",
        off=frozenset({date(2027, 1, 1)}),
        work=frozenset({date(2027, 1, 3)}),
    )
    calendar = WorkCalendar({2027: entered})
    assert calendar.is_working(date(2027, 1, 1)) == (False, False)
    assert calendar.is_working(date(2027, 1, 3)) == (True, False)
    assert calendar.is_working(date(2027, 1, 4)) == (True, False)
    assert calendar.deadline(at("2026-12-31T09:00"), 1).at == at("2027-01-03T17:00")
    assert calendar.is_working(date(2028, 1, 4)) == (True, True)


@pytest.mark.parametrize(
    ("end", "days"),
    [
        ("2026-11-24T16:00", 0),  # the day it began on
        ("2026-11-25T08:00", 0.5),
        ("2026-11-25T12:00", 0.5),
        ("2026-11-25T15:00", 1),
        ("2026-11-29T15:00", 3),  # a Sunday: as on Friday evening
        ("2026-11-30T09:00", 3.5),
    ],
)
def test_half_a_working_day_is_half_a_day(end, days):
    assert CALENDAR.used(at("2026-11-24T09:00"), at(end)).days == days


@given(MOMENTS, st.integers(1, 12), st.integers(0, 9))
def test_a_limit_is_used_up_exactly_at_its_deadline(start, working_days, more_halves):
    end = CALENDAR.deadline(start, working_days, more_halves=more_halves).at
    assert CALENDAR.used(start, end).count == 2 * working_days + more_halves
    half_day_before = end - timedelta(hours=12)
    assert CALENDAR.used(start, half_day_before).count < 2 * working_days + more_halves
    assert end.time() in (time(12, 0), time(17, 0))


@given(MOMENTS, MOMENTS, MOMENTS)
def test_times_in_a_row_add_up(one, two, three):
    begin, middle, end = sorted((one, two, three))
    parts = CALENDAR.between(begin, middle).count + CALENDAR.between(middle, end).count
    assert parts == CALENDAR.between(begin, end).count
