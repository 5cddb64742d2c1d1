"""Real Chromium on both sides of the media plane while packets are lost both ways.

Signalling goes over TCP and is not lost, so what is measured is the media. Every figure is printed:
`pytest -s` shows them.
"""

import sys

import pytest

from tests.support.plain_calls import chromium_behind, media_host, plain_call

CODECS = ("video/VP8", "video/H264")
LEAST_SHARE = 29 / 30  # issue: 29 fps of a 30 fps camera, at 3 % loss both ways
LONGEST_FREEZE_S = 0.5
LEAST_ENCODED_FPS = 20  # below that this machine is too busy to say anything
BACK_WITHIN_S = 3
SHORT_DARK_S = 2
LONG_DARK_S = 10  # gaps too long to ask for: a keyframe must bridge them
MOST_APART_MS = 100  # sound and picture; people notice from 125 ms on (ITU-R BT.1359)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def call(request, link, film, tmp_path):
    async with (
        media_host(link.here) as (origin, _),
        chromium_behind(link, origin, film, tmp_path) as browser,
    ):
        yield await plain_call(browser, origin, request.param)


def told(what, stretch):
    sys.stdout.write(f"{what}: {stretch}\n")
    return stretch


@pytest.mark.parametrize("seconds", [8, pytest.param(60, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("call", CODECS, indirect=True)
async def test_a_picture_stays_fluent_and_in_step_with_the_voice_while_packets_are_lost(
    call, link, request, seconds
):
    clean = told("clean", await call.over(seconds))
    assert clean.seen.codec == request.node.callspec.params["call"]
    assert clean.seen.size == [1280, 720]
    assert clean.sent.frames / seconds >= LEAST_ENCODED_FPS
    assert clean.share >= LEAST_SHARE
    await call.is_in_step()

    link.lose(3, 3)
    lossy = told("3 %", await call.over(seconds))
    assert lossy.sent.nacks > 0, "nothing was lost on the way up"
    assert lossy.seen.nacks > 0, "nothing was lost on the way down"
    assert lossy.share >= LEAST_SHARE
    assert lossy.seen.longestPause_s <= LONGEST_FREEZE_S
    assert lossy.seen.frozen_s <= LONGEST_FREEZE_S * lossy.seen.freezes
    assert lossy.seen.apart_ms <= MOST_APART_MS

    link.lose(10, 10)
    worse = told("10 %", await call.over(seconds))
    assert worse.share >= 0.9


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("call", CODECS, indirect=True)
async def test_a_picture_comes_back_by_itself_after_the_link_was_dark(call, link, times):
    for _ in range(times):
        await is_back_after(call, link, call.over(SHORT_DARK_S))
        asked = await is_back_after(call, link, call.over(LONG_DARK_S))
        assert asked.sent.plis > 0, "without a keyframe what is lost can not be bridged"


async def is_back_after(call, link, darkness):
    link.lose(100, 100)
    await darkness
    first_s, fluent_s, back = await call.comes_back(lambda: link.lose(0, 0))
    told(f"first picture after {first_s:.2f} s, fluent after {fluent_s:.2f} s", back)
    assert first_s <= BACK_WITHIN_S
    assert back.share >= 0.5
    return back
