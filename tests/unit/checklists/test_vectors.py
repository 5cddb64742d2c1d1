"""Test vectors say exactly where a draft does not do what its editors expect."""

from datetime import date

import pytest

from checklists.load import builtin_templates
from checklists.schemes import Conclusion
from checklists.template import Area
from checklists.vectors import Vector, lack_of, misses
from checklists.verdict import Verdict

TODAY = date(2026, 11, 24)
SHOP = {"fume": True, "hot": True, "stoves": 4, "dine_in": True}


def missed(**vector):
    return misses(builtin_templates(), [Vector("一家店", SHOP, **vector)], TODAY)


def test_a_vector_that_holds_says_nothing():
    assert not missed(
        verdicts={"EX-02": Verdict.FAIL},
        expects={Area.FUME: Conclusion.FAIL, Area.FOOD: Conclusion.PASS},
        asked=("EX-01",),
        not_asked=("KL-06",),
    )


def test_another_conclusion_is_named_with_both():
    (miss,) = missed(verdicts={"EX-02": Verdict.FAIL}, expects={Area.FUME: Conclusion.PASS})
    assert miss.vector == "一家店"
    assert miss.what.en == "fume should come to pass and comes to fail"
    assert miss.what.zh == "油烟治理结论应得“符合”，实际是“不符合”"


def test_an_item_asked_or_left_out_against_expectation_is_named():
    said = [one.what.en for one in missed(asked=("KL-06",), not_asked=("EX-01",))]
    assert said == ["KL-06 should be asked and is not", "EX-01 should not be asked and is"]


def test_a_verdict_on_an_item_that_is_not_asked_is_a_miss_and_no_silence():
    (miss,) = missed(verdicts={"KL-06": Verdict.FAIL})
    assert miss.what.en == "KL-06 should be asked and is not"


def test_an_impossible_fact_is_a_miss_with_its_sentence():
    (miss,) = misses(builtin_templates(), [Vector("坏", {"fume": "maybe"})], TODAY)
    assert "fume" in miss.what.en


@pytest.mark.parametrize(
    ("family", "vector", "lacks"),
    [
        ("of", Vector("一", expects={Area.FUME: Conclusion.FAIL}), None),
        ("of", Vector("一", verdicts={"OF-01": Verdict.FAIL}), "has to expect fail"),
        ("fg", Vector("一", verdicts={"FG-01": Verdict.FAIL}), None),
        ("fg", Vector("一", expects={Area.FOOD: Conclusion.PASS}), "with fail"),
        ("si", Vector("一", verdicts={"SI-01": Verdict.FAIL}), None),
    ],
)
def test_vectors_have_to_try_what_fails(family, vector, lacks):
    (template,) = (one for one in builtin_templates() if one.id == family)
    said = lack_of(template, [vector])
    assert (said is None) if lacks is None else (lacks in said.en)
    assert lack_of(template, []) is not None
