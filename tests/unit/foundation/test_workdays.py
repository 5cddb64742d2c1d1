from datetime import date, datetime

import pytest

from foundation.clock import SHANGHAI
from foundation.workdays import deadline, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-24", True),
        ("2026-11-28", False),
        ("2026-10-01", False),  # National Day
        ("2026-10-10", True),  # a Saturday worked to make up for the holiday
    ],
)
def test_holidays_and_make_up_days_are_known(day, works):
    assert is_working_day(date.fromisoformat(day)) == (works, False)


def test_a_year_nobody_announced_is_provisional_and_never_a_crash():
    works, is_provisional = is_working_day(date(2027, 6, 1))
    assert works
    assert is_provisional


def test_two_working_days_skip_the_weekend():
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=SHANGHAI)
    assert deadline(friday, 2).at == datetime(2026, 12, 1, 17, 0, tzinfo=SHANGHAI)
