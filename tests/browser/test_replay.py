"""Looking back while the call goes on: scrub, step, capture, return to the present."""

import asyncio
import re

import cv2
import numpy as np
import pytest
from playwright.async_api import expect

from tests.browser.test_first_inspection import SHOP, ask, bytes_of, the_case
from tests.support.pages import LONG_MS, keep_picture

pytestmark = pytest.mark.timeout(240)

SHOWN = """() => {
    const video = document.querySelector('[data-testid=replay-video]')
    const ready = video && !video.seeking ? video.readyState : 0
    return video && { at: video.currentTime, ready, width: video.videoWidth,
                      frames: video.getVideoPlaybackQuality().totalVideoFrames }
}"""


async def recorded(desk, seconds):
    """Waits until so much can be seen of the applicant."""
    case_id = (await the_case(desk.page))["id"]
    async with asyncio.timeout(LONG_MS / 1000):
        while True:
            all_of_case = await ask(desk.page, f"/api/v1/cases/{case_id}/recordings")
            spans = [
                span["to_ms"] - span["from_ms"]
                for one in all_of_case["recordings"]
                if one["participant"] == "applicant"
                for span in one["spans"]
            ]
            if sum(spans) >= seconds * 1000:
                return
            await desk.page.wait_for_timeout(200)


async def click_axis(desk, share):
    box = await desk.page.get_by_test_id("replay-axis").bounding_box()
    await desk.page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)


async def sees_past(desk):
    """A decoded picture of the recording stands on the page."""
    await desk.page.wait_for_function(f"() => (({SHOWN})() ?? {{}}).ready >= 2", timeout=LONG_MS)
    shown = await desk.page.evaluate(SHOWN)
    assert shown["width"] >= 640, shown
    return shown


async def still(page):
    """What the replay shows, as bytes of a small grey picture."""
    return await page.evaluate(
        """() => {
            const video = document.querySelector('[data-testid=replay-video]')
            const canvas = new OffscreenCanvas(64, 36)
            const pen = canvas.getContext('2d')
            pen.drawImage(video, 0, 0, 64, 36)
            const { data } = pen.getImageData(0, 0, 64, 36)
            return [...data].filter((_, n) => n % 4 === 1)
        }"""
    )


async def test_a_past_moment_is_looked_at_and_captured_while_the_call_goes_on(service, desk, phone):
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await expect(wang.page.get_by_test_id("recording")).to_contain_text("录像中", timeout=LONG_MS)
    await recorded(wang, 8)
    await wang.choose("EX-01")

    await click_axis(wang, 0.05)  # of the first minute: three seconds after the beginning
    before = await sees_past(wang)
    await expect(wang.page.get_by_test_id("replay-time")).to_have_text(
        re.compile(r"\d\d:\d\d:\d\d")
    )
    await keep_picture(wang.page, "desk-replay-1440")
    await wang.page.set_viewport_size({"width": 1280, "height": 800})
    await keep_picture(wang.page, "desk-replay-1280")
    await wang.page.set_viewport_size({"width": 1440, "height": 900})

    await wang.page.get_by_test_id("replay-step").click()
    await wang.page.wait_for_function(
        f"(before) => ({SHOWN})().at > before", arg=before["at"], timeout=LONG_MS
    )
    after = await sees_past(wang)
    assert 0 < after["at"] - before["at"] < 0.2, "a step is a frame, not a jump"

    seen = np.array(await still(wang.page), np.uint8).reshape(36, 64)
    await wang.page.get_by_test_id("replay-capture").click()
    await wang.has_evidence(1)
    (kept,) = (await the_case(wang.page))["evidence"]
    assert (kept["kind"], kept["item_id"]) == ("recorded", "EX-01")
    jpeg = await bytes_of(wang.page, f"/api/v1/evidence/{kept['id']}/original")
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[:, :, 1]
    small = cv2.resize(image, (64, 36), interpolation=cv2.INTER_AREA)
    assert np.abs(small.astype(int) - seen).mean() < 12, "what was seen is what is kept"

    await wang.page.get_by_test_id("replay-step").click()
    await wang.page.keyboard.press("c")  # the key takes what is looked at, not the present
    await wang.has_evidence(2)

    await wang.page.get_by_test_id("replay-play").click()
    await wang.page.wait_for_function(
        f"(before) => ({SHOWN})().frames > before + 20", arg=after["frames"], timeout=LONG_MS
    )
    await wang.page.get_by_test_id("replay-axis").focus()
    await wang.page.keyboard.press("ArrowLeft")
    await sees_past(wang)

    await wang.page.get_by_test_id("replay-live").click()
    await expect(wang.page.get_by_test_id("replay-video")).to_have_count(0)
    await wang.sees_moving_picture()
    await keep_picture(wang.page, "desk-replay-live")
    await wang.page.keyboard.press("c")
    await wang.has_evidence(3)
    kinds = sorted(one["kind"] for one in (await the_case(wang.page))["evidence"])
    assert kinds == ["frame", "recorded", "recorded"]
    await wang.page.keyboard.press("b")
    await sees_past(wang)
    await wang.page.keyboard.press("b")
    await expect(wang.page.get_by_test_id("replay-video")).to_have_count(0)


async def test_a_gap_is_hatched_and_says_why(service, desk, phone):
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await recorded(wang, 3)
    await phone.page.context.set_offline(True)
    await phone.page.evaluate("() => { window.stop() }")
    await phone.page.goto("about:blank")
    gap = wang.page.get_by_test_id("replay-gap").first
    await expect(gap).to_have_attribute("title", re.compile("间断"), timeout=LONG_MS)
    await keep_picture(wang.page, "desk-replay-gap")
    assert (await gap.get_attribute("data-cause")) in ("silent", "gone")
