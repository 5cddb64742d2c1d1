"""A supervisor reads how far two inspectors agree, and takes the table along."""

import csv
import io

import pytest
from playwright.async_api import expect

from tests.support.desk_work import ask, case_of, pictured
from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
TABLET = {"width": 820, "height": 1180}
SAID = {
    "KL-01": ("pass", "fail"),
    "KL-02": ("pass", "pass"),
    "EX-01": ("fail", "fail"),
    "EX-03": ("pass", "rectified"),
}

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def test_a_supervisor_sees_agreement_per_item_and_exports_it(service, desk, phone):
    chen = await desk("chen")
    await chen.page.get_by_test_id("to-agreement").click()
    await expect(chen.page.get_by_test_id("agreement-empty")).to_be_visible()
    await expect(chen.page.get_by_test_id("agreement-csv")).to_have_count(0)
    await pictured(chen.page, "desk-agreement-empty")

    pair = [await desk("wang"), await desk("zhao")]
    await phone.join(service.applicant_link)
    await pair[0].open_call(SHOP)
    for number, one in enumerate(pair):
        case = await case_of(one.page, SHOP)
        for item, said in SAID.items():
            path = f"/api/v1/cases/{case['id']}/findings/{item}"
            body = {"verdict": said[number], "note": "看过"}
            assert (await ask(one.page, path, "PUT", body))["status"] == 200

    await chen.page.reload()
    told = chen.page.get_by_test_id("agreement-all")
    await expect(told).to_contain_text("50%")
    # by hand: 2 of 4 the same; by chance (3·1 + 1·2 + 0·1) / 16 = 5/16; (8/16 - 5/16) / (11/16)
    await expect(told).to_contain_text("0.27")
    rows = chen.page.get_by_test_id("agreement-item")
    await expect(rows).to_have_count(len(SAID))
    await expect(rows.first).to_contain_text("次数少")
    await chen.page.set_viewport_size(TABLET)
    await keep_picture(chen.page, "desk-agreement-tablet")
    await pictured(chen.page, "desk-agreement")
    async with chen.page.expect_download() as begun:
        await chen.page.get_by_test_id("agreement-csv").click()
    file = await (await begun.value).path()
    table = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert {line[0] for line in table[1:]} == {"*", *SAID}

    await chen.page.get_by_test_id("agreement-to").fill("2020-01-01")
    await expect(chen.page.get_by_test_id("agreement-empty")).to_be_visible()
    await pair[0].page.goto(f"{pair[0].origin}/desk#/agreement")
    await expect(pair[0].page.get_by_role("alert")).to_contain_text("只有督办人员可以查看")
