import itertools

from hypothesis import given
from hypothesis import strategies as st

from webrtc.recording.index import Cause, Ended, GapTold, PartBegan, Sealed, read, written
from webrtc.recording.sample import Found
from webrtc.recording.timeline import entry_before, span_at, timeline_of

BEGAN = 1_795_573_200_000
causes = st.sampled_from(list(Cause))
times = st.integers(0, 10**13)
texts = st.text(max_size=20)
lines = st.lists(
    st.one_of(
        st.builds(Found, times, times, times, times, st.booleans()),
        st.builds(PartBegan, texts, texts, times, times, texts, st.tuples(times, times)),
        st.builds(Sealed, times),
        st.builds(GapTold, times, st.none() | times, causes),
        st.builds(Ended, times),
    ),
    max_size=12,
)


@given(lines)
def test_an_index_is_read_as_it_was_written(said):
    assert read(written(said)) == (said, len(written(said)))


@given(lines, st.integers(0, 3000))
def test_a_torn_index_is_read_up_to_its_last_whole_line(said, torn):
    content = written(said)
    found, good = read(content[:torn])
    assert found == said[: len(found)]
    assert good == len(written(found))
    assert len(written(said[: len(found) + 1])) > min(torn, len(content)) or found == said


@given(st.binary(max_size=200))
def test_garbage_is_no_line(content):
    _, good = read(content)
    assert good <= len(content)


def part(began=BEGAN, file="001.webm", codec="video/vp8"):
    return PartBegan(file, "video/webm", began, 100, codec, (1280, 720))


def seconds(*spans):
    return [Found(100 + n, 1, a * 1000, b * 1000, n == 0) for n, (a, b) in enumerate(spans)]


def spans(timeline):
    return [
        ((one.from_ms - BEGAN) / 1000, (one.to_ms - BEGAN) / 1000, one.part.name)
        for one in timeline.spans
    ]


def test_fragments_join_and_told_gaps_divide():
    gap = GapTold(BEGAN + 4000, BEGAN + 6000, Cause.PACKET_LOSS)
    found = timeline_of([part(), *seconds((0, 3), (3, 5), (5, 9)), gap], ())
    assert spans(found) == [(0, 4, "001.webm"), (6, 9, "001.webm")]
    assert [one.cause for one in found.gaps] == [Cause.PACKET_LOSS]


def test_the_last_word_about_a_gap_counts():
    told = [
        GapTold(BEGAN + 3000, None, Cause.GONE),
        GapTold(BEGAN + 3000, BEGAN + 8000, Cause.CONNECTION_LOST),
    ]
    found = timeline_of([part(), *seconds((0, 3), (8, 9)), *told], ())
    assert [(one.to_ms, one.cause) for one in found.gaps] == [(BEGAN + 8000, Cause.CONNECTION_LOST)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)), max_size=6))
def test_what_a_phone_filmed_itself_fills_gaps_and_replaces_nothing(pieces):
    live = [
        part(),
        *seconds((0, 10), (20, 30)),
        GapTold(BEGAN + 10_000, BEGAN + 20_000, Cause.GONE),
    ]
    filmed = [
        (f"own{n}.webm", [part(BEGAN + a * 1000), *seconds((0, length))])
        for n, (a, length) in enumerate(pieces)
    ]
    found = timeline_of(live, filmed)
    assert [one for one in spans(found) if one[2] == "001.webm"] == [
        (0, 10, "001.webm"),
        (20, 30, "001.webm"),
    ]
    ordered = list(found.spans)
    assert all(a.to_ms <= b.from_ms for a, b in itertools.pairwise(ordered))
    for a, length in pieces:
        for at in range(a * 1000, (a + length) * 1000, 500):
            assert span_at(found, BEGAN + at) is not None, "everything that was filmed is there"
    assert all(one.is_backfilled is one.name.startswith("own") for one in found.parts)


@given(st.integers(0, 12_000))
def test_a_moment_is_decoded_from_the_last_entry_before_it(at):
    fragments = [Found(100 + n, 1, n * 1000, n * 1000 + 999, n % 3 == 0) for n in range(10)]
    (found,) = timeline_of([part(), *fragments], ()).parts
    needed = entry_before(found, BEGAN + at)
    assert needed[0].has_key
    assert needed[0].from_ms <= at
    assert needed[-1].from_ms <= at
    assert not any(one.has_key for one in needed[1:])


def test_a_voice_of_an_hour_has_entries_enough_and_not_one_for_each_half_second():
    fragments = [Found(100 + n, 1, n * 500, n * 500 + 480, True) for n in range(7200)]
    (voice,) = timeline_of([part(codec=""), *fragments], ()).parts
    assert voice.entries[0] == (BEGAN, 100)
    assert len(voice.entries) == 720
    (film,) = timeline_of([part(), *seconds((0, 3), (3, 5))], ()).parts
    assert film.entries == [(BEGAN, 100)]


def test_what_a_power_cut_took_from_a_film_is_not_in_its_timeline():
    lines = [part(), *seconds((0, 3), (3, 5), (5, 9)), Sealed(102)]
    (found,) = timeline_of(lines, ()).parts
    assert (found.size, found.ended_ms) == (102, BEGAN + 5000)
