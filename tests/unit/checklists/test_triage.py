"""Triage: which track and which way to inspect, with the reason; rules are data."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import TemplateMalformed
from checklists.facts import DEFINITIONS, Choice, Number, facts_from
from checklists.intake_file import builtin_clauses, builtin_triage, parse_triage
from checklists.triage import Mode, Track, triage

TODAY = date(2026, 11, 30)
RULES = builtin_triage()


def decided(**facts):
    return triage(RULES, facts_from(facts), TODAY)


def some_facts():
    values = {
        name: st.integers(0, 2000)
        if isinstance(known, Number)
        else st.sampled_from(list(known.choices))
        if isinstance(known, Choice)
        else st.booleans()
        for name, known in DEFINITIONS.items()
    }
    return st.fixed_dictionaries({}, optional=values)


@given(some_facts())
def test_every_shop_gets_a_track_and_a_mode_with_a_reason_in_both_languages(facts):
    found = triage(RULES, facts_from(facts), TODAY)
    assert found.track in Track
    assert found.mode in Mode
    assert found.mode_by.why.zh
    assert found.track_by.why.en


@pytest.mark.parametrize(
    ("facts", "track"),
    [
        ({"area_m2": 49.9, "fixed_shop": True}, Track.REGISTRATION),
        ({"area_m2": 50, "fixed_shop": True}, Track.LICENCE),
        ({"area_m2": 49, "fixed_shop": False}, Track.LICENCE),
        ({"area_m2": 49, "fixed_shop": True, "licence_asked_for": True}, Track.LICENCE),
        ({"area_m2": 49, "fixed_shop": True, "shandong": False}, Track.LICENCE),
        ({"area_m2": 49, "fixed_shop": True, "raw": True}, Track.LICENCE),
        ({"area_m2": 0, "fixed_shop": True}, Track.LICENCE),
    ],
)
def test_in_shandong_a_fixed_shop_below_50_m2_registers_unless_it_asks_for_a_licence(facts, track):
    assert decided(**facts).track is track


def test_the_registration_names_its_clause_and_the_shops_own_figure():
    found = decided(area_m2=36, fixed_shop=True)
    assert [one.id for one in found.track_by.clauses] == ["shandong-eatery-2-10"]
    assert "经营面积 36 m² < 50 m²" in found.track_by.why.zh


@pytest.mark.parametrize(
    ("facts", "mode"),
    [
        ({"fume": True, "area_m2": 120}, Mode.LIVE),
        ({"fume": False, "area_m2": 120}, Mode.SELF_FILMED),
        ({"fume": False, "area_m2": 120, "raw": True}, Mode.LIVE),
        ({"fume": True, "area_m2": 120, "matter": "renewal", "unchanged": True}, Mode.SELF_FILMED),
        ({"fume": True, "area_m2": 120, "matter": "renewal"}, Mode.LIVE),
        ({"area_m2": 120, "failed_before": True}, Mode.LIVE),
        ({"area_m2": 120, "bad_credit": True}, Mode.ON_SITE),
        ({"area_m2": 120, "no_video": True}, Mode.ON_SITE),
        ({"fume": True, "area_m2": 1200}, Mode.ON_SITE),
    ],
)
def test_history_groups_risk_matter_and_size_decide_in_that_order(facts, mode):
    assert decided(**facts).mode is mode


OWN = """version: "2026.12.1"
tracks:
  - {{id: TR-01, gives: licence, when: always, says: {{zh: 许可, en: Licence}}}}
modes:
  - id: MD-01
    gives: {gives}
    when: always
    from: "2026-12-20"
    until: "{until}"
    says: {{zh: 年底高峰, en: The end of the year}}
  - {{id: MD-02, gives: live, when: {last}, says: {{zh: 视频, en: Call}}}}
"""
GOOD = {"gives": "self_filmed", "until": "2026-12-31", "last": "always"}


@pytest.mark.parametrize(
    ("day", "mode"),
    [
        (date(2026, 12, 19), Mode.LIVE),
        (date(2026, 12, 20), Mode.SELF_FILMED),
        (date(2026, 12, 31), Mode.SELF_FILMED),
        (date(2027, 1, 1), Mode.LIVE),
    ],
)
def test_a_rule_may_hold_for_some_days_only(day, mode):
    rules = parse_triage("own.yaml", OWN.format(**GOOD), builtin_clauses())
    assert triage(rules, facts_from({}), day).mode is mode


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gives": "licence"}, "not an answer"),
        ({"gives": "by_post"}, "not known"),
        ({"until": "2026-12-32"}, "no day"),
        ({"last": "fume"}, "has to hold always"),
    ],
)
def test_a_file_that_leaves_a_shop_without_an_answer_is_refused(change, said):
    with pytest.raises(TemplateMalformed, match=said):
        parse_triage("own.yaml", OWN.format(**{**GOOD, **change}), builtin_clauses())
