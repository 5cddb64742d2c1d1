"""A set of rules says in plain words what it decides, and what another one decides otherwise."""

import pytest

from checklists.rule_file import BUILTIN_RULES, builtin_rules_path, load_rules, parse_rules
from checklists.rule_words import differences, rule_words, words_of
from checklists.rules import DEFAULT_RULES, Rule


@pytest.mark.parametrize("name", BUILTIN_RULES)
def test_all_rules_that_ship_say_both_conclusions_in_both_languages(name):
    said = words_of(load_rules(builtin_rules_path(name)))
    assert [one.place for one in said] == ["food", "fume", "fume when"]
    for one in said:
        assert "{" not in one.text.zh + one.text.en
        assert one.text.zh.endswith("。")
        assert one.text.en.endswith(".")


def test_a_condition_is_told_by_the_names_of_its_facts_not_by_how_it_is_written():
    said = words_of(load_rules(builtin_rules_path("all-must-comply")))[2].text
    assert "只对“产生油烟的加工或烧烤”的店作出" in said.zh
    assert "cooking that makes fume or barbecue" in said.en


def test_limits_are_told_the_usual_ones_where_none_are_written():
    counted = load_rules(builtin_rules_path("counted"))
    food = words_of(counted)[0].text
    assert "最多 3 项" in food.zh
    assert "8 major and general" in food.en


def test_rules_that_say_the_same_have_no_differences():
    for name in BUILTIN_RULES:
        rules = load_rules(builtin_rules_path(name))
        assert differences(rules, rules) == ()


def test_only_the_sentences_that_changed_are_told():
    before = load_rules(builtin_rules_path("counted"))
    text = builtin_rules_path("counted").read_text("utf-8")
    after = parse_rules(
        "x.yaml",
        text.replace(
            "food: {scheme: counted, limits: {major: 3", "food: {scheme: counted, limits: {major: 1"
        ),
    )
    (one,) = differences(before, after)
    assert "最多 3 项" in one.before.zh
    assert "最多 1 项" in one.after.zh
    assert [it.after for it in differences(before, DEFAULT_RULES) if it.after is None] == []


@pytest.mark.parametrize("scheme", ["all_must_comply", "key_and_score", "counted"])
def test_a_rule_without_limits_is_told_with_the_usual_ones(scheme):
    said = rule_words(Rule(scheme))
    assert "加装" not in said.zh
    assert "{" not in said.zh + said.en


def test_a_scheme_that_was_plugged_in_is_told_by_its_name():
    assert "strict" in rule_words(Rule("strict")).zh
