"""The table of moves: whatever happens in whatever order, no case is lost and each can end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.cases.machine import (
    ACTOR_ZH,
    BEGINNINGS,
    ENDS,
    FREE_REBOOKS,
    MOVES,
    STATE_ZH,
    Act,
    Actor,
    MoveNotAllowed,
    MoveNotYours,
    ReasonMissing,
    State,
    moved,
)
from inspection.cases.story import SENTENCES

STEPS = st.lists(st.tuples(st.sampled_from(Act), st.sampled_from(Actor)), max_size=60)


def leading_to(targets):
    """States from which one of the targets can be reached."""
    reaching = set(targets)
    while True:
        more = {
            source for move in MOVES.values() if move.target in reaching for source in move.sources
        }
        if more <= reaching:
            return reaching
        reaching |= more


def reached_from(states):
    reached = set(states)
    while True:
        more = {move.target for move in MOVES.values() if move.sources & reached}
        if more <= reached:
            return reached
        reached |= more


def test_every_state_is_reached_and_every_case_can_end():
    assert reached_from(BEGINNINGS) == set(State)
    assert leading_to(ENDS) == set(State)


def test_what_has_ended_moves_nowhere_else():
    for move in MOVES.values():
        if move.sources & ENDS:
            assert move.target in ENDS, move.act


def test_a_result_is_never_taken_back():
    concluded = reached_from({State.DETERMINED})
    assert not concluded & {State.INSPECTING, State.REVIEWING, State.PREPARING, State.ACCEPTED}


def test_a_case_that_is_not_accepted_is_not_inspected():
    entries = {move.act for move in MOVES.values() if State.PRE_CHECK in move.sources}
    assert entries == {Act.ACCEPT, Act.DECLINE, Act.WITHDRAW}


@given(STEPS)
def test_after_any_steps_the_case_is_where_the_last_allowed_one_led(steps):
    state, done = State.RECEIVED, dict.fromkeys(Act, 0)
    for act, actor in steps:
        move = MOVES[act]
        try:
            state = moved(state, act, actor, done=done[act], why="有理由")
        except MoveNotAllowed:
            assert state not in move.sources
        except MoveNotYours:
            assert actor not in move.actors or done[act] >= move.most
        else:
            done[act] += 1
            assert state is move.target
        assert state in leading_to(ENDS)


@given(st.sampled_from(State), st.sampled_from(Act), st.sampled_from(Actor), st.text(" \t\n"))
def test_a_step_that_stays_with_its_reason_is_refused_without_one(state, act, actor, blank):
    if MOVES[act].asks_why and state in MOVES[act].sources and actor in MOVES[act].actors:
        with pytest.raises(ReasonMissing):
            moved(state, act, actor, why=blank)


def test_an_applicant_books_anew_twice_and_then_asks_a_supervisor():
    for done in range(FREE_REBOOKS):
        assert moved(State.BOOKED, Act.REBOOK, Actor.APPLICANT, done=done) is State.BOOKED
    with pytest.raises(MoveNotYours) as refused:
        moved(State.BOOKED, Act.REBOOK, Actor.APPLICANT, done=FREE_REBOOKS)
    assert "督办人员" in refused.value.sentence_zh
    assert moved(State.BOOKED, Act.REBOOK, Actor.SUPERVISOR, done=9) is State.BOOKED


def test_only_the_applicant_and_the_office_withdraw_an_application():
    for actor in (Actor.INSPECTOR, Actor.SYSTEM, Actor.LICENSING):
        with pytest.raises(MoveNotYours):
            moved(State.ACCEPTED, Act.WITHDRAW, actor, why="不再开店")
    assert moved(State.INSPECTING, Act.WITHDRAW, Actor.APPLICANT, why="不再开店") is State.WITHDRAWN


def test_everything_that_moves_a_case_can_be_read_in_its_story():
    assert {act.value for act in Act} <= SENTENCES.keys()
    assert STATE_ZH.keys() == set(State)
    assert ACTOR_ZH.keys() == set(Actor)
