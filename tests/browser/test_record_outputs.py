"""What leaves with a record, as people see it: the page behind its code, the one-time notice."""

import asyncio
import io
from hashlib import sha256

import pytest
from openpyxl import load_workbook
from playwright.async_api import async_playwright, expect
from sqlalchemy import text

from inspection.intake.demo import PASSWORD
from tests.api.test_one_time_notice import judged_with_faults
from tests.browser.conftest import DESK_PX, PHONE_PX
from tests.support.house import open_bureau
from tests.support.pages import keep_picture
from tests.support.signing import collected, signed_by

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield opened
        await opened.close()


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client, sample_room):
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "t2").symlink_to(sample_room)
    return await open_bureau(database, clock, tmp_path, aiohttp_client)


@pytest.fixture
async def wang(bureau):
    return await bureau.staff("wang")


def site(browser):
    return str(browser.client.make_url("")).rstrip("/")


async def page_of(browser, viewport, cookies=(), **more):
    context = await browser.new_context(viewport=viewport, locale="zh-CN", **more)
    if cookies:
        await context.add_cookies(list(cookies))
    return await context.new_page()


def cookies_of(client):
    """The cookies of a test's own client, for a page of the same site."""
    return [
        {"name": one.key, "value": one.value, "url": site(client)}
        for one in client.client.session.cookie_jar
    ]


async def whole_page(page, name):
    """Pictures of the whole page, as long as it is."""
    height = await page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size
    await page.set_viewport_size({"width": size["width"], "height": min(height, 4000)})
    await keep_picture(page, name)
    await page.set_viewport_size(size)


async def test_the_page_behind_the_code_tells_whether_a_pdf_is_the_signed_one(
    bureau, wang, browser, database, tmp_path
):
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    async with database.reading() as view:
        token = (await view.execute(text("SELECT token FROM record_token"))).scalar_one()
    asked = []
    for viewport, name in ((DESK_PX, "desktop"), (PHONE_PX, "phone")):
        page = await page_of(browser, viewport)
        page.on("request", lambda request: asked.append((request.method, request.url)))
        await page.goto(f"{site(wang)}/v/{token}")
        await expect(page.get_by_test_id("standing")).to_have_attribute("data-standing", "in_force")
        await expect(page.locator("main")).to_contain_text("老街坊家常菜馆")
        before = len(asked)
        file = {"name": "record.pdf", "mimeType": "application/pdf", "buffer": paper}
        await page.get_by_test_id("choose").set_input_files(file)
        await expect(page.get_by_test_id("comparison")).to_have_attribute("data-is", "same")
        await whole_page(page, f"verify-{name}-same")
        changed = bytearray(paper)
        changed[len(paper) // 2] ^= 1
        await page.get_by_test_id("choose").set_input_files({**file, "buffer": bytes(changed)})
        await expect(page.get_by_test_id("comparison")).to_have_attribute("data-is", "different")
        await whole_page(page, f"verify-{name}-different")
        assert len(asked) == before, "the file stays on the device"
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), "nothing stands beside the screen"


async def test_a_file_can_be_dropped_on_the_page(bureau, wang, browser, database):
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    async with database.reading() as view:
        token = (await view.execute(text("SELECT token FROM record_token"))).scalar_one()
    page = await page_of(browser, DESK_PX)
    await page.goto(f"{site(wang)}/v/{token}")
    handle = await page.evaluate_handle(
        """(bytes) => {
            const carried = new DataTransfer()
            carried.items.add(new File([new Uint8Array(bytes)], 'dropped.pdf'))
            return carried
        }""",
        list(paper),
    )
    await page.get_by_test_id("drop").dispatch_event("drop", {"dataTransfer": handle})
    await expect(page.get_by_test_id("comparison")).to_have_attribute("data-is", "same")


async def test_who_has_only_a_pdf_learns_which_record_it_is_and_that_a_changed_one_is_none(
    bureau, wang, browser
):
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    page = await page_of(browser, DESK_PX)
    await page.goto(f"{site(wang)}/verify")
    await keep_picture(page, "verify-desktop-begin")
    file = {"name": "record.pdf", "mimeType": "application/pdf", "buffer": paper + b" "}
    await page.get_by_test_id("choose").set_input_files(file)
    await expect(page.get_by_test_id("comparison")).to_have_attribute("data-is", "unknown")
    await keep_picture(page, "verify-desktop-foreign")
    await page.get_by_test_id("choose").set_input_files({**file, "buffer": paper})
    await expect(page.get_by_test_id("comparison")).to_have_attribute("data-is", "same")
    await expect(page.get_by_test_id("standing")).to_have_attribute("data-standing", "in_force")
    await expect(page.locator("main")).to_contain_text("老街坊家常菜馆")


async def test_a_code_that_leads_nowhere_says_so(bureau, wang, browser):
    page = await page_of(browser, PHONE_PX)
    await page.goto(f"{site(wang)}/v/nobody-ever-printed-this")
    await expect(page.get_by_test_id("refused")).to_have_attribute("data-code", "not_found")
    await keep_picture(page, "verify-phone-unknown")


async def test_the_applicant_and_the_desk_see_the_one_time_notice(bureau, wang, browser):
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    held = await page_of(browser, PHONE_PX, cookies_of(phone), has_touch=True)
    link = "the-link-this-phone-took"
    mark = sha256(link.encode()).hexdigest()  # as the page remembers its own link
    await held.add_init_script(f"localStorage.setItem('yunkan-link', '{mark}')")
    await held.goto(f"{site(phone)}/j/{link}")
    await expect(held.get_by_test_id("notice")).to_be_visible()
    await expect(held.get_by_test_id("deadline")).to_have_text("2026年12月8日（星期二）")
    await expect(held.get_by_test_id("fault-EX-01")).to_contain_text("右边第二个灶不在罩子下面")
    await expect(held.get_by_test_id("see-right-EX-01")).to_have_attribute(
        "href", "/rooms#t2/EX-01"
    )
    pictures = held.locator("[data-testid=notice] img")
    for number in range(await pictures.count()):
        await pictures.nth(number).scroll_into_view_if_needed()
    async with asyncio.timeout(20):
        while await pictures.evaluate_all("all => all.some((one) => !one.complete)"):
            await held.wait_for_timeout(100)
    drawn = await pictures.evaluate_all("all => all.map((one) => one.naturalWidth)")
    assert len(drawn) == 4, "two of the shop, two of the sample room"
    assert min(drawn) > 0
    await whole_page(held, "phone-notice")

    desk = await page_of(browser, DESK_PX)
    await desk.goto(f"{site(wang)}/desk")
    await desk.get_by_test_id("login-username").fill("wang")
    await desk.get_by_test_id("login-password").fill(PASSWORD)
    await desk.get_by_test_id("login-submit").click()
    await expect(desk.get_by_test_id("case-row").first).to_be_visible()
    await desk.goto(f"{site(wang)}/desk#/case/{bureau.case_id}")
    panel = desk.get_by_test_id("one-time-notice")
    await expect(panel).to_contain_text("2026年12月8日")
    await expect(panel).to_contain_text("缺一份健康证")
    await whole_page(desk, "desk-notice")
    async with desk.expect_download() as download:
        await desk.get_by_test_id("export-sheets").click()
    path = await (await download.value).path()
    book = load_workbook(io.BytesIO(await asyncio.to_thread(path.read_bytes)))
    assert len(book.worksheets) > 2
    data = desk.get_by_test_id("record-data")
    address = await data.get_attribute("href")
    told = await desk.evaluate("(path) => fetch(path).then((one) => one.json())", address)
    assert told["shop_name"] == "老街坊家常菜馆"
    assert [one["role_zh"] for one in told["signatures"]].count("勘验人员") == 2
