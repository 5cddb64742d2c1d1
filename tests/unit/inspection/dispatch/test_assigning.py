"""A case goes to a pair that may, that has the least to do, and among equals by lot."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.dispatch.assigning import Need, Standing, draw, draw_by_office, lot
from inspection.dispatch.model import Absence, Colleague, Pair, Roster

ON = date(2026, 11, 30)
YESTERDAY = date(2026, 11, 29)
NEED = Need("中型餐馆", "91370112MA3C00BX2D", ON)
PAIRS = tuple(Pair(f"pair_{n}", (f"a{n}", f"b{n}"), ()) for n in range(4))


def standings(drawn):
    return {one.pair_id: one.standing for one in drawn.candidates}


@pytest.mark.parametrize(
    ("roster", "need", "against"),
    [
        (Roster(absences=(Absence("a0", ON, ON, "病假"),)), NEED, Standing.AWAY),
        (
            Roster(colleagues={"b0": Colleague("b0", qualified_until=date(2026, 11, 29))}),
            NEED,
            Standing.AWAY,
        ),
        (
            Roster(colleagues={"a0": Colleague("a0", formats=frozenset({"饮品店"}))}),
            NEED,
            Standing.NOT_TRAINED,
        ),
        (
            Roster(colleagues={"a0": Colleague("a0", relations=frozenset({NEED.credit_code}))}),
            NEED,
            Standing.RELATED,
        ),
        (
            Roster(passed_until={"a0": ON, "a1": ON, "b1": ON}),
            NEED,
            Standing.NOT_EXAMINED,
        ),
        (
            Roster(passed_until={"a0": YESTERDAY, "b0": ON, "a1": ON, "b1": ON}),
            NEED,
            Standing.NOT_EXAMINED,
        ),
        (
            Roster(),
            Need("中型餐馆", NEED.credit_code, ON, frozenset({"b0"})),
            Standing.JUDGED_BEFORE,
        ),
    ],
)
def test_who_may_not_is_left_out_with_the_reason(roster, need, against):
    drawn = draw(need, PAIRS[:2], roster, {"a1": 9}, "seed")
    assert standings(drawn) == {"pair_0": against, "pair_1": Standing.CHOSEN}, "however busy"
    alone = draw(need, PAIRS[:1], roster, {}, "seed")
    assert alone.chosen is None


def test_the_substitutes_own_relations_count():
    roster = Roster(
        absences=(Absence("a0", ON, ON, "病假"),),
        colleagues={
            "a0": Colleague("a0", substitute_id="c"),
            "c": Colleague("c", relations=frozenset({NEED.credit_code})),
        },
    )
    (one,) = draw(NEED, PAIRS[:1], roster, {}, "seed").candidates
    assert (one.team, one.standing) == (("c", "b0"), Standing.RELATED)


def test_the_pair_with_fewer_open_cases_gets_it():
    drawn = draw(NEED, PAIRS[:2], Roster(), {"a0": 2, "b1": 1}, "seed")
    assert standings(drawn) == {"pair_0": Standing.BUSIER, "pair_1": Standing.CHOSEN}


@given(st.text(max_size=20), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_the_draw_can_be_done_again_and_nobody_busier_wins(seed, load):
    loads = {f"a{n}": one for n, one in enumerate(load)}
    drawn = draw(NEED, PAIRS, Roster(), loads, seed)
    assert drawn == draw(NEED, PAIRS, Roster(), loads, drawn.seed)
    assert drawn.chosen.load == min(load)
    equals = [one for one in drawn.candidates if one.load == drawn.chosen.load]
    assert drawn.chosen.pair_id == min((one.pair_id for one in equals), key=lambda p: lot(seed, p))
    assert Counter(standings(drawn).values())[Standing.CHOSEN] == 1


def test_equal_pairs_are_drawn_about_equally_often():
    won = Counter(draw(NEED, PAIRS, Roster(), {}, str(n)).chosen.pair_id for n in range(2000))
    assert set(won) == {pair.id for pair in PAIRS}
    assert min(won.values()) > 400  # 500 expected, five deviations away


@given(
    away=st.sets(st.sampled_from([pair.id for pair in PAIRS])),
    offices=st.lists(st.sampled_from(["town", "centre", "bureau"]), min_size=4, max_size=4),
)
def test_the_nearest_office_with_anybody_who_may_inspects_and_the_draw_says_why(away, offices):
    pairs = [replace(pair, unit=unit) for pair, unit in zip(PAIRS, offices, strict=True)]
    roster = Roster(
        tuple(pairs),
        absences=tuple(Absence(f"a{one[-1]}", ON, ON, "病假") for one in away),
        above={"town": ("town", "centre", "bureau")},
    )
    drawn = draw_by_office(NEED, roster.tiers("town"), roster, {}, "seed")
    able = [pair.unit for pair in pairs if pair.id not in away]
    nearest = next((one for one in ("town", "centre", "bureau") if one in able), None)
    assert (drawn.chosen.unit if drawn.chosen else None) == nearest
    for one in drawn.candidates:
        assert (one.standing is Standing.AWAY) == (one.pair_id in away)
        assert one.standing is Standing.AWAY or one.unit == nearest
    again = draw(NEED, [pair for pair in pairs if pair.id in standings(drawn)], roster, {}, "seed")
    assert standings(again) == standings(drawn)


def test_an_office_that_nobody_named_is_served_by_the_bureau():
    roster = Roster((replace(PAIRS[0], unit="town"), PAIRS[1]))
    assert roster.tiers("elsewhere") == ((PAIRS[1],),)
