import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checklists.errors import TemplateMalformed
from checklists.load import (
    MOST_FAULTS,
    builtin_templates,
    faults_in,
    load_clauses,
    load_template,
    parse_template,
    parse_vectors,
)
from checklists.schemes import Conclusion
from checklists.template import Area
from checklists.verdict import Verdict
from foundation.errors import Kind

GOOD = """id: oil
version: "2026.11.1"
title: {zh: 油烟, en: Fume}
department: urban
sections:
  - id: oil-hood
    title: {zh: 集气罩, en: Hoods}
    stop: cooking
    items:
      - id: OX-01
        title: {zh: 有罩, en: Hood}
        film: {zh: 拍罩子。, en: Film the hood.}
        judge: {zh: 有。, en: It is there.}
        weight: key
        areas: [fume]
        evidence: [photo]
        remote: yes
        clauses:
          - {id: hj554-hood, confidence: verified}
        applies_when: fume
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text, name="oil-fume.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load_template(path)

    return load_text


def fault(load, text):
    with pytest.raises(TemplateMalformed) as caught:
        load(text)
    problem = caught.value
    assert (problem.kind, problem.code) == (Kind.INVALID, "template.malformed")
    assert problem.facts["remedy_zh"]
    assert problem.facts["remedy_en"]
    return problem


def test_a_written_template_is_loaded_as_written(load):
    template = load(GOOD)
    (item,) = template.sections[0].items
    assert (template.id, template.version, item.id, item.hotspot) == (
        "oil",
        "2026.11.1",
        "OX-01",
        "OX-01",
    )
    assert item.remote.value == "yes"
    assert template.clauses["hj554-hood"].law.startswith("饮食业环境保护")


def test_a_hotspot_of_its_own_is_kept(load):
    text = GOOD.replace("        weight:", "        hotspot: hood-left\n        weight:")
    assert load(text).sections[0].items[0].hotspot == "hood-left"


def test_what_an_item_leaves_out_comes_from_its_section_and_template(load):
    (item,) = load(GOOD).sections[0].items
    assert (item.department, item.stop.value, item.shot) == ("urban", "cooking", "OX-01")
    assert (item.readings, item.video_seconds, item.examples, item.repeats) == ((), 0, None, "")


def test_readings_videos_shots_and_repeats_are_loaded_as_written(load):
    more = """        department: market
        stop: outlet
        shot: hood-left
        repeats: stoves
        seconds: 10
        readings:
          - quantity: {zh: 离地高度, en: Height}
            unit: m
            at_least: 1.8
            at_most: 1.9
            margin: 0.02
        examples: {right: hood-right, wrong: hood-wrong}
        weight:"""
    (item,) = load(GOOD.replace("        weight:", more)).sections[0].items
    (reading,) = item.readings
    assert (item.department, item.stop.value, item.shot) == ("market", "outlet", "hood-left")
    assert (item.repeats, item.video_seconds, item.examples.wrong) == ("stoves", 10, "hood-wrong")
    assert (reading.quantity.en, reading.unit) == ("Height", "m")
    assert (str(reading.at_least), str(reading.at_most), str(reading.margin)) == (
        "1.8",
        "1.9",
        "0.02",
    )


def test_an_unknown_word_is_answered_with_file_line_item_and_the_known_words(load):
    problem = fault(load, GOOD.replace("[photo]", "[photos]"))
    assert problem.sentence_en == (
        'oil-fume.yaml, line 16, item OX-01, evidence: "photos" is not known. '
        "Use photo, pair, video, reading or document."
    )
    assert problem.sentence_zh == (
        "oil-fume.yaml 第 16 行，OX-01，evidence：不认识“photos”。"
        "请用 photo、pair、video、reading、document。"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "item", "en"),
    [
        ("applies_when: fume", "applies_when: fumes", 20, "OX-01", 'the fact "fumes" is not known'),
        ("applies_when: fume", "applies_when: fume and", 20, "OX-01", "is expected here"),
        ("when: fume", "when: OX-01", 20, "OX-01", 'can not depend on the item "OX-01"'),
        ("hj554-hood", "hj554-hod", 19, "OX-01", 'there is no clause "hj554-hod"'),
        ("        weight: key\n", "", 10, "OX-01", "weight is missing"),
        ("weight: key", "wait: key", 10, "OX-01", '"wait" is not known here'),
        ("areas: [fume]", "areas: fume", 15, "OX-01", "a list is expected here"),
        ("areas: [fume]", "areas: []", 15, "OX-01", "the list is empty"),
        ("OX-01", '"OX-01\\n"', 10, "OX-01\n", "is not written as expected"),
        ("areas: [fume]", "areas: [fume, fume]", 15, "OX-01", "an entry is written twice"),
        ("zh: 拍罩子。, ", "", 12, "OX-01", "zh is missing"),
        ("zh: 拍罩子。", "zh: ' '", 12, "OX-01", "nothing is written here"),
        ("        weight", "        repeats: fume\n        weight", 14, "OX-01", "is not counted"),
        ("stop: cooking", "stop: kitchen", 8, "oil-hood", '"kitchen" is not known'),
        ("department: urban\n", "", 1, "", "department is missing"),
        ("department: urban", "department: tax", 4, "", 'there is no department "tax"'),
        (
            "        weight",
            "        department: tax\n        weight",
            14,
            "OX-01",
            "Use one of approval, market, urban, fire, or add it to departments.yaml",
        ),
        (
            "department: urban",
            "department: urban\neffective_from: 2026-02-30",
            5,
            "",
            'no day "2026-02-30"',
        ),
        ("OX-01", "ox1", 10, "ox1", "is not written as expected"),
        ("2026.11.1", "newest", 2, "", "is not written as expected"),
        ("    items:", "    items: []\n    more:", 6, "oil-hood", '"more" is not known here'),
    ],
)
def test_a_fault_names_line_and_item(load, old, new, line, item, en):
    problem = fault(load, GOOD.replace(old, new, 1))
    assert (problem.facts["line"], problem.facts["item"]) == (line, item)
    assert en in problem.sentence_en
    assert problem.sentence_en.startswith("oil-fume.yaml, line ")


def test_all_faults_of_a_text_are_named_in_its_order():
    text = GOOD.replace("weight: key", "weight: hey").replace("[photo]", "[photos]")
    assert [one.facts["field"] for one in faults_in("x.yaml", text)] == ["weight", "evidence"]
    text = GOOD.replace("hj554-hood", "hj554-hod").replace("when: fume", "when: (fume")
    text = text.replace("department: urban", "department: tax")
    lines = [one.facts["line"] for one in faults_in("x.yaml", text)]
    assert lines == [4, 19, 20]
    assert faults_in("x.yaml", GOOD) == ()
    assert parse_template("x.yaml", GOOD).id == "oil"


def test_a_text_that_is_wrong_all_over_names_its_first_faults():
    lines = "\n".join(f"word{number}: x" for number in range(20_000))
    item = GOOD[GOOD.index("      - id: OX-01") :].replace("weight: key", "weight: hey")
    faults = faults_in("x.yaml", GOOD + "".join(item.replace("01", f"{n:03}") for n in range(150)))
    assert len(faults) == MOST_FAULTS
    assert len(faults_in("x.yaml", lines)) < MOST_FAULTS


VECTORS = """vectors:
  - name: 没有罩子
    facts: {fume: yes, stoves: 3, area_m2: 80.5, gas: lpg}
    answers: {OX-01: fail}
    expects: {fume: fail, food: not_asked}
    asked: [OX-01]
  - name: 不产生油烟
    not_asked: [OX-01]
"""


def test_vectors_are_read_as_written_and_the_scale_follows_the_stoves():
    first, second = parse_vectors("x.yaml", GOOD + VECTORS)
    assert (first.facts["stoves"], first.facts["scale"], first.facts["gas"]) == (3, "m", "lpg")
    assert first.facts["fume"] is True
    assert str(first.facts["area_m2"]) == "80.5"
    assert first.verdicts == {"OX-01": Verdict.FAIL}
    assert first.expects == {Area.FUME: Conclusion.FAIL, Area.FOOD: Conclusion.NOT_ASKED}
    assert (second.not_asked, second.expects) == (("OX-01",), {})
    assert parse_vectors("x.yaml", GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        ("stoves: 3", "stoves: many", "The fact stoves (stoves) is many"),
        ("stoves: 3", "stove: 3", "The fact stove is not known"),
        ("fume: yes", "fume: maybe", "must be true or false"),
        ("gas: lpg", "gas: wood", "must be one of ng, lpg, none"),
        ("OX-01: fail", "OX-01: failed", '"failed" is not known'),
        ("OX-01: fail", "oven: fail", "is not written as expected"),
        ("fume: fail", "safety: fail", '"safety" is not known here'),
        ("expects: {fume: fail, food: not_asked}", "expects: {}", "the list is empty"),
        ("  - name: 没有罩子\n    facts", "  - facts", "name is missing"),
    ],
)
def test_a_fault_of_a_vector_is_named(load, old, new, en):
    problem = fault(load, GOOD + VECTORS.replace(old, new, 1))
    assert problem.facts["line"] in range(21, 26)
    assert en in problem.sentence_en


def test_an_id_used_twice_names_both_lines(load):
    item = GOOD[GOOD.index("      - id: OX-01") :]
    problem = fault(load, GOOD + item)
    assert problem.facts["line"] == 21
    assert "line 10" in problem.sentence_en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- list",
        "id: [",
        "\tid: x",
        "null",
        "id: oil\n---\nid: oil",
        "{" * 900,
    ],
)
def test_what_is_no_template_is_refused(load, text):
    fault(load, text)


def test_a_missing_file_and_a_foreign_encoding_are_refused(tmp_path):
    with pytest.raises(TemplateMalformed) as caught:
        load_template(tmp_path / "gone.yaml")
    assert "gone.yaml" in caught.value.sentence_zh
    (tmp_path / "gbk.yaml").write_bytes("油烟".encode("gbk"))
    with pytest.raises(TemplateMalformed) as caught:
        load_template(tmp_path / "gbk.yaml")
    assert "UTF-8" in caught.value.sentence_zh


def test_builtin_templates_are_read_once():
    assert builtin_templates() is builtin_templates()


def lines_changed():
    """The good template with one line left out, doubled, or replaced by something else."""
    lines = GOOD.splitlines()
    places, others = st.integers(0, len(lines) - 1), st.text(max_size=30)
    return st.one_of(
        places.map(lambda at: [*lines[:at], *lines[at + 1 :]]),
        places.map(lambda at: [*lines[: at + 1], *lines[at:]]),
        st.tuples(places, others).map(
            lambda pair: [*lines[: pair[0]], pair[1], *lines[pair[0] + 1 :]]
        ),
        st.tuples(places, others).map(
            lambda pair: [
                *lines[: pair[0]],
                lines[pair[0]].split(":")[0] + ": " + pair[1],
                *lines[pair[0] + 1 :],
            ]
        ),
    ).map("\n".join)


@given(lines_changed())
@settings(max_examples=150)
def test_any_damage_is_a_template_or_a_named_fault(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        template = load_template(path)
    except TemplateMalformed as problem:
        sentence = problem.sentence_en
    else:
        sentence = f"damaged.yaml, line 1: {template.id}"
    assert sentence.startswith("damaged.yaml, line ")


CLAUSES = """clauses:
  - id: old
    title: {zh: 旧法, en: Old law}
    law: 旧法
    article: 第1条
    edition: 2018年
    effective_from: 2018-01-01
    superseded_by: new
    confidence: verified
  - id: new
    title: {zh: 新法, en: New law}
    law: 新法
    article: 第2条
    edition: 2026年
    effective_from: 2026-08-15
    confidence: high
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "item", "en"),
    [
        ("2018-01-01", "2018-02-30", 7, "old", "there is no day"),
        ("2018-01-01", "2018", 7, "old", "is not written as expected"),
        ("2018-01-01", "2027-01-01", 8, "old", "its successor begins earlier"),
        ("    effective_from: 2026-08-15\n", "", 8, "old", "its successor has no first day"),
        ("superseded_by: new", "superseded_by: newer", 8, "old", "does not exist"),
        ("confidence: high", "confidence: sure", 16, "new", '"sure" is not known'),
        ("- id: new", "- id: old", 10, "old", "used already in line 2"),
    ],
)
def test_a_fault_of_a_clause_names_line_and_clause(tmp_path, old, new, line, item, en):
    path = tmp_path / "clauses.yaml"
    path.write_text(CLAUSES.replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateMalformed) as caught:
        load_clauses(path)
    assert (caught.value.facts["line"], caught.value.facts["item"]) == (line, item)
    assert en in caught.value.sentence_en


def test_two_editions_can_not_have_the_same_successor(tmp_path):
    second = (
        CLAUSES.split("  - id: new")[0].removeprefix("clauses:\n").replace("id: old", "id: oldest")
    )
    path = tmp_path / "clauses.yaml"
    path.write_text(CLAUSES + second, "utf-8")
    with pytest.raises(TemplateMalformed) as caught:
        load_clauses(path)
    assert "have the same successor" in caught.value.sentence_en


@pytest.mark.parametrize(
    "name", [f"{kind}.schema.json" for kind in ("template", "clauses", "departments")]
)
def test_the_published_schemas_are_schemas(name):
    path = Path(__file__).parents[3] / "checklists" / "data" / name
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
