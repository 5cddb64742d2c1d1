import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.licensing.model import Takes, Target
from inspection.licensing.reconciliation import Determined, Heard, Sent, as_csv, reconcile

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
CASES = [Determined(f"case_{n}", f"YK-{n}", "店", AT + timedelta(hours=n)) for n in range(4)]
LICENSING, FIRE = Target("licensing"), Target("fire", takes=Takes(food=frozenset({"fail"})))
STATES = st.sampled_from(["held", "waiting", "delivered", "dead"])


def sent(*states, target="licensing"):
    return [Sent(f"case_{n}", target, state) for n, state in enumerate(states) if state]


def said(line):
    return [(one.case.number, one.text.en) for one in line.differences]


def test_a_day_on_which_everything_arrived_is_balanced():
    (line,) = reconcile(CASES, sent(*["delivered"] * 4), [], [LICENSING])
    assert line.is_balanced
    assert (line.determined, line.delivered, line.oldest_waiting) == (4, 4, None)


def test_what_is_missing_waiting_dead_or_contradicted_is_named_by_case():
    heard = [Heard("case_0", "licensing", "contradicts"), Heard("case_1", "licensing", "applied")]
    rows = sent("delivered", "waiting", "dead", None)
    (line,) = reconcile(CASES, rows, heard, [LICENSING])
    assert said(line) == [
        ("YK-1", "not delivered yet"),
        ("YK-2", "dead: a person has to look"),
        ("YK-3", "was not queued for it"),
        ("YK-0", "a callback contradicts what is known"),
    ]
    assert (line.called_back, line.oldest_waiting) == (1, CASES[1].at)


def test_a_result_that_waits_for_papers_is_a_difference_that_says_so():
    (line,) = reconcile(CASES[:1], sent("held"), [], [LICENSING])
    assert said(line) == [("YK-0", "waits for papers that were to follow")]
    assert (line.waiting, line.oldest_waiting) == (1, CASES[0].at)


def test_a_target_that_takes_some_results_misses_none_of_the_others():
    _, fire = reconcile(CASES, sent(*["delivered"] * 4), [], [LICENSING, FIRE])
    assert (fire.determined, fire.is_balanced) == (0, True)


def test_rows_of_a_target_that_is_gone_are_shown():
    (_, gone) = reconcile(CASES, sent("waiting", target="old"), [], [FIRE])
    assert (gone.target, gone.is_configured) == ("old", False)
    assert said(gone) == [("YK-0", "the target is not configured any more; nothing is sent")]


@given(st.lists(st.one_of(st.none(), STATES), min_size=4, max_size=4))
def test_each_case_is_counted_once_and_is_delivered_or_a_difference(states):
    (line,) = reconcile(CASES, sent(*states), [], [LICENSING])
    assert line.determined == line.delivered + line.waiting + line.dead
    assert line.delivered + len(line.differences) == len(CASES)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_of_the_table_is_a_formula(name):
    shop = [Determined("case_0", "YK-0", name, AT)]
    rows = [Sent("case_0", "licensing", "dead", "=HYPERLINK(1)")]
    text = as_csv(date(2026, 11, 24), reconcile(shop, rows, [], [LICENSING])).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{name}" in cells
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
