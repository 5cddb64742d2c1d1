"""Scorecard E8, the judging: a long random walk of two inspectors, a supervisor and an applicant.

After each step: the service did or refused what it has to, kept who, when, before, after and why,
showed nobody what they may not see, and concludes as the rules do.
"""

import random

import pytest

from tests.support.house import Browser
from tests.support.judging_walk import Walk


@pytest.mark.parametrize(
    ("seed", "steps"),
    [
        (20261125, 300),
        pytest.param(8, 5000, marks=[pytest.mark.nightly, pytest.mark.timeout(3600)]),
    ],
)
async def test_a_long_walk_of_two_inspectors_never_shows_loses_or_improves_what_it_must_not(
    bureau, database, clock, seed, steps
):
    dice = random.Random(seed)  # noqa: S311 - a walk that can be repeated
    people = {name: Browser((await bureau.staff(name)).client) for name in ("wang", "zhao", "chen")}
    seen: dict[str, int] = {}
    done = 0
    while done < steps:
        walk = Walk(bureau, database, clock, dice, people, {}, seen=seen)
        await walk.open()
        done += await walk.go(steps - done)
    assert {"done", "finding.not_open", "finding.nothing_to_reconcile"} <= set(seen)
    assert {"finding.reason_missing", "record.open_items", "deviation.closed"} <= set(seen)
