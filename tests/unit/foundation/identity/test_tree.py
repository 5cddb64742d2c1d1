"""The offices stay a tree: one root, no circle, few levels, names that tell them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import NotFound, Problem
from foundation.identity.tree import (
    MOST_LEVELS,
    MOST_UNITS,
    ROOT,
    RootStays,
    TooManyLevels,
    TooManyUnits,
    Tree,
    Unit,
    UnitInACircle,
    UnitNameTaken,
)

ALONE = Tree({ROOT: Unit(ROOT, None, "本局")})
IDS = [ROOT, *(f"u{number}" for number in range(8))]
STEPS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from("甲乙丙")), max_size=40
)


def grown(steps):
    """A tree after these wishes to place an office below another; what is refused is left."""
    tree = ALONE
    for unit_id, parent_id, name in steps:
        try:
            tree = tree.placed(Unit(unit_id, parent_id, name))
        except Problem:
            continue
    return tree


@given(STEPS)
def test_whatever_is_wished_it_stays_a_tree_of_few_levels(steps):
    tree = grown(steps)
    for unit_id in tree.units:
        assert [one.id for one in tree.above(unit_id)][-1] == ROOT
        assert tree.level(unit_id) <= MOST_LEVELS


@given(STEPS)
def test_an_office_reaches_itself_and_exactly_those_that_have_it_above(steps):
    tree = grown(steps)
    for unit_id in tree.units:
        reached = {one for one in tree.units if unit_id in {above.id for above in tree.above(one)}}
        assert tree.below(unit_id) == reached
        assert unit_id in reached
    assert tree.below(ROOT) == set(tree.units)


@given(STEPS)
def test_offices_beside_each_other_have_different_names(steps):
    tree = grown(steps)
    places = [(one.parent_id, one.name) for one in tree.units.values()]
    assert len(places) == len(set(places))


@given(STEPS, st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_move_takes_all_below_along_and_leaves_the_others(steps, moved, to):
    tree = grown(steps)
    if moved not in tree.units:
        return
    try:
        after = tree.placed(Unit(moved, to, tree.units[moved].name))
    except Problem:
        return
    assert after.below(moved) == tree.below(moved)
    apart = tree.units.keys() - tree.below(moved)
    assert {one: after.units[one] for one in apart} == {one: tree.units[one] for one in apart}


@pytest.mark.parametrize(
    ("unit", "refusal"),
    [
        (Unit(ROOT, "a", "本局"), RootStays),
        (Unit("new", None, "另一个局"), RootStays),
        (Unit("a", "a", "甲"), UnitInACircle),
        (Unit("a", "b", "甲"), UnitInACircle),
        (Unit("new", "b", "丁"), UnitNameTaken),
        (Unit("new", "nowhere", "丁"), NotFound),
    ],
    ids=["root moves", "second root", "below itself", "below its own", "name taken", "nowhere"],
)
def test_what_would_be_no_tree_is_refused(unit, refusal):
    tree = ALONE.placed(Unit("a", ROOT, "甲")).placed(Unit("b", "a", "乙"))
    tree = tree.placed(Unit("c", "b", "丁"))
    with pytest.raises(refusal):
        tree.placed(unit)


def test_levels_are_counted_with_what_hangs_below():
    tree, above = ALONE, ROOT
    for number in range(MOST_LEVELS - 1):
        tree, above = tree.placed(Unit(f"u{number}", above, "下级")), f"u{number}"
    with pytest.raises(TooManyLevels):
        tree.placed(Unit("new", above, "更下级"))
    beside = tree.placed(Unit("side", ROOT, "旁边"))
    with pytest.raises(TooManyLevels):
        beside.placed(Unit("u0", "side", "下级"))


def test_there_are_not_too_many():
    units = {f"u{number}": Unit(f"u{number}", ROOT, str(number)) for number in range(MOST_UNITS)}
    with pytest.raises(TooManyUnits):
        Tree({**ALONE.units, **units}).placed(Unit("new", ROOT, "新"))


def test_a_name_can_go_to_the_root_and_not_to_a_neighbours():
    tree = ALONE.placed(Unit("a", ROOT, "甲")).placed(Unit("b", ROOT, "乙"))
    assert tree.renamed(ROOT, "历城县局").units[ROOT].name == "历城县局"
    with pytest.raises(UnitNameTaken):
        tree.renamed("a", "乙")
