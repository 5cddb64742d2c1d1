"""The published figures, counted case by case and counted in groups: the same."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from inspection.figures.formulas import Counted, figures_of
from inspection.figures.model import DRAWN_SHARE, drawn

OUTCOMES = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.integers(0, 12), st.booleans()), max_size=60
)


def grouped(outcomes):
    return [Counted("", *facts, count) for facts, count in Counter(outcomes).items()]


@given(OUTCOMES)
def test_counted_in_groups_the_figures_are_those_of_the_single_cases(outcomes):
    figures = figures_of("", grouped(outcomes))
    first = [passed for is_first, passed, _, _ in outcomes if is_first]
    assert figures.concluded == len(outcomes)
    assert figures.first_pass_rate == (sum(first) / len(first) if first else None)
    assert figures.late == sum(late for *_, late in outcomes)
    days = sorted(half / 2 for _, _, half, _ in outcomes)
    if not days:
        assert figures.mean_days is figures.p90_days is None
        return
    assert abs(figures.mean_days - sum(days) / len(days)) < 1e-9
    assert sum(day <= figures.p90_days for day in days) >= 0.9 * len(days)
    assert sum(day < figures.p90_days for day in days) < 0.9 * len(days)


def test_a_second_look_that_passes_makes_no_first_pass():
    outcomes = [(True, False, 3, False), (False, True, 2, False)]
    figures = figures_of("", grouped(outcomes))
    assert (figures.first, figures.first_passed, figures.concluded) == (1, 0, 2)


def test_one_of_twenty_is_drawn_for_a_look_in_the_field_and_always_the_same_ones():
    digests = [f"{number:064x}" for number in range(20_000)]
    picked = [one for one in digests if drawn(one)]
    assert 0.9 * DRAWN_SHARE < len(picked) / len(digests) < 1.1 * DRAWN_SHARE
    assert picked == [one for one in digests if drawn(one)]
