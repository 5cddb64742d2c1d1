"""`kill -9` of a process that records: at most the last second is lost (issue 3, Recording)."""

import itertools
import json
import random
import subprocess
import sys

import av
import pytest

from tests.support.service import CHECKOUT
from webrtc.recording.index import NAME, read
from webrtc.recording.mending import last_moment_ms, mend
from webrtc.rtp import Codec

MOST_LOST_MS = 1000


def frames_said(process, count):
    """Reads what the process says of its progress; the last is when it took its last frame in."""
    for _ in range(count):
        last = process.stdout.readline()
    return int(last)


@pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264])
@pytest.mark.parametrize("round_", range(3))
def test_a_killed_process_loses_at_most_the_last_second(tmp_path, codec, round_):
    folder = tmp_path / "room" / "applicant"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.recording_process", folder, codec.value],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        last_ms = frames_said(process, 45 + random.randrange(45))  # noqa: S311
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

    lines = mend(folder)
    lost_ms = last_ms - last_moment_ms(lines)
    assert lost_ms <= MOST_LOST_MS, f"{lost_ms} ms lost"
    content = (folder / NAME).read_bytes()
    assert read(content)[1] == len(content), "the index is whole"
    (part,) = [json.loads(one) for one in content.splitlines() if b'"part"' in one]
    with av.open(str(folder / part["part"])) as film:
        times = [frame.time for frame in film.decode(video=0)]
    assert part["began"] + times[-1] * 1000 >= last_ms - MOST_LOST_MS
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert max(gaps) < 0.2, "nothing is missing in the middle"
