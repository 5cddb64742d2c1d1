"""The built-in templates against the bureau's draft tables, row by row."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from checklists.conditions import parse
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_clauses, builtin_templates, parse_vectors
from checklists.template import Area, Confidence, EvidenceKind, Remote, Weight
from checklists.validity_file import builtin_validity
from checklists.vectors import lack_of, misses

DATA = Path(__file__).parents[3] / "checklists" / "data"

# id, key or general, areas (F food, E fume, S safety, I session), evidence (P photo, V video,
# M reading, D document, - none), remote, confidences of the clauses. As in the tables, but for
# EX-17: "no for dB" is partly;
# SI-03, SI-10: what shows them is kept by the service, not filmed. Our own rules count as read;
# FG-05: a length is measured, so there is a reading; the table of FG has no weights.
ROWS = """
SI-01 K I D yes V|SI-02 K I V yes VV|SI-03 K I - yes V|SI-04 K I P yes V
SI-05 K I V yes VV|SI-06 K I P yes H|SI-07 K I V yes V|SI-08 K I V yes V
SI-09 K I V yes VV|SI-10 K I - yes V
SS-01 K F PVD yes V|SS-02 K E VD partly V|SS-03 K E PD partly V|SS-04 K E VD partly V
SS-05 G E MV partly VV|SS-06 G E MV partly V|SS-07 K F VM partly VVH|SS-08 G F V partly VV
SS-09 G F V yes V|SS-10 K F V yes HVV|SS-11 G F V yes M|SS-12 G E PD partly V
SS-13 K E VD partly VV|SS-14 G E PD partly V|SS-15 G E D yes VM|SS-16 K F DM partly V
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
HF-01 K F P yes VV|HF-02 K F PD yes VV|HF-03 K F V yes VV|HF-04 K F V yes VV
HF-05 K F V yes V|HF-06 G F P yes V|HF-07 K F V yes V|HF-08 G F V yes VV
HF-09 G F MP yes VM|HF-10 K F VM yes VVH|HF-11 G F MP yes VVH|HF-12 G F P yes VV
HF-13 G F PM partly VVH|HF-14 G F D yes H|HF-15 G F P yes M|HF-16 K F D yes V
HF-17 K F D yes VV|HF-18 G F P yes V
FG-01 G S V yes V|FG-02 G S M yes V|FG-03 G S V partly V|FG-04 G S P partly V
FG-05 G S VM yes V|FG-06 G S V yes V|FG-07 G S V yes V|FG-08 G S P yes H
FG-09 G S P yes H|FG-10 G S D yes V
"""
TABLE = [row.split() for row in ROWS.replace("|", "\n").strip().splitlines()]

# A changed file needs a new version, or running inspections would change under their inspectors.
# Raise `version` in the file, then write the new version and the new fingerprint here.
PUBLISHED = {
    "si.yaml": ("2026.11.3", "121ccf40884aa341"),
    "ss.yaml": ("2026.11.2", "37c167f3465e8cd2"),
    "kl.yaml": ("2026.11.4", "9a55a63eaad81fcf"),
    "ex.yaml": ("2026.11.5", "a22c89bceeb14d88"),
    "fg.yaml": ("2026.11.2", "c2b1ccf712f9610a"),
    "hf.yaml": ("2026.11.2", "848afbefb8992a31"),
    "of.yaml": ("2026.11.4", "df8bf4586556963a"),
}

ITEMS = {
    item.id: item
    for template in builtin_templates()
    for section in template.sections
    for item in section.items
}
WEIGHTS = {"K": Weight.KEY, "G": Weight.GENERAL}
AREAS = {"F": Area.FOOD, "E": Area.FUME, "S": Area.SAFETY, "I": Area.SESSION}
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
    assert [template.id for template in builtin_templates()] == [
        "si",
        "ss",
        "kl",
        "ex",
        "of",
        "hf",
        "fg",
    ]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_an_item_is_marked_as_in_the_table(row):
    item_id, weight, areas, evidence, remote, sureness = row
    item = ITEMS[item_id]
    assert item.weight is WEIGHTS[weight]
    assert item.areas == tuple(AREAS[letter] for letter in areas)
    assert item.evidence == tuple(EVIDENCE[letter] for letter in evidence.strip("-"))
    assert item.remote is Remote(remote)
    assert [one.confidence for one in item.clauses] == [SURENESS[letter] for letter in sureness]


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
def test_what_an_item_measures_is_said_with_its_unit(item):
    assert bool(item.readings) is (EvidenceKind.READING in item.evidence)
    for reading in item.readings:
        assert any("一" <= letter <= "鿿" for letter in reading.quantity.zh)
        assert not any("一" <= letter <= "鿿" for letter in reading.quantity.en + reading.unit)


def limits(*names):
    """Limits as in the tables: item, unit, at least, at most."""
    return [
        (name, one.unit, *(None if x is None else str(x) for x in (one.at_least, one.at_most)))
        for name in names
        for one in ITEMS[name].readings
    ]


def test_the_limits_are_those_of_the_tables():
    assert limits("SS-05", "SS-07", "KL-09", "KL-14", "KL-15", "EX-03", "EX-04", "EX-16") == [
        ("SS-05", "m", "9", None),
        ("SS-07", "m", "25", None),
        ("KL-09", "°C", None, "25"),
        ("KL-14", "m", "2.5", None),
        ("KL-15", "m", "1.5", None),
        ("EX-03", "m", "1.8", "1.9"),
        ("EX-04", "m/s", "0.6", None),
        ("EX-16", "D", "3", None),
        ("EX-16", "D", "1.5", None),
    ]
    assert limits("HF-09", "HF-10", "HF-11", "HF-13", "FG-02", "FG-05") == [
        ("HF-09", "m", "0.6", None),
        ("HF-09", "mm", None, "5.9"),
        ("HF-09", "mm", None, "9.9"),
        ("HF-10", "°C", "0", "8"),
        ("HF-10", "°C", None, "-12"),
        ("HF-11", "m", "0.10", None),
        ("HF-13", "lx", "220", None),
        ("FG-02", "m", None, "0.3"),
        ("FG-02", "m", "0.51", None),
        ("FG-05", "m", None, "2"),
    ]


def test_one_picture_serves_the_items_that_want_the_same():
    shared: dict[str, list[str]] = {}
    for item in ITEMS.values():
        shared.setdefault(item.shot, []).append(item.id)
    assert {shot: ids for shot, ids in shared.items() if len(ids) > 1} == {
        "door-plate": ["SI-05", "SS-01"],
        "building-front": ["SS-02", "SS-04"],
        "around-shop": ["SS-05", "SS-08"],
        "zones": ["KL-01", "KL-03"],
        "stoves": ["EX-01", "OF-03", "FG-04"],
        "purifier-plate": ["OF-02", "OF-04"],
    }


def test_the_camera_is_held_as_long_as_the_words_say():
    held = {item.id: item.video_seconds for item in ITEMS.values() if item.video_seconds}
    assert held == {"SI-06": 3, "EX-14": 3, "EX-17": 10, "OF-02": 5}
    for name, words in (("SI-06", "三秒"), ("EX-14", "三秒"), ("EX-17", "十秒"), ("OF-02", "五秒")):
        assert words in ITEMS[name].film.zh


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
    for term in builtin_validity().terms.values():
        cited |= {one.clause_id for one in (*term.clauses, *term.renewal.clauses)}
    for clause in builtin_clauses().values():
        assert clause.id in cited or clause.superseded_by in cited


def test_nothing_built_in_rests_on_a_clause_that_people_may_not_see():
    assert all(clause.is_shown for clause in builtin_clauses().values())


@pytest.mark.parametrize("template", builtin_templates(), ids=lambda template: template.id)
def test_a_changed_template_has_a_new_version(template):
    name = f"{template.id}.yaml"
    fingerprint = sha256((DATA / name).read_bytes()).hexdigest()[:16]
    assert (template.version, fingerprint) == PUBLISHED[name]


@pytest.mark.parametrize("template", builtin_templates(), ids=lambda template: template.id)
def test_a_built_in_template_does_what_its_own_vectors_say(template):
    name = f"{template.id}.yaml"
    vectors = parse_vectors(name, (DATA / name).read_text("utf-8"))
    assert lack_of(template, vectors) is None
    assert misses(builtin_templates(), vectors, date(2026, 11, 25)) == ()
