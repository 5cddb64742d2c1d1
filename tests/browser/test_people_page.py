"""People and offices at the desk: let in, first sign-in, moved, let go; exams; the audit log."""

import pytest
from playwright.async_api import expect

from tests.support.desk_work import ask, pictured
from tests.support.pages import LONG_MS

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong
OWN = "a password of my own"


def person(page, name):
    return page.get_by_test_id("person").filter(has_text=name)


async def add_office(page, above, name):
    row = page.get_by_test_id("office").filter(has_text=above).last
    await row.get_by_test_id("office-add").click()
    await page.get_by_test_id("office-name").fill(name)
    await page.get_by_test_id("office-save").click()
    await expect(page.get_by_test_id("office").filter(has_text=name)).to_be_visible()


async def let_in(page, name, username, role, office):
    """Through the form; returns the one-time password."""
    await page.get_by_test_id("person-add").click()
    await page.get_by_test_id("person-name").fill(name)
    await page.get_by_test_id("person-username").fill(username)
    await page.get_by_test_id("person-role").select_option(role)
    await page.get_by_test_id("person-unit").select_option(label=office)
    await page.get_by_test_id("person-save").click()
    return await page.get_by_test_id("given-password").inner_text()


async def sign_in(page, username, password):
    await page.get_by_test_id("login-username").fill(username)
    await page.get_by_test_id("login-password").fill(password)
    await page.get_by_test_id("login-submit").click()


async def test_an_administrator_lets_somebody_in_who_sees_the_cases_of_the_office(
    service, desk, chromium
):
    page = (await desk("hu", sees_cases=False)).page
    await page.get_by_test_id("to-people").click()
    await expect(person(page, "王建国")).to_be_visible()
    await add_office(page, "本局", "城东分中心")
    await add_office(page, "城东分中心", "柳河镇")
    password = await let_in(page, "高翔", "gao", "auditor", "\u3000城东分中心")
    await pictured(page, "desk-people")
    await page.get_by_test_id("given-done").click()
    await expect(page.get_by_test_id("given")).to_have_count(0)

    chen = (await desk("chen")).page
    await chen.get_by_test_id("case-row").filter(has_text="老街坊家常菜馆").click()
    await chen.get_by_test_id("case-office-choice").select_option(label="\u3000\u3000柳河镇")
    await chen.get_by_test_id("case-office-save").click()
    await expect(chen.get_by_text("转到柳河镇")).to_be_visible()
    await chen.get_by_role("button", name="办件").first.click()
    await chen.get_by_test_id("queue-unit").select_option(label="\u3000城东分中心")
    await expect(chen.get_by_test_id("case-row")).to_have_count(1)
    await pictured(chen, "desk-queue-of-an-office")

    context = await chromium.new_context(locale="zh-CN")
    gao = await context.new_page()
    await gao.goto(f"{service.origin}/desk")
    await sign_in(gao, "gao", password)
    await gao.get_by_test_id("password-old").fill(password)
    await gao.get_by_test_id("password-new").fill(OWN)
    await gao.get_by_test_id("password-again").fill("something else")
    await expect(gao.get_by_test_id("password-save")).to_be_disabled()
    await pictured(gao, "desk-set-password")
    await gao.get_by_test_id("password-again").fill(OWN)
    await gao.get_by_test_id("password-save").click()
    await expect(gao.get_by_test_id("case-row")).to_have_count(1)
    await gao.get_by_test_id("to-audit").click()
    await expect(gao.get_by_test_id("audit-entry").first).to_contain_text("case.office_changed")
    await pictured(gao, "desk-audit")

    await person(page, "高翔").get_by_test_id("person-go").click()
    await pictured(page, "desk-people-sure")
    await page.get_by_test_id("person-sure").click()
    await expect(person(page, "高翔")).to_contain_text("已停用")
    assert (await ask(gao, "/api/v1/cases"))["status"] == 401
    await context.close()


async def test_the_last_administrator_is_told_why_they_have_to_stay(desk):
    page = (await desk("hu", sees_cases=False)).page
    await page.get_by_test_id("to-people").click()
    await person(page, "胡海波").get_by_test_id("person-go").click()
    await page.get_by_test_id("person-sure").click()
    await expect(page.get_by_text("这是最后一名系统管理员")).to_be_visible()
    await page.get_by_test_id("people-search").fill("没有这个人")
    await expect(page.get_by_test_id("person")).to_have_count(0)


async def test_a_trainer_enters_exams_and_sees_whom_to_see_to(desk):
    page = (await desk("sun", sees_cases=False)).page
    await page.get_by_test_id("to-qualifications").click()
    row = page.get_by_test_id("qualified").filter(has_text="王建国")
    await row.get_by_test_id("certificate-until").fill("2020-01-31")
    await row.get_by_test_id("certificate-save").click()
    await expect(page.get_by_test_id("care")).to_contain_text("1 人需要处理")
    await expect(page.get_by_test_id("qualified").first).to_contain_text("王建国")
    await row.get_by_test_id("exam-note").click()
    await row.get_by_test_id("exam-name").fill("样板间考核")
    await row.get_by_test_id("exam-score").fill("92")
    await pictured(page, "desk-qualifications")
    await row.get_by_test_id("exam-save").click()
    await expect(row).to_contain_text("样板间考核")
