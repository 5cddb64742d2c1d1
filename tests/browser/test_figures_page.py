"""A supervisor reads the figures, opens the cases behind one, and looks at a drawn case."""

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.identity.store import user_table
from tests.support.desk_work import ask, pictured
from tests.support.many_cases import fill
from tests.support.many_outcomes import conclude_many
from tests.support.pages import LONG_MS

CASES = 400

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def concluded(service) -> int:
    """A bureau's ten days beside the running service."""
    database = open_database(f"sqlite+aiosqlite:///{service.data / 'yunkan.db'}")
    async with database.reading() as view:
        rows = await view.execute(select(user_table.c.username, user_table.c.id))
        people = {row.username: row.id for row in rows}
    pair = people["wang"], people["zhao"]
    await fill(database, SystemClock().now(), CASES, [pair])
    done = await conclude_many(database)
    await database.close()
    return done


async def test_a_figure_opens_the_cases_it_was_counted_from(service, desk):
    chen = await desk("chen")
    page = chen.page
    await page.get_by_test_id("to-figures").click()
    await expect(page.get_by_test_id("figures-empty")).to_be_visible()
    await pictured(page, "desk-figures-empty")

    done = await concluded(service)
    await page.reload()
    board = (await ask(page, "/api/v1/figures"))["content"]
    assert board["whole"]["concluded"] == done
    tile = page.get_by_test_id("tile-first-pass")
    await expect(tile).to_contain_text(f"{board['whole']['first_passed']} / ")
    await tile.get_by_text("怎么算的").click()
    await expect(tile).to_contain_text(board["formulas"]["first_pass_rate"]["zh"])
    await expect(page.get_by_test_id("rate-chart").locator("svg")).to_be_visible()
    await expect(page.get_by_test_id("effect")).to_contain_text("暂无数据")
    await pictured(page, "desk-figures")

    await page.get_by_test_id("as-table").click()
    await page.get_by_test_id("by-inspector").click()
    row = page.get_by_test_id("group-row").filter(has_text="王建国")
    await row.get_by_role("button", name="王建国").press("Enter")
    sheet = page.get_by_test_id("cases-behind")
    await expect(sheet.get_by_test_id("case-behind")).to_have_count(50)
    await sheet.get_by_role("button", name="再看50件").click()
    await expect(sheet.get_by_test_id("case-behind")).to_have_count(100)
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)

    await page.get_by_test_id("item-failed").first.click()
    await sheet.get_by_test_id("case-behind").first.click()
    await page.wait_for_url("**/desk#/case/case_many_*")


async def test_the_figures_of_one_office_stand_in_the_address(service, desk):
    hu = await desk("hu", sees_cases=False)
    units = "/api/v1/units"
    centre = (await ask(hu.page, units, "POST", {"name": "城东分中心", "parent": "bureau"}))[
        "content"
    ]
    town = {"name": "柳河镇市场监管所", "parent": centre["id"]}
    town = (await ask(hu.page, units, "POST", town))["content"]
    done = await concluded(service)
    page = (await desk("chen")).page
    await page.goto(f"{service.origin}/desk#/figures")
    chooser = page.get_by_test_id("figures-unit")
    await expect(chooser.locator("option")).to_have_count(4)
    await expect(page.get_by_test_id("tile-mean-days")).to_contain_text(f"{done} 件结论")

    await chooser.select_option(centre["id"])
    await expect(page.get_by_test_id("figures-empty")).to_contain_text("城东分中心")
    await pictured(page, "desk-figures-office-empty")
    assert f"unit={centre['id']}" in page.url

    await chooser.select_option("bureau")
    await page.get_by_test_id("by-pair").click()
    await expect(page.get_by_test_id("tile-mean-days")).to_contain_text(f"{done} 件结论")
    await pictured(page, "desk-figures-office")
    async with page.expect_request("**/api/v1/figures/cases?*") as asked:
        await page.get_by_test_id("tile-mean-days").get_by_role("button").last.click()
    assert "unit=bureau" in (await asked.value).url
    await expect(page.get_by_test_id("cases-behind")).to_contain_text("本局")
    await page.keyboard.press("Escape")

    address = page.url
    assert "by=pair" in address
    await page.goto(f"{service.origin}/desk#/figures")
    await expect(chooser).to_have_value("")
    await page.goto(address)
    await expect(chooser).to_have_value("bureau")
    await expect(page.get_by_test_id("by-pair")).to_have_attribute("aria-pressed", "true")
    await page.emulate_media(media="print")
    await expect(page.locator(".on-paper")).to_contain_text("本局")
    await page.emulate_media(media="screen")

    await page.goto(address.replace("unit=bureau", "unit=unit_none"))
    await expect(page.get_by_test_id("figures-no-office")).to_be_visible()
    await pictured(page, "desk-figures-no-office")
    await page.get_by_role("button", name="全部可见机构").click()
    await expect(page.get_by_test_id("tile-mean-days")).to_contain_text(f"{done} 件结论")
