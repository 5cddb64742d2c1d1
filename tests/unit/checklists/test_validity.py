"""How long papers are valid and when their renewal is applied for; rules are data."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checklists
from checklists.errors import TemplateMalformed
from checklists.intake_file import builtin_clauses
from checklists.triage import Track
from checklists.validity import Standing, months_after, standing_on, window_of
from checklists.validity_file import builtin_validity, parse_validity
from foundation.workdays import WorkCalendar

RULES = builtin_validity()
CALENDAR = WorkCalendar()
TEXT = (Path(checklists.__file__).parent / "data" / "validity.yaml").read_text("utf-8")
ENDS = st.dates(date(2024, 6, 1), date(2040, 1, 1))


def window(track, valid_until):
    return window_of(RULES.terms[track].renewal, valid_until, CALENDAR)


def test_a_licence_is_renewed_ninety_to_fifteen_working_days_before_its_end():
    # from 21 July: 94 weekdays, six of them holidays, two make-up days on weekends
    found = window(Track.LICENCE, date(2026, 11, 30))
    assert found.closes_on == date(2026, 11, 9)
    assert found.opens_on == date(2026, 7, 21)
    assert not found.is_provisional


def test_a_registration_is_renewed_thirty_days_before_its_end_and_nothing_says_how_early():
    found = window(Track.REGISTRATION, date(2026, 12, 31))
    assert (found.opens_on, found.closes_on) == (None, date(2026, 12, 1))


def test_days_of_a_year_nobody_announced_are_provisional():
    assert window(Track.LICENCE, date(2031, 11, 24)).is_provisional


@given(ENDS, st.sampled_from(list(Track)))
def test_a_paper_goes_through_its_standings_in_their_order(valid_until, track):
    found = window(track, valid_until)
    days = [valid_until + timedelta(days=n) for n in range(-300, 3)]
    order = [standing_on(day, valid_until, found) for day in days]
    passed = list(dict.fromkeys(order))
    expected = [Standing.VALID, Standing.OPEN, Standing.LATE, Standing.EXPIRED]
    assert passed == [one for one in expected if one in passed]
    assert standing_on(valid_until, valid_until, found) is Standing.LATE
    assert order[-1] is Standing.EXPIRED


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2031, 11, 23), -6, date(2031, 5, 23)),
        (date(2031, 8, 31), -6, date(2031, 2, 28)),
        (date(2032, 3, 15), -6, date(2031, 9, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, found):
    assert months_after(day, months) == found


def test_terms_cite_their_clauses_and_say_how_sure_they_are():
    day = date(2026, 11, 30)
    term = RULES.terms[Track.LICENCE]
    assert term.years == 5
    assert [one.is_confirmed for one in RULES.cited_for(term.clauses, day)] == [True]
    assert [one.is_confirmed for one in RULES.cited_for(term.renewal.clauses, day)] == [False]
    assert RULES.terms[Track.REGISTRATION].years == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("years: 5", "years: soon"),
        ("closes_days_before: 30", "opens_working_days_before: 30"),
        ("      closes_days_before: 30\n", ""),
        ("shandong-eatery-22", "nowhere-1"),
        ("  registration:", "  permit:"),
    ],
    ids=["no figure", "no last day", "nothing at all", "unknown clause", "unknown track"],
)
def test_a_file_that_does_not_fit_is_refused_with_its_place(old, new):
    assert old in TEXT
    with pytest.raises(TemplateMalformed):
        parse_validity("validity.yaml", TEXT.replace(old, new), builtin_clauses())
