"""Two inspectors and one item: unseen verdicts, agreement, and how much of it is chance."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.agreement import Opinion, SecondVerdict, agree, kappa
from checklists.template import Weight
from checklists.verdict import Standing, Verdict

FAIL, PASS = Verdict.FAIL, Verdict.PASS
verdicts = st.sampled_from(Verdict)


def words(*said):
    return [Opinion(f"user-{number}", *one) for number, one in enumerate(said)]


@given(verdicts)
def test_equal_verdicts_settle_an_item_and_keep_both_notes(verdict):
    found = agree(words((verdict, "罩口够大"), (verdict, "同意")), None, needs_two=True)
    assert (found.standing, found.verdict) == (Standing.SETTLED, verdict)
    assert found.note == "罩口够大；同意"


@given(verdicts, verdicts)
def test_different_verdicts_never_settle_by_themselves(first, second):
    found = agree(words((first,), (second,)), None, needs_two=False)
    assert (found.standing is Standing.DIFFERS) is (first is not second)


@given(verdicts)
def test_one_verdict_waits_for_the_second_where_two_are_needed(verdict):
    said = words((verdict,), (None, "还在看"))
    assert agree(said, None, needs_two=True).standing is Standing.AWAITS_SECOND
    assert agree(said, None, needs_two=False).verdict is verdict


@given(verdicts, verdicts, verdicts)
def test_what_was_reconciled_counts_whatever_each_had_said(first, second, together):
    found = agree(words((first,), (second,)), Opinion("both", together, "复看录像"), needs_two=True)
    assert (found.verdict, found.note) == (together, "复看录像")


def test_an_item_nobody_judged_is_open():
    assert agree(words((None,)), None, needs_two=True).standing is Standing.OPEN


@pytest.mark.parametrize(
    ("policy", "needed"), [("all", list(Weight)), ("key", [Weight.KEY]), ("none", [])]
)
def test_the_bureau_says_which_items_need_two(policy, needed):
    assert [one for one in Weight if SecondVerdict(policy).is_needed(one)] == needed


def test_kappa_of_a_worked_example():
    # 20 both pass, 15 both fail, 5 and 10 differ: observed 0.70, by chance 0.50 (Cohen 1960).
    pairs = [(PASS, PASS)] * 20 + [(PASS, FAIL)] * 5 + [(FAIL, PASS)] * 10 + [(FAIL, FAIL)] * 15
    assert math.isclose(kappa(pairs), 0.4)


@given(st.lists(st.tuples(verdicts, verdicts), max_size=30))
def test_kappa_never_exceeds_one_and_is_one_only_for_the_same(pairs):
    value = kappa(pairs)
    if value is not None:
        assert value <= 1 + 1e-9
        assert math.isclose(value, 1) is all(first is second for first, second in pairs)


def test_kappa_says_nothing_where_there_is_nothing_to_say():
    assert kappa([]) is None
    assert kappa([(PASS, PASS)] * 9) is None
