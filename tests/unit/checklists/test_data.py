"""The built-in templates against the bureau's draft tables (kitchen, extraction, purification)."""

from hashlib import sha256
from pathlib import Path

import pytest

from checklists.conditions import parse
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_clauses, builtin_templates
from checklists.template import Area, Confidence, EvidenceKind, Remote, Weight

DATA = Path(__file__).parents[3] / "checklists" / "data"

# id, key or general, areas (F food, E fume), evidence (P photo, V video, M reading, D document),
# remote, confidences of the clauses. As in the tables, but for EX-17: "no for dB" is partly.
ROWS = """
KL-01 K F VD yes H|KL-02 K F V yes VVH|KL-03 K F V yes VV|KL-04 G F MD partly V
KL-05 G F MD partly V|KL-06 K F V yes HV|KL-07 G F M partly V|KL-08 K F V yes VV
KL-09 K F VM yes VV|KL-10 G F MP partly V|KL-11 K F V yes VV|KL-12 K F V yes HV
KL-13 G F V yes H|KL-14 G F M partly H|KL-15 G F MP yes V|KL-16 G F V partly VV
KL-17 K F P yes VV|KL-18 G F P yes VV
EX-01 K EF V yes HVV|EX-02 K E M yes V|EX-03 G E M yes V|EX-04 G E MD partly V
EX-05 K EF V yes VV|EX-06 G E V partly VH|EX-07 G FE V yes VV|EX-08 G FE P yes M
EX-09 K E VD partly VV|EX-10 G E V partly V|EX-11 K E VMD partly V|EX-12 K E V partly V
EX-13 K E V yes VV|EX-14 G E P yes V|EX-15 G F P partly VM|EX-16 G E PM partly VH
EX-17 G E VM partly VH|EX-18 G E V partly M
OF-01 K E V yes VV|OF-02 K E P yes H|OF-03 K E PMD yes V|OF-04 K E PD yes V
OF-05 K E D yes VV|OF-06 G E D yes H|OF-07 K E V yes V|OF-08 G E V yes VVV
OF-09 G E V yes M|OF-10 G E D yes VVVV|OF-11 G E D no V|OF-12 K E VD partly V
OF-13 G E V yes VV|OF-14 G E DP yes V|OF-15 G E PD yes VV|OF-16 K E V yes VV
OF-17 G E V yes VV|OF-18 G E P yes V
"""
TABLE = [row.split() for row in ROWS.replace("|", "\n").strip().splitlines()]

# A changed file needs a new version, or running inspections would change under their inspectors.
# Raise `version` in the file, then write the new version and the new fingerprint here.
PUBLISHED = {
    "kl.yaml": ("2026.11.1", "9e15aaff913005d5"),
    "ex.yaml": ("2026.11.1", "629ebafd54f418cd"),
    "of.yaml": ("2026.11.1", "ec4330c21ae11940"),
}

ITEMS = {
    item.id: item
    for template in builtin_templates()
    for section in template.sections
    for item in section.items
}
WEIGHTS = {"K": Weight.KEY, "G": Weight.GENERAL}
AREAS = {"F": Area.FOOD, "E": Area.FUME}
EVIDENCE = {
    "P": EvidenceKind.PHOTO,
    "V": EvidenceKind.VIDEO,
    "M": EvidenceKind.READING,
    "D": EvidenceKind.DOCUMENT,
}
SURENESS = {
    "V": Confidence.VERIFIED,
    "H": Confidence.HIGH,
    "M": Confidence.MEDIUM,
}


def test_every_item_of_the_tables_is_there_and_no_other():
    assert sorted(ITEMS) == sorted(row[0] for row in TABLE)
    assert [len(template.sections) for template in builtin_templates()] == [3, 3, 3]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_an_item_is_marked_as_in_the_table(row):
    item_id, weight, areas, evidence, remote, sureness = row
    item = ITEMS[item_id]
    assert item.weight is WEIGHTS[weight]
    assert item.areas == tuple(AREAS[letter] for letter in areas)
    assert item.evidence == tuple(EVIDENCE[letter] for letter in evidence)
    assert item.remote is Remote(remote)
    assert [one.confidence for one in item.clauses] == [SURENESS[letter] for letter in sureness]


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
def test_an_item_speaks_chinese_and_english(item):
    for text in (item.title, item.film, item.judge):
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert not any("一" <= letter <= "鿿" for letter in text.en)
    assert item.film.zh.endswith("。")
    assert item.hotspot == item.id


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
def test_a_condition_of_an_item_can_be_judged_and_explained(item):
    answer = parse(item.applies_when).judge(ordinary_restaurant())
    assert answer.because.zh
    assert answer.because.en


def test_every_clause_is_cited_or_came_before_one_that_is():
    cited = {one.clause_id for item in ITEMS.values() for one in item.clauses}
    for clause in builtin_clauses().values():
        assert clause.id in cited or clause.superseded_by in cited


def test_nothing_built_in_rests_on_a_clause_that_people_may_not_see():
    assert all(clause.is_shown for clause in builtin_clauses().values())


@pytest.mark.parametrize("template", builtin_templates(), ids=lambda template: template.id)
def test_a_changed_template_has_a_new_version(template):
    name = f"{template.id}.yaml"
    fingerprint = sha256((DATA / name).read_bytes()).hexdigest()[:16]
    assert (template.version, fingerprint) == PUBLISHED[name]
