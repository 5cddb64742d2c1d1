import io
from datetime import UTC, datetime
from hashlib import sha256

import av
import pytest

from foundation.http.problems import BodyTooLarge
from tests.support.encoded import filmed, grey_of
from tests.support.films import film_of_phone
from tests.support.recordings import WALL_MS, Recording
from webrtc.decode import FrameDecoder
from webrtc.recording import backfill
from webrtc.recording.archive import Archive
from webrtc.recording.backfill import Backfills, FilmDiffers, NotAFilm, TooManyFilms
from webrtc.rtp import Codec


@pytest.fixture(scope="module")
def decoder():
    made = FrameDecoder()
    yield made
    made.close()


@pytest.fixture
def backfills(tmp_path, decoder):
    return Backfills(tmp_path, decoder)


@pytest.fixture
def archive(tmp_path, decoder):
    return Archive(tmp_path, decoder)


async def pieces(content, size=10_000):
    for at in range(0, len(content), size):
        yield content[at : at + size]


def moment(seconds):
    return datetime.fromtimestamp(WALL_MS / 1000 + seconds, UTC)


async def send(backfills, content, seconds=1.0, digest=None):
    return await backfills.take_in(
        "room",
        "applicant",
        pieces(content),
        sha256=digest or sha256(content).hexdigest(),
        began_at=moment(seconds),
    )


def grey_in(jpeg):
    with av.open(io.BytesIO(jpeg)) as opened:
        return next(opened.decode(video=0)).to_ndarray(format="gray")[140:].mean()


@pytest.mark.parametrize("kind", ["webm", "mp4"])
async def test_a_film_sent_later_fills_the_gap_and_replaces_nothing(
    backfills, archive, tmp_path, kind
):
    live = Recording(tmp_path / "room" / "applicant")
    frames = filmed(Codec.VP8, 90, keyframes=(0, 60))
    video, _ = live.plays(frames[:60])
    later = [[one._replace(timestamp=one.timestamp + 2 * 90_000) for one in n] for n in frames[60:]]
    live.plays(later, begins_at=4.0, video=video)
    live.ends()

    name = await send(backfills, film_of_phone(kind, count=90), seconds=1.5)
    timeline = await archive.timeline("room", "applicant")
    spans = [
        ((one.from_ms - WALL_MS) / 1000, (one.to_ms - WALL_MS) / 1000, one.part.is_backfilled)
        for one in timeline.spans
    ]
    assert spans == [
        (0, pytest.approx(59 / 30, abs=0.01), False),
        (pytest.approx(59 / 30, abs=0.01), 4.0, True),
        (4.0, pytest.approx(4 + 29 / 30, abs=0.01), False),
    ]
    own = await archive.frame_at("room", "applicant", moment(3.015))
    assert abs(grey_in(own.jpeg) - grey_of(45)) < 10
    film = await archive.film("room", "applicant", f"{name}.{kind}")
    assert "opus" in film.mime
    original = tmp_path / "room" / "applicant" / "backfilled" / name / "original"
    assert sha256(original.read_bytes()).hexdigest().startswith(name)


async def test_sending_a_film_twice_keeps_it_once(backfills, archive):
    content = film_of_phone()
    assert await send(backfills, content) == await send(backfills, content)
    assert len((await archive.timeline("room", "applicant")).parts) == 1


async def test_a_film_that_differs_from_its_hash_is_not_kept(backfills, tmp_path):
    with pytest.raises(FilmDiffers):
        await send(backfills, film_of_phone(), digest="0" * 64)
    assert not list((tmp_path / "room" / "applicant" / "backfilled").iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no film at all" * 100,
        b"\x1a\x45\xdf\xa3" + b"\xff" * 4000,
        b"\x00\x00\x00\x18ftypisom" + bytes(5000),
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ],
    ids=["nothing", "text", "broken WebM", "broken MP4", "a playlist", "a list of files"],
)
async def test_what_is_no_film_is_refused_and_leaves_nothing(backfills, tmp_path, content):
    with pytest.raises(NotAFilm):
        await send(backfills, content)
    assert not list((tmp_path / "room" / "applicant" / "backfilled").iterdir())


async def test_a_film_cut_off_in_the_middle_is_kept_as_far_as_it_is_whole(backfills, archive):
    content = film_of_phone()
    await send(backfills, content[: len(content) * 2 // 3])
    (span,) = (await archive.timeline("room", "applicant")).spans
    assert 0 < span.to_ms - span.from_ms < 2000


async def test_a_codec_that_browsers_of_the_desk_may_not_play_is_refused(backfills):
    with pytest.raises(NotAFilm):
        await send(backfills, film_of_phone(codec="libvpx-vp9"))


async def test_more_bytes_than_a_film_may_have_are_refused(backfills, monkeypatch):
    monkeypatch.setattr(backfill, "MOST_BYTES", 10_000)
    with pytest.raises(BodyTooLarge):
        await send(backfills, film_of_phone())


async def test_more_films_than_a_call_has_gaps_are_refused(backfills, monkeypatch):
    monkeypatch.setattr(backfill, "MOST_FILMS", 1)
    await send(backfills, film_of_phone())
    with pytest.raises(TooManyFilms):
        await send(backfills, film_of_phone(count=30))
