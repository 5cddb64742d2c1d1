"""Page objects: what a person does on the desk and on the phone, by the pages' test ids."""

import json
import re
from pathlib import Path

from playwright.async_api import Page, expect

from inspection.intake.demo import PASSWORD

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "browser"
LONG_MS = 30_000


async def keep_picture(page: Page, name: str) -> None:
    """A screenshot kept as an artefact of the run."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"{name}.png")


async def decoded_frames(page: Page) -> int:
    """Frames the page's large picture has decoded so far."""
    return await page.evaluate(
        """() => {
            const video = document.querySelector('[data-testid=call-video]')
            const of = video.tagName === 'VIDEO' ? video : video.querySelector('video')
            return of ? of.getVideoPlaybackQuality().totalVideoFrames : 0
        }"""
    )


async def hears(page: Page) -> bool:
    """Whether somebody else's sound arrives and is played, not muted."""
    return await page.evaluate(
        """async () => {
            const heard = [...document.querySelectorAll('video, audio')].filter((element) =>
                !element.muted && element.srcObject?.getAudioTracks().some(
                    (track) => track.readyState === 'live' && !track.muted))
            return heard.length > 0
        }"""
    )


async def draw_signature(page: Page, lean: float = 0.0) -> None:
    pad = page.get_by_test_id("sign-pad")
    await expect(pad).to_be_visible(timeout=LONG_MS)
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    x, y, w, h = box["x"], box["y"], box["width"], box["height"]
    await page.mouse.move(x + w * 0.15, y + h * 0.7)
    await page.mouse.down()
    for across, down in ((0.3, 0.25), (0.45, 0.75), (0.6, 0.3), (0.75, 0.7), (0.88, 0.35)):
        await page.mouse.move(x + w * (across + lean), y + h * down, steps=6)
    await page.mouse.up()
    await page.get_by_test_id("sign-submit").click()


class Desk:
    """An inspector's browser window."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    async def sign_in(self, username: str, *, sees_cases: bool = True) -> None:
        self.lean = {"wang": -0.03, "zhao": 0.03}.get(username, 0.0)  # nobody signs like another
        await self.page.goto(f"{self.origin}/desk")
        await self.page.get_by_test_id("login-username").fill(username)
        await self.page.get_by_test_id("login-password").fill(PASSWORD)
        await self.page.get_by_test_id("login-submit").click()
        if sees_cases:
            await expect(self.page.get_by_test_id("case-row").first).to_be_visible()
        else:
            await expect(self.page.get_by_test_id("no-cases")).to_be_visible()

    async def open_call(self, shop: str) -> None:
        await self.page.get_by_test_id("case-row").filter(has_text=shop).click()
        await self.page.get_by_test_id("open-call").click()
        await expect(self.page.get_by_test_id("call-video")).to_be_visible(timeout=LONG_MS)

    async def sees_moving_picture(self) -> None:
        """Frames are decoded, and more come; counted anew, so a stopped picture does not pass."""
        before = await decoded_frames(self.page)
        await self.page.wait_for_function(
            """(least) => {
                const at = document.querySelector('[data-testid=call-video]')
                const video = at && (at.tagName === 'VIDEO' ? at : at.querySelector('video'))
                return video && video.getVideoPlaybackQuality().totalVideoFrames >= least
            }""",
            arg=before + 20,
            timeout=LONG_MS,
        )

    async def choose(self, item: str) -> None:
        await self.page.get_by_test_id(f"item-row-{item}").click()

    async def has_evidence(self, count: int) -> None:
        await expect(self.page.get_by_test_id("evidence-card")).to_have_count(
            count, timeout=LONG_MS
        )

    async def judge(self, item: str, note: str) -> None:
        """By keyboard: the verdict, then the note."""
        await self.choose(item)
        await self.page.keyboard.press("1")
        await self.choose(item)  # a complete verdict moved on to the next open item
        await self.page.keyboard.press("n")
        field = self.page.get_by_test_id("note")
        await expect(field).to_be_focused()
        await field.fill(note)
        await self.page.keyboard.press("Escape")

    async def make_record(self) -> None:
        await self.page.get_by_test_id("make-record").first.click()
        await expect(self.page.get_by_test_id("sign-pad")).to_be_visible(timeout=LONG_MS)

    async def sign(self) -> None:
        await draw_signature(self.page, self.lean)


class Phone:
    """An applicant's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.committed: dict[str, str] = {}  # still -> the hash this phone named at the shutter
        page.on("websocket", lambda socket: socket.on("framesent", self._note_commitment))

    def _note_commitment(self, payload: str | bytes) -> None:
        frame = json.loads(payload)
        if frame["type"] == "commit":
            self.committed[frame["id"]] = frame["sha256"]

    async def join(self, link: str) -> None:
        await self.page.goto(link)
        for step in ("begin", "consent-agree", "device-start", "device-continue"):
            await keep_picture(self.page, f"phone-{step}")
            await self.page.get_by_test_id(step).click(timeout=LONG_MS)

    async def is_in_call(self) -> None:
        await expect(self.page.get_by_test_id("call-video")).to_be_visible(timeout=LONG_MS)
        await expect(self.page.get_by_test_id("connection")).to_have_class(
            re.compile("live"), timeout=LONG_MS
        )

    async def sign(self) -> None:
        await draw_signature(self.page)
