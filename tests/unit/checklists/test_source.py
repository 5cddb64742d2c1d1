import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.errors import TemplateMalformed
from checklists.source import MAX_BYTES, MAX_DEPTH, read_source


def refusal(text):
    with pytest.raises(TemplateMalformed) as caught:
        read_source("some.yaml", text)
    return caught.value


def test_values_know_their_lines_and_nothing_is_guessed():
    source = read_source("some.yaml", "a: yes\nb:\n  - 2026-08-15\n  - {c: 007}\n")
    assert source.values == {"a": "yes", "b": ["2026-08-15", {"c": "007"}]}
    assert source.line_of(("b", 0)) == 3
    assert source.line_of(("b", 1, "c")) == 4
    assert source.line_of(("b", 1, "missing")) == 4


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: &x 1\nb: *x", 1, "anchors and aliases are not allowed"),
        ("b: *x", 1, "anchors and aliases are not allowed"),
        ("a: 1\nb: !!python/object:os.system x", 2, "tags are not allowed"),
        ("a: 1\nb: 2\na: 3", 3, '"a" is written twice'),
        ("? [1, 2]\n: x", 1, "a key must be a word"),
        ("a: 1\n---\na: 2", 2, "two documents in one file"),
        ("[" * (MAX_DEPTH + 2), 1, "too many values or nested too deeply"),
        ("a: ]", 1, "not YAML"),
        ("a: 1\n b: 2", 2, "not YAML"),
        ("a" * (MAX_BYTES + 1), 1, "over 512 KB"),
    ],
)
def test_what_is_not_of_the_subset_is_refused_with_its_line(text, line, what):
    problem = refusal(text)
    assert problem.facts["line"] == line
    assert what in problem.sentence_en


def test_a_bomb_of_many_small_values_is_refused():
    assert "too many values" in refusal("[" + "a," * 60_000 + "]").sentence_en


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!?|>'\"#%@,\n \t\x00é灶"), max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text):
    try:
        values = read_source("some.yaml", text).values
    except TemplateMalformed as problem:
        values = problem.sentence_zh
    assert values is None or isinstance(values, str | list | dict)
