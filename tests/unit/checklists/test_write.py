"""A tree that a page edits comes back from its file as it was; bombs are refused at a look."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.errors import TemplateMalformed, TreeMalformed
from checklists.load import builtin_path, faults_in, text_of
from checklists.source import MAX_BYTES, read_source
from checklists.write import yaml_of

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
TREES = st.recursive(
    TEXTS, lambda part: st.lists(part, max_size=4) | st.dictionaries(TEXTS, part, max_size=4)
)


@given(st.dictionaries(TEXTS, TREES, max_size=5))
@settings(max_examples=200)
def test_any_tree_of_texts_is_read_back_as_it_was_written(tree):
    text = yaml_of(tree)
    assert read_source("x.yaml", text).values == tree
    assert yaml_of(read_source("x.yaml", text).values) == text


@pytest.mark.parametrize("name", ["si", "ss", "kl", "ex", "of", "hf", "fg"])
def test_a_built_in_template_written_anew_says_the_same(name):
    tree = read_source(name, text_of(builtin_path(name))).values
    assert read_source(name, yaml_of(tree)).values == tree
    assert faults_in(f"{name}.yaml", yaml_of(tree)) == ()


def test_numbers_and_statements_become_texts_and_nothing_is_left_out():
    text = yaml_of({"points": 3, "at_least": 1.8, "remote": True, "shot": None})
    assert read_source("x.yaml", text).values == {
        "points": "3",
        "at_least": "1.8",
        "remote": "yes",
    }


@pytest.mark.parametrize("tree", [{"a": "\ud800"}, {"a": ["x"] * 60_000}])
def test_what_no_file_can_hold_is_refused(tree):
    with pytest.raises(TreeMalformed):
        yaml_of(tree)


def item(areas):
    return f"id: oil\nsections: [{{items: [{{areas: [{areas}]}}]}}]"


@pytest.mark.timeout(20)  # the slowest takes 1.4 s; unbounded ones minutes
@pytest.mark.parametrize(
    "text",
    [
        item(",".join(f"{{a: {number}}}" for number in range(20_000))),
        "[" * MAX_BYTES,
        "{a: " * (MAX_BYTES // 4),
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(5_000)),
        "? " * (MAX_BYTES // 2),
        "'" + "x\n" * (MAX_BYTES // 2 - 2) + "'",
        "- " * (MAX_BYTES // 2),
        "x" * (10 * 1024 * 1024),
        "\n".join(f"k{number}: v" for number in range(24_000)),
    ],
    ids=["each with each", "[", "{", "aliases", "?", "folded", "-", "10 MB", "keys"],
)
def test_a_bomb_is_refused_in_bounded_time_with_a_sentence(text):
    faults = faults_in("bomb.yaml", text)
    assert faults
    assert all(fault.sentence_en.startswith("bomb.yaml, line ") for fault in faults)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_a_tree_or_a_named_fault(content):
    text = content.decode("utf-8", "replace")
    for fault in faults_in("x.yaml", text):
        assert isinstance(fault, TemplateMalformed)
        assert fault.sentence_zh.startswith("x.yaml 第 ")
