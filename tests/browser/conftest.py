import pytest
from playwright.async_api import async_playwright

from tests.support.camera import film_of_room
from tests.support.pages import Desk, Phone

DESK_PX = {"width": 1440, "height": 900}
PHONE_PX = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def film(sample_room, tmp_path_factory):
    """What Chromium's fake camera sees: a slow turn through the sample room."""
    return film_of_room(sample_room, tmp_path_factory.mktemp("film") / "room.mjpeg")


@pytest.fixture
async def chromium(film):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        yield browser
        await browser.close()


@pytest.fixture
def desk(chromium, service):
    async def open_desk(username, *, sees_cases=True):
        context = await chromium.new_context(
            viewport=DESK_PX, locale="zh-CN", permissions=["camera", "microphone"]
        )
        opened = Desk(await context.new_page(), service.origin)
        await opened.sign_in(username, sees_cases=sees_cases)
        return opened

    return open_desk


@pytest.fixture
async def phone(chromium):
    context = await chromium.new_context(
        viewport=PHONE_PX,
        locale="zh-CN",
        permissions=["camera", "microphone"],
        device_scale_factor=2,
        has_touch=True,
    )
    return Phone(await context.new_page())
