"""The sample room in a real browser: preview first, hotspots by item, the plan beside."""

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from panorama.build import build_room
from tests.support.pages import LONG_MS, keep_picture

LAYOUT = Path(__file__).parents[2] / "panorama" / "data" / "t2.yaml"

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("size", ["desk", "phone"])
async def test_a_failed_item_opens_its_place_in_the_room(service, chromium, size):
    pixels = {"width": 1440, "height": 900} if size == "desk" else {"width": 390, "height": 844}
    context = await chromium.new_context(viewport=pixels, locale="zh-CN")
    page = await context.new_page()
    await page.goto(f"{service.origin}/rooms#t2/EX-02")
    card = page.get_by_test_id("spot-card")
    await expect(card).to_contain_text("罩口大于灶面", timeout=180_000)
    await expect(card).to_contain_text("这样是对的")
    await expect(page.get_by_test_id("spot-EX-02")).to_have_class("spot chosen")
    await page.wait_for_timeout(2500)  # the turn of the camera, for the picture's sake
    await keep_picture(page, f"rooms-{size}")
    await page.keyboard.press("m")
    await expect(page.get_by_role("img", name="平面图 plan")).to_be_visible(timeout=LONG_MS)
    await keep_picture(page, f"rooms-plan-{size}")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("scene-washing").click()
    await expect(page.get_by_test_id("spot-KL-18")).to_be_attached(timeout=LONG_MS)


def test_a_room_is_built_once_and_goes_on_where_it_was(tmp_path):
    stages = []
    built = build_room(LAYOUT, tmp_path, lambda stage, _share: stages.append(stage), width_px=256)
    assert built.keeps_rules
    assert stages[0] == "light"
    assert stages.index("preview") < stages.index("panorama")
    tour = json.loads((tmp_path / "tour.json").read_text("utf-8"))
    for scene in tour["scenes"]:
        assert (tmp_path / scene["preview"]).exists()
        assert (tmp_path / scene["tiles"] / "7_15.jpg").exists()
        assert scene["hotspots"], scene["id"]
    again = []
    build_room(LAYOUT, tmp_path, lambda stage, _share: again.append(stage), width_px=256)
    assert again == ["done"], "nothing is rendered twice"
