"""The light counts working half-days: a weekend uses up nothing of the promise."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.rules import DEFAULT_RULES
from foundation.clock import SHANGHAI
from foundation.workdays import AnnouncedYear, WorkCalendar
from inspection.cases.limit import PROMISED_WORKING_DAYS, Light, limit_of
from inspection.cases.machine import State
from inspection.cases.model import Case
from inspection.cases.pause import Pause, PauseKind
from inspection.intake.demo import RESTAURANT
from inspection.templates.model import Pin

CALENDAR = WorkCalendar()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def accepted(moment, state=State.PREPARING):
    return Case(
        id="case_1",
        number="YK20261127-0001",
        application=RESTAURANT,
        state=state,
        received_at=at(moment),
        accepted_at=at(moment),
        due_at=CALENDAR.deadline(at(moment), PROMISED_WORKING_DAYS).at,
        inspector_ids=(),
        pin=Pin("test", (), DEFAULT_RULES),
    )


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-11-27T16:00", Light.GREEN),  # the Friday it was accepted on
        ("2026-11-29T20:00", Light.GREEN),  # Sunday evening: nothing is used up
        ("2026-11-30T09:00", Light.GREEN),
        ("2026-11-30T14:00", Light.AMBER),
        ("2026-12-01T09:00", Light.AMBER),
        ("2026-12-01T14:00", Light.RED),  # the last afternoon
        ("2026-12-01T17:01", Light.RED),
        ("2026-12-05T09:00", Light.RED),
    ],
)
def test_the_light_follows_the_working_time_that_is_used_up(now, light):
    assert limit_of(accepted("2026-11-27T09:00"), at(now), CALENDAR).light is light


def test_a_finished_case_is_green_however_late():
    case = accepted("2026-11-27T09:00", State.PUSHED)
    assert limit_of(case, at("2027-05-01T09:00"), CALENDAR).light is Light.GREEN


def test_holidays_entered_after_the_acceptance_move_its_deadline():
    case, now = accepted("2027-02-04T09:00"), at("2027-02-09T09:00")
    assert case.due_at == at("2027-02-08T17:00"), "counted before anybody knew"
    days = frozenset(date(2027, 2, day) for day in range(5, 12))
    limit = limit_of(case, now, WorkCalendar({2027: AnnouncedYear("notice", off=days)}))
    assert (limit.light, limit.due_at) == (Light.GREEN, at("2027-02-15T17:00"))
    assert not limit.is_provisional


def test_a_deadline_behind_holidays_nobody_announced_may_move():
    case, now = accepted("2026-12-31T09:00"), at("2026-12-31T10:00")
    assert limit_of(case, now, CALENDAR).is_provisional
    entered = AnnouncedYear("国办发明电〔2026〕7号", off=frozenset({date(2027, 1, 1)}))
    assert not limit_of(case, now, WorkCalendar({2027: entered})).is_provisional


# Pauses: what the deadline stood still it comes later.


def held(case, began, ended=None, kind=PauseKind.FORCE):
    pause = Pause("pause_1", kind, "停电", at(began), "usr_1", at(ended) if ended else None)
    return replace(case, pauses=(*case.pauses, pause))


def test_a_deadline_moves_by_the_working_half_days_it_stood_still():
    case = held(accepted("2026-11-24T09:00"), "2026-11-25T10:00", "2026-11-26T13:00")
    limit = limit_of(case, at("2026-11-26T14:00"), CALENDAR)
    # stood still: the afternoon of the 25th, the morning and the afternoon of the 26th
    assert limit.due_at == at("2026-11-30T12:00")
    assert limit.pause is None
    assert not limit.is_overdue


def test_while_it_stands_still_a_deadline_is_not_missed():
    case = held(accepted("2026-11-24T09:00"), "2026-11-25T10:00")
    limit = limit_of(case, at("2026-12-18T09:00"), CALENDAR)
    assert limit.light is Light.GREEN, "a quarter was used up when it stopped"
    assert limit.pause is not None
    assert not limit.is_overdue


def test_a_weekend_and_the_day_of_acceptance_in_a_pause_give_nothing():
    case = held(accepted("2026-11-27T09:00"), "2026-11-27T10:00", "2026-11-29T20:00")
    assert limit_of(case, at("2026-11-30T09:00"), CALENDAR).due_at == case.due_at


def test_past_its_deadline_an_open_case_is_overdue_and_a_finished_one_is_not():
    now = at("2026-12-01T17:01")
    assert limit_of(accepted("2026-11-27T09:00"), now, CALENDAR).is_overdue
    assert not limit_of(accepted("2026-11-27T09:00", State.PUSHED), now, CALENDAR).is_overdue
    assert not limit_of(accepted("2026-11-27T09:00", State.PRE_CHECK), now, CALENDAR).is_overdue


MINUTES = st.integers(0, 26 * 24 * 60)
MOMENTS = MINUTES.map(lambda minute: at("2026-11-24T00:00") + timedelta(minutes=minute))


@given(st.lists(MOMENTS, min_size=2, max_size=8), MOMENTS)
def test_no_pause_ever_brings_a_deadline_forward(moments, now):
    case = accepted("2026-11-24T09:00")
    ordered = sorted(moments)
    for began, ended in zip(ordered[::2], ordered[1::2], strict=False):
        pause = Pause("pause", PauseKind.FORCE, "", began, "usr_1", ended)
        case = replace(case, pauses=(*case.pauses, pause))
    free = limit_of(accepted("2026-11-24T09:00"), now, CALENDAR)
    limit = limit_of(case, now, CALENDAR)
    assert limit.due_at >= free.due_at
    assert not (limit.is_overdue and not free.is_overdue)
