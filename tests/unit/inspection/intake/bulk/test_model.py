"""How far an import is: counts that add up, over when no line is left, a name for the list."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspection.intake.bulk.model import MOST_NAME_LETTERS, Outcome, Run, RunState, shown_name

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def a_run(total):
    about = ("imp_1", "bureau", "usr_1", "clerk", "全县.csv", "0" * 64, (), ())
    return Run(*about, total, NOW)


@given(st.lists(st.lists(st.sampled_from(Outcome), min_size=1, max_size=9), min_size=1))
def test_each_line_counts_once_and_the_last_one_ends_the_import(batches):
    run = a_run(sum(map(len, batches)))
    for batch in batches:
        assert run.state is RunState.RUNNING
        assert run.ended_at is None
        run = run.after(batch, NOW)
        assert run.done == run.filed + run.known + run.refused
    assert (run.state, run.done, run.ended_at) == (RunState.FINISHED, run.total, NOW)


@given(st.text(max_size=300))
def test_a_name_in_the_list_is_one_line_and_never_empty(name):
    shown = shown_name(name)
    assert 1 <= len(shown) <= MOST_NAME_LETTERS
    assert shown.isprintable()
