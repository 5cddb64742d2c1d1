"""Editing templates at the desk: a draft, what it does, publishing, two people at once."""

import pytest
from playwright.async_api import expect

from foundation.clock import SystemClock
from foundation.database import open_database
from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT
from tests.support.pages import LONG_MS, keep_picture

PHONE_PX = {"width": 390, "height": 844}
NEW = "EX-19"

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def opened(desk, family="ex"):
    """Begins a draft from the version in force."""
    page = desk.page
    await page.get_by_test_id("to-templates").click()
    card = page.locator(f"[data-testid=family][data-family={family}]")
    await expect(card.get_by_test_id("version").first).to_be_visible()
    await card.get_by_test_id("begin").click()
    await expect(page.get_by_test_id("tree")).to_be_visible()
    return page


async def is_saved(page):
    await expect(page.get_by_test_id("saving")).to_have_attribute("data-saving", "saved")


async def stands_still(page):
    """What comes in is in, as a person sees it."""
    await page.evaluate(
        """() => Promise.allSettled(document.getAnimations()
            .filter((one) => one.effect.getTiming().iterations !== Infinity)
            .map((one) => one.finished))"""
    )


async def asked_of(page, shop, number=0):
    """The ids that one of the cases of a shop is asked, newest first."""
    return await page.evaluate(
        """async ([shop, number]) => {
            const read = async (path) => (await fetch(`/api/v1${path}`)).json()
            const rows = (await read('/cases')).cases.filter((one) => one.shop_name === shop)
            rows.sort((left, right) => (left.accepted_at < right.accepted_at ? 1 : -1))
            const { checklist } = await read(`/cases/${rows[number].id}`)
            return checklist.sections.flatMap((one) => one.items.map((item) => item.id))
        }""",
        [shop, number],
    )


async def accept_one_more(service):
    database = open_database(f"sqlite+aiosqlite:///{service.data / 'yunkan.db'}")
    try:
        await Cases(database, SystemClock()).accept(RESTAURANT, ())
    finally:
        await database.close()


async def test_what_is_published_in_the_editor_asks_new_cases_and_not_the_running_one(
    desk, service
):
    chen = await desk("chen")
    page = await opened(chen)
    await expect(page.get_by_test_id("comments-notice")).to_contain_text("不会保留")
    await page.get_by_test_id("comments-read").click()
    before = await asked_of(page, RESTAURANT.shop_name)
    assert NEW not in before

    await page.get_by_test_id("tree-EX-08").click()
    await page.get_by_test_id("add-item").click()
    await expect(page.get_by_test_id("item-id")).to_have_value(NEW)
    await expect(page.get_by_test_id("fault").first).to_be_visible()  # nothing is written yet
    for name, zh, en in (
        ("title", "灶具间距", "Distance between stoves"),
        ("film", "用卷尺量两口灶之间的距离。", "Measure the distance between two stoves."),
        ("judge", "不小于 0.6 m。", "At least 0.6 m."),
    ):
        await page.get_by_test_id(f"{name}-zh").fill(zh)
        await page.get_by_test_id(f"{name}-en").fill(en)
    await page.get_by_test_id("clause-search").fill("hj554-hood")
    await page.get_by_test_id("clause-search").press("Enter")
    condition = page.get_by_test_id("applies-when")
    await condition.fill("fume and smoke")
    await expect(page.get_by_test_id("condition-fault")).to_contain_text("smoke")
    await condition.fill("fume and stoves >= 2")
    await expect(page.get_by_test_id("condition-said")).to_contain_text("灶头数 4 ≥ 2")
    await is_saved(page)
    await expect(page.get_by_test_id("phone-preview")).to_contain_text("灶具间距")
    await expect(page.get_by_test_id("because")).to_contain_text("灶头数 4 ≥ 2")
    await keep_picture(page, "editor-item")
    await page.get_by_test_id("shop-drinks").click()
    await expect(page.get_by_test_id("because")).to_contain_text("这项不问这家店")
    await page.get_by_test_id("shop-restaurant").click()

    await page.get_by_test_id("tree-EX-02").click()
    await page.get_by_test_id("weight-general").check()
    await page.get_by_test_id("tab-vectors").click()
    broken = page.locator("[data-testid=vector][data-holds=false]")
    await expect(broken.first).to_be_visible()
    await keep_picture(page, "editor-vectors")
    await page.get_by_test_id("publish").click()
    await expect(page.get_by_test_id("publish-refused")).to_contain_text("不成立")
    await expect(page.get_by_test_id("publish-submit")).to_be_disabled()
    await stands_still(page)
    await keep_picture(page, "editor-refused")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("publish-dialog")).to_be_hidden()

    await page.keyboard.press("Control+z")
    await expect(page.get_by_test_id("weight-key")).to_be_checked()
    await expect(broken).to_have_count(0)
    await page.get_by_test_id("tab-changes").click()
    await expect(page.get_by_test_id("changes")).to_contain_text(NEW)
    await keep_picture(page, "editor-changes")
    await page.get_by_test_id("publish").click()
    await page.get_by_test_id("publish-submit").click()
    card = page.locator("[data-testid=family][data-family=ex]")
    await expect(card.locator("[data-standing=in_force]")).to_have_count(1)
    await expect(card.get_by_test_id("resume")).to_have_count(0)
    await keep_picture(page, "editor-families")

    await accept_one_more(service)
    assert NEW in await asked_of(page, RESTAURANT.shop_name, 0)
    assert await asked_of(page, RESTAURANT.shop_name, 1) == before


async def test_of_two_who_edit_one_draft_nobody_loses_what_they_typed(desk):
    chen, sun = await desk("chen"), await desk("sun", sees_cases=False)
    page = await opened(chen)
    await sun.page.goto(page.url)
    for one in (page, sun.page):
        await one.get_by_test_id("tree-EX-03").click()
    await sun.page.get_by_test_id("title-en").fill("Height of the hood")
    await is_saved(sun.page)
    await page.get_by_test_id("title-zh").fill("罩口离地的高度")
    await expect(page.get_by_test_id("not-saved")).to_contain_text("别人也改了这份草稿")
    await keep_picture(page, "editor-conflict")
    await page.get_by_test_id("take-theirs").click()
    await page.get_by_test_id("tree-EX-03").click()
    await expect(page.get_by_test_id("title-en")).to_have_value("Height of the hood")
    await page.get_by_test_id("undo").click()  # back to one's own, now on top of theirs
    await is_saved(page)
    await page.reload()
    await expect(page.get_by_test_id("tree-EX-03")).to_contain_text("罩口离地的高度")


async def test_the_tree_is_put_in_order_by_keyboard_and_by_hand_also_on_a_phone(desk):
    page = await opened(await desk("chen"))
    rows = page.locator("[data-testid^='tree-EX']")
    await page.get_by_test_id("tree-EX-01").click()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(rows.first).to_have_attribute("data-testid", "tree-EX-02")
    await expect(page.get_by_test_id("tree-EX-01")).to_be_focused()
    await page.get_by_test_id("tree-EX-04").drag_to(
        page.get_by_test_id("tree-EX-02"), target_position={"x": 60, "y": 4}
    )
    await expect(rows.first).to_have_attribute("data-testid", "tree-EX-04")
    await page.keyboard.press("Control+z")
    await page.keyboard.press("Control+z")
    await expect(rows.first).to_have_attribute("data-testid", "tree-EX-01")
    await page.get_by_test_id("tree-EX-01").press("Delete")
    await expect(page.get_by_test_id("tree-EX-01")).to_have_count(0)
    await page.keyboard.press("Control+z")
    await expect(rows.first).to_have_attribute("data-testid", "tree-EX-01")

    await page.set_viewport_size(PHONE_PX)
    for name in ("structure", "form", "check"):
        await page.get_by_role(
            "tab", name={"structure": "结构", "form": "内容", "check": "检查"}[name]
        ).first.click()
        await keep_picture(page, f"editor-phone-{name}")
        overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{name} is wider than the phone"
