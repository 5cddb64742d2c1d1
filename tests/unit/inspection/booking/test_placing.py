"""An appointment stays at its time and goes to somebody who may and is free, or to nobody."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import SHANGHAI
from foundation.workdays import WorkCalendar
from inspection.booking.model import Booking, BookingState, Slot, SlotRules
from inspection.booking.offering import Calendar
from inspection.booking.placing import can_keep, placed
from inspection.dispatch.assigning import Need, Standing, standing_of
from inspection.dispatch.model import Absence, Colleague, Pair, Roster, openings_of

DAY = date(2026, 11, 25)
RULES = SlotRules()
NEED = Need("中型餐馆", "91370112MA3C00BX2D", DAY)
OPEN = openings_of("workday 09:00-12:00")
PEOPLE = [f"p{n}" for n in range(6)]
PAIRS = tuple(Pair(f"pair_{n}", (PEOPLE[2 * n], PEOPLE[2 * n + 1]), OPEN) for n in range(3))


def slot(number):
    start = datetime(2026, 11, 25, 9, tzinfo=SHANGHAI) + timedelta(minutes=50 * number)
    return Slot(start, start + timedelta(minutes=40))


def booking(case_id, team, number=0):
    at = slot(number)
    return Booking(case_id, team, at, BookingState.BOOKED, 0, at.starts_at)


def calendar_of(roster, bookings=()):
    calendar = Calendar(roster, WorkCalendar(), RULES, {})
    for one in bookings:
        calendar.take(one.inspector_ids, one.slot, one.case_id)
    return calendar


def away(*people):
    return tuple(Absence(one, DAY, DAY, "病假") for one in people)


def test_the_substitute_comes_first_and_nothing_is_drawn():
    colleagues = {"p0": Colleague("p0", substitute_id="p4")}
    roster = Roster(PAIRS, absences=away("p0"), colleagues=colleagues)
    mine = booking("case_1", ("p0", "p1"))
    assert not can_keep(mine, NEED, calendar_of(roster))
    found = placed(mine, NEED, calendar_of(roster, [mine]), {}, "seed")
    assert (found.team, found.drawn) == (("p4", "p1"), None)


def test_where_the_substitute_is_booked_a_pair_is_drawn_that_is_free_on_duty_and_may():
    colleagues = {"p0": Colleague("p0", substitute_id="p4")}
    early = replace(PAIRS[2], inspector_ids=("p5", "p4"))
    roster = Roster((*PAIRS[:2], early), absences=away("p0"), colleagues=colleagues)
    mine, other = booking("case_1", ("p0", "p1")), booking("case_2", ("p4", "p5"))
    found = placed(mine, NEED, calendar_of(roster, [mine, other]), {}, "seed")
    assert found.team == ("p2", "p3")
    standings = {one.pair_id: one.standing for one in found.drawn.candidates}
    assert standings == {
        "pair_0": Standing.BOOKED,  # with the substitute, who is elsewhere
        "pair_1": Standing.CHOSEN,
        "pair_2": Standing.BOOKED,
    }


def test_a_pair_that_is_not_on_duty_then_is_not_drawn():
    late = replace(PAIRS[1], openings=openings_of("workday 13:30-17:00"))
    roster = Roster((PAIRS[0], late), absences=away("p0"))
    mine = booking("case_1", ("p0", "p1"))
    found = placed(mine, NEED, calendar_of(roster, [mine]), {}, "seed")
    assert found.team is None
    assert [one.standing for one in found.drawn.candidates] == [Standing.AWAY, Standing.OFF_DUTY]


SUBSTITUTES = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), max_size=4)
TAKEN = st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 2])), unique=True)


@given(
    st.sets(st.sampled_from(PEOPLE)),
    SUBSTITUTES,
    st.sets(st.sampled_from(PEOPLE)),
    TAKEN,
    st.text(max_size=5),
)
def test_whoever_is_away_nobody_is_in_two_places_and_nothing_moves_in_time(
    absent, substitutes, related, taken, seed
):
    colleagues = {
        one: Colleague(
            one,
            substitute_id=substitutes.get(one),
            relations=frozenset({NEED.credit_code}) if one in related else frozenset(),
        )
        for one in PEOPLE
    }
    roster = Roster(PAIRS, absences=away(*absent), colleagues=colleagues)
    bookings = [
        booking(f"case_{pair}{number}", PAIRS[pair].inspector_ids, number)
        for pair, number in sorted(taken, key=lambda one: one[1])
    ]
    calendar = calendar_of(roster, bookings)
    standing = {}
    for one in bookings:
        if can_keep(one, NEED, calendar):
            standing[one.case_id] = one
            continue
        found = placed(one, NEED, calendar, {}, seed)
        if found.team is None:
            calendar.give_back(one.case_id)
        else:
            calendar.take(found.team, one.slot, one.case_id)
            standing[one.case_id] = replace(one, inspector_ids=found.team)
    places = [(who, one.slot) for one in standing.values() for who in one.inspector_ids]
    assert len(places) == len(set(places)), "nobody is in two places"
    for one in standing.values():
        assert standing_of(NEED, Pair("", one.inspector_ids, ()), roster) == (
            one.inspector_ids,
            None,
        ), "there, and nothing speaks against them"
    held = [(who, cell) for who, of in calendar.taken.items() for cell in of]
    assert len(held) == 2 * 5 * len(standing), "what nobody keeps holds nobody's time"
