"""Chromium plays the films as they are written: in pieces from any entry, and finished as files."""

import base64

import pytest

from tests.support.encoded import filmed, grey_of, spoken
from tests.support.recordings import Recording
from webrtc.forwarder import Stream
from webrtc.rtp import Codec

pytestmark = [
    pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264]),
    pytest.mark.timeout(120),
]

PICTURES = 150
PLAY = """async ([mime, pieces, at]) => {
    const video = document.createElement('video')
    document.body.append(video)
    video.muted = true
    const bytes = pieces.map((one) => Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0)))
    const heard = (target, name) => new Promise((done, failed) => {
        target.addEventListener(name, done, { once: true })
        video.addEventListener('error', () => failed(new Error(video.error.message)))
    })
    if (mime === null) {
        video.src = URL.createObjectURL(new Blob(bytes))
        await heard(video, 'loadedmetadata')
    } else {
        const source = new MediaSource()
        video.src = URL.createObjectURL(source)
        await heard(source, 'sourceopen')
        const buffer = source.addSourceBuffer(mime)
        for (const one of bytes) {
            buffer.appendBuffer(one)
            await heard(buffer, 'updateend')
        }
    }
    const arrived = heard(video, 'seeked')
    // the picture of the beginning may come late, after the place was sought
    let frame = null, come = () => {}
    const watch = (_, shown) => { frame = shown; come(); video.requestVideoFrameCallback(watch) }
    video.requestVideoFrameCallback(watch)
    video.currentTime = at
    await arrived
    while (frame === null || Math.abs(frame.mediaTime - at) > 0.1) {
        await new Promise((done) => { come = done })
    }
    const media = frame.mediaTime
    const pen = new OffscreenCanvas(32, 24).getContext('2d')
    pen.drawImage(video, 0, 0, 32, 24)
    const { data } = pen.getImageData(0, 0, 32, 24)
    const rest = [...data].filter((_, n) => n % 4 === 1).slice(32 * 15)
    await video.play()
    await heard(video, 'timeupdate')
    return {
        width: video.videoWidth,
        media,
        grey: rest.reduce((sum, one) => sum + one, 0) / rest.length,
        from: video.buffered.start(0),
        until: video.buffered.end(0),
        duration: Number.isFinite(video.duration) ? video.duration : null,
    }
}"""


@pytest.fixture
def recording(tmp_path, codec):
    made = Recording(tmp_path / "room" / "applicant", (codec, Codec.OPUS))
    made.plays(filmed(codec, PICTURES, keyframes=(0, 60)), spoken(250), codec=codec)
    made.written()
    yield made
    made.scribe.close()


async def played(chromium, mime, pieces, at):
    page = await chromium.new_page()
    await page.goto("data:text/html,<title>films</title>")
    encoded = [base64.b64encode(piece).decode() for piece in pieces]
    try:
        return await page.evaluate(PLAY, [mime, encoded, at])
    finally:
        await page.close()


async def test_a_film_that_still_grows_is_played_from_an_entry_in_odd_pieces(
    chromium, recording, codec
):
    (part,) = recording.parts
    content = (recording.folder / part["part"]).read_bytes()
    entries = [one for one in recording.lines if one.get("key")]
    assert len(entries) == 2
    media = content[entries[1]["at"] :]
    pieces = [
        content[: part["header"]],
        *(media[at : at + 3001] for at in range(0, len(media), 3001)),
    ]
    seen = await played(chromium, part["mime"], pieces, 75 / 30 + 0.01)
    assert seen["media"] == pytest.approx(75 / 30, abs=0.002)
    assert seen["grey"] == pytest.approx(grey_of(75), abs=10)
    assert seen["from"] == pytest.approx(2.0, abs=0.05)
    assert seen["until"] > 4.0


async def test_a_finished_film_is_a_file_that_knows_its_length_and_is_sought_in(
    chromium, recording, codec
):
    recording.ends()
    (part,) = recording.parts
    content = (recording.folder / part["part"]).read_bytes()
    seen = await played(chromium, None, [content], 100 / 30 + 0.01)
    assert seen["grey"] == pytest.approx(grey_of(100), abs=10)
    assert seen["duration"] == pytest.approx(PICTURES / 30, abs=0.1)
    assert seen["width"] == 320


async def test_a_slow_camera_is_no_hole_to_the_player(chromium, tmp_path, codec):
    made = Recording(tmp_path / "room" / "applicant", (codec, Codec.OPUS))
    video, voice = Stream(codec, 1), Stream(Codec.OPUS, 2)
    sound = spoken(600)
    for number, packets in enumerate(filmed(codec, 60)):
        at = number * 0.2
        made.hears(video, [one._replace(timestamp=number * 18_000) for one in packets], at)
        for step in range(10):
            made.hears(voice, [sound[number * 10 + step]], at + step * 0.02)
    made.written()
    (part,) = made.parts
    content = (made.folder / part["part"]).read_bytes()
    pieces = [content[: part["header"]], content[part["header"] :]]
    seen = await played(chromium, part["mime"], pieces, 40 * 0.2 + 0.01)
    assert seen["until"] > 10
    assert seen["grey"] == pytest.approx(grey_of(40), abs=10)
    made.scribe.close()
