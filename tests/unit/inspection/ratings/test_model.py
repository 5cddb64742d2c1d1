import pytest

from inspection.cases.machine import State
from inspection.ratings.model import (
    BLAME,
    LEVEL_TEXT,
    PRAISE,
    TAGS,
    Level,
    TooEarlyToRate,
    must_be_ratable,
)


def test_there_are_five_levels_and_the_two_lowest_are_answered():
    assert set(LEVEL_TEXT) == set(Level)
    assert [one for one in Level if one.is_bad] == [Level.VERY_BAD, Level.BAD]


def test_tags_of_praise_and_blame_are_different_ones():
    assert len(TAGS) == len(PRAISE) + len(BLAME)


@pytest.mark.parametrize("state", [State.BOOKED, State.REVIEWING, State.WITHDRAWN, State.NO_SHOW])
def test_a_service_without_a_result_is_not_rated(state):
    with pytest.raises(TooEarlyToRate):
        must_be_ratable(state)
