import gc
import weakref

import pytest

from tests.support.encoded import filmed, flat, grey_of, spoken
from tests.support.recordings import FRAME_S, Recording
from webrtc.forwarder import Stream
from webrtc.recording.recorder import KEYFRAME_EVERY_S
from webrtc.recording.weaver import FRAGMENT_S, LATE_S
from webrtc.rtp import Codec

pytestmark = pytest.mark.parametrize("codec", [Codec.VP8, Codec.H264])


@pytest.fixture
def recording(tmp_path, codec):
    made = Recording(tmp_path / "room" / "applicant", (codec, Codec.OPUS))
    yield made
    made.scribe.close()


def test_every_picture_and_sound_is_kept_at_the_time_it_was_filmed(recording, codec):
    recording.plays(filmed(codec, 90), spoken(150), codec=codec)
    recording.ends()
    found = recording.pictures()
    assert len(found) == 90
    for number, (at, grey) in enumerate(found):
        assert abs(grey - grey_of(number)) < 8
        assert at == pytest.approx(number * FRAME_S, abs=0.002)
    assert len(recording.sounds()) == 150
    assert recording.gaps == []
    (part,) = recording.parts
    assert part["part"] == ("001.webm" if codec is Codec.VP8 else "001.mp4")
    assert "opus" in part["mime"]


def test_fragments_are_written_before_a_second_has_passed_and_name_their_bytes(recording, codec):
    recording.plays(filmed(codec, 120), spoken(200), codec=codec)
    recording.written()
    fragments = [one for one in recording.lines if "at" in one]
    assert fragments[-1]["to"] > (120 * FRAME_S - FRAGMENT_S - LATE_S) * 1000
    size = (recording.folder / recording.parts[0]["part"]).stat().st_size
    assert fragments[-1]["at"] + fragments[-1]["bytes"] == size
    assert all(one["to"] - one["from"] <= 1000 for one in fragments)
    assert fragments[0]["key"]


def test_a_lost_packet_is_a_gap_until_the_next_keyframe(recording, codec):
    frames = filmed(codec, 90, keyframes=(0, 45))
    lost = [packets if n != 20 else packets[1:] for n, packets in enumerate(frames)]
    recording.plays(lost, codec=codec)
    recording.ends()
    numbers = [*range(20), *range(45, 90)]
    assert len(recording.pictures()) == len(numbers)
    for number, (_, grey) in zip(numbers, recording.pictures(), strict=True):
        assert abs(grey - grey_of(number)) < 8
    ((begins, ends, cause),) = recording.gaps
    assert cause == "packet_loss"
    assert (begins, ends) == pytest.approx((19 * FRAME_S, 45 * FRAME_S), abs=0.002)


def test_a_lost_packet_is_told_to_the_phone_as_a_wish_for_a_keyframe(recording, codec):
    frames = filmed(codec, 45)
    recording.plays([*frames[:10], *frames[11:]], codec=codec)
    assert any(at > 1.2 for at in recording.wishes)


def test_a_phone_that_falls_silent_leaves_a_gap_that_is_known_while_it_lasts(recording, codec):
    frames = filmed(codec, 60, keyframes=(0, 30))
    video, _ = recording.plays(frames[:30], codec=codec)
    recording.ticks(until=4.5)
    recording.written()
    assert recording.gaps == [(pytest.approx(29 * FRAME_S, abs=0.002), None, "silent")]
    later = [
        [one._replace(timestamp=one.timestamp + 5 * 90_000) for one in packets]
        for packets in frames[30:]
    ]
    recording.plays(later, begins_at=6.0, video=video, codec=codec)
    recording.ends()
    ((begins, ends, cause),) = recording.gaps
    assert cause == "silent"
    assert (begins, ends) == pytest.approx((29 * FRAME_S, 6.0), abs=0.002)
    assert len(recording.pictures()) == 60


def test_stills_that_were_asked_for_are_the_cause_of_the_gap_until_the_picture_is_back(
    recording, codec
):
    frames = filmed(codec, 60, keyframes=(0, 30))
    video, _ = recording.plays(frames[:30], codec=codec)
    recording.ticks(until=9.0, expects_picture=False)
    recording.ticks(until=10.0)
    recording.written()
    assert recording.gaps == [(pytest.approx(29 * FRAME_S, abs=0.002), None, "stills")]
    later = [
        [one._replace(timestamp=one.timestamp + 9 * 90_000) for one in packets]
        for packets in frames[30:]
    ]
    recording.plays(later, begins_at=10.2, video=video, codec=codec)
    recording.ends()
    ((_, _, cause),) = recording.gaps
    assert cause == "stills"


def test_a_picture_asked_for_again_that_does_not_come_is_silence(recording, codec):
    recording.plays(filmed(codec, 30), codec=codec)
    recording.ticks(until=9.0, expects_picture=False)
    recording.ticks(until=14.0)
    recording.ends()
    assert recording.gaps[-1][2] == "silent"


def test_a_phone_that_comes_back_over_another_connection_goes_on_in_the_same_film(recording, codec):
    recording.plays(filmed(codec, 30), spoken(50), codec=codec)
    recording.recorder.gone(1.1)
    recording.now = 1.1
    recording.ticks(until=3.0)
    recording.written()
    assert recording.gaps[0][1:] == (None, "gone")
    again = filmed(codec, 30, ssrc=9, first_seq=999, first_timestamp=77, first_number=30)
    recording.plays(
        again, spoken(50, ssrc=8), begins_at=4.0, audio=Stream(Codec.OPUS, 8), codec=codec
    )
    recording.ends()
    assert [gap[2] for gap in recording.gaps] == ["connection_lost"]
    assert recording.gaps[0][:2] == pytest.approx((29 * FRAME_S, 4.0), abs=0.002)
    found = recording.pictures()
    assert len(found) == 60
    assert found[30][0] == pytest.approx(4.0, abs=0.002)
    assert len(recording.parts) == 1
    assert len(recording.sounds()) == 100


def test_a_connection_that_is_replaced_before_it_ended_says_no_more(recording, codec):
    first = filmed(codec, 60)
    video, _ = recording.plays(first[:30], codec=codec)
    other = filmed(codec, 30, ssrc=9, first_number=30)
    recording.plays(other[:2], begins_at=1.0, codec=codec)
    recording.hears(video, flat(first[30:40]))
    recording.ends()
    greys = [grey for _, grey in recording.pictures()]
    assert len(greys) == 32
    assert recording.gaps == [], "shorter than a second"


def test_of_replaced_connections_whose_last_packets_still_come_nothing_is_kept(recording, codec):
    known, last = [], []  # what the connection before still has to say
    for number in range(5):
        picture, sound = filmed(codec, 30, ssrc=10 + number), spoken(50, ssrc=20 + number)
        begins_at, audio = number / 2, Stream(Codec.OPUS, 20 + number)
        video, _ = recording.plays(
            picture[:15], sound[:25], begins_at=begins_at, codec=codec, audio=audio
        )
        for stream, packets in last:
            recording.hears(stream, packets)
        last = [(video, flat(picture[15:])), (audio, sound[25:])]
        known += [weakref.ref(video), weakref.ref(audio)]
    del stream
    gc.collect()
    assert [one() is not None for one in known] == [False] * 8 + [True] * 2
    recording.ends()
    assert len(recording.pictures()) == 5 * 15
    assert len(recording.sounds()) == 5 * 25


def test_another_codec_begins_the_next_part_of_the_same_recording(recording, codec):
    other = Codec.H264 if codec is Codec.VP8 else Codec.VP8
    recording.plays(filmed(codec, 45), spoken(75), codec=codec)
    recording.recorder.follow(recording.wishes.append, (other, Codec.OPUS))
    recording.plays(
        filmed(other, 45, ssrc=9, first_number=45),
        spoken(75, ssrc=8),
        begins_at=2.0,
        audio=Stream(Codec.OPUS, 8),
        codec=other,
    )
    recording.ends()
    names = {Codec.VP8: "webm", Codec.H264: "mp4"}
    assert [one["part"] for one in recording.parts] == [
        f"001.{names[codec]}",
        f"002.{names[other]}",
    ]
    assert [round(at) for at, _ in recording.pictures()][-1] == 3
    assert len(recording.pictures()) == 90


def test_a_phone_that_turns_gives_a_picture_of_another_size(recording, codec):
    upright = filmed(codec, 45, size_px=(240, 320), first_seq=5000, first_timestamp=45 * 3000)
    landscape = filmed(codec, 45)
    next_seq = landscape[-1][-1].seq + 1
    moved = [one._replace(seq=next_seq + n) for n, one in enumerate(flat(upright))]
    recording.plays(landscape, codec=codec, video=(video := Stream(codec, 1)))
    recording.hears(video, moved, at=1.5)
    recording.ends()
    # VP8 says its size in the stream, H.264's parameter sets stand at a file's beginning
    assert len(recording.parts) == (1 if codec is Codec.VP8 else 2)
    assert recording.parts[0]["size"] == [320, 240]
    assert len(recording.pictures()) == 90


def test_a_voice_without_a_picture_is_recorded_as_one(recording, codec):
    recording.plays([], spoken(200))
    recording.ends()
    (part,) = recording.parts
    assert part["mime"].startswith("audio/webm")
    assert len(recording.sounds()) == 200


def test_sound_that_comes_later_is_in_the_next_part(recording, codec):
    frames = filmed(codec, 120, keyframes=(0, 90))
    video = Stream(codec, 1)
    recording.plays(frames[:60], codec=codec, video=video)
    recording.plays(frames[60:], spoken(100), begins_at=2.0, codec=codec, video=video)
    recording.ends()
    assert ["opus" in one["mime"] for one in recording.parts] == [False, True]
    assert len(recording.pictures()) == 120
    assert any(at > 1.9 for at in recording.wishes), "a keyframe is asked for, to begin with"


def test_a_keyframe_is_asked_for_every_ten_seconds_so_that_players_can_enter(recording, codec):
    recording.plays(filmed(codec, 330), codec=codec)
    first = next(at for at in recording.wishes if at > 1)
    assert first == pytest.approx(KEYFRAME_EVERY_S, abs=0.6)


def test_nothing_is_written_of_a_phone_that_never_sends(recording, codec):
    recording.recorder.tick(5.0)
    recording.recorder.gone(6.0)
    recording.ends()
    assert not recording.folder.exists()
