"""The three schemes: what each forgives, and what none of them does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.compose import compose
from checklists.determination import Conclusion, determine
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_templates
from checklists.rules import Rule, RuleSet
from checklists.schemes import SCHEMES
from checklists.template import Area, Weight
from checklists.verdict import Finding, Verdict

TODAY = date(2026, 11, 24)
CHECKLIST = compose(builtin_templates(), ordinary_restaurant(), TODAY)
FUME = [one.item for one in CHECKLIST.entries if Area.FUME in one.item.areas]
KEYS = [item.id for item in FUME if item.weight is Weight.KEY]
GENERAL = [item.id for item in FUME if item.weight is Weight.GENERAL]
# To mend and to visit are equally far from passing: after both the item is looked at again.
BADNESS = {"pass": 0, "supplement": 1, "rectify": 2, "go_on_site": 2, "fail": 3}


def concluded(verdicts, scheme, checklist=CHECKLIST, **limits):
    rule = Rule(scheme, {name: Decimal(limit) for name, limit in limits.items()})
    ruled = replace(checklist, rules=RuleSet("t", {Area.FOOD: rule, Area.FUME: rule}))
    ids = [entry.item.id for entry in checklist.entries]
    return determine(ruled, [Finding(one, verdicts.get(one, Verdict.PASS)) for one in ids])


def weighed(weights):
    """The checklist with other weights for some items."""
    entries = tuple(
        replace(one, item=replace(one.item, weight=weights.get(one.item.id, one.item.weight)))
        for one in CHECKLIST.entries
    )
    return replace(CHECKLIST, entries=entries)


def failing(ids):
    return dict.fromkeys(ids, Verdict.FAIL)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_failing_key_item_fails_under_every_scheme(scheme):
    assert concluded(failing(KEYS[:1]), scheme).fume is Conclusion.FAIL


def test_a_score_of_ninety_or_more_forgives_general_items():
    tenth = len(GENERAL) // 10
    assert concluded(failing(GENERAL[:tenth]), "key_and_score").fume is Conclusion.PASS
    assert concluded(failing(GENERAL[: tenth + 1]), "key_and_score").fume is Conclusion.FAIL


def test_what_does_not_apply_is_taken_out_of_the_reachable_score():
    one = failing(GENERAL[:1])
    assert concluded(one, "key_and_score").fume is Conclusion.PASS
    gone = dict.fromkeys(GENERAL[1:-1], Verdict.NOT_APPLICABLE)
    assert concluded({**gone, **one}, "key_and_score").fume is Conclusion.FAIL


def test_the_passing_score_is_the_bureaus_to_set():
    assert concluded(failing(GENERAL[:2]), "key_and_score", pass_at=50).fume is Conclusion.PASS


@pytest.mark.parametrize(
    ("major", "general", "outcome"),
    [(3, 5, "pass"), (4, 0, "fail"), (3, 6, "fail"), (0, 8, "pass")],
)
def test_counted_failures_are_forgiven_up_to_three_major_and_eight_in_all(major, general, outcome):
    ids = GENERAL[: major + general]
    checklist = weighed(dict.fromkeys(ids[:major], Weight.MAJOR))
    found = concluded(failing(ids), "counted", checklist)
    assert found.fume.value == outcome


@pytest.mark.parametrize("scheme", ["key_and_score", "counted"])
def test_an_unseen_item_holds_back_only_a_conclusion_it_could_change(scheme):
    assert concluded({GENERAL[0]: Verdict.NEEDS_ON_SITE}, scheme).fume is Conclusion.PASS
    assert concluded({KEYS[0]: Verdict.NEEDS_ON_SITE}, scheme).fume is Conclusion.GO_ON_SITE
    many = dict.fromkeys(GENERAL, Verdict.NEEDS_SUPPLEMENT)
    assert concluded(many, scheme, together=5).fume is Conclusion.SUPPLEMENT


def test_a_failed_session_sends_to_the_site_what_has_not_failed_anyway():
    session = replace(CHECKLIST.entries[0].item, id="SI-99", areas=(Area.SESSION,))
    entries = (replace(CHECKLIST.entries[0], item=session), *CHECKLIST.entries)
    checklist = replace(CHECKLIST, entries=entries)
    found = concluded({"SI-99": Verdict.FAIL, "EX-02": Verdict.FAIL}, "all_must_comply", checklist)
    assert (found.food, found.fume) == (Conclusion.GO_ON_SITE, Conclusion.FAIL)
    assert found.reasons[0].item_id == "SI-99"


@given(
    st.sampled_from(list(SCHEMES)),
    st.dictionaries(st.sampled_from(KEYS + GENERAL), st.sampled_from(Verdict), max_size=30),
    st.sampled_from(KEYS + GENERAL),
)
@settings(max_examples=300)
def test_turning_a_pass_into_a_fail_never_improves_a_conclusion(scheme, verdicts, item_id):
    good = concluded({**verdicts, item_id: Verdict.PASS}, scheme)
    bad = concluded({**verdicts, item_id: Verdict.FAIL}, scheme)
    for area in (Area.FOOD, Area.FUME):
        assert BADNESS[good.of(area).value] <= BADNESS[bad.of(area).value]
