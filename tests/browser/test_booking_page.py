"""An applicant's thumb on the calendar, and the desk that sees the same."""

import re

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture
from tests.support.readable import unreadable

SHOP = "老街坊家常菜馆"

pytestmark = pytest.mark.timeout(400)


async def is_fine(page, name):
    """The page as it stands is kept as a picture, is readable and fits the phone's width."""
    await keep_picture(page, f"booking-{name}")
    assert await unreadable(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_an_applicant_books_changes_cancels_and_takes_it_back_and_the_desk_sees_it(
    service, phone, desk
):
    page = phone.page
    await page.goto(service.applicant_link)
    for step in ("begin", "consent-agree", "to-booking"):
        await page.get_by_test_id(step).click(timeout=LONG_MS)
    await expect(page.get_by_test_id("slot").first).to_be_visible(timeout=LONG_MS)
    await expect(page.get_by_test_id("book")).to_be_disabled()
    await page.get_by_test_id("slot").nth(1).click()
    await is_fine(page, "chosen")
    time = await page.get_by_test_id("slot").nth(1).inner_text()
    await page.get_by_test_id("book").click()
    await expect(page.get_by_test_id("booked")).to_contain_text(time)
    await is_fine(page, "booked")

    async with page.expect_download() as download:
        await page.get_by_test_id("to-calendar").click()
    assert (await download.value).suggested_filename.endswith(".ics")

    await page.get_by_test_id("change").click()
    await page.get_by_test_id("slot").nth(2).click()
    later = await page.get_by_test_id("slot").nth(2).inner_text()
    await page.get_by_test_id("book").click()
    await expect(page.get_by_test_id("booked")).to_contain_text(later)
    await page.get_by_test_id("cancel").click()
    await is_fine(page, "sure")
    await page.get_by_test_id("cancel-yes").click()
    await page.get_by_test_id("undo").click()
    await expect(page.get_by_test_id("booked")).to_contain_text(later)

    clerk = await desk("liu")
    await clerk.page.get_by_text(SHOP).first.click()
    panel = clerk.page.get_by_test_id("booking-panel")
    await expect(panel).to_contain_text(later, timeout=LONG_MS)
    await panel.get_by_test_id("booking-cancel").click()
    await panel.get_by_test_id("booking-cancel-sure").click()
    await expect(panel.get_by_test_id("booking-cancel")).to_have_count(0)
    await panel.get_by_test_id("booking-choose").click()
    await panel.get_by_test_id("booking-slot").first.click()
    await panel.get_by_test_id("booking-sure").click()
    await expect(panel.get_by_test_id("booking-cancel")).to_be_visible(timeout=LONG_MS)
    await clerk.page.get_by_test_id("to-bookings").click()
    shown = clerk.page.get_by_test_id("bookings").or_(clerk.page.get_by_test_id("bookings-empty"))
    await expect(shown).to_be_visible(timeout=LONG_MS)
    while not await clerk.page.get_by_text(SHOP).count():  # which day it is depends on today's
        await clerk.page.get_by_test_id("bookings-after").click()
        await expect(shown).to_be_visible(timeout=LONG_MS)
    await keep_picture(clerk.page, "booking-day")

    await page.reload()
    await expect(page.get_by_test_id("booked")).to_be_visible(timeout=LONG_MS)


async def test_where_nothing_is_free_the_window_can_be_called(service, phone):
    page = phone.page
    nothing = {"booking": None, "rebooks_left": 2, "days": [], "telephone": "0531-12345"}
    await page.route("**/api/v1/visit/slots", lambda route: route.fulfill(json=nothing))
    await page.goto(service.applicant_link)
    for step in ("begin", "consent-agree", "to-booking"):
        await page.get_by_test_id(step).click(timeout=LONG_MS)
    await expect(page.get_by_test_id("nothing-free")).to_be_visible(timeout=LONG_MS)
    await expect(page.get_by_test_id("telephone")).to_have_attribute(
        "href", re.compile(r"^tel:0531-12345$")
    )
    await is_fine(page, "nothing")
