"""`kill -9` of a worker while it sends: no notice goes out twice on one way, none is lost."""

import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest

from inspection.notices.model import Channel, Kind, State, What
from tests.support.notices import TellingHouse
from tests.support.service import CHECKOUT

COUNT = 40
LEASE_AND_MORE = timedelta(minutes=2)


def started(database, folder, moment):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.notices_process", database, folder, moment],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def went_out(folder, way):
    file = folder / f"test-{way}"
    return Counter(file.read_text().split() if file.exists() else [])


@pytest.mark.parametrize("round_", range(2))
async def test_killed_workers_send_each_notice_once_and_lose_none(
    database, clock, tmp_path, round_
):
    house = TellingHouse(database, clock)
    case = await house.booked_case()
    for number in range(COUNT):
        said = {"paper": f"paper-{number}", "place": "一楼大厅"}
        await house.tell(case, Kind.COLLECT, said, occasion=str(number))
    url = f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}"
    for kill in range(5):
        moment = clock.now() + kill * LEASE_AND_MORE
        process = started(url, tmp_path, moment.isoformat())
        least = random.randrange(1, 8) if kill < 4 else COUNT * 2  # noqa: S311
        for line in process.stdout:
            least -= 1
            if not least or line == "done\n":
                break
        process.kill()
        process.wait()
        process.stdout.close()
    assert line == "done\n"

    sms, wecom = went_out(tmp_path, "sms"), went_out(tmp_path, "wecom")
    assert max(sms.values()) == 1
    assert max(wecom.values(), default=1) == 1
    for notice, happened in await house.of(case):
        paper = f"paper-{notice.occasion}"
        unanswered = [one.channel for one in happened if one.what is What.UNANSWERED]
        if not unanswered:
            assert (notice.state, paper in sms, paper in wecom) == (State.SENT, True, False)
        elif Channel.WECOM in unanswered:  # killed on both ways: a person is told
            assert notice.state is State.UNCERTAIN
        else:
            assert (notice.state, paper in wecom) == (State.SENT, True)
