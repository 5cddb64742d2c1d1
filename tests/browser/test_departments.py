"""Two reviewers: one walk, two conclusions, one record. And a deviation, confirmed."""

import pytest
from playwright.async_api import expect

from tests.support.desk_work import ask, case_of, judge_own, pictured
from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
MEASURED = "OF-03"  # of the shot: readings, a photo and papers
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SHOT = "stoves"  # hoods for EX-01 and OF-03 (urban), gas stoves for FG-04 (fire)

pytestmark = pytest.mark.timeout(400)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def opened(desk, username, case_id):
    one = await desk(username)
    await one.page.goto(f"{one.origin}/desk#/case/{case_id}")
    return one


async def call_reviewers(desk):
    """A clerk calls a reviewer for each of the two departments, by the case's page."""
    liu = await desk("liu")
    await liu.page.get_by_test_id("case-row").filter(has_text=SHOP).click()
    for department, name in (("market", "何静"), ("urban", "林涛")):
        choice = liu.page.get_by_test_id(f"assign-{department}")
        await choice.select_option(label=f"{name} · 本部门审查")
        await expect(choice.locator("option:checked")).to_contain_text(name)
    await liu.page.get_by_test_id("department-market").scroll_into_view_if_needed()
    await pictured(liu.page, "desk-departments")
    return await case_of(liu.page, SHOP)


async def add_facts(reviewer, case_id):
    """A reviewer types a value, uploads a document and keeps a clip of the call, on the page."""
    page = reviewer.page
    line = page.get_by_test_id(f"review-{MEASURED}")
    field = line.get_by_test_id("reading-0")
    await field.fill("两个")
    await expect(line.get_by_role("alert")).to_contain_text("请填数字")
    await field.fill("2")
    await field.press("Enter")
    await expect(line.get_by_test_id("reading-result-0")).to_contain_text("没有限值")
    await line.get_by_test_id(f"review-file-{MEASURED}").set_input_files(
        {"name": "测试报告.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await expect(line.locator(".pictures a")).to_have_count(2)
    await line.get_by_test_id(f"review-clip-{MEASURED}").click()
    await expect(line.locator(".pictures a")).to_have_count(3)
    await line.scroll_into_view_if_needed()
    await pictured(page, "desk-review-facts")
    case = (await ask(page, f"/api/v1/cases/{case_id}"))["content"]
    assert [one["value"] for one in case["readings"][MEASURED]["readings"]] == ["2"]
    kinds = [one["kind"] for one in case["evidence"] if one["item_id"] == MEASURED]
    assert sorted(kinds) == ["clip", "document"]


async def test_two_departments_judge_conclude_and_sign_apart_on_one_walk(service, desk, phone):
    case_id = (await call_reviewers(desk))["id"]
    wang, zhao = await desk("wang"), await desk("zhao")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    case = await case_of(wang.page, SHOP)
    walk = next(one for one in case["checklist"]["walk"] if one["id"] == SHOT)

    # the inspectors lead the walk and take the shot once, for every department that wants it
    await wang.choose(walk["items"][0])
    card = wang.page.get_by_test_id("item-card")
    await expect(card.get_by_test_id("same-shot")).to_contain_text(walk["items"][1])
    await expect(card.get_by_test_id("judged-elsewhere")).to_contain_text("林涛")
    await expect(card.get_by_test_id("verdict-pass")).to_be_disabled()
    await phone.page.get_by_test_id("still-button").click()
    await expect(phone.page.get_by_test_id("kept-count")).to_contain_text("已保存 1")
    await pictured(wang.page, "desk-walk-shared")

    he, lin = await opened(desk, "he", case_id), await opened(desk, "lin", case_id)
    items = {
        item["id"]: item for section in case["checklist"]["sections"] for item in section["items"]
    }
    urban = [one for one in walk["items"] if items[one]["department"] == "urban"]
    assert len(urban) > 1
    for item in urban:
        line = lin.page.get_by_test_id(f"review-{item}")
        await expect(line.locator("img")).to_have_count(1), "the same picture shows both"
        await line.get_by_test_id(f"review-{item}-pass").click()
        await expect(line).to_have_attribute("data-verdict", "pass")
    await add_facts(lin, case_id)
    await expect(he.page.get_by_test_id(f"review-{urban[0]}")).to_have_count(0)
    await he.page.get_by_test_id("review-KL-01-fail").click()
    await he.page.get_by_test_id("review-note-KL-01").fill("生熟分区不清")
    await he.page.get_by_test_id("review-note-KL-01").press("Enter")
    await expect(he.page.get_by_test_id("review-KL-01")).to_have_attribute("data-verdict", "fail")
    await pictured(he.page, "desk-review")
    await judge_own(he.page, SHOP, KL_01="fail")
    for one in (lin, wang, zhao):
        await judge_own(one.page, SHOP)

    await wang.make_record()
    await wang.sign()
    await phone.sign()
    for one in (he, lin):
        await one.page.reload()
        await one.sign()
    await keep_picture(wang.page, "desk-record-departments")
    await zhao.page.goto(f"{zhao.origin}/desk#/case/{case_id}")
    await zhao.sign()
    await expect(phone.page.get_by_test_id("result")).to_be_visible()
    record = (await case_of(wang.page, SHOP))["record"]
    assert record["is_complete"]
    assert (record["food_conclusion"], record["fume_conclusion"]) == ("fail", "pass")
    assert {one["name"] for one in record["signatures"]} == {
        "王建国",
        "赵晓燕",
        "何静",
        "林涛",
        "李桂芳",
    }
    await lin.page.reload()
    await expect(lin.page.get_by_test_id("department-urban")).to_contain_text("已签字")
    await pictured(lin.page, "desk-signed-departments")


async def test_a_supervisor_confirms_what_an_inspector_concludes_otherwise(service, desk, phone):
    wang, zhao = await desk("wang"), await desk("zhao")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    for inspector in (wang, zhao):
        case_id = await judge_own(inspector.page, SHOP, KL_01="fail")
    page = wang.page
    await page.goto(f"{wang.origin}/desk#/case/{case_id}")
    await expect(page.get_by_test_id("conclusion-food")).to_contain_text("不符合")
    await page.get_by_test_id("deviate-food").click()
    await page.get_by_test_id("deviate-as-rectify").click()
    await page.get_by_test_id("deviation-reason").fill("隔断已到货，今晚装好，明日复看")
    await page.get_by_test_id("deviation-form").scroll_into_view_if_needed()
    await pictured(page, "desk-deviation-form")
    await page.get_by_test_id("deviation-propose").click()
    box = page.get_by_test_id("deviation")
    await expect(box).to_have_attribute("data-state", "proposed")
    await expect(box.get_by_test_id("deviation-confirm")).to_have_count(0), "not by oneself"

    chen = await opened(desk, "chen", case_id)
    box = chen.page.get_by_test_id("deviation")
    await expect(box).to_contain_text("隔断已到货")
    await box.scroll_into_view_if_needed()
    await pictured(chen.page, "desk-deviation-confirm")
    await box.get_by_test_id("deviation-confirm").click()
    await expect(box).to_have_attribute("data-state", "confirmed")
    await expect(page.get_by_test_id("conclusion-food")).to_contain_text("需整改")
    await pictured(page, "desk-deviation-confirmed")
    await page.get_by_test_id("make-record").click()
    await expect(page.get_by_test_id("sign-pad")).to_be_visible()
    await expect(page.get_by_test_id("deviation-withdraw")).to_have_count(0), "the record is made"
    record = (await case_of(page, SHOP))["record"]
    assert record["food_conclusion"] == "rectify"
