"""Clients nobody here wrote publish and play: nothing but WHIP and WHEP is needed (issue's bar)."""

import asyncio

import pytest
from playwright.async_api import async_playwright

from tests.support import foreign
from tests.support.exchange import WHEP, WHIP, Exchange
from tests.support.media import play

FRAMES = 30  # a second of the test pictures


@pytest.fixture
async def exchange(aiohttp_client, engine):
    opened = await Exchange.open(aiohttp_client, engine)
    yield opened
    await opened.close()


@pytest.fixture
async def page(exchange):
    """A page of this origin without any of our code: the answer for an address nobody serves."""
    fake_devices = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", *fake_devices]
        )
        context = await browser.new_context(permissions=["camera", "microphone"])
        page = await context.new_page()
        await page.goto(address(exchange, "/nothing/of/ours"))
        yield page
        await browser.close()


def address(exchange, path):
    return str(exchange.client.make_url(path)).replace("127.0.0.1", "localhost")


async def sees_and_hears(engine, size, frames=FRAMES):
    """A viewer of ours decodes pictures of this size, and sound."""
    viewer = await play(engine)
    for _ in range(frames):
        picture = await viewer.frame()
    assert (picture.width, picture.height) == size
    assert picture.to_ndarray(format="gray").std() > 5, "a picture, not a grey area"
    assert (await viewer.frame("audio")).sample_rate == 48_000
    await viewer.pc.close()


async def plays(page, exchange):
    """A browser plays by plain WHEP; returns when it has decoded a second of pictures."""
    assert await page.evaluate(foreign.PLAY, [address(exchange, WHEP), "user_1"]) == 201
    async with asyncio.timeout(20):
        figures = await page.evaluate(foreign.WHEN_PLAYED, FRAMES)
    assert figures["sound"] > 0, figures
    return figures


@pytest.mark.parametrize("flags", [[], ["dtls_active"]], ids=["as DTLS server", "as DTLS client"])
async def test_ffmpeg_publishes_h264_and_opus(exchange, engine, news, tmp_path, flags):
    async with foreign.ffmpeg(address(exchange, WHIP), "applicant", tmp_path, *flags):
        await news.wait_for("came", within_s=20)
        await sees_and_hears(engine, (640, 360))


@pytest.mark.parametrize("flags", [[], ["-n"]], ids=["trickling", "all in the offer"])
async def test_gstreamers_whip_client_publishes_vp8_and_opus(
    exchange, engine, news, tmp_path, flags
):
    async with foreign.gstreamer(address(exchange, WHIP), "applicant", tmp_path, *flags):
        await news.wait_for("came", within_s=30)
        await sees_and_hears(engine, (640, 360))
    assert "DTLS connected" in (tmp_path / "gstreamer.log").read_text()
    await news.wait_for("gone")  # it says DELETE when it is ended


async def test_a_browser_plays_by_plain_whep_what_ffmpeg_publishes(exchange, news, page, tmp_path):
    async with foreign.ffmpeg(address(exchange, WHIP), "applicant", tmp_path):
        await news.wait_for("came", within_s=20)
        assert (await plays(page, exchange))["width"] == 640


async def test_a_browser_plays_by_plain_whep_what_another_page_publishes(exchange, news, page):
    sender = await page.context.new_page()
    await sender.goto(address(exchange, "/nothing/of/ours"))
    sent = await sender.evaluate(foreign.PUBLISH, [address(exchange, WHIP), "applicant"])
    assert sent == 201
    await news.wait_for("came", within_s=20)
    await plays(page, exchange)
