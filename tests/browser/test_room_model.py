"""Lengths measured on a panorama, and the room as a model to walk in, in a real browser."""

import math
import re

import cv2
import numpy as np
import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture
from tests.support.room_site import RoomSite

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def site(tmp_path):
    made = RoomSite(tmp_path / "rooms")
    await made.start()
    made.describe()
    made.report("done", 1.0)
    made.draw_preview("kitchen")
    yield made
    await made.stop()


@pytest.fixture
def opened(chromium, site):
    async def open_room(size="desk"):
        context = await chromium.new_context(
            viewport=SIZES[size], locale="zh-CN", has_touch=size == "phone"
        )
        page = await context.new_page()
        await page.goto(f"{site.origin}/rooms#t2")
        sphere = page.get_by_test_id("sphere")
        await expect(sphere).to_have_attribute("data-shown", "preview", timeout=LONG_MS)
        return page

    return open_room


async def metres(page):
    """The newest length shown."""
    shown = await page.get_by_test_id("measured").first.inner_text()
    return float(re.search(r"(\d+\.\d{3}) 米", shown)[1])


async def test_a_length_is_measured_with_the_mouse_and_with_the_keyboard_alone(site, opened):
    site.draw_depth("kitchen")
    page = await opened()
    await page.keyboard.press("r")
    panel = page.get_by_test_id("measure-panel")
    await expect(panel).to_have_attribute("data-readiness", "ready", timeout=LONG_MS)
    await expect(page.get_by_test_id("spot-KL-14")).to_be_hidden()
    await page.mouse.click(620, 380)
    await expect(panel).to_contain_text("再点一下终点")
    await page.mouse.click(820, 380)
    by_mouse = await metres(page)
    await expect(page.get_by_test_id("measured").first).to_contain_text("厘米")
    await keep_picture(page, "rooms-measure")
    await page.get_by_test_id("measure-clear").click()
    await expect(page.get_by_test_id("measured")).to_have_count(0)
    # The cross begins at the middle, 720 × 378; twelve and a half steps of 8 px are 100 px.
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await page.keyboard.press("r")
    await expect(panel).to_have_attribute("data-readiness", "ready", timeout=LONG_MS)
    for key, times in (("ArrowLeft", 12), ("Shift+ArrowLeft", 4), ("Shift+ArrowDown", 2)):
        for _ in range(times):
            await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    for _ in range(25):
        await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    assert await metres(page) == pytest.approx(by_mouse, abs=0.004)
    # On a ball of 2 m, 200 px apart and 70 above the middle of a view 82.8° high: 900 px.
    ahead = 450 / math.tan(math.radians(82.8 / 2))
    assert by_mouse == pytest.approx(2 * 200 / math.hypot(100, 70, ahead), abs=0.01)
    await page.keyboard.press("Backspace")
    await expect(page.get_by_test_id("measured")).to_have_count(0)


async def test_measuring_waits_for_depth_that_is_not_there_yet(site, opened):
    page = await opened("phone")
    await page.get_by_test_id("measure").click()
    panel = page.get_by_test_id("measure-panel")
    await expect(panel).to_contain_text("距离数据还没有算好")
    await expect(page.get_by_test_id("walk")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
async def test_one_walks_through_the_room_but_not_through_its_walls(site, opened, size):
    site.build_model()
    page = await opened(size)
    await page.get_by_test_id("walk").click()
    room = page.get_by_test_id("walk-room")
    await expect(room).to_be_focused()
    await expect(page.locator(".page")).to_have_attribute("inert", "")
    await expect(room).to_have_attribute("data-state", "walking", timeout=LONG_MS)
    picture = await page.screenshot(
        style="main > :not(.walkroom), .walkroom > :not(canvas) {display: none}"
    )
    seen = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert seen.std() > 20, "an empty picture"
    await keep_picture(page, f"rooms-walk-{size}")
    begun = float(await room.get_attribute("data-y"))
    if size == "desk":
        await page.keyboard.down("s")
    else:
        stick = await page.get_by_test_id("stick").bounding_box()
        x, y = stick["x"] + stick["width"] / 2, stick["y"] + stick["height"] / 2
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x, y + 60)
    # Backwards from the stoves until the wall to the dining room, in front of it the racks.
    await page.wait_for_function(
        "(least) => +document.querySelector('.walkroom').dataset.y < least",
        arg=begun - 0.8,
        timeout=LONG_MS,
    )
    await (page.keyboard.up("s") if size == "desk" else page.mouse.up())
    assert float(await room.get_attribute("data-y")) > 4.6
    plan = await page.get_by_test_id("floor").bounding_box()
    await page.mouse.click(plan["x"] + plan["width"] / 2, plan["y"] + plan["height"] * 0.62)
    await expect(room).to_have_attribute("data-y", re.compile(r"^[34]\."))
    await expect(page.get_by_text("就餐区", exact=True)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(room).to_have_count(0)
    await expect(page.get_by_test_id("sphere")).to_be_visible()


async def test_a_room_that_does_not_load_says_so_and_can_be_tried_again(site, opened):
    site.build_model()
    page = await opened()
    await page.route("**/room.glb*", lambda route: route.abort())
    await page.get_by_test_id("walk").click()
    failure = page.get_by_test_id("walk-failed")
    await expect(failure).to_contain_text("房间没有加载出来", timeout=LONG_MS)
    await page.unroute("**/room.glb*")
    await failure.get_by_role("button").click()
    await expect(page.get_by_test_id("walk-room")).to_have_attribute(
        "data-state", "walking", timeout=LONG_MS
    )
