"""Real Chromium on both sides of the media plane while packets are lost both ways.

Signalling goes over TCP and is not lost, so what is measured is the media. Every figure is printed:
`pytest -s` shows them.
"""

import sys

import pytest

from tests.support.plain_calls import (
    WATCH_S,
    chromium_behind,
    chromium_for,
    media_host,
    plain_call,
)
from webrtc.forwarder import RING_PACKETS

CODECS = ("video/VP8", "video/H264")
LEAST_FPS = 29  # issue: of a 30 fps camera, at 3 % loss both ways
SHORT_S = 8
LONGEST_FREEZE_S = 0.5
BACK_WITHIN_S = 4  # Chromium asks by itself after 3 s without a picture
FLUENT_AFTER_S = 4.5  # of the 5 s that are watched: the encoder starts again from few bits
SHORT_DARK_S = 2
LONG_DARK_S = 10  # gaps too long for the phone to be asked for: a keyframe must bridge them
MOST_APART_MS = 100  # sound and picture; people notice from 125 ms on (ITU-R BT.1359)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def call(request, link, film, tmp_path):
    async with (
        media_host(link.here) as (origin, _),
        chromium_behind(link, origin, film, tmp_path) as browser,
    ):
        yield await plain_call(browser, browser, origin, request.param)


@pytest.fixture
async def call_of_a_weak_desk(request, link, film, tmp_path):
    """The desk is behind the link, the phone is not."""
    async with (
        media_host(link.here) as (origin, _),
        chromium_for(origin, film) as beside,
        chromium_behind(link, origin, film, tmp_path) as behind,
    ):
        yield await plain_call(beside, behind, origin, request.param)


def told(what, stretch):
    sys.stdout.write(f"{what}: {stretch}\n")
    return stretch


@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(60, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("call", CODECS, indirect=True)
async def test_a_picture_stays_fluent_and_in_step_with_the_voice_while_packets_are_lost(
    call, link, request, seconds
):
    clean = told("clean", await call.over(seconds))
    assert clean.seen.codec == request.node.callspec.params["call"]
    assert clean.seen.size == [1280, 720]
    await call.is_in_step(MOST_APART_MS)

    link.lose(3, 3)
    lossy = told("3 %", await call.over(seconds))
    assert lossy.sent.nacks > 0, "nothing was lost on the way up"
    assert lossy.seen.nacks > 0, "nothing was lost on the way down"
    fps = LEAST_FPS if seconds > SHORT_S else 0  # also of the camera: on a machine of its own
    told("3 %", await call.is_fluent(LEAST_FPS / 30, LONGEST_FREEZE_S, fps))
    await call.is_in_step(MOST_APART_MS)

    link.lose(10, 10)
    told("10 %", await call.over(seconds))
    told("10 %", await call.is_fluent(0.9, 2 * LONGEST_FREEZE_S))


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("call", CODECS, indirect=True)
async def test_a_picture_comes_back_by_itself_after_the_link_was_dark(call, link, times):
    for _ in range(times):
        await dark_for(call, link, SHORT_DARK_S)
        await is_back_after(call, link)
        await dark_for(call, link, LONG_DARK_S)
        asked = await is_back_after(call, link)
        assert asked.sent.plis > 0, "without a keyframe what is lost can not be bridged"


async def dark_for(call, link, seconds):
    link.lose(100, 100)
    await call.over(seconds)


async def is_back_after(call, link):
    """Ends the darkness; what was sent and seen in the time from then on."""
    first_s, fluent_s, back = await call.comes_back(lambda: link.lose(0, 0))
    told(f"first picture after {first_s:.2f} s, fluent after {fluent_s:.2f} s", back)
    assert first_s <= BACK_WITHIN_S
    assert fluent_s <= FLUENT_AFTER_S
    since_first = 1 - first_s / WATCH_S
    assert back.seen.frames >= 0.8 * since_first * back.sent.frames
    return back


@pytest.mark.parametrize("call_of_a_weak_desk", CODECS, indirect=True)
async def test_a_link_dark_for_longer_than_the_ring_is_bridged_by_a_keyframe(
    call_of_a_weak_desk, link
):
    call = call_of_a_weak_desk
    link.lose(100, 100)
    await call.sends(2 * RING_PACKETS)  # nothing the desk misses is in the ring any more
    back = await is_back_after(call, link)
    assert back.sent.plis > 0, "the phone was asked"
    assert back.seen.keyframes > 0
