"""When notices go out, by properties and by the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.notices.model import Kind
from inspection.notices.plan import (
    QuietHours,
    appointment_reminders,
    due_at,
    gap_reminders,
    supplement_reminders,
)

QUIET = QuietHours(time(21), time(8))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@given(MOMENTS, st.times(), st.times())
def test_after_the_quiet_hours_nobody_rests_again(moment, begin, end):
    quiet = QuietHours(begin, end)
    over = quiet.over(moment)
    assert moment <= over < moment + timedelta(days=1)
    assert quiet.over(over) == over


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T08:00"),
        ("2026-11-25T03:00", "2026-11-25T08:00"),
        ("2026-11-25T08:00", "2026-11-25T08:00"),
    ],
)
def test_a_reminder_wanted_at_night_goes_out_in_the_morning(wanted, sent):
    assert due_at(Kind.APPOINTMENT_DAY, at(wanted), at("2026-11-01T12:00"), QUIET) == at(sent)
    assert due_at(Kind.APPOINTMENT_NOW, at(wanted), at("2026-11-01T12:00"), QUIET) == at(wanted)


@given(st.sampled_from(Kind), MOMENTS, MOMENTS)
def test_nothing_is_due_in_the_past(kind, wanted, now):
    assert due_at(kind, wanted, now, QUIET) >= now


@given(MOMENTS, MOMENTS)
def test_reminders_of_an_appointment_follow_each_other_and_end_with_its_start(starts_at, now):
    plan = appointment_reminders(starts_at, now)
    assert all(now < one.at < one.until <= starts_at for one in plan)
    assert all(one.until == later.at for one, later in pairwise(plan))
    assert len(plan) == 3 or starts_at < now + timedelta(days=1, seconds=1)


def test_supplement_reminders_count_working_days():
    calendar = WorkCalendar()
    plan = supplement_reminders(date(2026, 10, 12), at("2026-09-20T12:00"), calendar)
    # 1 to 7 October are the holidays, Saturday the 10th is a make-up day
    assert [(one.kind, one.at) for one in plan] == [
        (Kind.SUPPLEMENT_SOON, at("2026-10-08T09:00")),
        (Kind.SUPPLEMENT_LAST, at("2026-10-10T09:00")),
        (Kind.SUPPLEMENT_LAPSED, at("2026-10-13T09:00")),
    ]
    assert [one.kind for one in supplement_reminders(date(2026, 10, 12), plan[1].at, calendar)] == [
        Kind.SUPPLEMENT_LAPSED
    ]


def test_a_paper_is_reminded_of_when_half_of_its_days_are_gone_and_a_working_day_before():
    calendar, begun = WorkCalendar(), at("2026-11-24T10:00")
    due = calendar.deadline(begun, 10).at
    plan = gap_reminders(begun, due, begun, calendar)
    assert [(one.kind, f"{one.at:%m-%d %H:%M}") for one in plan] == [
        (Kind.GAP_HALF, "12-01 17:00"),
        (Kind.GAP_LAST, "12-07 09:00"),
    ]
    assert plan[0].until == plan[1].at
    assert plan[1].until == due


@given(st.integers(1, 20), st.integers(0, 60 * 24 * 400))
def test_a_papers_reminders_come_in_order_before_its_last_moment(days, minutes):
    calendar, begun = WorkCalendar(), at("2026-01-05T10:00") + timedelta(minutes=minutes)
    due = calendar.deadline(begun, days).at
    plan = gap_reminders(begun, due, begun, calendar)
    moments = [one.at for one in plan]
    assert moments == sorted(moments)
    assert all(begun < one.at < one.until <= due for one in plan)
