"""Which verdicts of two inspectors are independent of each other, and how far those agree."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.verdict import Verdict
from inspection.findings.blind import BlindPair, agreement_of, blind_pairs
from inspection.findings.model import Judged, Kind

BOTH = ("wang", "zhao")
AT = datetime(2026, 11, 25, tzinfo=UTC)


def said(*words):
    """`(who, verdict)` in their order, a minute apart, all of KL-01."""
    return [
        Judged("KL-01", verdict, "", by, AT + timedelta(minutes=number))
        for number, (by, verdict) in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ([("wang", "pass"), ("zhao", "fail")], ("pass", "fail")),
        ([("zhao", "fail"), ("wang", "pass")], ("pass", "fail")),
        ([("wang", "fail"), ("wang", "pass"), ("zhao", "pass")], ("pass", "pass")),
        ([("wang", "pass"), ("zhao", "fail"), ("zhao", "pass")], ("pass", "fail")),
        ([("wang", "pass"), ("wang", None), ("zhao", "fail")], None),
        ([("wang", "pass"), ("lin", "fail")], None),
    ],
    ids=["both", "lead last", "corrected unseen", "came round later", "taken back", "a stranger"],
)
def test_only_what_was_said_unseen_is_a_pair(words, pair):
    found = [(one.first.value, one.second.value) for one in blind_pairs(said(*words), BOTH)]
    assert found == ([pair] if pair else [])


def test_what_was_reconciled_is_nobodys_own_word():
    words = said(("wang", "pass"))
    words.append(Judged("KL-01", "fail", "", "zhao", AT, Kind.RECONCILED, "回看"))
    assert blind_pairs(words, BOTH) == []


def test_a_case_with_one_inspector_has_no_pairs():
    assert blind_pairs(said(("wang", "pass"), ("wang", "fail")), ("wang",)) == []


def test_all_items_stand_first_and_places_of_a_repeated_item_count_together():
    pairs = [
        BlindPair("KL-06-2", Verdict.PASS, Verdict.FAIL, AT),
        BlindPair("KL-06-1", Verdict.PASS, Verdict.PASS, AT),
        BlindPair("EX-01", Verdict.PASS, Verdict.PASS, AT),
    ]
    lines = [(one.item_id, one.pairs, one.same) for one in agreement_of(pairs)]
    assert lines == [("", 3, 2), ("EX-01", 1, 1), ("KL-06", 2, 1)]
    assert [one.kappa for one in agreement_of(pairs)][1:] == [None, 0.0]


verdicts = st.sampled_from(["pass", "fail", "needs_on_site", None])


@given(st.lists(st.tuples(st.sampled_from(BOTH), verdicts), max_size=20))
def test_a_pair_stands_from_the_first_moment_both_have_said_something(words):
    found = blind_pairs(said(*words), BOTH)
    own = {}
    for by, verdict in words:
        own[by] = verdict
        if all(own.get(one) for one in BOTH):
            assert [(one.first.value, one.second.value) for one in found] == [
                (own["wang"], own["zhao"])
            ]
            return
    assert found == []
