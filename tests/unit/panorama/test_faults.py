"""Exams plant faults; each must be found, and by no other rule than its own."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.load import builtin_templates
from panorama.layout.faults import FAULTS, rules_of, with_faults
from panorama.layout.rules import judge
from panorama.load import load_layout

ROOMS = {
    path.stem: load_layout(path)
    for path in sorted((Path(__file__).parents[3] / "panorama" / "data").glob("t*.yaml"))
}
A_ROOM = st.sampled_from(sorted(ROOMS))
SEEDS = st.integers(0, 2**31)


@pytest.mark.parametrize("fault", FAULTS, ids=[one.id for one in FAULTS])
@settings(max_examples=12)  # of each of some thirty faults, in every room
@given(seed=SEEDS)
def test_a_fault_is_found_by_exactly_its_rule_in_every_room_that_offers_a_place(fault, seed):
    offered = 0
    for room in ROOMS.values():
        kept, broken = rules_of(room)
        changed = fault.apply(room, Random(seed))  # noqa: S311
        if changed is None or fault.rule_id not in kept:
            continue
        offered += 1
        assert rules_of(changed) == (kept - {fault.rule_id}, broken | {fault.rule_id}), room.id
    assert offered, "no room offers a place for it"


@settings(max_examples=40)
@given(room=A_ROOM, seed=SEEDS, count=st.integers(0, 8))
def test_planted_faults_are_what_the_rules_find_and_no_rule_is_broken_twice(room, seed, count):
    changed, faults = with_faults(ROOMS[room], seed, count)
    rules = [one.rule_id for one in faults]
    assert len(rules) == len(set(rules)) == count
    found = {one.rule_id: one for one in judge(changed) if one.holds is False}
    assert set(found) == set(rules)
    assert all(one.places for one in found.values()), "each is somewhere in the room"


@settings(max_examples=10)
@given(room=A_ROOM, seed=SEEDS, count=st.integers(0, 8))
def test_the_same_seed_gives_the_same_layout(room, seed, count):
    assert with_faults(ROOMS[room], seed, count) == with_faults(ROOMS[room], seed, count)


def test_another_seed_gives_other_faults():
    drawn = {tuple(one.id for one in with_faults(ROOMS["t2"], seed, 3)[1]) for seed in range(20)}
    assert len(drawn) > 10


def test_every_fault_has_a_name_of_its_own_and_belongs_to_an_item_of_the_checklists():
    items = {i.id for t in builtin_templates() for s in t.sections for i in s.items}
    assert len({one.id for one in FAULTS}) == len(FAULTS)
    assert {one.item_id for one in FAULTS if one.item_id} <= items


def test_there_is_a_fault_for_every_rule():
    assert {one.rule_id for one in FAULTS} == {f"LR-{number:02}" for number in range(1, 21)}
