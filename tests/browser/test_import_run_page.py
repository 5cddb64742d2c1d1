"""A long import at the desk: begun, watched, cancelled; what is to be mended is handed out."""

import pytest
from playwright.async_api import expect

from tests.api.test_import import a_file, a_line
from tests.support.pages import LONG_MS, keep_picture

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)
PHONE_PX = {"width": 390, "height": 844}


async def test_a_long_import_is_watched_and_what_is_to_mend_handed_out(desk, tmp_path):
    lines = [a_line(f"L-{n}", premises=f"海边路 {n} 号") for n in range(204)]
    lines[5] |= {"phone": "", "shop_name": "潮汐小馆"}
    (tmp_path / "全县迁移.csv").write_bytes(a_file(*lines))
    page = (await desk("liu")).page
    await page.goto(page.url.split("#")[0] + "#/import")
    await expect(page.get_by_test_id("recent-imports")).to_be_visible()
    await keep_picture(page, "desk-import-empty")
    await page.get_by_test_id("import-file").set_input_files(tmp_path / "全县迁移.csv")
    await expect(page.get_by_test_id("long")).to_contain_text("共 204 行")
    await keep_picture(page, "desk-import-long")
    await page.get_by_test_id("begin-import").click()
    await expect(page.get_by_test_id("run-said")).to_contain_text("正在导入")
    await page.get_by_test_id("cancel-import").click()
    await expect(page.get_by_role("button", name="继续导入")).to_be_focused()
    await keep_picture(page, "desk-import-cancel")
    await page.keyboard.press("Escape")
    await page.set_viewport_size(PHONE_PX)
    await keep_picture(page, "desk-import-running-390")
    await expect(page.get_by_test_id("run-said")).to_contain_text("导入完成")
    await expect(page.get_by_test_id("run-filed")).to_contain_text("203")
    await expect(page.get_by_test_id("refused-7")).to_contain_text("联系电话 缺少这一项")
    await keep_picture(page, "desk-import-done-390")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await keep_picture(page, "desk-import-done")
    async with page.expect_download() as download:
        await page.get_by_test_id("run-report-csv").click()
    await (await download.value).save_as(tmp_path / "report.csv")
    assert "联系电话：缺少" in (tmp_path / "report.csv").read_text("utf-8-sig")
    await page.get_by_role("link", name="导入申请").click()
    await expect(page.get_by_test_id("recent-imports")).to_contain_text("全县迁移.csv")
    await keep_picture(page, "desk-import-recent")
    await page.set_viewport_size(PHONE_PX)
    await keep_picture(page, "desk-import-recent-390")


async def test_a_cancelled_import_says_what_stays(desk, tmp_path):
    lines = [a_line(f"C-{n}", premises=f"山边路 {n} 号") for n in range(400)]
    (tmp_path / "重复.csv").write_bytes(a_file(*lines))
    page = (await desk("liu")).page
    await page.goto(page.url.split("#")[0] + "#/import")
    await page.get_by_test_id("import-file").set_input_files(tmp_path / "重复.csv")
    await page.get_by_test_id("begin-import").click()
    await page.get_by_test_id("cancel-import").click()
    await page.get_by_test_id("cancel-sure").click()
    await expect(page.get_by_test_id("run-said")).to_contain_text("已取消")
    await expect(page.get_by_test_id("run-kept")).to_contain_text("保留")
    await keep_picture(page, "desk-import-cancelled")
