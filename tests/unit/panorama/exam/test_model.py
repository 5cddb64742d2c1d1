"""Taps, tolerances and scores of an exam."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panorama.exam.kept import paper_from, paper_json
from panorama.exam.model import (
    LEAST_DEG,
    LEVELS,
    MOST_DEG,
    PASS_SCORE,
    ByName,
    Given,
    InPicture,
    Mode,
    OnPlan,
    Outcome,
    is_over,
    judge_tap,
    left_of,
    score_of,
    tolerance_deg,
    tries_of,
)
from panorama.exam.paper import answers_shown, paper_of, questions_of
from panorama.layout.faults import with_faults
from panorama.layout.rules import judge
from panorama.tour import way_to
from tests.support.exams import LAYOUT, seen_spot

SEEDS = st.integers(0, 2**31 - 1)
COUNTS = st.integers(1, 8)
COORDINATES = st.floats(-20, 20)


def exam(seed, count=5):
    changed, planted = with_faults(LAYOUT, seed, count)
    return changed, paper_of(changed, planted)


@given(SEEDS, COUNTS)
def test_the_right_answers_are_exactly_the_rules_the_engine_finds_broken(seed, count):
    changed, paper = exam(seed, count)
    broken = {one.rule_id: one for one in judge(changed) if one.holds is False}
    assert {one.rule_id for one in paper.answers} == set(broken)
    for answer in paper.answers:
        assert set(answer.places) == set(broken[answer.rule_id].places)
        assert answer.because, "each planted fault says what to do"


@given(SEEDS, COUNTS)
def test_every_answer_can_be_given_on_the_plan_and_by_name(seed, count):
    _, paper = exam(seed, count)
    for answer in paper.answers:
        for x, y, _ in answer.places:
            tap = Given(OnPlan(x, y), answer.rule_id)
            assert judge_tap(paper, tap, []).outcome is Outcome.FOUND
        named = [
            one
            for one in paper.things
            if judge_tap(paper, Given(ByName(one), answer.rule_id), []).outcome is Outcome.FOUND
        ]
        assert named, answer.rule_id


@given(SEEDS, COUNTS)
def test_where_a_place_is_seen_a_tap_at_it_finds_it_once(seed, count):
    _, paper = exam(seed, count)
    for shown in answers_shown(paper):
        for one in shown["seen"]:
            tap = Given(InPicture(one["scene"], one["yaw_deg"], one["pitch_deg"]), shown["rule_id"])
            assert judge_tap(paper, tap, []).outcome is Outcome.FOUND
            assert judge_tap(paper, tap, [shown["rule_id"]]).outcome is Outcome.ALREADY


@given(SEEDS, COUNTS, st.floats(0, 360), st.floats(-90, 90))
def test_a_rule_that_holds_is_wrong_wherever_it_is_marked(seed, count, yaw, pitch):
    _, paper = exam(seed, count)
    broken = {one.rule_id for one in paper.answers}
    for choice in questions_of(LAYOUT)["choices"]:
        tap = Given(InPicture("kitchen", yaw, pitch), choice["rule_id"])
        is_wrong = judge_tap(paper, tap, []).outcome is Outcome.WRONG
        assert is_wrong is (choice["rule_id"] not in broken)


def test_a_tap_beside_the_place_or_behind_a_wall_is_elsewhere():
    _, paper = exam(3)
    answer = next(one for one in paper.answers if one.rule_id == "LR-17")
    scene, yaw, pitch = seen_spot(paper, "LR-17")
    assert scene == "outside"
    beside = Given(InPicture(scene, yaw + MOST_DEG + 40, pitch), "LR-17")
    through = way_to(paper.eyes["washing"], answer.places[0])
    behind = Given(InPicture("washing", *through), "LR-17")
    for tap in (beside, behind, Given(InPicture("nowhere", 0, 0), "LR-17")):
        assert judge_tap(paper, tap, []).outcome is Outcome.ELSEWHERE


@given(st.floats(0.1, 30), st.floats(0.1, 30))
def test_near_things_may_be_missed_by_more_degrees_than_far_ones(a, b):
    near, far = sorted((a, b))
    eye = (0.0, 0.0, 1.6)
    assert tolerance_deg(eye, (0, near, 1.6)) >= tolerance_deg(eye, (0, far, 1.6)) > 0
    assert LEAST_DEG <= tolerance_deg(eye, (0, far, 1.6)) <= MOST_DEG


OUTCOMES = st.lists(st.sampled_from(Outcome), max_size=40)


@given(SEEDS, OUTCOMES)
def test_a_score_lies_between_0_and_100_and_a_mistake_never_raises_it(seed, outcomes):
    _, paper = exam(seed)
    right = outcomes.count(Outcome.FOUND)
    outcomes = [one for one in outcomes if one is not Outcome.FOUND]
    outcomes += [Outcome.FOUND] * min(right, len(paper.answers))
    score = score_of(paper, outcomes)
    assert 0 <= score.points <= 100
    assert score.is_passed is (score.points >= PASS_SCORE)
    assert score_of(paper, [*outcomes, Outcome.WRONG]).points <= score.points
    assert score_of(paper, [*outcomes, Outcome.ALREADY]) == score


def test_all_found_is_a_hundred_and_ends_a_practice_but_no_exam():
    _, paper = exam(1)
    all_found = [Outcome.FOUND] * len(paper.answers)
    assert score_of(paper, all_found).points == 100
    tries = tries_of(LEVELS["standard"], paper)
    assert is_over(Mode.PRACTICE, paper, tries, all_found)
    assert not is_over(Mode.EXAM, paper, tries, all_found)
    assert is_over(Mode.EXAM, paper, tries, [Outcome.WRONG] * tries)
    assert left_of(tries, all_found) == LEVELS["standard"].spare


@given(SEEDS, COUNTS)
def test_a_paper_comes_back_from_where_it_is_kept(seed, count):
    _, paper = exam(seed, count)
    assert paper_from(json.loads(json.dumps(paper_json(paper)))) == paper


@given(SEEDS)
def test_what_the_page_shows_names_the_same_lines_whatever_is_broken(seed):
    changed, _ = exam(seed)
    sound, now = questions_of(LAYOUT), questions_of(changed)
    for part in ("choices", "scenes"):
        assert now[part] == sound[part]
    assert [one["title"] for one in now["facts"]] == [one["title"] for one in sound["facts"]]


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_a_room_offers_as_many_faults_as_each_level_asks_for(level):
    _, planted = with_faults(LAYOUT, 7, LEVELS[level].faults)
    assert len(planted) == LEVELS[level].faults
