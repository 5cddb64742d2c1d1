"""Negative list and site rules: asked in order, stopped at the first rule nothing can mend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import FactWrong, TemplateMalformed, UnknownFact
from checklists.facts import DEFINITIONS, Choice, Number
from checklists.intake_file import builtin_clauses, builtin_site_rules, parse_site_rules
from checklists.siting import Effect, Standing, pre_check

TODAY = date(2026, 11, 30)
RULES = builtin_site_rules()
QUESTIONS = [one.fact for one in RULES.questions]
CLEAN = {"pollution_near": False, "live_animals": False}


def an_answer(fact):
    known = DEFINITIONS[fact]
    if isinstance(known, Number):
        return st.integers(0, 60)
    return st.sampled_from(list(known.choices)) if isinstance(known, Choice) else st.booleans()


ANSWERS = st.fixed_dictionaries({}, optional={fact: an_answer(fact) for fact in QUESTIONS})
ALL_ANSWERS = st.fixed_dictionaries({fact: an_answer(fact) for fact in QUESTIONS})


def test_a_shop_without_fume_away_from_pollution_passes_after_three_questions():
    found = pre_check(RULES, {"fume": False, **CLEAN}, TODAY)
    assert (found.standing, len(found.answered)) == (Standing.PASSED, 3)


def test_fume_in_a_residential_building_stops_at_the_second_question_with_its_clause():
    found = pre_check(RULES, {"fume": True, "residential_building": True}, TODAY)
    assert found.standing is Standing.STOPPED
    assert found.stopped_by.rule.id == "NL-01"
    (clause,) = found.stopped_by.clauses
    assert (clause.law, clause.article) == ("中华人民共和国生态环境法典", "第250条第2款")
    assert "住宅楼" in found.stopped_by.because.zh
    assert found.stopped_by.rule.change.zh


def test_before_the_code_was_in_force_the_same_rule_cites_the_law_of_that_day():
    found = pre_check(RULES, {"fume": True, "residential_building": True}, date(2026, 8, 14))
    assert [one.article for one in found.stopped_by.clauses] == ["第81条第2款"]


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"dedicated_flue": False}, "NL-02"),
        ({"dedicated_flue": True, "next_to_homes": True}, "NL-03"),
    ],
)
def test_a_mixed_building_needs_its_own_flue_and_no_homes_next_to_it(answers, rule):
    mixed = {"fume": True, "residential_building": False, "mixed_building": True}
    assert pre_check(RULES, {**mixed, **answers}, TODAY).stopped_by.rule.id == rule


@pytest.mark.parametrize(("metres", "rules"), [(0, []), (9, ["ST-01"]), (10, ["ST-02"]), (20, [])])
def test_the_outlets_distance_is_told_and_stops_nobody(metres, rules):
    answers = {
        "fume": True,
        "residential_building": False,
        "mixed_building": False,
        "bbq": False,
        **CLEAN,
        "outlet_distance_m": metres,
    }
    found = pre_check(RULES, answers, TODAY)
    assert (found.standing, [one.rule.id for one in found.advice]) == (Standing.PASSED, rules)


@given(ANSWERS)
def test_a_pre_check_waits_for_the_first_question_without_an_answer(answers):
    found = pre_check(RULES, answers, TODAY)
    if found.standing is Standing.OPEN:
        assert found.next.fact not in answers
        assert found.next not in found.answered
    assert all(one.fact in answers for one in found.answered)


@given(ALL_ANSWERS)
def test_whoever_answers_everything_is_told_passed_or_stopped(answers):
    found = pre_check(RULES, answers, TODAY)
    assert found.standing is not Standing.OPEN
    assert (found.stopped_by is None) is (found.standing is Standing.PASSED)


@given(ALL_ANSWERS, st.sampled_from(QUESTIONS))
def test_what_was_not_asked_changes_nothing(answers, left_out):
    found = pre_check(RULES, answers, TODAY)
    if left_out not in {one.fact for one in found.answered}:
        fewer = {fact: value for fact, value in answers.items() if fact != left_out}
        assert pre_check(RULES, fewer, TODAY) == found


@given(ALL_ANSWERS)
def test_a_shop_that_is_stopped_is_stopped_whatever_else_it_answers(answers):
    found = pre_check(RULES, answers, TODAY)
    if found.standing is Standing.STOPPED:
        counted = {one.fact: answers[one.fact] for one in found.answered}
        assert pre_check(RULES, counted, TODAY) == found


@pytest.mark.parametrize("day", [TODAY, date(2026, 8, 14), date(2027, 6, 1)])
def test_every_rule_cites_a_clause_that_held_and_was_read(day):
    for question in RULES.questions:
        for rule in question.rules:
            clauses = [RULES.clauses[one.clause_id] for one in rule.clauses]
            assert any(one.is_confirmed for one in clauses), rule.id
    assert {r.effect for q in RULES.questions for r in q.rules} == set(Effect)


def test_an_answer_that_is_none_is_refused_by_name():
    with pytest.raises(FactWrong, match="fume"):
        pre_check(RULES, {"fume": "perhaps"}, TODAY)
    with pytest.raises(UnknownFact, match="fumes"):
        pre_check(RULES, {"fumes": True}, TODAY)


ONE = """version: "2026.12.1"
questions:
  - fact: fume
    asks: {{zh: 有油烟吗？, en: Any fume?}}
    asked_when: {asked_when}
    rules:
      - id: NL-01
        effect: stops
        when: {when}
        why: {{zh: 不行, en: No}}
        change: {{zh: 换, en: Change}}
        clauses: [{{id: {clause}, confidence: {confidence}}}]
"""
GOOD = {
    "asked_when": "always",
    "when": "fume",
    "clause": "env-code-250-siting",
    "confidence": "verified",
}


def test_a_bureaus_own_file_is_read():
    rules = parse_site_rules("own.yaml", ONE.format(**GOOD), builtin_clauses())
    assert pre_check(rules, {"fume": True}, TODAY).standing is Standing.STOPPED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"when": "fume and bbq"}, "not asked yet"),
        ({"asked_when": "fume"}, "not asked yet"),
        ({"when": "fume and"}, "expected"),
        ({"clause": "no-such"}, "no clause"),
        ({"confidence": "medium"}, "none of its clauses is confirmed"),
    ],
)
def test_a_file_that_can_not_be_trusted_is_refused_with_its_line(change, said):
    with pytest.raises(TemplateMalformed, match=said) as refusal:
        parse_site_rules("own.yaml", ONE.format(**{**GOOD, **change}), builtin_clauses())
    assert refusal.value.facts["line"] >= 5
