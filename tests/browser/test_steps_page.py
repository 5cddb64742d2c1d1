"""The window holds a deadline and takes steps; everybody sees why."""

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)


async def test_a_clerk_holds_a_deadline_lets_it_run_and_notes_a_withdrawal(desk):
    liu = await desk("liu")
    page = liu.page
    await page.get_by_test_id("case-row").filter(has_text=SHOP).click()
    steps = page.get_by_test_id("steps")

    await steps.get_by_test_id("hold").click()
    confirm = steps.get_by_test_id("step-confirm")
    await expect(confirm).to_be_disabled()
    await steps.get_by_role("radio").nth(1).check()
    await steps.get_by_test_id("step-why").fill("片区计划停电")
    await keep_picture(page, "steps-hold")
    await confirm.click()
    await expect(steps.get_by_role("status")).to_contain_text("片区计划停电")
    await expect(page.locator(".due").first).to_contain_text("计时已暂停")
    await keep_picture(page, "steps-held")
    await steps.get_by_test_id("release").click()
    await expect(steps.get_by_role("status")).to_have_count(0)

    await page.set_viewport_size({"width": 390, "height": 844})
    await steps.scroll_into_view_if_needed()
    await keep_picture(page, "steps-phone")
    await steps.get_by_test_id("step-withdrawn").click()
    await page.keyboard.press("Escape")
    await expect(steps.get_by_test_id("step-form")).to_have_count(0)
    await steps.get_by_test_id("step-withdrawn").click()
    await steps.get_by_test_id("step-why").fill("铺面没有谈下来")
    await confirm.click()
    await expect(page.locator(".stand")).to_contain_text("已撤回")
    await expect(page.get_by_text("撤回申请：铺面没有谈下来")).to_be_visible()
