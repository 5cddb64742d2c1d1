from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.licensing.faults import WrongFaults, parse_faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", []),
        ("fail:2", ["fail", "fail"]),
        ("refuse", ["refuse"]),
        ("slow:2s", ["slow:2s"]),
        (" fail:1 , lost-answer:2,", ["fail", "lost-answer", "lost-answer"]),
    ],
)
def test_faults_happen_in_the_order_they_are_written(text, faults):
    assert list(parse_faults(text)) == faults


@pytest.mark.parametrize("text", ["explode", "fail:x", "fail:0", "fail:²", "slow", "slow:9", ":3"])
def test_an_unknown_fault_is_named_in_both_languages_with_the_kinds(text):
    with pytest.raises(WrongFaults) as refusal:
        parse_faults(f"fail:1,{text}")
    for sentence in (refusal.value.sentence_zh, refusal.value.sentence_en):
        assert text in sentence
        assert "lost-answer" in sentence


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_plan_or_a_sentence(text):
    with suppress(WrongFaults):
        parse_faults(text)
