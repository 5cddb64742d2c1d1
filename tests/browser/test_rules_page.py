"""Determination rules at the desk: read in plain words, a fault by its line, published."""

import pytest
from playwright.async_api import expect

from tests.support.desk_work import ask, pictured
from tests.support.pages import LONG_MS, keep_picture

TABLET = {"width": 820, "height": 1180}

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def test_rules_are_changed_compared_and_published_as_a_version_that_stays(service, desk):
    page = (await desk("chen")).page
    await page.get_by_test_id("to-templates").click()
    await page.get_by_test_id("to-rules").click()
    text, said = page.get_by_test_id("rules-text"), page.get_by_test_id("rules-said")
    await expect(said).to_contain_text("适用的检查项全部符合才通过")
    await expect(page.get_by_test_id("rules-publish")).to_have_count(0)
    written = await text.input_value()
    assert written.startswith("#"), "with the comments it was published with"

    await text.fill(written.replace("food: {scheme: all_must_comply}", "food: {scheme: strict}"))
    fault = page.get_by_test_id("rules-fault")
    await expect(fault).to_contain_text("没有判定办法“strict”")
    await expect(page.get_by_test_id("rules-publish")).to_be_disabled()
    await keep_picture(page, "desk-rules-fault")

    better = written.replace(
        "food: {scheme: all_must_comply}", "food: {scheme: counted, limits: {major: 2}}"
    )
    await text.fill(better)
    await expect(fault).to_contain_text("已经发布过")
    better = better.replace('version: "2026.11.1"', 'version: "2026.11.2"')
    await text.fill(better)
    await expect(page.get_by_test_id("rules-change")).to_have_count(1)
    await expect(page.get_by_test_id("rules-change")).to_contain_text("最多 2 项")
    await page.set_viewport_size(TABLET)
    await keep_picture(page, "desk-rules-tablet")
    await pictured(page, "desk-rules")
    await page.get_by_test_id("rules-publish").click()
    await expect(page.get_by_test_id("rules-all-must-comply-2026.11.2")).to_be_visible()
    kept = await ask(page, "/api/v1/rules/all-must-comply/versions/2026.11.2")
    assert kept["content"]["yaml"] == better
