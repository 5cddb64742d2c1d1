"""A gap's deadline and its closing, whatever happens around them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.gaps.model import (
    APPLICANTS_TURN,
    EXTENDABLE,
    STATE_TEXT,
    TAKES_UPLOADS,
    Form,
    Gap,
    GapState,
    GapStep,
    What,
    are_closed,
    due_after_return,
    round_of,
)

CALENDAR = WorkCalendar()
START = datetime(2026, 11, 24, 2, tzinfo=UTC)
MINUTES = st.integers(0, 60 * 24 * 60).map(lambda count: timedelta(minutes=count))
PAPER = Bilingual("租赁合同", "Lease")


def a_gap(days=5, state=GapState.OPEN, **changes):
    due_at = CALENDAR.deadline(START, days).at
    named = {"id": "gap_1", "case_id": "case_1", "position": 1, "kind": "premises_proof"}
    asked = {"title": PAPER, "asks": PAPER, "form": Form.DOCUMENT, "working_days": days}
    times = {"named_by": "u", "named_at": START, "first_due_at": due_at, "due_at": due_at}
    return replace(Gap(**named, **asked, **times, state=state), **changes)


@given(st.integers(1, 20), MINUTES, st.integers(1, 5))
def test_sending_back_never_shortens_a_deadline_and_always_leaves_time(days, later, least):
    gap, now = a_gap(days), START + later
    due_at = due_after_return(gap, now, least, CALENDAR)
    assert due_at >= gap.due_at
    assert CALENDAR.used(now, due_at).count >= 2 * least - 1, "its last half ends at closing"


@given(st.sampled_from(GapState), MINUTES)
def test_only_what_waits_for_the_applicant_is_ever_over(state, later):
    gap, now = a_gap(state=state), START + later
    assert gap.is_over(now) is (state in APPLICANTS_TURN and now > gap.due_at)


@given(st.lists(st.sampled_from(GapState), max_size=8))
def test_gaps_are_closed_when_none_is_left_that_is_not_accepted(states):
    gaps = [a_gap(state=state) for state in states]
    assert are_closed(gaps) is (set(states) <= {GapState.ACCEPTED})


@given(st.lists(st.sampled_from(What), max_size=20))
def test_each_sending_back_begins_a_round_of_files(happened):
    steps = [GapStep(what, "u", START, "", START) for what in happened]
    assert round_of(steps) == happened.count(What.SENT_BACK)


def test_nothing_that_was_accepted_or_lapsed_takes_another_file():
    assert GapState.ACCEPTED not in TAKES_UPLOADS | EXTENDABLE
    assert GapState.LAPSED not in TAKES_UPLOADS
    assert STATE_TEXT.keys() == set(GapState)
