"""The tools over a kept picture: covering by mouse and keyboard, measuring, reading."""

import asyncio
import io
import sys

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture
from tests.support.plates import LICENCE, coded, nameplate
from tests.support.service import CHECKOUT
from tests.support.sheets import SIZE_PX, View, marker_page, photo, turn_about

SHOP = "老街坊家常菜馆"
TRUE_MM = 400
VIEW = View(
    *(1500, SIZE_PX, turn_about(np.array([0.6, 0.8, 0]), np.radians(12))),
    away_mm=np.array([220.0, 120, 1100]),
)
ENDS = VIEW.seen(np.array([[-TRUE_MM / 2, -130.0], [TRUE_MM / 2, -130]])) / SIZE_PX

pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


@pytest.fixture
async def virtual_phone(service):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "server.py", "phone", service.applicant_link),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    yield process
    if process.returncode is None:
        process.terminate()
    await process.wait()


@pytest.fixture
async def viewer(desk, virtual_phone):
    """An inspector in the call, with one captured picture open."""
    wang = await desk("wang")
    await wang.open_call(SHOP)
    await wang.sees_moving_picture()
    await wang.choose("EX-02")
    await wang.page.keyboard.press("Space")
    card = wang.page.get_by_test_id("evidence-card").first
    await expect(card.locator("img:not(.is-preview)")).to_be_visible()
    await card.click()
    await expect(wang.page.get_by_test_id("viewer-picture")).to_be_visible()
    return wang


async def drag(page, start, end):
    """Over the board, by shares of the picture."""
    box = await page.get_by_test_id("board").bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    await page.mouse.move(*at[0])
    await page.mouse.down()
    await page.mouse.move(*at[1], steps=5)
    await page.mouse.up()


async def brightest_inside(page, test_id):
    """The brightest of red, green and blue in the shown picture's middle."""
    return await page.get_by_test_id(test_id).evaluate(
        """async (image) => {
            await image.decode()
            const canvas = document.createElement('canvas')
            canvas.width = image.naturalWidth
            canvas.height = image.naturalHeight
            const pen = canvas.getContext('2d')
            pen.drawImage(image, 0, 0)
            const at = [canvas.width * 0.45, canvas.height * 0.3, canvas.width * 0.1, 40]
            return Math.max(...pen.getImageData(...at).data.filter((_, index) => index % 4 < 3))
        }"""
    )


async def test_a_face_is_covered_with_the_mouse_and_the_keyboard_and_shown_covered(viewer):
    page = viewer.page
    await page.get_by_test_id("tool-cover").click()
    boxes = page.get_by_test_id("cover-box")
    await expect(page.get_by_test_id("board").locator("svg")).to_be_visible()
    await drag(page, (0.4, 0.2), (0.6, 0.6))
    await drag(page, (0.05, 0.05), (0.2, 0.2))
    await expect(boxes).to_have_count(2)
    await page.get_by_test_id("cover-undo").click()
    await expect(boxes).to_have_count(1)
    board = page.get_by_test_id("board")
    await board.focus()
    for key in ("Shift+ArrowRight", "Enter", *["Shift+ArrowRight"] * 4, *["Shift+ArrowDown"] * 4):
        await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    await expect(boxes).to_have_count(2)
    await page.keyboard.press("Control+z")
    await expect(boxes).to_have_count(1)
    await expect(page.get_by_test_id("cover-save")).to_be_disabled(), "no reason yet"
    await page.get_by_test_id("cover-reason").fill("店员人脸")
    await keep_picture(page, "desk-covering")
    await page.get_by_test_id("cover-save").click()
    note = page.get_by_test_id("cover-note")
    await expect(note).to_contain_text("店员人脸")
    await expect(note).to_contain_text("王建国")
    assert await brightest_inside(page, "viewer-picture") < 70
    await keep_picture(page, "desk-covered")

    await page.get_by_test_id("tool-cover").click()
    await expect(boxes).to_have_count(1), "what was saved can be changed"
    await page.get_by_test_id("cover-off").click()
    await expect(note).to_have_count(0)
    assert await brightest_inside(page, "viewer-picture") > 70


@pytest.fixture
def film(tmp_path):
    """What the phone's camera sees: a marker on a wall, a plate and a licence's code."""
    wall = Image.open(io.BytesIO(photo(VIEW, *marker_page(), np.random.default_rng(1))))
    seen = wall.convert("RGB").resize((1280, 720), Image.Resampling.LANCZOS)
    plate = Image.open(io.BytesIO(nameplate())).crop((130, 80, 830, 530))
    seen.paste(plate.resize((420, 270)), (30, 30))
    code = Image.open(io.BytesIO(coded())).crop((690, 290, 950, 550))
    seen.paste(code, (60, 430))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=95)
    path = tmp_path / "wall.mjpeg"
    path.write_bytes(out.getvalue() * 30)
    return path


@pytest.fixture
async def still(desk, phone, service):
    """An inspector with a photo open that the applicant's phone took of it."""
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await wang.choose("EX-03")
    await wang.page.keyboard.press("s")
    card = wang.page.locator('[data-testid="evidence-card"][data-kind="still"]').first
    await expect(card.locator("img:not(.is-preview)")).to_be_visible()
    await card.click()
    await expect(wang.page.get_by_test_id("viewer-picture")).to_be_visible()
    return wang


async def test_a_length_is_measured_by_the_found_marker_and_confirmed_by_a_person(still):
    page = still.page
    await page.get_by_test_id("tool-measure").click()
    await expect(page.get_by_test_id("measure-tool")).to_contain_text("仅限同一平面")
    await expect(page.get_by_test_id("measure-hint")).to_contain_text("找到量测标记")
    await expect(page.get_by_test_id("corner")).to_have_count(4)
    for end in ENDS.tolist():
        await drag(page, end, end)
    told = page.get_by_test_id("measured")
    await expect(told).to_contain_text("±")
    await expect(told).to_have_attribute("data-standing", "outside")
    value, _, error = (await told.locator(".num").first.inner_text()).split()[:3]
    assert abs(float(value) - TRUE_MM / 1000) <= float(error) < 0.1
    await keep_picture(page, "desk-measure")
    await page.get_by_test_id("measure-value").fill("0.40")
    await page.get_by_test_id("measure-confirm").click()
    notes = page.get_by_test_id("notes")
    await expect(notes).to_contain_text("罩口离地高度 0.40 m")
    await expect(notes).to_contain_text("王建国")
    await keep_picture(page, "desk-measured")
    await notes.get_by_text("撤回").click()
    await expect(notes).to_have_count(0)


async def test_a_plate_and_a_code_are_read_and_count_only_when_confirmed(still):
    page = still.page
    await page.get_by_test_id("tool-read").click()
    await expect(page.get_by_test_id("board").locator("svg")).to_be_visible()
    await drag(page, (0.01, 0.02), (0.37, 0.44))
    await page.get_by_test_id("read-texts").click()
    lines = page.get_by_test_id("read-line")
    await expect(lines).to_have_count(4)
    model = lines.nth(1)
    field = model.locator("input").first
    assert "YJ-8000A" in await field.input_value()
    await expect(page.get_by_test_id("notes")).to_have_count(0)
    await keep_picture(page, "desk-read")
    await field.fill("YJ-8000A")
    await model.get_by_test_id("read-confirm").click()
    await expect(page.get_by_test_id("notes")).to_contain_text("设备型号 YJ-8000A")
    await drag(page, (0.02, 0.55), (0.3, 0.99))
    await page.get_by_test_id("read-codes").click()
    await expect(lines).to_have_count(1)
    await expect(lines.locator("input").first).to_have_value(LICENCE)
    await lines.get_by_test_id("read-confirm").click()
    await expect(page.get_by_test_id("notes")).to_contain_text(LICENCE)
    await keep_picture(page, "desk-read-confirmed")
