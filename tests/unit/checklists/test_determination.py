from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.compose import compose
from checklists.determination import Conclusion, determine
from checklists.errors import NotAllJudged, UnknownScheme
from checklists.facts import drinks_shop, ordinary_restaurant
from checklists.load import builtin_templates
from checklists.rules import Rule, RuleSet
from checklists.template import Area
from checklists.verdict import Finding, Verdict
from foundation.text import Bilingual

TODAY = date(2026, 11, 24)
CHECKLIST = compose(builtin_templates(), ordinary_restaurant(), TODAY)
IDS = [entry.item.id for entry in CHECKLIST.entries]

# Food: KL-01 key, KL-14 general. Fume: EX-02 key, EX-03 general. Both: EX-01 key, EX-07 general.
FAIL, ON_SITE = Verdict.FAIL, Verdict.NEEDS_ON_SITE
SUPPLEMENT = Verdict.NEEDS_SUPPLEMENT

GETTING_WORSE = [Verdict.PASS, SUPPLEMENT, ON_SITE, FAIL]
# To mend and to visit are equally far from passing: after both the item is looked at again.
BADNESS = {
    Conclusion.PASS: 0,
    Conclusion.SUPPLEMENT: 1,
    Conclusion.GO_ON_SITE: 2,
    Conclusion.RECTIFY: 2,
    Conclusion.FAIL: 3,
}


def determined(verdicts, checklist=CHECKLIST):
    """All other items pass."""
    ids = [entry.item.id for entry in checklist.entries]
    return determine(checklist, [Finding(name, verdicts.get(name, Verdict.PASS)) for name in ids])


@pytest.mark.parametrize(
    ("verdicts", "food", "fume"),
    [
        ({}, "pass", "pass"),
        ({"KL-01": Verdict.RECTIFIED, "EX-02": Verdict.NOT_APPLICABLE}, "pass", "pass"),
        ({"KL-01": FAIL}, "fail", "pass"),
        ({"SI-05": FAIL}, "go_on_site", "go_on_site"),
        ({"SI-05": FAIL, "KL-01": FAIL}, "fail", "go_on_site"),
        ({"FG-01": FAIL}, "pass", "pass"),
        ({"EX-02": FAIL}, "pass", "fail"),
        ({"EX-01": FAIL}, "fail", "fail"),
        ({"KL-14": FAIL}, "rectify", "pass"),
        ({"EX-03": FAIL}, "pass", "rectify"),
        ({"EX-03": FAIL, "EX-02": ON_SITE}, "pass", "go_on_site"),
        ({"EX-03": FAIL, "EX-07": ON_SITE}, "go_on_site", "rectify"),
        ({"EX-03": ON_SITE}, "pass", "go_on_site"),
        ({"EX-03": SUPPLEMENT}, "pass", "supplement"),
        ({"EX-03": SUPPLEMENT, "EX-02": ON_SITE}, "pass", "go_on_site"),
        ({"EX-03": ON_SITE, "EX-02": FAIL, "KL-01": SUPPLEMENT}, "supplement", "fail"),
    ],
)
def test_the_first_fitting_line_of_the_table_decides(verdicts, food, fume):
    outcome = determined(verdicts)
    assert (outcome.food.value, outcome.fume.value) == (food, fume)


def test_reasons_name_item_area_and_what_is_wrong():
    findings = [Finding(name, Verdict.PASS, "", 1) for name in IDS]
    findings.append(Finding("EX-01", FAIL, "两个灶没有罩", 1))
    outcome = determine(CHECKLIST, findings)
    assert [(one.item_id, one.area) for one in outcome.reasons] == [
        ("EX-01", Area.FOOD),
        ("EX-01", Area.FUME),
    ]
    assert outcome.reasons[0].text.zh == "EX-01 灶具全部有罩：关键项不符合（两个灶没有罩）。"
    assert outcome.reasons[0].text.en == "EX-01 Every stove under a hood: key item fails."


def test_a_drinks_shop_without_fume_has_no_fume_conclusion_and_is_told_why():
    outcome = determined({}, compose(builtin_templates(), drinks_shop(), TODAY))
    assert (outcome.food, outcome.fume) == (Conclusion.PASS, Conclusion.NOT_ASKED)
    (reason,) = outcome.reasons
    assert reason.text.zh == "不作油烟结论：因为没有产生油烟的加工，没有烧烤。"


def test_what_fails_in_an_area_without_conclusion_is_told_and_concludes_nothing():
    checklist = replace(CHECKLIST, unconcluded={Area.FUME: Bilingual("因为没有", "because")})
    outcome = determined({"EX-02": FAIL}, checklist)
    assert (outcome.food, outcome.fume) == (Conclusion.PASS, Conclusion.NOT_ASKED)
    assert [one.item_id for one in outcome.reasons] == ["", "EX-02"]


def test_templates_without_food_items_leave_food_unasked():
    (of,) = (one for one in builtin_templates() if one.id == "of")
    outcome = determined({}, compose([of], ordinary_restaurant(), TODAY))
    assert outcome.food is Conclusion.NOT_ASKED
    assert outcome.reasons[0].text.zh == "没有要查的食品项目。"


def test_what_safety_items_come_to_is_told_last_and_concludes_nothing():
    outcome = determined({"FG-01": FAIL, "FG-08": Verdict.RECTIFIED, "EX-02": FAIL})
    assert [(one.item_id, one.area) for one in outcome.reasons] == [
        ("EX-02", Area.FUME),
        ("FG-01", Area.SAFETY),
    ]
    assert outcome.reasons[1].text.zh == "FG-01 可燃气体报警器：不符合，通报主管部门。"
    assert determined({"FG-01": FAIL}).food is Conclusion.PASS


def test_an_item_without_verdict_keeps_the_determination_back():
    with pytest.raises(NotAllJudged) as caught:
        determine(CHECKLIST, [Finding(name, Verdict.PASS) for name in IDS[1:]])
    assert caught.value.facts == {"count": 1, "item": IDS[0]}


def test_an_unknown_scheme_is_answered_with_the_known_ones():
    ruled = replace(CHECKLIST, rules=RuleSet("x", {Area.FOOD: Rule("points")}))
    with pytest.raises(UnknownScheme) as caught:
        determined({}, ruled)
    assert "all_must_comply" in caught.value.sentence_zh


def test_findings_of_items_not_asked_do_not_count():
    assert determined({"KL-06": FAIL}).food is Conclusion.PASS


@given(
    st.dictionaries(st.sampled_from(IDS), st.sampled_from(Verdict), max_size=12),
    st.sampled_from(IDS),
    st.data(),
)
@settings(max_examples=300)
def test_a_worse_verdict_never_improves_a_conclusion(verdicts, item_id, data):
    now = data.draw(st.sampled_from(GETTING_WORSE))
    worse = data.draw(st.sampled_from(GETTING_WORSE[GETTING_WORSE.index(now) :]))
    before, after = determined({**verdicts, item_id: now}), determined({**verdicts, item_id: worse})
    assert BADNESS[before.food] <= BADNESS[after.food]
    assert BADNESS[before.fume] <= BADNESS[after.fume]


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(Verdict), max_size=12))
@settings(max_examples=200)
def test_an_area_passes_exactly_when_no_item_of_it_is_among_the_reasons(verdicts):
    outcome = determined(verdicts)
    areas = {reason.area for reason in outcome.reasons}
    assert (outcome.food is Conclusion.PASS) is (Area.FOOD not in areas)
    assert (outcome.fume is Conclusion.PASS) is (Area.FUME not in areas)
