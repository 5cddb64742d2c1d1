"""Refusal to sign in real browsers: the applicant is told, two inspectors vouch for it."""

import io

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from tests.support.desk_work import case_of, judge_own, pictured
from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
WHY = "申请人认为排烟罩尺寸测得不准，不愿签字"

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def test_an_applicant_refuses_to_sign_and_the_record_is_complete_without_it(
    service, desk, phone
):
    wang, zhao = await desk("wang"), await desk("zhao")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    for inspector in (wang, zhao):
        case_id = await judge_own(inspector.page, SHOP)
    await wang.make_record()

    explained = phone.page.get_by_test_id("not-signing")
    await explained.locator("summary").click()
    await expect(explained).to_contain_text("不签不等于认可")
    await expect(explained).to_contain_text("Not signing is not agreeing")
    await explained.scroll_into_view_if_needed()
    await keep_picture(phone.page, "phone-not-signing")

    await wang.page.get_by_test_id("refusal-open").click()
    await wang.page.get_by_test_id("refusal-reason").fill(WHY)
    await wang.page.get_by_test_id("refusal-reason").scroll_into_view_if_needed()
    await keep_picture(wang.page, "desk-refusal-form")
    await wang.page.get_by_test_id("refusal-note").click()
    noted = wang.page.get_by_test_id("refusal")
    await expect(noted).to_have_attribute("data-state", "noted")
    await expect(noted.get_by_test_id("refusal-witness")).to_have_count(0), "not by oneself"
    await expect(phone.page.get_by_test_id("refusal-noted")).to_contain_text(WHY)
    await phone.page.get_by_test_id("refusal-noted").scroll_into_view_if_needed()
    await keep_picture(phone.page, "phone-refusal-noted")
    await wang.sign()

    await zhao.page.goto(f"{zhao.origin}/desk#/case/{case_id}")
    await expect(zhao.page.get_by_test_id("refusal")).to_contain_text(WHY)
    await zhao.page.get_by_test_id("refusal").scroll_into_view_if_needed()
    await pictured(zhao.page, "desk-refusal-witness")
    await zhao.page.get_by_test_id("refusal-witness").click()
    await expect(zhao.page.get_by_test_id("refusal")).to_have_attribute("data-state", "witnessed")
    await zhao.sign()

    unsigned = phone.page.get_by_test_id("result-unsigned")
    await expect(unsigned).to_contain_text("您没有签名")
    await keep_picture(phone.page, "phone-result-unsigned")
    await expect(zhao.page.get_by_test_id("refused")).to_contain_text("李桂芳")
    await pictured(zhao.page, "desk-refused")
    case = await case_of(wang.page, SHOP)
    assert case["record"]["is_complete"]
    assert {one["role"] for one in case["record"]["signatures"]} == {"inspector"}

    paper = bytes(
        await wang.page.evaluate(
            "async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())]",
            f"/api/v1/cases/{case_id}/record.pdf",
        )
    )
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    words = words.replace("\n", "").replace(" ", "")
    for word in ("拒绝签字", WHY, "记录：王建国", "见证：赵晓燕"):
        assert word in words, word


async def test_who_refused_may_still_sign_before_the_record_is_complete(service, desk, phone):
    wang, zhao = await desk("wang"), await desk("zhao")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    for inspector in (wang, zhao):
        await judge_own(inspector.page, SHOP)
    await wang.make_record()
    await wang.page.get_by_test_id("refusal-open").click()
    await wang.page.get_by_test_id("refusal-reason").fill(WHY)
    await wang.page.get_by_test_id("refusal-note").click()
    await expect(phone.page.get_by_test_id("refusal-noted")).to_be_visible()
    await phone.sign()
    await expect(wang.page.get_by_test_id("refusal")).to_have_count(0)
    record = (await case_of(wang.page, SHOP))["record"]
    assert [one["role"] for one in record["signatures"]] == ["applicant"]
    assert record["refusal"] is None
