import errno
import os

import pytest

from tests.support.encoded import filmed, spoken
from tests.support.recordings import Recording
from webrtc.recording import scribe as scribing
from webrtc.recording.growing import GrowingFile
from webrtc.recording.index import NAME, read
from webrtc.recording.mending import mend
from webrtc.rtp import Codec


class Disk:
    """Files on a disk that is full when told; a write then leaves half of its bytes behind."""

    def __init__(self):
        self.is_full = False

    def __call__(self, path):
        disk = self

        class File(GrowingFile):
            def _write(self, at, data):
                if disk.is_full:
                    super()._write(at, data[: len(data) // 2])
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                super()._write(at, data)

        return File(path)


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def recording(tmp_path, disk):
    made = Recording(tmp_path / "room" / "applicant", open_file=disk)
    yield made
    made.scribe.close()


FRAMES = filmed(Codec.VP8, 180, keyframes=(0, 60, 120))


def goes_on(recording, first, last, video=None):
    video, _ = recording.plays(FRAMES[first:last], begins_at=first / 30, video=video)
    recording.written()
    return video


def test_a_full_disk_leaves_a_gap_and_the_recording_goes_on_when_there_is_room(recording, disk):
    video = goes_on(recording, 0, 40)
    disk.is_full = True
    goes_on(recording, 40, 100, video)
    assert recording.volume.is_failing
    disk.is_full = False
    goes_on(recording, 100, 180, video)
    recording.ends()
    assert not recording.volume.is_failing
    ((begins, ends, cause),) = recording.gaps
    assert cause == "disk"
    assert 0.6 < begins < 2.1
    assert ends == pytest.approx(4.0, abs=0.01), "with the first keyframe that could be written"
    numbers = [round(at * 30) for at, _ in recording.pictures()]
    assert numbers == [*range(numbers.index(120)), *range(120, 180)]
    _, good = read((recording.folder / NAME).read_bytes())
    assert good == (recording.folder / NAME).stat().st_size, "no torn line"


def test_a_keyframe_is_asked_for_while_the_disk_is_full(recording, disk):
    video = goes_on(recording, 0, 40)
    disk.is_full = True
    goes_on(recording, 40, 80, video)
    before = len(recording.wishes)
    recording.recorder.tick(4.0)
    assert len(recording.wishes) == before + 1


def test_what_waits_for_a_slow_disk_is_bounded_and_the_rest_is_a_gap(recording, monkeypatch):
    monkeypatch.setattr(scribing, "MOST_WAITING_BYTES", 20_000)
    held = []
    monkeypatch.setattr(recording.scribe, "give", lambda job, size=0: held.append((job, size)))
    given = recording.scribe.has_room
    monkeypatch.setattr(
        recording.scribe,
        "has_room",
        lambda size: given(size + sum(waiting for _, waiting in held)),
    )
    recording.plays(FRAMES[:110])
    assert sum(size for _, size in held) <= 20_000
    monkeypatch.undo()
    for job, _ in held:
        job()
    recording.plays(FRAMES[120:], begins_at=4.0)
    recording.ends()
    assert recording.gaps[0][2] == "disk"


def test_what_is_known_of_a_long_film_grows_by_its_keyframes_only(recording):
    goes_on(recording, 0, 180)
    known = recording.volume._fragments
    written = [one for one in recording.lines if "at" in one]
    assert len(known) <= sum("key" in one for one in written) + 1 < len(written)
    assert (known[-1].at, known[-1].size) == (written[-1]["at"], written[-1]["bytes"])


def test_a_film_of_keyframes_only_is_known_by_one_of_them_in_five_seconds(recording):
    recording.plays(filmed(Codec.VP8, 330, keyframes=range(0, 330, 15)))
    recording.written()
    kept = recording.volume._fragments
    assert [one.from_ms // 1000 for one in kept[:3]] == [0, 5, 10]
    assert len(kept) <= 4, "and the last one"
    assert kept[-1].to_ms > 10_500, "it tells how long the film is"


def test_the_trouble_of_one_recording_is_not_that_of_another(tmp_path, recording):
    def fail():
        raise RuntimeError("a fault of ours")

    recording.scribe.give(fail)
    recording.plays(FRAMES[:60], spoken(100))
    recording.ends()
    assert len(recording.pictures()) == 60


def test_a_recording_that_goes_on_after_a_restart_tells_the_gap(tmp_path):
    folder = tmp_path / "room" / "applicant"
    first = Recording(folder)
    first.plays(FRAMES[:60])
    first.written()  # and no more: killed
    again = Recording(folder)
    again.plays(filmed(Codec.VP8, 60, first_seq=9, ssrc=5), begins_at=10.0)
    again.ends()
    ((begins, ends, cause),) = again.gaps
    assert cause == "service"
    assert begins == pytest.approx(2.0, abs=0.9)
    assert ends == pytest.approx(10.0, abs=0.01)
    assert [one["part"] for one in again.parts] == ["001.webm", "002.webm"]
    assert sum("sealed" in one for one in again.lines) == 2
    assert mend(folder) == read((folder / NAME).read_bytes())[0], "nothing left to mend"


@pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264])
@pytest.mark.parametrize("torn", ["film", "index", "both", "no lines of the last fragments"])
def test_a_torn_end_is_mended_to_whole_fragments(tmp_path, codec, torn):
    recording = Recording(tmp_path / "room" / "applicant", (codec, Codec.OPUS))
    recording.plays(filmed(codec, 90, keyframes=(0, 45)), spoken(150), codec=codec)
    recording.written()
    before = recording.pictures()
    film = recording.folder / recording.parts[0]["part"]
    index = recording.folder / NAME
    kept = len([one for one in recording.lines if "at" in one])
    if torn in ("film", "both"):
        with film.open("ab") as file:
            file.write(film.read_bytes()[recording.lines[1]["at"] :][:500])
    if torn in ("index", "both"):
        with index.open("ab") as file:
            file.write(b'{"at":77,"by')
    if torn.startswith("no lines"):
        whole = index.read_bytes().splitlines(keepends=True)
        index.write_bytes(b"".join(whole[:-2]))
    mend(recording.folder)
    assert recording.pictures() == before
    fragments = [one for one in recording.lines if "at" in one]
    assert len(fragments) == kept
    assert [one["at"] for one in fragments] == sorted(one["at"] for one in fragments)
    assert recording.lines[-1] == {"sealed": film.stat().st_size}
    content = index.read_bytes()
    mend(recording.folder)
    assert index.read_bytes() == content
