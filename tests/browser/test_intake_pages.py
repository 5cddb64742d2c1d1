"""Applications at the desk: a clerk files for somebody, imports a file, completes what waits."""

import pytest
from playwright.async_api import expect

from tests.api.test_import import a_file, a_line
from tests.support.desk_work import case_of
from tests.support.pages import LONG_MS, keep_picture

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def answer(page, **answers):
    """Answers the questions of the site, one after the other."""
    for fact, value in answers.items():
        asked = page.get_by_test_id(f"ask-{fact}")
        if isinstance(value, bool):
            await asked.get_by_test_id(f"{'yes' if value else 'no'}-{fact}").click()
        else:
            await asked.get_by_role("textbox").fill(value)
            await page.keyboard.press("Enter")


async def test_a_clerk_files_for_somebody_and_every_fault_stands_beside_its_field(service, desk):
    page = (await desk("liu")).page
    await page.keyboard.press("n")
    await answer(page, fume=True, residential_building=False, mixed_building=True)
    await answer(page, dedicated_flue=False)
    stopped = page.get_by_test_id("stopped")
    await expect(stopped).to_contain_text("第250条第2款")
    await expect(stopped).to_contain_text("请房东或物业先配套建成专用烟道")

    await page.get_by_test_id("field-credit_code").fill("9135O100M000100Y43")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_test_id("fault-credit_code")).to_contain_text("可能是“0”")
    await expect(page.get_by_test_id("fault-asked_by")).to_contain_text("缺少")
    await keep_picture(page, "desk-new-case-faults")

    for field, text in {
        "credit_code": "91350100M000100Y43",
        "shop_name": "海风小馆",
        "responsible_person": "于海",
        "phone": "13600136000",
        "premises": "历城县海边路 3 号",
        "area_m2": "120",
        "asked_by": "于海",
    }.items():
        await page.get_by_test_id(f"field-{field}").fill(text)
    await page.get_by_test_id("activity-hot").check()
    await page.get_by_test_id("ask-mixed_building").get_by_role("button").click()
    await answer(page, mixed_building=False, bbq=False, outlet_distance_m="25")
    await answer(page, pollution_near=False, live_animals=False)
    await expect(page.get_by_test_id("passed")).to_contain_text("视频连线")
    await keep_picture(page, "desk-new-case")
    await page.get_by_test_id("file").click()
    await expect(page.get_by_test_id("filed")).to_contain_text("已受理")
    await page.get_by_test_id("open-filed").click()
    await expect(page.get_by_test_id("handling")).to_contain_text("窗口帮办")
    story = (await case_of(page, "海风小馆"))["story"]
    assert "帮办登记，受于海（本人）当面委托" in {line["zh"] for line in story}


async def test_a_file_is_shown_line_by_line_and_what_waits_is_completed_or_changed(
    service, desk, tmp_path
):
    lines = [a_line(f"T-{n}", premises=f"海边路 {n} 号", shop_name=f"海风 {n} 店") for n in (1, 2)]
    lines.append(a_line("T-3", phone=""))
    lines[1]["facts.pollution_near"] = ""
    (tmp_path / "applications.csv").write_bytes(a_file(*lines))
    page = (await desk("liu")).page
    await page.get_by_test_id("to-import").click()
    await page.get_by_test_id("import-file").set_input_files(tmp_path / "applications.csv")
    await expect(page.get_by_test_id("line-3")).to_contain_text("预检要补充")
    await expect(page.get_by_test_id("line-4")).to_contain_text("联系电话 缺少这一项")
    await keep_picture(page, "desk-import")
    async with page.expect_download() as download:
        await page.get_by_test_id("faults-csv").click()
    await (await download.value).save_as(tmp_path / "report.csv")
    assert "联系电话：缺少" in (tmp_path / "report.csv").read_text("utf-8-sig")
    await page.get_by_test_id("take-good").click()
    await expect(page.get_by_test_id("count-filed")).to_contain_text("2")

    await page.get_by_test_id("line-3").get_by_role("link").click()
    await answer(page, pollution_near=False)
    await page.get_by_test_id("complete").click()
    handling = page.get_by_test_id("handling")
    await expect(handling).to_contain_text("视频连线")
    await page.get_by_test_id("change-mode").click()
    await handling.get_by_text("现场核查").click()
    await page.get_by_test_id("reason").fill("后厨没有信号")
    await page.get_by_test_id("mode-sure").click()
    await expect(handling).to_contain_text("人工改为现场核查：后厨没有信号")
    assert (await case_of(page, "海风 2 店"))["state"] == "on_site"
