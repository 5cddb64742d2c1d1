from contextlib import suppress
from itertools import islice

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
        ("slow:2s,down:0.5s", ["slow:2s", "down:0.5s"]),
        (" fail:1 , lost-answer:2,", ["fail", "lost-answer", "lost-answer"]),
    ],
)
def test_faults_happen_in_the_order_they_are_written(text, faults):
    plan = iter(parse_faults(text))
    assert [next(plan) for _ in range(len(faults) + 3)] == [*faults, None, None, None]


def test_a_share_of_requests_is_hit_the_same_ones_in_each_run():
    plan = parse_faults("fail:1,lost-answer:5%,fail:10%")
    first, again = (list(islice(plan, 10_001)) for _ in range(2))
    assert first == again
    assert first[0] == "fail"
    assert 400 < first[1:].count("lost-answer") < 600
    assert 850 < first[1:].count("fail") < 1150


@pytest.mark.parametrize(
    "text", ["explode", "fail:x", "fail:0", "fail:²", "slow", "slow:9", ":3", "slow:5%", "down"]
)
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
