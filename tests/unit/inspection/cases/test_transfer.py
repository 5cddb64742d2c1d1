"""A seat has one holder at a time, whoever sat there before."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.cases.transfer import Transfer, holder_of, sat_before

BEGAN = datetime(2026, 11, 24, 2, tzinfo=UTC)


def handed(*seats):
    return [
        Transfer(f"t{n}", BEGAN + timedelta(minutes=n), leaving, coming, leaving, "换班")
        for n, (leaving, coming) in enumerate(seats)
    ]


def test_whoever_sits_there_last_holds_the_seat_of_all_before():
    transfers = handed(("wang", "qian"), ("zhao", "feng"), ("qian", "sun"))
    assert holder_of("wang", transfers) == holder_of("qian", transfers) == "sun"
    assert holder_of("zhao", transfers) == "feng"
    assert holder_of("feng", transfers) == "feng"


def test_who_comes_back_to_their_seat_holds_it_and_what_the_other_said_there():
    transfers = handed(("wang", "qian"), ("qian", "wang"))
    assert holder_of("wang", transfers) == holder_of("qian", transfers) == "wang"
    assert sat_before("qian", transfers)
    assert not sat_before("zhao", transfers)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=12))
def test_two_seats_never_come_to_one_person(moves):
    """As the service lets them: nobody sits twice, and who sat somewhere goes back only there."""
    seats, transfers = ["a", "b"], []
    for is_second, number in moves:
        coming, leaving = f"p{number}", seats[is_second]
        if coming in seats:
            continue
        if sat_before(coming, transfers) and holder_of(coming, transfers) != leaving:
            continue
        transfers += handed((leaving, coming))
        seats[is_second] = coming
    assert [holder_of(one, transfers) for one in ("a", "b")] == seats
    everybody = {"a", "b", *(one.coming_id for one in transfers)}
    assert {holder_of(one, transfers) for one in everybody} == set(seats)
