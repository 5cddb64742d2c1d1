"""A result that does not pass: the phone says what to mend, the desk opens a second look of it."""

from hashlib import sha256

import pytest
from playwright.async_api import expect

from tests.api.test_one_time_notice import FAULTS, judged_with_faults
from tests.api.test_second_look import pushed
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
from tests.support.signing import signed_by

pytestmark = pytest.mark.timeout(120)
expect.set_options(timeout=LONG_MS)
TOKEN = "the-link-this-phone-took"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


async def test_what_failed_is_mended_and_looked_at_again_in_a_case_of_its_own(
    bureau,
    browser,  # noqa: F811
):
    wang = await bureau.staff("wang")
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    await pushed(bureau)
    held = await page_of(browser, PHONE_PX, cookies_of(phone), has_touch=True)
    mark = sha256(TOKEN.encode()).hexdigest()  # as the page remembers its own link
    await held.add_init_script(f"localStorage.setItem('yunkan-link', '{mark}')")
    await held.goto(f"{site(phone)}/j/{TOKEN}")
    await expect(held.get_by_test_id("status-now")).to_contain_text("需要整改")
    await expect(held.get_by_test_id("status-next")).to_contain_text("在期限内改好")
    await whole_page(held, "phone-to-mend")

    desk = await page_of(browser, DESK_PX, cookies_of(wang))
    await desk.goto(f"{site(wang)}/desk#/case/{bureau.case_id}")
    panel = desk.get_by_test_id("second-look")
    await panel.get_by_test_id("look-again").click()
    await panel.get_by_test_id("second-look-why").fill("整改完成，申请复查")
    await panel.get_by_test_id("second-look-confirm").click()
    await expect(panel).to_contain_text("YK20261124-0001")
    await pictured(desk, "desk-second-look")
    for item in FAULTS:
        await expect(desk.get_by_test_id(f"item-row-{item}")).to_be_attached()
    await expect(desk.get_by_test_id("item-row-HF-05")).to_have_count(0)  # it was right

    await held.reload()
    await expect(held.get_by_test_id("status-now")).to_contain_text("已转为复查")
