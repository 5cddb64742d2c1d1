import io
import itertools
from functools import cache

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.encoded import SILENCE, SIZE_PX, filmed, flat, grey_of
from webrtc.frames import Assembler
from webrtc.recording import mp4, webm
from webrtc.recording.sample import PICTURE, SOUND, Sample
from webrtc.rtp import Codec

PICTURES, FRAME_MS, KEYS = 30, 33, (0, 10, 20)
BEGAN_MS = 1_795_573_200_000
KINDS = {"webm": (webm, Codec.VP8), "mp4": (mp4, Codec.H264)}
kinds = pytest.mark.parametrize("kind", list(KINDS))


@cache
def encoded(kind):
    assembler, found = Assembler(KINDS[kind][1]), []
    for packet in flat(filmed(KINDS[kind][1], PICTURES, keyframes=KEYS)):
        found += assembler.take(packet, 0.0)
    return found


@cache
def samples(kind, has_sound=True):
    pictures = [
        Sample(PICTURE, number * FRAME_MS, one.is_keyframe, one.data)
        for number, one in enumerate(encoded(kind))
    ]
    sound = [
        Sample(SOUND, at, True, SILENCE) for at in range(5, PICTURES * FRAME_MS, 20) if has_sound
    ]
    return sorted([*pictures, *sound], key=lambda one: one.at_ms)


def cut(kind, places, has_sound=True):
    """The film as header and fragments, cut before these times."""
    edges = [0, *sorted(places), 10**9]
    groups = [
        [one for one in samples(kind, has_sound) if a <= one.at_ms < b]
        for a, b in itertools.pairwise(edges)
    ]
    container = KINDS[kind][0]
    shape = encoded(kind)[0].shape
    header = container.header(shape, has_sound=has_sound, began_ms=BEGAN_MS)
    whole = [group for group in groups if group]
    nexts = [
        next((one.at_ms for one in itertools.chain(*whole[n:]) if one.track == PICTURE), None)
        for n in range(1, len(whole) + 1)
    ]
    told = zip(whole, nexts, strict=True)
    return header, [container.fragment(n + 1, *both) for n, both in enumerate(told)]


def read_back(content):
    """What FFmpeg finds: times in ms and pictures' greys, times of sound."""
    with av.open(io.BytesIO(content)) as film:
        video, sound = film.streams.video[0], film.streams.audio[0] if film.streams.audio else None
        pictures, heard = [], []
        for packet in film.demux():
            if packet.dts is None and packet.pts is None and packet.stream is sound:
                continue
            if packet.stream is sound:
                heard.append((round(packet.pts * packet.time_base * 1000), bytes(packet)))
                continue
            for frame in packet.decode():
                grey = frame.to_ndarray(format="gray")[SIZE_PX[1] // 2 + 20 :].mean()
                pictures.append((round(frame.pts * video.time_base * 1000), grey))
        return pictures, heard


@kinds
@given(places=st.sets(st.integers(1, PICTURES * FRAME_MS), max_size=6))
def test_ffmpeg_reads_every_picture_and_sound_back_at_its_time_however_it_is_cut(kind, places):
    header, fragments = cut(kind, places)
    pictures, heard = read_back(header + b"".join(fragments))
    assert [at for at, _ in pictures] == [number * FRAME_MS for number in range(PICTURES)]
    for number, (_, grey) in enumerate(pictures):
        assert abs(grey - grey_of(number)) < 8
    assert heard == [(one.at_ms, one.data) for one in samples(kind) if one.track == SOUND]


@kinds
def test_a_film_can_be_entered_at_a_fragment_that_begins_with_a_keyframe(kind):
    header, fragments = cut(kind, [number * FRAME_MS for number in KEYS])
    pictures, _ = read_back(header + b"".join(fragments[1:]))
    assert pictures[0][0] == KEYS[1] * FRAME_MS
    assert abs(pictures[0][1] - grey_of(KEYS[1])) < 8


@kinds
@given(places=st.sets(st.integers(1, PICTURES * FRAME_MS), max_size=6), torn=st.integers(0, 10**6))
def test_a_torn_file_is_read_up_to_its_last_whole_fragment(kind, places, torn):
    container = KINDS[kind][0]
    header, fragments = cut(kind, places)
    content = header + b"".join(fragments)
    content = content[: len(header) + torn % (len(content) - len(header) + 1)]
    at, found = len(header), []
    while (one := container.fragment_at(content, at)) is not None:
        found.append(one)
        at += one.size
    ends = [len(header) + sum(map(len, fragments[: n + 1])) for n in range(len(fragments))]
    assert [one.at + one.size for one in found] == [end for end in ends if end <= len(content)]
    edges = [0, *sorted(places), 10**9]
    for one in found:
        group = next(
            [s for s in samples(kind) if a <= s.at_ms < b]
            for a, b in itertools.pairwise(edges)
            if a <= one.from_ms < b
        )
        assert (one.from_ms, one.to_ms) == (group[0].at_ms, group[-1].at_ms)
        first = next((s for s in group if s.track == PICTURE), None)
        assert one.has_key is (first is not None and first.is_keyframe)


@kinds
@given(st.binary(max_size=200), st.integers(0, 10))
def test_garbage_holds_no_fragment_and_raises_nothing(kind, data, at):
    _, fragments = cut(kind, [])
    container = KINDS[kind][0]
    assert container.fragment_at(data, at) is None
    spoilt = fragments[0][: 40 + at] + data + fragments[0][40 + at :]
    container.fragment_at(spoilt, 0)


@kinds
def test_a_finished_film_says_its_length_and_where_its_keyframes_are(kind):
    container = KINDS[kind][0]
    header, fragments = cut(kind, [number * FRAME_MS for number in KEYS])
    content = bytearray(header + b"".join(fragments))
    at, keys = len(header), []
    while (one := container.fragment_at(bytes(content), at)) is not None:
        keys += [one] if one.has_key else []
        at += one.size
    end = len(content)
    for patch in container.seal(header, keys, PICTURES * FRAME_MS, end):
        content[patch.at : patch.at + len(patch.data)] = patch.data
    with av.open(io.BytesIO(bytes(content))) as film:
        assert film.duration == pytest.approx(PICTURES * FRAME_MS * 1000, abs=40_000)
        film.seek(KEYS[2] * FRAME_MS * 1000, backward=True)
        frame = next(film.decode(video=0))
        assert round(frame.pts * frame.time_base * 1000) == KEYS[2] * FRAME_MS
    pictures, _ = read_back(bytes(content))
    assert len(pictures) == PICTURES


@kinds
def test_the_type_names_the_codecs_as_a_browser_asks_for_them(kind):
    container, shape = KINDS[kind][0], encoded(kind)[0].shape
    expected = {"webm": 'video/webm; codecs="vp8, opus"', "mp4": 'video/mp4; codecs="avc1.42'}
    assert container.mime(shape, has_sound=True).startswith(expected[kind])
    assert container.mime(None, has_sound=True) == f'audio/{kind}; codecs="opus"'


def test_sound_alone_makes_a_film_without_pictures():
    header = webm.header(None, has_sound=True, began_ms=BEGAN_MS)
    sound = [Sample(SOUND, at, True, SILENCE) for at in range(0, 400, 20)]
    with av.open(io.BytesIO(header + webm.fragment(1, sound))) as film:
        assert [one.type for one in film.streams] == ["audio"]
        assert sum(packet.size > 0 for packet in film.demux()) == len(sound)
