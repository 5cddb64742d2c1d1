"""Damaged offers, fragments and frames: a precise 4xx each, and nothing is lost (scorecard M6)."""

import asyncio
import json
import os
import time
from collections import Counter
from contextlib import suppress
from statistics import quantiles

import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import Problem
from inspection.live.errors import WrongFrame
from inspection.live.model import APPLICANT, Person
from inspection.live.socket import _parsed
from tests.support.exchange import TRICKLE, WHIP, Exchange, offer_of_a_camera
from tests.support.mutation import damaged
from webrtc.guard import user_of
from webrtc.offer import Wish, ice_session, must_be_answerable
from webrtc.reach import PUBLIC_ONLY
from webrtc.sdp import checked_offer

P99_S = 0.020  # scorecard M6
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)


@pytest.fixture
async def unhandled():
    """Exceptions nobody caught in a callback or task while the test ran."""
    caught = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: caught.append(context))
    yield caught
    loop.set_exception_handler(None)


@pytest.fixture
async def exchange(aiohttp_client, engine):
    opened = await Exchange.open(aiohttp_client, engine)
    yield opened
    await opened.close()


async def through_the_endpoint(exchange, engine, count):
    """Each damaged offer comes from a person of its own, who hangs up when it was answered."""
    offer = await offer_of_a_camera()
    statuses = Counter()
    for seed in range(count):
        path = WHIP.replace("room", f"room{seed}")
        data = damaged(offer, seed).encode("utf-8", "replace")
        answer = await exchange.ask("POST", path, data)
        statuses[answer.status] += 1
        if answer.status == 201:
            location = answer.headers["Location"]
            patch = {"Content_Type": TRICKLE, "If_Match": "*"}
            fragment = damaged(offer, -seed).encode("utf-8", "replace")
            trickled = await exchange.ask("PATCH", location, fragment, **patch)
            assert trickled.status in {204, 400, 422}, (seed, trickled.text)
            await engine.hang_up(location.rpartition("/")[2])
            await engine.close_room(f"room{seed}")
    return statuses


async def test_damaged_offers_are_answered_or_refused_and_nothing_breaks(
    exchange, engine, news, unhandled
):
    process = os.getpid()
    statuses = await through_the_endpoint(exchange, engine, 1500)
    assert set(statuses) == {201, 400, 422}, statuses
    assert min(statuses.values()) > 50, f"all three are reached: {statuses}"
    await exchange.publish()
    await news.wait_for("came")
    assert not unhandled
    assert os.getpid() == process


@pytest.mark.nightly
@pytest.mark.timeout(1800)
async def test_twenty_thousand_damaged_offers_break_nothing(exchange, engine, news, unhandled):
    statuses = await through_the_endpoint(exchange, engine, 20_000)
    assert set(statuses) <= {201, 400, 413, 422}, statuses
    await exchange.publish()
    await news.wait_for("came")
    assert not unhandled


@pytest.mark.nightly
async def test_reading_a_damaged_offer_takes_no_longer_than_twenty_milliseconds():
    offer = await offer_of_a_camera()
    took = []
    for seed in range(20_000):
        text = damaged(offer, seed)
        began = time.perf_counter()
        with suppress(Problem):
            checked = checked_offer(text, PUBLIC_ONLY)
            must_be_answerable(text, Wish.SEND)
            ice_session(text)
            with suppress(Exception):  # the library's parser raises whatever it stumbles over
                SessionDescription.parse(checked)
        took.append(time.perf_counter() - began)
    assert quantiles(took, n=100)[98] <= P99_S


@given(st.text(max_size=300) | json_like.map(str) | st.binary(max_size=60).map(repr))
def test_any_text_on_the_rooms_socket_is_a_frame_or_refused(text):
    for who in (Person(APPLICANT, "", APPLICANT), Person("user_1", "", "inspector")):
        with suppress(WrongFrame):
            _parsed(text, who)


@given(
    st.sampled_from(["hello", "item", "want_still", "commit", "chat", "point", "torch", "camera"]),
    st.dictionaries(
        st.sampled_from(["item", "id", "sha256", "text", "x", "y", "on", "state", "last_seq"]),
        json_like,
    ),
)
def test_any_field_of_a_frame_may_hold_anything(kind, fields):
    text = json.dumps({"type": kind, **fields})
    for who in (Person(APPLICANT, "", APPLICANT), Person("user_1", "", "inspector")):
        with suppress(WrongFrame):
            _parsed(text, who)


@given(st.binary(max_size=200))
def test_any_datagram_names_a_user_or_nobody(datagram):
    assert isinstance(user_of(b"\0\1" + datagram), str)
