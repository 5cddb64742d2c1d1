"""Which deviations stand, and what is concluded then."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.determination import Determination
from checklists.schemes import Conclusion
from checklists.template import Area
from checklists.verdict import Finding, Verdict
from inspection.determination.model import DeviationStep, Step, basis_of, decided, standing

AT = datetime(2026, 11, 25, 2, tzinfo=UTC)
SEEN = (Finding("KL-01", Verdict.FAIL, "小了"), Finding("EX-01", Verdict.PASS))
BASIS = basis_of(SEEN)
COMPUTED = Determination(Conclusion.FAIL, Conclusion.PASS, ())


def a_step(number, step, by="wang", area=Area.FOOD, conclusion=Conclusion.RECTIFY):
    return DeviationStep(
        number, area, step, COMPUTED.of(area), conclusion, "已当场改好", BASIS, by, AT
    )


PROPOSED = a_step(1, Step.PROPOSED)
CONFIRMED = a_step(2, Step.CONFIRMED, by="chen")
WITHDRAWN = a_step(3, Step.WITHDRAWN)


def test_a_proposal_alone_concludes_nothing_and_a_confirmed_one_does():
    assert decided(COMPUTED, standing([PROPOSED], BASIS))[Area.FOOD] is Conclusion.FAIL
    found = decided(COMPUTED, standing([PROPOSED, CONFIRMED], BASIS))
    assert found == {Area.FOOD: Conclusion.RECTIFY, Area.FUME: Conclusion.PASS}


@pytest.mark.parametrize(
    "later",
    [(Finding("KL-01", Verdict.FAIL), Finding("EX-01", Verdict.FAIL)), SEEN[:1]],
    ids=["another verdict", "a verdict taken back"],
)
def test_a_deviation_lapses_with_the_verdicts_it_was_agreed_upon(later):
    assert standing([PROPOSED, CONFIRMED], basis_of(later)) == {}


def test_a_changed_note_changes_no_basis():
    assert basis_of([replace(SEEN[0], note="写得更清楚"), SEEN[1]]) == BASIS
    assert basis_of(reversed(SEEN)) == BASIS


def test_a_new_proposal_has_to_be_confirmed_anew():
    again = a_step(4, Step.PROPOSED, conclusion=Conclusion.PASS)
    (found,) = standing([PROPOSED, CONFIRMED, again], BASIS).values()
    assert (found.proposed, found.confirmed) == (again, None)


def test_a_confirmation_of_nothing_stands_for_nothing():
    assert standing([CONFIRMED], BASIS) == {}
    assert standing([PROPOSED, WITHDRAWN, CONFIRMED], BASIS) == {}


@given(st.lists(st.sampled_from([PROPOSED, CONFIRMED, WITHDRAWN]), max_size=12))
def test_only_a_confirmed_last_proposal_ever_changes_a_conclusion(steps):
    found = decided(COMPUTED, standing(steps, BASIS))
    since = steps[max((n for n, one in enumerate(steps) if one is PROPOSED), default=len(steps)) :]
    is_agreed = CONFIRMED in since and WITHDRAWN not in since
    assert (found[Area.FOOD] is Conclusion.RECTIFY) is is_agreed
