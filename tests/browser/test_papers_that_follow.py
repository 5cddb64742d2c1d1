"""容缺后补 on both screens: named at the desk, pledged and sent by phone, reviewed, sent anew."""

from hashlib import sha256

import pytest
from playwright.async_api import expect

from tests.browser.conftest import DESK_PX, PHONE_PX
from tests.browser.test_record_outputs import (
    browser,  # noqa: F401 - a fixture
    cookies_of,
    page_of,
    site,
    whole_page,
)
from tests.support.gaps import PDF, filed
from tests.support.house import open_bureau
from tests.support.pages import LONG_MS, draw_signature, keep_picture
from tests.support.pictures import jpeg

LINK = "the-link-this-phone-took"

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=LONG_MS)


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


async def desk_of(bureau, browser, name, case_id, size=DESK_PX):  # noqa: F811
    """A member of staff at the page of a case."""
    staff = await bureau.staff(name)
    page = await page_of(browser, size, cookies_of(staff))
    await page.goto(f"{site(staff)}/desk#/case/{case_id}")
    return page


async def phone_of(bureau, browser, clerk, case_id):  # noqa: F811
    """The applicant's phone, at the hour of the bureau's clock."""
    held = await bureau.applicant(clerk, case_id)
    page = await page_of(browser, PHONE_PX, cookies_of(held), has_touch=True)
    await page.clock.set_fixed_time(bureau.clock.now())
    mark = sha256(LINK.encode()).hexdigest()  # as the page remembers its own link
    await page.add_init_script(f"localStorage.setItem('yunkan-link', '{mark}')")
    await page.goto(f"{site(held)}/j/{LINK}")
    return page


async def is_as_wide_as_the_screen(page):
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} px too wide"


async def test_papers_are_named_pledged_sent_returned_and_accepted(bureau, browser):  # noqa: F811
    liu = await bureau.staff("liu")
    new = await page_of(browser, DESK_PX, cookies_of(liu))
    await new.goto(f"{site(liu)}/desk#/new")
    await new.get_by_test_id("lacking").check()
    await expect(new.get_by_test_id("file")).to_contain_text("暂不受理")
    await whole_page(new, "gaps-new-case")
    case = await filed(liu)
    desk = await desk_of(bureau, browser, "liu", case["id"])
    await desk.get_by_test_id("with-gaps").click()
    await expect(desk.get_by_test_id("gap-accept")).to_be_disabled()
    await desk.get_by_test_id("gap-health_certificates").check()
    await desk.get_by_test_id("gap-premises_proof").check()
    await desk.get_by_test_id("days-premises_proof").fill("21")
    await expect(desk.get_by_test_id("gap-accept")).to_be_disabled()
    await desk.get_by_test_id("days-premises_proof").fill("4")
    await whole_page(desk, "gaps-naming")
    await desk.get_by_test_id("gap-accept").click()
    panel = desk.get_by_test_id("gaps")
    await expect(panel.get_by_test_id("pledge")).to_contain_text("还没有签承诺书")
    await whole_page(desk, "gaps-desk-unsigned")

    phone = await phone_of(bureau, browser, liu, case["id"])
    await expect(phone.get_by_test_id("pledge")).to_contain_text("容缺失信记录")
    place = desk.get_by_test_id("applicant-at")
    await expect(place).to_contain_text("申请人正在看容缺材料")
    await expect(desk.get_by_text("申请人正在等候")).to_have_count(0)
    await keep_picture(desk, "gaps-desk-at-the-papers")
    await is_as_wide_as_the_screen(phone)
    await whole_page(phone, "gaps-phone-pledge")
    await draw_signature(phone)
    photo, lease = [
        phone.get_by_test_id(f"paper-{gap['id']}")
        for gap in (await liu.good("GET", f"/api/v1/cases/{case['id']}/gaps"))["gaps"]
    ]
    await expect(photo).to_have_attribute("data-state", "open")
    await photo.get_by_test_id("paper-file").set_input_files(
        {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": jpeg("健康证")}
    )
    await expect(photo).to_have_attribute("data-state", "in_review")
    await expect(photo.get_by_test_id("paper-hint")).to_contain_text("画面模糊")
    await lease.get_by_test_id("paper-file").set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    await expect(lease.get_by_test_id("paper-refused")).to_contain_text("只收 PDF")
    await lease.get_by_test_id("paper-file").set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await expect(lease).to_have_attribute("data-state", "in_review")
    await is_as_wide_as_the_screen(phone)
    await whole_page(phone, "gaps-phone-sent")

    await desk.reload()
    cards = panel.locator("[data-state=in_review]")
    await expect(cards).to_have_count(2)
    await whole_page(desk, "gaps-desk-review")
    await cards.filter(has_text="从业人员健康证明").get_by_test_id("gap-send-back").click()
    await panel.get_by_test_id("gap-why").fill("第二个人的有效期看不清")
    await panel.get_by_test_id("gap-confirm").click()
    await expect(cards).to_have_count(1)
    await cards.get_by_test_id("gap-pass").click()
    await expect(panel.locator("[data-state=accepted]")).to_have_count(1)

    await phone.reload()
    await expect(photo.get_by_test_id("paper-why")).to_contain_text("第二个人的有效期看不清")
    await whole_page(phone, "gaps-phone-returned")
    await photo.get_by_test_id("paper-file").set_input_files(
        {"name": "2.jpg", "mimeType": "image/jpeg", "buffer": jpeg("健康证 2")}
    )
    await expect(photo).to_have_attribute("data-state", "in_review")
    await phone.get_by_test_id("leave-papers").click()
    await expect(phone.get_by_test_id("papers-bar")).to_contain_text("补交的材料")
    await is_as_wide_as_the_screen(phone)
    await whole_page(phone, "gaps-phone-bar")

    await desk.reload()
    await cards.get_by_test_id("gap-pass").click()
    await expect(panel).to_contain_text("已全部补齐")
    small = await desk_of(bureau, browser, "liu", case["id"], PHONE_PX)
    await expect(small.get_by_test_id("gaps")).to_contain_text("已全部补齐")
    await is_as_wide_as_the_screen(small)
    await small.get_by_test_id("gaps").scroll_into_view_if_needed()
    await whole_page(small, "gaps-desk-390")


async def test_a_supervisor_lifts_a_flag_and_the_office_ends_the_case(bureau, browser):  # noqa: F811
    liu = await bureau.staff("liu")
    case = await filed(liu)
    path = f"/api/v1/cases/{case['id']}"
    sheet = await liu.good("POST", f"{path}/gaps", json={"gaps": [{"kind": "shop_front"}]})
    said = {"asked_by": "于海", "relation": "self", "way": "phone"}
    said |= {"asked_at": bureau.clock.now().isoformat()}
    await liu.good(
        "POST", f"{path}/pledge", json={"sha256": sheet["pledge"]["sha256"], "mandate": said}
    )
    bureau.clock.move(days=30)
    await bureau.house.lapsing.check()
    desk = await desk_of(bureau, browser, "chen", case["id"])
    flag = desk.get_by_test_id("flag")
    await expect(flag).to_contain_text("承诺补交的“门头照片”逾期未交")
    await whole_page(desk, "gaps-desk-lapsed")
    await flag.get_by_test_id("flag-lift").click()
    await flag.get_by_test_id("flag-why").fill("核实为系统故障")
    await flag.get_by_test_id("flag-sure").click()
    await expect(flag).to_have_attribute("data-flagged", "false")
    await desk.get_by_test_id("gaps-end").click()
    await desk.get_by_test_id("gaps-end-why").fill("逾期未补")
    await desk.get_by_test_id("gaps-end-sure").click()
    await expect(desk.get_by_test_id("gaps-end")).to_have_count(0)
    assert (await (await bureau.staff("liu")).good("GET", path))["state"] == "closed"
