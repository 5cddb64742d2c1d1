import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.engine import CapturedFrame, MalformedOffer, MediaEngine
from webrtc.remote import CALLS, plain_problem, problem_again
from webrtc.wire import BrokenFrame, Method, packed, read_message

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text().filter(lambda key: key != "$bytes"), inner, max_size=4)
    ),
    max_leaves=12,
)


@dataclass(frozen=True)
class Shot:
    taken_at: datetime
    pieces: Sequence[bytes]


class Camera:
    async def shoot(self, room: str, how_many: int = 1) -> Shot:
        """Stands for any method of the engine."""


async def over_the_wire(*frames):
    reader = asyncio.StreamReader()
    for frame in frames:
        reader.feed_data(frame)
    reader.feed_eof()
    return [await read_message(reader) for _ in frames]


@given(st.lists(st.dictionaries(st.text(min_size=1), plain, max_size=4), min_size=1, max_size=3))
def test_whatever_json_and_bytes_can_say_arrives_as_it_was(messages):
    messages = [one for one in messages if "$bytes" not in one]
    assert asyncio.run(over_the_wire(*(packed(one) for one in messages))) == messages


async def test_arguments_and_answer_come_back_in_their_own_types():
    shoot = Method(Camera.shoot)
    arguments = shoot.bound(("kitchen",), {})
    assert arguments == {"room": "kitchen", "how_many": 1}, "defaults filled in"
    shot = Shot(datetime(2026, 11, 25, tzinfo=UTC), (b"\x00\xff", b""))
    sent = packed({"given": shoot.plain_arguments(arguments), "answer": shoot.plain_answer(shot)})
    (message,) = await over_the_wire(sent)
    assert shoot.arguments(message["given"]) == arguments
    assert shoot.answer(message["answer"]) == Shot(shot.taken_at, [b"\x00\xff", b""])


async def test_a_picture_travels_as_bytes_not_as_text():
    frame = CapturedFrame(bytes(range(256)) * 400, 1280, 720, datetime(2026, 11, 25, tzinfo=UTC))
    capture = CALLS["capture"]
    sent = packed({"answer": capture.plain_answer(frame)})
    assert len(sent) < len(frame.jpeg) + 300
    (message,) = await over_the_wire(sent)
    assert capture.answer(message["answer"]) == frame


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff" * 8,  # longer than any frame of ours
        b"\x00\x00\x00\x02\x00\x00\x00\x00{]",
        b"\x00\x00\x00\x02\x00\x00\x00\x00[]",
    ],
)
async def test_what_is_no_frame_of_ours_ends_the_connection(frame):
    with pytest.raises(BrokenFrame):
        await over_the_wire(frame)


def test_an_argument_of_another_type_is_refused_where_it_arrives():
    with pytest.raises(ValueError, match="valid integer"):
        Method(Camera.shoot).arguments({"room": "kitchen", "how_many": "many"})


def test_a_refusal_comes_back_as_the_same_refusal():
    again = problem_again(plain_problem(MalformedOffer(reason="no audio")))
    assert type(again) is MalformedOffer
    assert again.sentence_zh == MalformedOffer(reason="no audio").sentence_zh


def test_only_refusals_are_made_of_a_name():
    with pytest.raises(TypeError):
        problem_again({"class": "subprocess:Popen", "facts": {}})


def test_every_method_of_the_engine_that_waits_can_be_called_from_afar():
    waiting = {"publish", "play", "hang_up", "capture", "cut", "close_room"}
    assert waiting <= CALLS.keys()
    assert all(hasattr(MediaEngine, name) for name in CALLS)
