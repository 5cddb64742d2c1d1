"""Two inspectors and an applicant in real browsers, from the link to the licensing system."""

import asyncio
import io
from hashlib import sha256

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from tests.support.packs import verify_alone
from tests.support.pages import LONG_MS, hears, keep_picture

SHOP = "老街坊家常菜馆"
FILMED = ("KL-01", "EX-01", "OF-01")

pytestmark = pytest.mark.timeout(400)


async def ask(page, path):
    """What the page's own session gets from the service."""
    return await page.evaluate("(path) => fetch(path).then((answer) => answer.json())", path)


async def bytes_of(page, path):
    return bytes(
        await page.evaluate(
            """async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())]""", path
        )
    )


async def the_case(page):
    cases = (await ask(page, "/api/v1/cases"))["cases"]
    case_id = next(one["id"] for one in cases if one["shop_name"] == SHOP)
    return await ask(page, f"/api/v1/cases/{case_id}")


async def settled(page):
    """How many items are settled, with a note."""
    found = (await the_case(page))["findings"].values()
    return len([one for one in found if one["note"] and one["standing"] == "settled"])


async def test_a_first_inspection_from_the_link_to_the_licensing_system(
    service, licensing, desk, phone
):
    wang, zhao = await desk("wang"), await desk("zhao")
    await keep_picture(wang.page, "desk-queue")
    await phone.join(service.applicant_link)
    await expect(phone.page.get_by_test_id("waiting")).to_be_visible()
    await keep_picture(phone.page, "phone-waiting")

    await wang.open_call(SHOP)
    await zhao.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await zhao.sees_moving_picture()

    assert await hears(wang.page), "the applicant's voice"
    assert await hears(phone.page), "the inspector's voice"

    for number, item in enumerate(FILMED):
        await wang.choose(item)
        await expect(phone.page.get_by_test_id("item-card")).to_contain_text(
            await wang.page.get_by_test_id(f"item-row-{item}").get_attribute("title"),
        )
        await phone.page.get_by_test_id("still-button").click()
        await expect(phone.page.get_by_test_id("kept-count")).to_contain_text(
            f"已保存 {number + 1}", timeout=LONG_MS
        )
    await keep_picture(phone.page, "phone-call")
    await wang.choose("EX-02")
    await wang.page.keyboard.press("c")
    async with asyncio.timeout(30):
        while len((await the_case(wang.page))["evidence"]) < len(FILMED) + 1:
            await wang.page.wait_for_timeout(200)
    await keep_picture(wang.page, "desk-call")

    case = await the_case(wang.page)
    for evidence in case["evidence"]:
        original = await bytes_of(wang.page, f"/api/v1/evidence/{evidence['id']}/original")
        assert sha256(original).hexdigest() == evidence["sha256"]
        if evidence["kind"] == "still":
            assert evidence["sha256"] in phone.committed.values(), "as named at the shutter"
            assert (evidence["width_px"], evidence["height_px"]) == (1280, 720), "camera size"

    items = [item for section in case["checklist"]["sections"] for item in section["items"]]
    for item in items:
        await wang.judge(item["id"], "视频查看，符合要求")
    for item in items:
        if item["weight"] == "key":
            await zhao.judge(item["id"], "同意")
    async with asyncio.timeout(30):
        while await settled(wang.page) < len(items):
            await wang.page.wait_for_timeout(200)
    await wang.make_record()
    await wang.sign()
    await keep_picture(wang.page, "desk-record")
    await phone.sign()
    await keep_picture(phone.page, "phone-signed")
    await zhao.page.get_by_test_id("see-record").click()
    await zhao.sign()
    await expect(phone.page.get_by_test_id("result")).to_be_visible(timeout=LONG_MS)
    await keep_picture(phone.page, "phone-result")

    await expect(wang.page.get_by_test_id("delivery-state").first).to_have_attribute(
        "data-state", "delivered", timeout=LONG_MS
    )
    await keep_picture(wang.page, "desk-delivered")
    async with wang.page.expect_download() as download:
        await wang.page.get_by_test_id("export-pack").click()
    pack = await (await download.value).path()
    verdict, _ = await asyncio.to_thread(verify_alone, pack)
    assert verdict == 0, "the pack a browser gets is the pack that verifies"
    received = await licensing.results()
    assert len(received) == 1, "exactly once although it failed twice"
    case = await the_case(wang.page)
    assert case["deliveries"][0]["tries"] == 2
    assert received[0]["event"]["data"]["record_sha256"] == case["record"]["sha256"]

    paper = PdfReader(
        io.BytesIO(await bytes_of(wang.page, f"/api/v1/cases/{case['id']}/record.pdf"))
    )
    text = "".join(page.extract_text() for page in paper.pages)
    for words in (SHOP, "王建国", "赵晓燕", "李桂芳", case["record"]["sha256"]):
        assert words in text.replace("\n", "")
    assert sum(len(page.images) for page in paper.pages) >= len(FILMED) + 1 + 3


async def test_both_pages_come_back_by_themselves_after_the_server_was_killed(
    service, licensing, desk, phone
):
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await wang.choose("KL-01")
    await phone.page.get_by_test_id("still-button").click()
    await expect(phone.page.get_by_test_id("kept-count")).to_contain_text(
        "已保存 1", timeout=LONG_MS
    )
    before = (await the_case(wang.page))["evidence"]

    await service.kill()
    await keep_picture(phone.page, "phone-reconnecting")
    await service.start()

    await phone.is_in_call()
    await wang.sees_moving_picture()
    after = (await the_case(wang.page))["evidence"]
    assert [one["sha256"] for one in after] == [one["sha256"] for one in before]
    await phone.page.get_by_test_id("still-button").click()
    await expect(phone.page.get_by_test_id("kept-count")).to_contain_text(
        "已保存 2", timeout=LONG_MS
    )
