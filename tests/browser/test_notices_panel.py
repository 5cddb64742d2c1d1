"""A clerk tells the applicant by notice and sees what became of it."""

import json

import pytest
from playwright.async_api import expect

from tests.support.desk_work import pictured
from tests.support.pages import LONG_MS

SHOP = "老街坊家常菜馆"

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)


async def test_an_invitation_told_by_notice_is_listed_without_its_link_and_can_be_sent_again(
    desk, service
):
    page = (await desk("liu")).page
    await page.get_by_role("link", name=SHOP).click()
    await page.get_by_test_id("invite-tell").check()
    await page.get_by_test_id("invite").click()
    await page.get_by_test_id("invite-sure").click()  # the demo made a link at its start
    link = await page.get_by_test_id("invitation-url").input_value()
    notice = page.get_by_test_id("notice")
    await expect(notice).to_have_attribute("data-state", "sent")
    await notice.get_by_text("内容").click()
    await expect(notice).to_contain_text("138****8000")
    await expect(notice).to_contain_text("••••")
    assert link.rpartition("/")[2] not in await notice.inner_text()
    await pictured(page, "notices")
    await notice.get_by_test_id("notice-again").click()
    await expect(notice.get_by_test_id("notice-again")).to_be_hidden()
    await expect(notice.get_by_test_id("notice-again")).to_be_visible()
    lines = (service.data / "notices" / "messages.jsonl").read_text("utf-8").splitlines()
    assert [link in json.loads(line)["zh"] for line in lines] == [True, True]
