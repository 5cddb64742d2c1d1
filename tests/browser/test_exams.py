"""An exam in a real browser, from the choice to the certificate: by tap, plan, list and keys."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from inspection.intake.demo import PASSWORD
from panorama.exam.kept import paper_from
from tests.support.exams import draw_plainly, json_of, right_answer
from tests.support.pages import LONG_MS
from tests.support.service import Service

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PICTURES = os.environ.get("EXAM_PICTURES")  # a folder with real ones, to look at the pages
ROOM = os.environ.get("EXAM_ROOM")  # the same of the sample room itself
SHOTS = os.environ.get("EXAM_SHOTS")

SIGN_IN = """(body) => fetch('/api/v1/sign-in', {
    method: 'POST', body: JSON.stringify(body), headers: {'Content-Type': 'application/json'},
}).then(({status}) => status)"""

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
async def house(tmp_path):
    if ROOM:
        (tmp_path / "data" / "rooms").mkdir(parents=True)
        (tmp_path / "data" / "rooms" / "t2").symlink_to(ROOM)
    made = Service(tmp_path / "data", program=("-m", "tests.support.exam_server"))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def opened(house):
    """Pages of a browser without a camera: nothing is rendered for it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )

        async def open_exams(size, username=None):
            context = await browser.new_context(
                viewport=SIZES[size], locale="zh-CN", has_touch=size == "phone"
            )
            page = await context.new_page()
            if username is not None:
                await page.goto(f"{house.origin}/exams")  # a page of this origin, to sign in from
                status = await page.evaluate(SIGN_IN, {"username": username, "password": PASSWORD})
                assert status == 200
            await page.goto(f"{house.origin}/exams")
            await page.reload()
            return page

        yield open_exams
        await browser.close()


def kept_in(data: Path, attempt: str):
    """The right answers and the pictures' key, from the service's own file."""
    with closing(sqlite3.connect(data / "yunkan.db")) as db:
        (paper, key) = db.execute(
            "SELECT paper, pictures FROM exam_attempt WHERE id = ?", [attempt]
        ).fetchone()
    return paper_from(json_of(paper)), key


def draw(data: Path, key: str) -> None:
    folder = data / "exam-rooms" / key
    if PICTURES:
        shutil.copytree(PICTURES, folder, dirs_exist_ok=True)
    else:
        draw_plainly(folder)


async def shot(page, name):
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png")


async def prepared(page, house, level, mode):
    """Chooses and waits for the room; returns the right answers."""
    await page.get_by_test_id(f"level-{level}").check(force=True)
    await page.get_by_test_id(f"mode-{mode}").check(force=True)
    await page.get_by_test_id("prepare").click()
    await expect(page.get_by_test_id("preparing")).to_be_visible(timeout=LONG_MS)
    attempt = page.url.partition("#")[2]
    paper, key = kept_in(house.data, attempt)
    draw(house.data, key)
    await expect(page.get_by_test_id("begin")).to_be_visible(timeout=LONG_MS)
    return paper


async def in_picture(page, scene):
    sphere = page.get_by_test_id("exam-sphere")
    await expect(sphere).to_have_attribute("data-scene", scene, timeout=LONG_MS)


@pytest.mark.parametrize("size", SIZES)
async def test_an_inspector_takes_the_exam_and_gets_a_certificate(house, opened, size):
    page = await opened(size, "wang")
    await shot(page, f"choose-{size}")
    paper = await prepared(page, house, "standard", "exam")
    await shot(page, f"ready-{size}")
    await page.get_by_test_id("begin").click()
    await in_picture(page, "kitchen")
    await shot(page, f"run-{size}")

    # the middle of the picture, by the keyboard's way; a change of mind costs nothing
    tries = await page.get_by_test_id("tries-left").inner_text()
    await page.get_by_test_id("mark-centre").click()
    await expect(page.get_by_test_id("answer-sheet")).to_be_visible()
    await shot(page, f"answer-{size}")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("answer-sheet")).to_be_hidden()
    await expect(page.get_by_test_id("tries-left")).to_have_text(tries)

    for number, one in enumerate(paper.answers):
        await page.get_by_test_id("open-list").click()
        thing = next(
            name for name, thing in paper.things.items() if thing.gap_m(one.places[0]) <= 0.5
        )
        if number == 0:
            await shot(page, f"list-{size}")
        await page.get_by_test_id(f"thing-{thing}").click()
        await page.get_by_test_id(f"choice-{one.rule_id}").click()
        await expect(page.get_by_test_id("found")).to_contain_text(str(number + 1))
    await expect(page.get_by_test_id("news")).to_contain_text("已记下")
    await page.get_by_test_id("open-plan").click()
    await expect(page.get_by_test_id("plan-drawing").locator("img")).to_be_visible()
    await shot(page, f"plan-{size}")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("open-facts").click()
    await shot(page, f"facts-{size}")
    await page.keyboard.press("Escape")  # on a phone a sheet lies over the keys
    await page.get_by_test_id("open-answers").click()
    await shot(page, f"answers-{size}")

    await page.reload()  # what was answered and the time stay
    await in_picture(page, "kitchen")
    await expect(page.get_by_test_id("found")).to_contain_text(str(len(paper.answers)))
    await page.get_by_test_id("hand-in").click()
    await page.get_by_test_id("hand-in-sure").click()
    await expect(page.get_by_test_id("verdict")).to_have_attribute("data-passed", "true")
    await expect(page.get_by_test_id("points")).to_have_text("100")
    await expect(page.get_by_test_id("answer")).to_have_count(len(paper.answers))
    await shot(page, f"result-{size}")
    await page.get_by_test_id("answer").first.scroll_into_view_if_needed()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/result-all-{size}.png", full_page=True)
    await page.get_by_test_id("to-certificate").click()
    await expect(page.get_by_test_id("certificate")).to_contain_text("王建国")
    await expect(page.get_by_test_id("certificate-standing")).to_have_attribute(
        "data-valid", "true"
    )
    await shot(page, f"certificate-{size}")


async def test_a_practice_tells_at_once_where_somebody_taps_or_turns(house, opened):
    page = await opened("desk")
    await expect(page.get_by_test_id("mode-exam")).to_be_disabled()
    paper = await prepared(page, house, "basic", "practice")
    await page.get_by_test_id("begin").click()
    await in_picture(page, "kitchen")
    right = right_answer(paper, paper.answers[0].rule_id)
    broken = {one.rule_id for one in paper.answers}
    await page.get_by_test_id("exam-sphere").click(position={"x": 700, "y": 420})
    await expect(page.get_by_test_id("answer-sheet")).to_be_visible()
    choices = page.locator("[data-testid^=choice-]")
    ids = [await one.get_attribute("data-testid") for one in await choices.all()]
    holds = next(one for one in ids if one.removeprefix("choice-") not in broken)
    await page.get_by_test_id(holds).click()
    await expect(page.get_by_test_id("news")).to_contain_text("这一条是符合的")
    await shot(page, "wrong-desk")
    await page.get_by_test_id("open-list").click()
    thing = next(
        name
        for name, thing in paper.things.items()
        if thing.gap_m(paper.answers[0].places[0]) <= 0.5
    )
    await page.get_by_test_id(f"thing-{thing}").click()
    await page.get_by_test_id(f"choice-{right['choice']}").click()
    await expect(page.get_by_test_id("news")).to_contain_text("找到一处")
    await expect(page.get_by_test_id("found")).to_contain_text("1")
    await page.get_by_test_id("hand-in").click()
    await page.get_by_test_id("hand-in-sure").click()
    await expect(page.get_by_test_id("verdict")).to_have_attribute("data-passed", "false")


async def test_an_exam_of_another_browser_is_told_and_led_back(opened, house):
    page = await opened("phone")
    await page.goto(f"{house.origin}/exams#exam_none")
    await expect(page.get_by_role("alert")).to_contain_text("不在本浏览器中")
    await page.goto(f"{house.origin}/exams#certificate/KH20261130-0000000000")
    await expect(page.get_by_role("alert")).to_contain_text("没有这个编号的证书")
