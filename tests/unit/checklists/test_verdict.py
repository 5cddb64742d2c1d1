from datetime import date

import pytest

from checklists.compose import compose
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_templates
from checklists.template import Weight
from checklists.verdict import Finding, Verdict, open_items

CHECKLIST = compose(builtin_templates(), ordinary_restaurant(), date(2026, 11, 24))
KEY = next(entry.item.id for entry in CHECKLIST.entries if entry.item.weight is Weight.KEY)
GENERAL = next(entry.item.id for entry in CHECKLIST.entries if entry.item.weight is Weight.GENERAL)


def passed(**changed):
    """All items pass with evidence, except those given."""
    findings = {entry.item.id: Verdict.PASS for entry in CHECKLIST.entries}
    found = {name: Finding(name, verdict, "", 1) for name, verdict in findings.items()}
    return list({**found, **changed}.values())


def open_for(item_id, verdict, note="", evidence_count=0):
    finding = Finding(item_id, verdict, note, evidence_count)
    return [one.item_id for one in open_items(CHECKLIST, passed(**{item_id: finding}))]


def test_without_findings_everything_is_open_in_the_order_of_the_walk():
    ids = [one.item_id for one in open_items(CHECKLIST, [])]
    assert ids == [entry.item.id for entry in CHECKLIST.entries]


def test_with_verdicts_and_evidence_nothing_is_open():
    assert open_items(CHECKLIST, passed()) == ()


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.FAIL, Verdict.RECTIFIED])
def test_what_was_seen_needs_evidence_or_a_note(verdict):
    assert open_for(KEY, verdict) == [KEY]
    assert open_for(KEY, verdict, note="镜头照不到，已口头说明") == []


def test_a_failure_needs_words_even_with_evidence():
    assert open_for(GENERAL, Verdict.FAIL, evidence_count=3) == [GENERAL]
    assert open_for(GENERAL, Verdict.FAIL, note=" \n ", evidence_count=3) == [GENERAL]
    assert open_for(GENERAL, Verdict.FAIL, note="罩口太小", evidence_count=3) == []


def test_only_a_key_item_needs_words_to_be_set_aside():
    assert open_for(KEY, Verdict.NOT_APPLICABLE) == [KEY]
    assert open_for(KEY, Verdict.NOT_APPLICABLE, note="不做这一项") == []
    assert open_for(GENERAL, Verdict.NOT_APPLICABLE) == []


@pytest.mark.parametrize("verdict", [Verdict.NEEDS_ON_SITE, Verdict.NEEDS_SUPPLEMENT])
def test_what_could_not_be_filmed_needs_no_evidence(verdict):
    assert open_for(KEY, verdict) == []


def test_why_is_told_in_both_languages():
    (one,) = open_items(CHECKLIST, passed(**{KEY: Finding(KEY, Verdict.FAIL)}))
    assert one.why.zh == "判为不符合，但没有写明问题，请补充说明。"
    assert "note" in one.why.en


def test_findings_of_items_not_asked_do_not_count():
    assert open_items(CHECKLIST, [*passed(), Finding("KL-06", Verdict.FAIL)]) == ()
