from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from foundation.errors import NotFound
from tests.support.encoded import SIZE_PX, filmed, grey_of, spoken
from tests.support.recordings import FRAME_S, WALL_MS, Recording
from webrtc.decode import FrameDecoder
from webrtc.recording.archive import Archive, NothingRecorded
from webrtc.recording.index import NAME, Cause, GapTold, written
from webrtc.recording.reading import IndexReader
from webrtc.rtp import Codec

PICTURES = 150


@pytest.fixture(scope="module")
def decoder():
    made = FrameDecoder()
    yield made
    made.close()


@pytest.fixture
def archive(tmp_path, decoder):
    return Archive(tmp_path, decoder)


@pytest.fixture(params=[Codec.VP8, Codec.H264], ids=["vp8", "h264"])
def recording(request, tmp_path):
    """Five seconds, still running: what is on the disk ends a little before."""
    made = Recording(tmp_path / "room" / "applicant", (request.param, Codec.OPUS))
    frames = filmed(request.param, PICTURES, keyframes=(0, 60, 120))
    made.plays(frames, spoken(250), codec=request.param)
    made.written()
    yield made
    made.scribe.close()


def moment(seconds):
    return datetime.fromtimestamp(WALL_MS / 1000 + seconds, UTC)


def grey_in(jpeg):
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    return image[SIZE_PX[1] // 2 + 20 :].mean()


@pytest.mark.parametrize("number", [0, 1, 59, 60, 61, 100, 119, 125])
async def test_the_exact_picture_of_a_past_moment_while_recording(archive, recording, number):
    frame = await archive.frame_at("room", "applicant", moment(number * FRAME_S + 0.005))
    assert abs(grey_in(frame.jpeg) - grey_of(number)) < 8
    assert (frame.width_px, frame.height_px) == SIZE_PX
    assert frame.captured_at.timestamp() == pytest.approx(
        WALL_MS / 1000 + number * FRAME_S, abs=0.002
    )


@pytest.mark.parametrize("seconds", [-1, 4.99, 60])
async def test_no_picture_is_made_up_of_a_moment_that_is_not_on_the_disk(
    archive, recording, seconds
):
    with pytest.raises(NothingRecorded):
        await archive.frame_at("room", "applicant", moment(seconds))


async def test_a_gap_has_no_picture(archive, tmp_path):
    made = Recording(tmp_path / "room" / "applicant")
    frames = filmed(Codec.VP8, 90, keyframes=(0, 60))
    made.plays([*frames[:30], [], *frames[31:]])
    made.ends()
    with pytest.raises(NothingRecorded):
        await archive.frame_at("room", "applicant", moment(1.5))
    frame = await archive.frame_at("room", "applicant", moment(2.01))
    assert abs(grey_in(frame.jpeg) - grey_of(60)) < 8


async def test_only_whole_bytes_are_given_out(archive, recording):
    timeline = await archive.timeline("room", "applicant")
    (part,) = timeline.parts
    film = await archive.film("room", "applicant", part.name)
    path = recording.folder / part.name
    assert (film.path, film.size) == (path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(b"half a fragment")
    assert (await archive.film("room", "applicant", part.name)).size == film.size
    assert timeline.ended_ms is None


async def test_a_finished_recording_says_when_it_ended(archive, recording):
    recording.ends()
    timeline = await archive.timeline("room", "applicant")
    assert timeline.ended_ms == pytest.approx(WALL_MS + 4980, abs=20)
    assert await archive.participants("room") == ["applicant"]


@pytest.mark.parametrize(
    ("room", "participant", "name"),
    [
        ("room", "applicant", "../applicant/001.webm"),
        ("room", "applicant", "index.jsonl"),
        ("room", "nobody", "001.webm"),
        ("..", "room", "001.webm"),
        ("room", "..", "001.webm"),
        ("room/applicant", ".", "001.webm"),
        ("room", "a\0b", "001.webm"),
    ],
)
async def test_nothing_else_of_the_disk_can_be_asked_for(
    archive, recording, room, participant, name
):
    with pytest.raises(NotFound):
        await archive.film(room, participant, name)


async def test_a_voice_has_no_picture(archive, tmp_path):
    made = Recording(tmp_path / "room" / "user_1")
    made.plays([], spoken(200))
    made.ends()
    with pytest.raises(NothingRecorded):
        await archive.frame_at("room", "user_1", moment(2))


async def test_an_index_that_grows_is_read_on_and_one_that_was_cut_is_read_anew(tmp_path):
    reader, folder = IndexReader(), tmp_path
    index = folder / NAME
    assert reader.lines(folder) == []
    first, second = GapTold(1, 2, Cause.SILENT), GapTold(3, None, Cause.GONE)
    index.write_bytes(written([first]) + written([second])[:9])
    assert reader.lines(folder) == [first], "a line that is being written is not one yet"
    index.write_bytes(written([first, second]))
    assert reader.lines(folder) == [first, second]
    index.write_bytes(written([second]))
    assert reader.lines(folder) == [second]
    index.unlink()
    assert reader.lines(folder) == []


async def test_a_recording_that_begins_this_moment_is_there_and_empty(archive, tmp_path):
    (tmp_path / "room" / "applicant").mkdir(parents=True)
    (tmp_path / "room" / "applicant" / NAME).touch()
    assert await archive.participants("room") == ["applicant"]
    assert (await archive.timeline("room", "applicant")).spans == ()
