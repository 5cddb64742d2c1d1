"""The engine with a shelf: real connections, real films."""

import errno
import json
import os
import time

import av
import pytest

from foundation.clock import SystemClock
from tests.support.media import HeardNews, play, publish
from tests.support.waiting import until
from webrtc.adapter_aiortc import aiortc_engine
from webrtc.recording.growing import GrowingFile
from webrtc.recording.index import NAME
from webrtc.recording.recorder import GAP_MS
from webrtc.recording.shelf import RecordingShelf, mend_below


@pytest.fixture
async def open_engine(tmp_path):
    opened = []

    def make():
        clock = SystemClock()
        shelf = RecordingShelf(tmp_path / "recordings", clock)
        engine = aiortc_engine(
            ice_servers=[], observer=HeardNews(), loopback=True, clock=clock, recordings=shelf
        )
        opened.append(engine)
        return engine

    yield make
    for engine in opened:
        await engine.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recordings" / "room" / "applicant"


def lines(folder):
    path = folder / NAME
    text = path.read_text() if path.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


async def fragments(folder, count):
    """Waits until so many fragments are on the disk."""
    await until(lambda: sum("at" in line for line in lines(folder)) >= count)


def pictures(folder, file):
    with av.open(str(folder / file)) as film:
        return sum(1 for _ in film.decode(video=0))


async def test_a_call_is_recorded_and_finished_with_it(open_engine, folder):
    engine = open_engine()
    phone = await publish(engine)
    await fragments(folder, 4)
    await engine.close_room("room")
    await phone.close()
    await engine.close()
    found = lines(folder)
    assert sum("part" in line for line in found) == 1
    assert any("sealed" in line for line in found)
    assert any("ended" in line for line in found)
    assert not any("gap" in line for line in found)
    assert pictures(folder, "001.webm") > 10


async def test_the_recording_goes_on_over_a_new_connection_of_the_same_phone(open_engine, folder):
    engine = open_engine()
    first = await publish(engine)
    await fragments(folder, 3)
    second = await publish(engine)
    await fragments(folder, 6)
    await engine.close_room("room")
    await engine.close()
    await first.close()
    await second.close()
    assert sum("part" in line for line in lines(folder)) == 1
    assert {line["cause"] for line in lines(folder) if "gap" in line} <= {"connection_lost"}


async def test_who_leaves_and_comes_back_is_recorded_further_with_the_gap_told(open_engine, folder):
    engine = open_engine()
    first = await publish(engine)
    await fragments(folder, 3)
    await first.close()
    await until(lambda: any(line.get("cause") == "gone" for line in lines(folder)))
    begins = next(line["gap"][0] for line in lines(folder) if "gap" in line)
    await until(lambda: time.time() * 1000 > begins + GAP_MS)
    second = await publish(engine)
    # what the first call left behind also becomes a fragment: counting them proves nothing
    await until(lambda: any(line.get("cause") == "connection_lost" for line in lines(folder)))
    await engine.close()
    await second.close()
    told = [line for line in lines(folder) if "gap" in line]
    assert told[-1]["cause"] == "connection_lost"
    assert told[-1]["gap"][0] == told[0]["gap"][0]


async def test_an_engine_that_stops_leaves_films_that_need_no_mending(
    open_engine, folder, tmp_path
):
    engine = open_engine()
    phone = await publish(engine)
    await fragments(folder, 3)
    await engine.close()
    await phone.close()
    before = (folder / NAME).read_bytes()
    assert b'"gone"' not in before, "the service stopped; the phone did not leave"
    mend_below(tmp_path / "recordings")
    assert (folder / NAME).read_bytes() == before


async def test_a_name_that_can_be_no_folder_is_not_recorded_and_the_call_goes_on(
    open_engine, tmp_path
):
    engine = open_engine()
    phone = await publish(engine, participant="../outside")
    assert engine.statistics("room") is not None
    await engine.close()
    await phone.close()
    assert not (tmp_path / "outside").exists()
    assert not list(tmp_path.glob("recordings/*/*"))


async def test_a_full_disk_disturbs_no_call(open_engine, folder, monkeypatch):
    """The picture goes on for viewers; the recording goes on when there is room, the gap told."""
    real, is_full = GrowingFile._write, False

    def write(self, at, data):
        if is_full:
            real(self, at, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(self, at, data)

    monkeypatch.setattr(GrowingFile, "_write", write)
    engine = open_engine()
    phone = await publish(engine)
    await fragments(folder, 3)
    viewer = await play(engine)
    await viewer.frame()
    is_full = True
    before = (folder / "001.webm").stat().st_size
    for _ in range(30):
        await viewer.frame(within_s=2)
    is_full = False
    count = sum("at" in line for line in lines(folder))
    await fragments(folder, count + 2)
    await engine.close()
    await phone.close()
    await viewer.pc.close()
    causes = [line["cause"] for line in lines(folder) if "gap" in line]
    assert causes.count("disk") == 1, causes  # a busy machine may add a silence of its own
    assert (folder / "001.webm").stat().st_size > before
    assert pictures(folder, "001.webm") > 10
