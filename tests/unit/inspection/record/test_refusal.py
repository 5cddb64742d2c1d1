from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspection.record.refusal import Noted, RefusalStep, on_paper, refusal_of

AT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
NOTED = Noted(RefusalStep.NOTED, "不认可结论", "wang", "王建国", AT)
WITNESSED = Noted(RefusalStep.WITNESSED, "不认可结论", "zhao", "赵晓燕", AT)
WITHDRAWN = Noted(RefusalStep.WITHDRAWN, "不认可结论", "zhao", "赵晓燕", AT)


def test_a_refusal_is_witnessed_by_another_word_and_ends_when_it_is_taken_back():
    assert not refusal_of([NOTED]).is_witnessed
    found = refusal_of([NOTED, WITNESSED])
    assert (found.noted_by_name, found.witness_name) == ("王建国", "赵晓燕")
    assert refusal_of([NOTED, WITNESSED, WITHDRAWN]) is None


def test_a_refusal_noted_again_has_to_be_witnessed_again():
    assert not refusal_of([NOTED, WITNESSED, NOTED]).is_witnessed


@given(st.lists(st.sampled_from([NOTED, WITNESSED, WITHDRAWN])))
def test_nothing_is_witnessed_that_was_not_noted_since(steps):
    found = refusal_of(steps)
    since = steps[max((n for n, one in enumerate(steps) if one is NOTED), default=len(steps)) :]
    assert (found is not None) is (bool(since) and WITHDRAWN not in since)
    assert (found is not None and found.is_witnessed) is (found is not None and WITNESSED in since)


def test_the_paper_names_reason_people_and_local_times():
    assert on_paper(refusal_of([NOTED, WITNESSED])) == {
        "reason": "不认可结论",
        "noted_by": "王建国",
        "noted": "2026-11-25 10:30:00",
        "witness": "赵晓燕",
        "witnessed": "2026-11-25 10:30:00",
    }
    assert on_paper(None) is None
