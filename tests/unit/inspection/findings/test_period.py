from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.findings.period import MOST_YEARS, PeriodTooLong, period_of

DAYS = st.dates(date(2001, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("today", "first"),
    [("2026-11-30", "2025-12-01"), ("2026-12-01", "2026-01-01"), ("2028-02-29", "2027-03-01")],
)
def test_without_dates_it_is_the_twelve_months_that_end_now(today, first):
    found = period_of(None, None, date.fromisoformat(today))
    assert (found.first_on, found.last_on) == (
        date.fromisoformat(first),
        date.fromisoformat(today),
    )


@given(DAYS, DAYS | st.none())
def test_an_end_alone_brings_no_more_than_a_year_before_it(today, last_on):
    found = period_of(None, last_on, today)
    assert found.last_on == (last_on or today)
    assert 334 <= (found.last_on - found.first_on).days <= 365


@given(DAYS, DAYS, DAYS)
def test_what_is_read_never_grows_with_the_years(first_on, last_on, today):
    try:
        found = period_of(first_on, last_on, today)
    except PeriodTooLong:
        assert last_on - first_on > timedelta(days=MOST_YEARS * 365)
    else:
        assert found.ends - found.begins <= timedelta(days=MOST_YEARS * 366 + 1)
