from pathlib import Path

import pytest

from tests.support.whole_run import MOST, TURNS, may_try_again

TIMED = "tests/faults/test_loss.py::test_a_link"


def test_one_failure_of_a_test_with_a_clock_is_tried_again():
    assert may_try_again([TIMED])


@pytest.mark.parametrize(
    "failed",
    [
        [],  # the run ended without saying what failed
        [TIMED] * (MOST + 1),
        ["tests/unit/test_docs.py::test_every_link_leads_somewhere"],
        [TIMED, "tests/unit/test_docs.py::test_every_link_leads_somewhere"],
    ],
)
def test_what_no_busy_machine_explains_stays_failed(failed):
    assert not may_try_again(failed)


def test_no_suite_is_forgotten():
    suites = {path.parts[1] for path in Path("tests").rglob("test_*.py")} - {"bench", "support"}
    assert {one for turn in TURNS for one in turn} == suites
