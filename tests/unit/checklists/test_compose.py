from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from checklists.clauses import Confidence
from checklists.compose import compose
from checklists.errors import DuplicateItem, FactMissing, UnknownItem
from checklists.facts import drinks_shop, ordinary_restaurant
from checklists.load import builtin_templates
from checklists.rules import RuleSet
from checklists.template import Area, ClauseRef
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
    # EX-02-2 is EX-02 asked of the second hood
    there = list(dict.fromkeys(entry.item.id[:5] for entry in checklist.entries))
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
    first, *others = builtin_templates()
    here = composed(ordinary_restaurant()).version
    assert composed(drinks_shop()).version == here
    raised = (replace(first, version="2026.12.1"), *others)
    assert compose(raised, ordinary_restaurant(), TODAY).version != here
    assert compose(others, ordinary_restaurant(), TODAY).version != here


def test_an_ordinary_restaurant_is_not_asked_about_closed_rooms():
    ids = asked(ordinary_restaurant())
    assert "KL-06" not in ids
    assert {"KL-02", "EX-01", "OF-01", "EX-16"} <= set(ids)


def test_a_drinks_shop_without_fume_gets_no_purifier_items_and_is_told_why():
    checklist = composed(drinks_shop())
    ids = [entry.item.id for entry in checklist.entries]
    assert "KL-12" in ids
    of = [item_id for item_id in ids if item_id.startswith("OF-")]
    assert of == ["OF-13", "OF-14"], "grease and waste oil, which every kitchen has"
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


@given(shops())
@settings(max_examples=60)
def test_a_shop_gets_a_fume_conclusion_exactly_when_it_makes_fume(facts):
    makes_fume = facts["fume"] or facts["bbq"]
    assert (Area.FUME in composed(facts).unconcluded) is not makes_fume


def test_a_second_hood_is_measured_too():
    ids = asked(ordinary_restaurant(hoods=2))
    assert [one for one in ids if one.startswith(("EX-02", "EX-03", "EX-04"))] == [
        *("EX-02-1", "EX-03-1", "EX-04-1", "EX-02-2", "EX-03-2", "EX-04-2")
    ]


def test_the_cited_law_is_that_of_the_day():
    def cited(on):
        entry = composed(ordinary_restaurant(), on).entry("OF-01")
        return entry.clauses[0].title.zh, entry.clauses[0].article

    assert cited(date(2026, 8, 14)) == ("大气污染防治法", "第81条第1款")
    assert cited(date(2026, 8, 15)) == ("生态环境法典", "第250条第2款")


def test_a_clause_of_low_confidence_is_never_shown_and_medium_is_unconfirmed():
    (kl,) = (one for one in builtin_templates() if one.id == "kl")
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


def test_sections_stand_as_written_the_closing_last_and_none_is_empty():
    checklist = composed(drinks_shop())
    together = [entry for _, entries in checklist.sections() for entry in entries]
    assert together == list(checklist.entries)
    assert [heading.id for heading, _ in checklist.sections()] == [
        "si-opening",
        "si-walk",
        "ss-place",
        "ss-around",
        "ss-inside",
        "ss-papers",
        "kl-flow",
        "kl-rooms",
        "kl-build",
        "ex-duct",
        "of-around",
        "hf-pests",
        "hf-store",
        "hf-kitchen",
        "hf-people",
        "fg-fire",
        "si-closing",
    ]


def test_the_same_template_twice_is_refused():
    with pytest.raises(DuplicateItem):
        compose(builtin_templates() * 2, ordinary_restaurant(), TODAY)


def test_a_shop_with_missing_facts_gets_no_checklist_by_guess():
    facts = dict(ordinary_restaurant())
    del facts["fume"]
    with pytest.raises(FactMissing):
        composed(facts)


def several(count, *repeating):
    """The built-in templates with some items asked once per stove."""
    templates = [
        replace(
            template,
            sections=tuple(
                replace(
                    section,
                    items=tuple(
                        replace(item, repeats="stoves") if item.id in repeating else item
                        for item in section.items
                    ),
                )
                for section in template.sections
            ),
        )
        for template in builtin_templates()
    ]
    checklist = compose(templates, ordinary_restaurant(stoves=count), TODAY)
    return [one.item for one in checklist.entries if one.item.id.startswith(repeating)]


def test_neighbours_that_repeat_are_asked_together_for_each_of_what_there_is():
    items = several(2, "EX-02", "EX-03")
    assert [item.id for item in items] == ["EX-02-1", "EX-03-1", "EX-02-2", "EX-03-2"]
    assert items[2].title.zh.endswith("（第 2 处）")
    assert (items[2].shot, items[2].hotspot) == ("EX-02-2", "EX-02")


def test_what_is_there_once_or_not_counted_is_asked_once():
    assert [item.id for item in several(1, "EX-02")] == ["EX-02"]
    assert [item.id for item in several(0, "EX-02")] == ["EX-02"]


def test_no_shop_is_asked_more_than_twenty_times():
    assert len(several(999, "EX-02")) == 20


def test_other_rules_are_another_version():
    templates = builtin_templates()
    rules = RuleSet("2027.1.1", {})
    plain = compose(templates, ordinary_restaurant(), TODAY)
    assert compose(templates, ordinary_restaurant(), TODAY, rules).version != plain.version
