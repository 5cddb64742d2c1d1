"""What breaks quietly on the desk: keys, the evidence film, refusals, deliveries, foreign cases."""

import asyncio
import sys

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, Desk, keep_picture
from tests.support.service import CHECKOUT, Licensing

SHOP = "老街坊家常菜馆"

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


async def ask(page, path, method="GET", body=None):
    """What the page's own session gets from the service: status and content."""
    return await page.evaluate(
        """async ([path, method, body]) => {
            const headers = body ? { 'Content-Type': 'application/json' } : {}
            const sent = { method, headers, body: body && JSON.stringify(body) }
            const answer = await fetch(path, sent)
            return { status: answer.status, content: await answer.json() }
        }""",
        [path, method, body],
    )


async def the_case(page):
    cases = (await ask(page, "/api/v1/cases"))["content"]["cases"]
    case_id = next(one["id"] for one in cases if one["shop_name"] == SHOP)
    return (await ask(page, f"/api/v1/cases/{case_id}"))["content"]


async def judge_all(page):
    """Every item complies, noted, past the pages: the record needs it, this test does not."""
    case = await the_case(page)
    for section in case["checklist"]["sections"]:
        for item in section["items"]:
            path = f"/api/v1/cases/{case['id']}/findings/{item['id']}"
            done = await ask(page, path, "PUT", {"verdict": "pass", "note": "视频查看，符合要求"})
            assert done["status"] == 200
    return case["id"]


@pytest.fixture
async def virtual_phone(service):
    """`server.py phone`: streams, answers stills and signs by itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "server.py",
        "phone",
        service.applicant_link,
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    yield process
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def test_items_are_filmed_and_judged_with_the_keyboard_alone(desk, virtual_phone):
    wang, zhao = await desk("wang"), await desk("zhao")
    page = wang.page
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("link", name=SHOP)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("open-call").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("call-video")).to_be_visible()
    await wang.sees_moving_picture()
    await zhao.open_call(SHOP)
    await expect(page.get_by_test_id("participant").filter(has_text="赵晓燕")).to_be_visible()
    row = page.get_by_test_id("item-row-SI-01")
    await expect(row).to_have_attribute("aria-current", "true")

    await page.keyboard.press("Space")
    card = page.get_by_test_id("evidence-card").first
    await expect(card).to_have_attribute("data-item", "SI-01")
    await expect(card.locator("img:not(.is-preview)")).to_have_js_property("complete", True)
    width = await card.locator("img").evaluate("picture => picture.naturalWidth")
    assert width > 0, "the film shows the picture, not a grey field"

    await page.keyboard.press("1")
    await expect(row).to_have_attribute("data-verdict", "pass")
    await expect(page.get_by_test_id("item-row-SI-02")).to_have_attribute("aria-current", "true")
    await expect(zhao.page.get_by_test_id("evidence-card")).to_have_count(1)

    await page.keyboard.press("j")
    await page.keyboard.press("2")
    await expect(page.get_by_test_id("note")).to_be_focused()
    await page.keyboard.type("另一位核查人员中途离开")
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-note-state="saved"]')).to_be_visible()
    findings = (await the_case(page))["findings"]
    assert (findings["SI-03"]["verdict"], findings["SI-03"]["note"]) == (
        "fail",
        "另一位核查人员中途离开",
    )
    await keep_picture(page, "desk-film")

    await page.keyboard.press("u")
    await page.keyboard.press("u")
    await expect(row).to_have_attribute("data-verdict", "")
    await expect(row).to_have_attribute("aria-current", "true")


async def test_two_inspectors_judge_unseen_and_reconcile_what_differs(desk, virtual_phone):
    wang, zhao = await desk("wang"), await desk("zhao")
    for inspector in (wang, zhao):
        await inspector.open_call(SHOP)
    await wang.choose("EX-02")
    await wang.page.keyboard.press("2")
    await wang.page.keyboard.type("右边差 30 厘米")
    await wang.page.keyboard.press("Enter")
    second = wang.page.get_by_test_id("second-opinion")
    await expect(second).to_contain_text("等待另一位勘验人员独立判定")

    await zhao.choose("EX-02")
    await expect(zhao.page.get_by_test_id("second-opinion")).to_contain_text("另一位已判定")
    await keep_picture(zhao.page, "desk-blind")
    assert "右边差 30 厘米" not in await zhao.page.content()
    row = zhao.page.get_by_test_id("item-row-EX-02")
    await expect(row).to_have_attribute("data-verdict", "")
    await zhao.page.keyboard.press("1")
    await zhao.choose("EX-02")
    await expect(zhao.page.get_by_test_id("differs")).to_contain_text("右边差 30 厘米")

    await wang.choose("EX-02")
    await expect(wang.page.get_by_test_id("differs")).to_contain_text("两人判定不同")
    await expect(wang.page.get_by_test_id("reconcile")).to_be_disabled()
    await wang.page.get_by_test_id("settle-fail").click()
    await wang.page.get_by_test_id("settle-reason").fill("回看录像，右灶确有一截在罩外")
    await keep_picture(wang.page, "desk-differs")
    await wang.page.get_by_test_id("reconcile").click()
    await expect(wang.page.get_by_test_id("second-opinion")).to_contain_text("回看录像")
    await expect(row).to_have_attribute("data-verdict", "fail")


async def test_a_verdict_without_its_picture_stays_and_says_what_is_missing(desk, virtual_phone):
    wang = await desk("wang")
    await wang.open_call(SHOP)
    await wang.choose("KL-02")
    await wang.page.keyboard.press("1")
    await expect(wang.page.get_by_test_id("gap")).to_contain_text("还缺证据")
    await expect(wang.page.get_by_test_id("gap")).to_contain_text("Evidence is missing")
    await expect(wang.page.get_by_test_id("item-row-KL-02")).to_have_attribute(
        "aria-current", "true"
    )


async def test_a_wrong_password_says_so_in_both_languages(chromium, service):
    page = await (await chromium.new_context(locale="zh-CN")).new_page()
    await page.goto(f"{service.origin}/desk")
    await page.get_by_test_id("login-username").fill("wang")
    await page.get_by_test_id("login-password").fill("not this one")
    await page.keyboard.press("Enter")
    told = page.get_by_role("alert")
    await expect(told).to_contain_text("用户名或密码不正确")
    await expect(told).to_contain_text("User name or password is wrong")
    await expect(page.get_by_test_id("login-username")).to_have_value("wang")


async def test_a_foreign_case_looks_like_one_that_does_not_exist(desk, chromium, service):
    wang = await desk("wang")
    foreign = (await the_case(wang.page))["id"]
    page = await (await chromium.new_context(locale="zh-CN")).new_page()
    trainer = Desk(page, service.origin)
    await trainer.sign_in("sun", sees_cases=False)
    seen = []
    for case_id in (foreign, foreign[:-4] + "0000"):
        for place in ("case", "call"):
            await page.goto(f"{service.origin}/desk#/{place}/{case_id}")
            told = page.locator("main").filter(has_text="没有找到您要的内容")
            await expect(told).to_be_visible()
            seen.append((place, await told.inner_text()))
    assert seen[:2] == seen[2:]


async def test_a_clerk_asks_before_the_applicants_link_is_ended(desk, service):
    liu = await desk("liu")
    page = liu.page
    await page.get_by_test_id("case-row").filter(has_text=SHOP).click()
    await page.get_by_test_id("invite").click()
    asked = page.get_by_role("alertdialog")
    await expect(asked).to_contain_text("旧链接会立即失效")
    await expect(page.get_by_test_id("invitation-url")).to_have_count(0)
    await page.get_by_test_id("invite-sure").click()
    url = await page.get_by_test_id("invitation-url").input_value()
    assert url.startswith(f"{service.origin}/j/")
    assert url != service.applicant_link
    await expect(page.get_by_alt_text("邀请二维码 Invitation QR code")).to_be_visible()
    await expect(page.get_by_test_id("open-call")).to_have_count(0), "clerks do not inspect"
    await expect(page.get_by_text("138****8000").first).to_be_visible()
    assert "13800138000" not in await page.content()


class TestWhenLicensingRefuses:
    @pytest.fixture
    async def licensing(self, tmp_path):
        simulator = Licensing(tmp_path / "licensing", faults="refuse:1")
        await simulator.start()
        yield simulator
        await simulator.stop()

    async def test_a_dead_delivery_is_explained_and_can_be_sent_again(
        self, desk, licensing, virtual_phone
    ):
        wang, zhao = await desk("wang"), await desk("zhao")
        await wang.open_call(SHOP)
        await wang.sees_moving_picture()
        for inspector in (wang, zhao):
            case_id = await judge_all(inspector.page)
        await wang.page.keyboard.press("r")
        await expect(wang.page.get_by_test_id("sign-pad")).to_be_visible(timeout=LONG_MS)
        paper = wang.page.get_by_test_id("record-paper")
        await expect(paper).to_have_attribute("data-is", "shown")
        await wang.sign()
        await zhao.page.goto(f"{zhao.origin}/desk#/case/{case_id}")
        await zhao.sign()

        page = wang.page
        await page.goto(f"{wang.origin}/desk#/case/{case_id}")
        state = page.get_by_test_id("delivery-state")
        await expect(state).to_have_attribute("data-state", "dead")
        await expect(state).to_contain_text("未能送达")
        await expect(page.get_by_test_id("delivery-error")).to_contain_text("422")
        await keep_picture(page, "desk-delivery-dead")
        await page.get_by_test_id("delivery-replay").click()
        await expect(state).to_have_attribute("data-state", "delivered")
        assert len(await licensing.results()) == 1
