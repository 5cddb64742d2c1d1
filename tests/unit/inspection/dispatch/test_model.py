"""Duty follows the calendar of the place: evenings and weekends open, holidays closed."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SHANGHAI
from foundation.workdays import AnnouncedYear, WorkCalendar
from inspection.dispatch.model import (
    Absence,
    Closure,
    Colleague,
    DayKind,
    Opening,
    Pair,
    Roster,
    hours_on,
    kind_of,
    openings_of,
)

CALENDAR = WorkCalendar()
OPEN = openings_of("workday 09:00-12:00, workday/4 18:00-20:00, weekend 09:00-11:00")
PAIR = Pair("pair_1", ("wang", "zhao"), OPEN)


def hours(text, roster=None, calendar=CALENDAR, pair=PAIR):
    found = hours_on(pair, date.fromisoformat(text), roster or Roster(), calendar)
    return [f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in found]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-11-27", DayKind.WORKDAY),
        ("2026-11-28", DayKind.WEEKEND),
        ("2026-10-01", DayKind.HOLIDAY),
        ("2026-10-03", DayKind.HOLIDAY),  # a Saturday in the middle of National Day
        ("2026-10-10", DayKind.WORKDAY),  # a Saturday worked for it
        ("2026-02-14", DayKind.WORKDAY),
        ("2026-02-22", DayKind.HOLIDAY),  # the last Sunday of Spring Festival
        ("2026-09-20", DayKind.WORKDAY),
        ("2026-09-19", DayKind.WEEKEND),
        ("2031-03-15", DayKind.WEEKEND),  # a year nobody announced
    ],
)
def test_a_day_is_what_the_calendar_of_the_place_makes_of_it(day, kind):
    assert kind_of(date.fromisoformat(day), CALENDAR) is kind


def test_weekends_evenings_and_make_up_days_are_open_and_holidays_are_not():
    assert hours("2026-11-25") == ["09:00-12:00"]
    assert hours("2026-11-26") == ["09:00-12:00", "18:00-20:00"], "Thursday evening"
    assert hours("2026-11-28") == ["09:00-11:00"]
    assert hours("2026-10-10") == ["09:00-12:00"], "a Saturday that is worked"
    assert hours("2026-10-03") == []


def test_a_holiday_the_bureau_entered_closes_the_roster():
    calendar = WorkCalendar({2027: AnnouncedYear("n", off=frozenset({date(2027, 2, 8)}))})
    assert hours("2027-02-08") == ["09:00-12:00"]
    assert hours("2027-02-08", calendar=calendar) == []


def test_a_closed_day_has_no_hours_for_the_pair_or_for_everybody():
    monday = date(2026, 11, 30)
    assert hours("2026-11-30", Roster(closures=(Closure(monday, "停电"),))) == []
    assert hours("2026-11-30", Roster(closures=(Closure(monday, "培训", "pair_1"),))) == []
    assert hours("2026-11-30", Roster(closures=(Closure(monday, "培训", "pair_2"),)))


def test_a_substitute_steps_in_for_who_is_away_or_no_longer_qualified():
    away = Absence("wang", date(2026, 11, 30), date(2026, 12, 2), "病假")
    deputies = {"wang": Colleague("wang", substitute_id="sun")}
    roster = Roster(absences=(away,), colleagues=deputies)
    assert roster.team_on(PAIR, date(2026, 11, 29)) == ("wang", "zhao")
    assert roster.team_on(PAIR, date(2026, 11, 30)) == ("sun", "zhao")
    assert roster.team_on(PAIR, date(2026, 12, 2)) == ("sun", "zhao")
    expired = Colleague("zhao", qualified_until=date(2026, 11, 30))
    roster = Roster(absences=(away,), colleagues={**deputies, "zhao": expired})
    assert roster.team_on(PAIR, date(2026, 11, 30)) == ("sun", "zhao"), "valid on its last day"
    assert roster.team_on(PAIR, date(2026, 12, 1)) is None


def test_nobody_stands_in_for_two_nor_while_away():
    gone = tuple(
        Absence(one, date(2026, 11, 30), date(2026, 11, 30), "培训") for one in ("wang", "sun")
    )
    one = {"wang": Colleague("wang", substitute_id="sun")}
    assert Roster(absences=gone, colleagues=one).team_on(PAIR, date(2026, 11, 30)) is None
    same = {"wang": Colleague("wang", substitute_id="zhao")}
    assert Roster(absences=gone, colleagues=same).team_on(PAIR, date(2026, 11, 30)) is None


def test_two_who_are_no_standing_pair_keep_the_bureaus_hours():
    roster = Roster(pairs=(PAIR,))
    assert roster.pair_of(("zhao", "wang"), ()) is PAIR
    assert roster.pair_of(("wang", "sun"), OPEN) == Pair("", ("wang", "sun"), OPEN)


@pytest.mark.parametrize(
    "text", ["workday 9-12", "workday 12:00-09:00", "monday 09:00-12:00", "workday 09:00-25:00"]
)
def test_hours_that_can_not_be_read_name_the_part(text):
    with pytest.raises(ValueError, match=text):
        openings_of(f"weekend 09:00-12:00, {text}")


@given(
    st.sampled_from(DayKind),
    st.times(),
    st.times(),
    st.frozensets(st.integers(1, 7)),
)
def test_hours_are_read_as_they_are_written(kind, one, other, weekdays):
    begins, ends = sorted(moment.replace(second=0, microsecond=0) for moment in (one, other))
    if begins == ends:
        return
    opening = Opening(kind, begins, ends, weekdays)
    assert openings_of(str(opening)) == (opening,)


def test_hours_are_moments_of_the_place():
    (found,) = hours_on(PAIR, date(2026, 11, 25), Roster(), CALENDAR)
    assert found[0] == datetime.combine(date(2026, 11, 25), time(9), SHANGHAI)
