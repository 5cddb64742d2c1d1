"""After the result: the applicant sees where it is, chooses how the licence comes, rates once."""

import asyncio
from hashlib import sha256

import pytest
from playwright.async_api import expect

from inspection.licensing.calling_back import CallingBack
from inspection.licensing.faults import parse_faults
from inspection.licensing.simulator import Simulator
from tests.browser.conftest import DESK_PX, PHONE_PX
from tests.browser.test_record_outputs import (
    browser,  # noqa: F401 - a fixture
    cookies_of,
    page_of,
    site,
    whole_page,
)
from tests.support.house import open_bureau
from tests.support.pages import LONG_MS, keep_picture
from tests.support.signing import collected, signed_by

SECRET = "a secret for pages after the result"
LINK = "the-link-this-phone-took"

pytestmark = pytest.mark.timeout(240)
expect.set_options(timeout=LONG_MS)


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client, aiohttp_server):
    (tmp_path / "received").mkdir()
    simulator = Simulator(tmp_path / "received", SECRET, parse_faults(""), clock)
    licensing = await aiohttp_server(simulator.app())
    made = await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        licensing_url=str(licensing.make_url("")).rstrip("/"),
        licensing_secret=SECRET,
    )
    made.simulator = simulator
    return made


@pytest.fixture
async def page(bureau, browser):  # noqa: F811
    """The applicant's phone on the page of the result, its result at the licensing system."""
    wang = await bureau.staff("wang")
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    held = await page_of(browser, PHONE_PX, cookies_of(phone), has_touch=True)
    mark = sha256(LINK.encode()).hexdigest()  # as the page remembers its own link
    await held.add_init_script(f"localStorage.setItem('yunkan-link', '{mark}')")
    await held.goto(f"{site(phone)}/j/{LINK}")
    await expect(held.get_by_test_id("status")).to_have_attribute("data-state", "pushed")
    return held


async def fonts_and_keys(page):
    """The smallest letters and the smallest key of the cards, in CSS pixels."""
    return await page.evaluate(
        """() => {
            const names = ['status', 'wish', 'rate'].map((one) => `[data-testid=${one}] *`)
            const all = [...document.querySelectorAll(names.join())]
            const says = (node) => node.nodeType === 3 && node.data.trim()
            const told = all.filter((one) => [...one.childNodes].some(says))
            const keys = all.filter((one) => one.matches('button, input, textarea, a.button'))
            return [
                Math.min(...told.map((one) => parseFloat(getComputedStyle(one).fontSize))),
                Math.min(...keys.map((one) => one.getBoundingClientRect().height)),
                document.documentElement.scrollWidth - innerWidth,
            ]
        }"""
    )


async def test_the_applicant_follows_the_case_chooses_the_post_and_rates_once(bureau, page, clock):
    await page.get_by_test_id("level-2").tap()
    await page.get_by_test_id("tag-slow").tap()
    await page.get_by_test_id("way-mail").tap()
    letters_px, key_px, too_wide_px = await fonts_and_keys(page)
    assert letters_px >= 18
    assert key_px >= 48
    assert too_wide_px <= 0, "nothing is cut off at the side"
    await expect(page.get_by_test_id("wish-send")).to_be_disabled()
    await whole_page(page, "phone-after-result")
    for name, said in (
        ("recipient", "李桂芳"),
        ("phone", "13800000000"),
        ("address", "崂山路 1 号"),
    ):
        await page.get_by_test_id(name).fill(said)
    await page.get_by_test_id("wish-send").tap()
    await expect(page.get_by_test_id("wish-kept")).to_be_visible()
    await page.get_by_test_id("rating-words").fill("等了一个小时")
    await page.get_by_test_id("rating-send").tap()
    await expect(page.get_by_test_id("rated")).to_contain_text("不满意")

    chen = await bureau.staff("chen")
    (task,) = (await chen.good("GET", "/api/v1/rating-tasks"))["tasks"]
    assert task["rating"]["tags"] == [{"zh": "等太久", "en": "took too long"}]
    url = str(chen.client.make_url("/api/v1/licensing/callbacks"))
    number = task["number"]
    await CallingBack(url, SECRET, ("issued", "mailed"), clock).tell(number)
    await page.reload()
    await expect(page.get_by_test_id("licence")).to_contain_text("JY2371082")
    await expect(page.get_by_test_id("status")).to_contain_text("EMS")
    await expect(page.get_by_test_id("rated")).to_be_visible()
    await expect(page.get_by_test_id("rate")).to_have_count(0)
    await whole_page(page, "phone-licensed")
    await keep_picture(page, "phone-licensed-top")


async def test_a_supervisor_reconciles_pushes_again_and_answers_a_bad_rating(
    bureau,
    browser,  # noqa: F811
):
    bureau.simulator.plan(parse_faults("refuse"))
    wang = await bureau.staff("wang")
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    chen = await bureau.staff("chen")
    async with asyncio.timeout(30):
        while not (await chen.good("GET", "/api/v1/deliveries"))["deliveries"]:
            bureau.house.worker.wake()
    await phone.good("POST", "/api/v1/visit/rating", json={"level": 1, "words": "等了一个小时"})

    desk = await page_of(browser, DESK_PX, cookies_of(chen))
    await desk.goto(f"{site(chen)}/desk#/afterwards")
    await desk.get_by_test_id("reconciliation-day").fill("2026-11-24")
    line = desk.get_by_test_id("reconciliation-line")
    await expect(line).to_contain_text("有差异")
    await expect(desk.get_by_test_id("dead-letters")).to_contain_text("unknown credit code")
    await keep_picture(desk, "desk-afterwards")
    await desk.get_by_test_id("letter-replay").click()
    await expect(desk.get_by_test_id("dead-letters")).to_contain_text("没有失败的推送")
    await desk.get_by_test_id("task-take").click()
    await expect(desk.get_by_test_id("rating-task")).to_contain_text("承办")
    await desk.get_by_test_id("task-answer").fill("已电话致歉，并调整了排班。")
    await desk.get_by_test_id("task-send").click()
    await expect(desk.get_by_test_id("rating-task")).to_have_count(0)
    await desk.get_by_test_id("tasks-turn").click()
    await expect(desk.get_by_test_id("rating-task")).to_contain_text("已电话致歉")
    async with asyncio.timeout(30):
        while True:
            await desk.reload()
            await expect(line).to_be_visible()
            if "已对平" in await line.inner_text():
                break
    await desk.set_viewport_size(PHONE_PX)
    await keep_picture(desk, "desk-afterwards-phone")
