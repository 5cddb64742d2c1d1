from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.template import Reading
from foundation.text import Bilingual
from inspection.evidence.measuring.limits import Standing, compared, rounded

HEIGHT = Reading(
    Bilingual("罩口离地高度", "height"), "m", Decimal("1.8"), Decimal("1.9"), Decimal("0.011")
)


@pytest.mark.parametrize(
    ("value_mm", "error_mm", "standing"),
    [
        (1850, 12, Standing.WITHIN),
        (1850, 60, Standing.BORDERLINE),  # the bar reaches both limits
        (1795, 9, Standing.BORDERLINE),
        (1785, 3, Standing.BORDERLINE),  # within the item's own margin
        (1700, 20, Standing.OUTSIDE),
        (2100, 20, Standing.OUTSIDE),
    ],
)
def test_a_value_whose_error_bar_reaches_a_limit_goes_to_an_on_site_look(
    value_mm, error_mm, standing
):
    assert compared(value_mm, error_mm, HEIGHT).standing is standing


def test_a_reading_without_limits_is_only_told():
    length = Reading(Bilingual("罩口长度", "length"), "cm")
    told = compared(1834.2, 21.3, length)
    assert (told.value, told.error, told.standing) == (
        *(Decimal("183.4"), Decimal("2.2"), Standing.NO_LIMIT),
    )


@given(st.floats(1, 5000), st.floats(0.001, 900))
def test_the_rounded_bar_is_never_narrower_than_the_measured_one_and_has_two_digits(value, error):
    told, bar = rounded(value, error)
    step = Decimal((0, (1,), bar.as_tuple().exponent))
    assert bar >= Decimal(repr(error))
    assert abs(told - Decimal(repr(value))) <= step / 2
    assert bar < 101 * step
