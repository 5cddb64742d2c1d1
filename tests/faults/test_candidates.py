"""Nobody can have this service knock on doors inside a network (scorecard M7)."""

import json
import subprocess
import sys

import pytest

from tests.support.service import CHECKOUT


def knocks(*flags):
    """What left a network namespace of its own while 1,000 hostile candidates came in."""
    run = subprocess.run(
        ["unshare", "-n", sys.executable, "-m", "tests.support.knocking", *flags],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_of_a_thousand_hostile_candidates_none_is_sent_a_packet():
    heard = knocks()
    assert heard["public"] == 40, "checks came to each offer's last address"
    assert heard["others"] == []


@pytest.mark.parametrize("kind", ["127.", "10.", "172.16.", "192.168.", "100.64.", "::1", "fd00:"])
def test_without_the_check_they_would_have_been(kind, unguarded_knocks):
    assert any(to.startswith(kind) for to, _ in unguarded_knocks["others"]), kind


@pytest.fixture(scope="module")
def unguarded_knocks():
    return knocks("unguarded")
