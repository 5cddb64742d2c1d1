from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from checklists.clauses import Confidence
from checklists.compose import compose
from checklists.errors import DuplicateItem, FactMissing, UnknownItem
from checklists.facts import drinks_shop, ordinary_restaurant
from checklists.load import builtin_templates
from checklists.template import ClauseRef
from tests.unit.checklists.test_conditions import shops

TODAY = date(2026, 11, 24)
ALL_IDS = {
    item.id
    for template in builtin_templates()
    for section in template.sections
    for item in section.items
}


def composed(facts, on=TODAY):
    return compose(builtin_templates(), facts, on)


def asked(facts):
    return [entry.item.id for entry in composed(facts).entries]


@given(shops())
@settings(max_examples=60)
def test_every_item_is_asked_or_left_out_with_a_reason(facts):
    checklist = composed(facts)
    there = [entry.item.id for entry in checklist.entries]
    gone = [one.item_id for one in checklist.left_out]
    assert set(there) | set(gone) == ALL_IDS
    assert len(there) + len(gone) == len(ALL_IDS)
    for one in (*checklist.entries, *checklist.left_out):
        assert one.because.zh.startswith(("因为", "每一家店"))
        assert one.because.en.startswith(("because", "every shop"))


@given(shops())
@settings(max_examples=40)
def test_the_same_facts_give_the_same_checklist(facts):
    assert composed(facts) == composed(dict(facts))


def test_the_version_names_templates_and_not_the_shop():
    kl, ex, of = builtin_templates()
    here = composed(ordinary_restaurant()).version
    assert composed(drinks_shop()).version == here
    raised = (replace(kl, version="2026.12.1"), ex, of)
    assert compose(raised, ordinary_restaurant(), TODAY).version != here
    assert compose((kl, ex), ordinary_restaurant(), TODAY).version != here


def test_an_ordinary_restaurant_is_not_asked_about_closed_rooms():
    ids = asked(ordinary_restaurant())
    assert "KL-06" not in ids
    assert {"KL-02", "EX-01", "OF-01", "EX-16"} <= set(ids)


def test_a_drinks_shop_without_fume_gets_no_purifier_items_and_is_told_why():
    checklist = composed(drinks_shop())
    ids = [entry.item.id for entry in checklist.entries]
    assert "KL-12" in ids
    assert not [item_id for item_id in ids if item_id.startswith("OF-")]
    why = {one.item_id: one.because.zh for one in checklist.left_out}
    assert why["OF-01"] == "因为没有产生油烟的加工"


@pytest.mark.parametrize(
    ("distance_m", "is_asked"), [(0, True), ("9.9", False), (10, True), ("19.9", True), (20, False)]
)
def test_deodorisation_is_asked_between_10_and_20_m_or_unmeasured(distance_m, is_asked):
    assert ("OF-12" in asked(ordinary_restaurant(outlet_distance_m=distance_m))) is is_asked


@pytest.mark.parametrize(("stoves", "is_asked"), [(2, False), (3, True), (6, True)])
def test_a_sampling_port_is_asked_from_medium_scale_on(stoves, is_asked):
    assert ("EX-16" in asked(ordinary_restaurant(stoves=stoves))) is is_asked


def test_the_cited_law_is_that_of_the_day():
    def cited(on):
        entry = composed(ordinary_restaurant(), on).entry("OF-01")
        return entry.clauses[0].title.zh, entry.clauses[0].article

    assert cited(date(2026, 8, 14)) == ("大气污染防治法", "第81条第1款")
    assert cited(date(2026, 8, 15)) == ("生态环境法典", "第250条第2款")


def test_a_clause_of_low_confidence_is_never_shown_and_medium_is_unconfirmed():
    kl = builtin_templates()[0]
    section = kl.sections[0]
    doubtful = tuple(
        ClauseRef("order-78-materials", level) for level in (Confidence.LOW, Confidence.MEDIUM)
    )
    item = replace(section.items[0], clauses=doubtful)
    template = replace(kl, sections=(replace(section, items=(item,)),))
    (entry,) = compose([template], ordinary_restaurant(), TODAY).entries
    assert [clause.confidence for clause in entry.clauses] == [Confidence.MEDIUM]
    assert not entry.clauses[0].is_confirmed


def test_an_entry_is_found_by_its_item_and_others_do_not_exist():
    checklist = composed(drinks_shop())
    assert checklist.entry("KL-01").section.id == "kl-flow"
    with pytest.raises(UnknownItem):
        checklist.entry("OF-01")


def test_sections_keep_the_order_of_the_walk_and_none_is_empty():
    checklist = composed(drinks_shop())
    together = [entry for _, entries in checklist.sections() for entry in entries]
    assert together == list(checklist.entries)
    assert [heading.id for heading, _ in checklist.sections()] == [
        "kl-flow",
        "kl-rooms",
        "kl-build",
        "ex-duct",
    ]


def test_the_same_template_twice_is_refused():
    with pytest.raises(DuplicateItem):
        compose(builtin_templates() * 2, ordinary_restaurant(), TODAY)


def test_a_shop_with_missing_facts_gets_no_checklist_by_guess():
    facts = dict(ordinary_restaurant())
    del facts["fume"]
    with pytest.raises(FactMissing):
        composed(facts)
