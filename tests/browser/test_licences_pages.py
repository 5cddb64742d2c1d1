"""Licences at the desk and on a phone: ledger, reminder, renewal, and how a case ended."""

from hashlib import sha256

import pytest
from playwright.async_api import expect

from inspection.cases.machine import State
from tests.api.test_callbacks import SECRET, call, stands
from tests.api.test_licences import LICENCE, link_of_reminder
from tests.browser.conftest import DESK_PX, PHONE_PX
from tests.browser.test_record_outputs import (
    browser,  # noqa: F401 - a fixture
    cookies_of,
    page_of,
    site,
    whole_page,
)
from tests.support.desk_work import pictured
from tests.support.house import open_bureau
from tests.support.pages import LONG_MS

pytestmark = pytest.mark.timeout(120)
expect.set_options(timeout=LONG_MS)
TOKEN = "the-link-this-phone-took"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        licensing_url="https://licence.example",
        licensing_secret=SECRET,
        window_telephone="0631-7560000",
    )


async def test_a_licence_is_found_in_the_ledger_and_renewed_by_its_holder_or_a_clerk(
    bureau,
    browser,  # noqa: F811
    tmp_path,
):
    number = await stands(bureau, State.PUSHED)
    await call(bureau, number, "issued", **LICENCE)
    bureau.clock.move(days=365 * 4 + 300)
    token = await link_of_reminder(bureau, tmp_path)
    liu = await bureau.staff("liu")
    desk = await page_of(browser, DESK_PX, cookies_of(liu))
    await desk.goto(f"{site(liu)}/desk#/licences")
    line = desk.get_by_test_id("licence")
    await expect(line).to_contain_text("JY23710820012345")
    await expect(line).to_contain_text("已发出")
    await expect(desk.get_by_text("条款待核对")).to_be_visible()
    await pictured(desk, "desk-licences")
    await desk.get_by_test_id("within-1").click()
    await expect(desk.get_by_test_id("no-licences")).to_be_visible()
    await desk.get_by_test_id("show-all").click()
    await desk.get_by_test_id("renew").click()
    await expect(desk.get_by_test_id("field-area_m2")).to_have_value("120")
    await pictured(desk, "desk-renew")

    phone = await page_of(browser, PHONE_PX, has_touch=True)
    await phone.goto(f"{site(liu)}/r/{token}")
    await expect(phone.get_by_test_id("renewal")).to_contain_text("老街坊家常菜馆")
    await phone.get_by_test_id("different").tap()
    await phone.get_by_test_id("fact-stoves").fill("6")
    await whole_page(phone, "phone-renewal")
    await phone.get_by_test_id("same").tap()
    await phone.get_by_test_id("renewal-send").tap()
    await expect(phone.get_by_test_id("renewal-filed")).to_contain_text("YK2031")
    await whole_page(phone, "phone-renewal-filed")
    await phone.reload()
    await expect(phone.get_by_test_id("renewal-under-way")).to_be_visible()

    await desk.get_by_test_id("renew-send").click()
    await expect(desk.get_by_test_id("problem")).to_contain_text("延续已在办理")


async def test_a_phone_is_told_that_its_case_ended_and_why(bureau, browser):  # noqa: F811
    liu = await bureau.staff("liu")
    phone = await bureau.applicant(liu, bureau.case_id)
    path = f"/api/v1/cases/{bureau.case_id}/steps"
    await liu.good("POST", path, json={"act": "withdrawn", "why": "换了地方开店"})
    page = await page_of(browser, PHONE_PX, cookies_of(phone), has_touch=True)
    mark = sha256(TOKEN.encode()).hexdigest()  # as the page remembers its own link
    await page.add_init_script(f"localStorage.setItem('yunkan-link', '{mark}')")
    await page.goto(f"{site(phone)}/j/{TOKEN}")
    await expect(page.get_by_test_id("status-now")).to_contain_text("申请已撤回")
    await expect(page.get_by_test_id("status-reason")).to_contain_text("换了地方开店")
    await expect(page.get_by_test_id("status")).not_to_contain_text("还没到这一步")
    await whole_page(page, "phone-withdrawn")
