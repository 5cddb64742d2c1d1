import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checklists.errors import TemplateMalformed
from checklists.load import builtin_templates, load_clauses, load_template
from foundation.errors import Kind

GOOD = """id: oil
version: "2026.11.1"
title: {zh: 油烟, en: Fume}
sections:
  - id: oil-hood
    title: {zh: 集气罩, en: Hoods}
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


def test_an_unknown_word_is_answered_with_file_line_item_and_the_known_words(load):
    problem = fault(load, GOOD.replace("[photo]", "[photos]"))
    assert problem.sentence_en == (
        'oil-fume.yaml, line 14, item OX-01, evidence: "photos" is not known. '
        "Use photo, pair, video, reading or document."
    )
    assert problem.sentence_zh == (
        "oil-fume.yaml 第 14 行，OX-01，evidence：不认识“photos”。"
        "请用 photo、pair、video、reading、document。"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "item", "en"),
    [
        ("applies_when: fume", "applies_when: fumes", 18, "OX-01", 'the fact "fumes" is not known'),
        ("applies_when: fume", "applies_when: fume and", 18, "OX-01", "is expected here"),
        ("hj554-hood", "hj554-hod", 17, "OX-01", 'there is no clause "hj554-hod"'),
        ("        weight: key\n", "", 8, "OX-01", "weight is missing"),
        ("weight: key", "wait: key", 8, "OX-01", '"wait" is not known here'),
        ("areas: [fume]", "areas: fume", 13, "OX-01", "a list is expected here"),
        ("areas: [fume]", "areas: []", 13, "OX-01", "the list is empty"),
        ("areas: [fume]", "areas: [fume, fume]", 13, "OX-01", "an entry is written twice"),
        ("zh: 拍罩子。, ", "", 10, "OX-01", "zh is missing"),
        ("zh: 拍罩子。", "zh: ' '", 10, "OX-01", "is not written as expected"),
        ("OX-01", "ox1", 8, "ox1", "is not written as expected"),
        ("2026.11.1", "newest", 2, "", "is not written as expected"),
        ("    items:", "    items: []\n    more:", 5, "oil-hood", '"more" is not known here'),
    ],
)
def test_a_fault_names_line_and_item(load, old, new, line, item, en):
    problem = fault(load, GOOD.replace(old, new, 1))
    assert (problem.facts["line"], problem.facts["item"]) == (line, item)
    assert en in problem.sentence_en
    assert problem.sentence_en.startswith("oil-fume.yaml, line ")


def test_an_id_used_twice_names_both_lines(load):
    item = GOOD[GOOD.index("      - id: OX-01") :]
    problem = fault(load, GOOD + item)
    assert problem.facts["line"] == 19
    assert "line 8" in problem.sentence_en


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


@pytest.mark.parametrize("name", ["template.schema.json", "clauses.schema.json"])
def test_the_published_schemas_are_schemas(name):
    path = Path(__file__).parents[3] / "checklists" / "data" / name
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
