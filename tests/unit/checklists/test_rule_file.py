"""Rules are data: their files, their faults, and templates with a rule of their own."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from checklists.compose import compose
from checklists.determination import determine
from checklists.errors import SchemeTaken, TemplateMalformed
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_templates
from checklists.rule_file import BUILTIN_RULES, builtin_rules_path, load_rules, parse_rules
from checklists.rules import CONCLUDED_WHEN, Rule
from checklists.schemes import SCHEMES, Conclusion, Scheme, register
from checklists.template import Area, Weight
from checklists.verdict import Finding, Verdict

CHECKLIST = compose(builtin_templates(), ordinary_restaurant(), date(2026, 11, 24))
OWN = """id: ours
version: "2026.11.1"
title: {zh: 本局规则, en: Our rules}
areas:
  food: {scheme: all_must_comply}
  fume: {scheme: key_and_score, limits: {pass_at: 80}}
families:
  ex:
    fume: {scheme: counted, limits: {major: 0, together: 0}}
concluded_when:
  fume: fume or bbq
"""


def concluded(rules, failing):
    findings = [
        Finding(one.item.id, Verdict.FAIL if one.item.id in failing else Verdict.PASS)
        for one in CHECKLIST.entries
    ]
    return determine(replace(CHECKLIST, rules=rules), findings)


def general_of(family):
    return next(
        one.item.id
        for one in CHECKLIST.entries
        if one.family == family
        and one.item.areas == (Area.FUME,)
        and one.item.weight is Weight.GENERAL
    )


@pytest.mark.parametrize("name", BUILTIN_RULES)
def test_the_built_in_rules_are_those_of_the_three_schemes(name):
    rules = load_rules(builtin_rules_path(name))
    assert (rules.id, rules.concluded_when) == (name, CONCLUDED_WHEN)
    for area in (Area.FOOD, Area.FUME):
        rule = rules.of(area)
        assert rule.scheme == name.replace("-", "_")
        assert rule.limits == SCHEMES[rule.scheme].limits
    assert (
        concluded(rules, [general_of("of")]).fume
        is {
            "all-must-comply": Conclusion.RECTIFY,
            "key-and-score": Conclusion.PASS,
            "counted": Conclusion.PASS,
        }[name]
    )


def test_a_template_with_a_rule_of_its_own_is_concluded_apart_and_the_worse_counts():
    rules = parse_rules("ours.yaml", OWN)
    assert rules.of(Area.FUME) == Rule("key_and_score", {"pass_at": Decimal(80)})
    assert concluded(rules, [general_of("of")]).fume is Conclusion.PASS
    assert concluded(rules, [general_of("ex")]).fume is Conclusion.FAIL
    assert concluded(rules, [general_of("ex")]).food is Conclusion.PASS


@pytest.mark.parametrize(
    ("old", "new", "line", "en"),
    [
        ("key_and_score", "points", 6, "Use all_must_comply, key_and_score, counted"),
        ("pass_at: 80", "pass: 80", 6, "Use pass_at"),
        ("pass_at: 80", "pass_at: most", 6, "is not written as expected"),
        ("food: {scheme: all_must_comply}", "food: {limits: {}}", 5, "scheme is missing"),
        (
            "food: {scheme: all_must_comply}",
            "food: {scheme: all_must_comply, limits: {x: 1}}",
            5,
            "It has none",
        ),
        ("fume: fume or bbq", "fume: smoke", 11, 'the fact "smoke" is not known'),
        ("  food:", "  safety:", 5, '"safety" is not known here'),
    ],
)
def test_a_fault_of_a_rule_names_its_line(old, new, line, en):
    with pytest.raises(TemplateMalformed) as caught:
        parse_rules("ours.yaml", OWN.replace(old, new, 1))
    assert en in caught.value.sentence_en
    assert (caught.value.facts["file"], caught.value.facts["line"]) == ("ours.yaml", line)


def test_a_scheme_of_a_plug_in_concludes_under_its_name():
    lenient = Scheme(lambda judged, limits: Conclusion.PASS, {"any": Decimal(1)})
    register("lenient", lenient)
    try:
        with pytest.raises(TemplateMalformed, match="Use any"):
            parse_rules("ours.yaml", OWN.replace("key_and_score", "lenient"))
        text = OWN.replace("key_and_score, limits: {pass_at: 80}", "lenient")
        rules = parse_rules("ours.yaml", text)
        assert concluded(rules, [general_of("of")]).fume is Conclusion.PASS
        with pytest.raises(SchemeTaken):
            register("lenient", SCHEMES["counted"])
        register("lenient", lenient)
    finally:
        del SCHEMES["lenient"]


def test_the_published_schema_of_rules_is_a_schema():
    path = Path(__file__).parents[3] / "checklists" / "data" / "rules.schema.json"
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
