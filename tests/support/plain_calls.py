"""A call of two browsers that speak plain WHIP and WHEP behind a lossy link, and what they see."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from playwright.async_api import Page, async_playwright

from tests.support.lossy_link import LossyLink
from tests.support.service import CHECKOUT

CHROMIUM = "/usr/bin/chromium"
SIZE_PX = (1280, 720)
START_S = 30
WATCH_S = 5
FLUENT_WITHIN_S = 90
FLUENT_S, STRETCH_S = 8, 2
_CALLER = (Path(__file__).parent / "plain_caller.js").read_text()
_PAGE = "caller.html"


@dataclass(frozen=True)
class Stretch:
    """What happened between two looks, at the phone (`sent`) and at the desk (`seen`).

    Both have the fields of `look` in plain_caller.js, counters as differences.
    """

    sent: SimpleNamespace
    seen: SimpleNamespace

    @property
    def share(self) -> float:
        """Decoded of encoded pictures; differs from 1 by the few that are on their way."""
        return self.seen.frames / self.sent.frames

    def __str__(self) -> str:
        sent, seen = self.sent, self.seen
        return (
            f"{seen.codec} {seen.size}, {seen.at_s:.1f} s: "
            f"encoded {sent.frames / sent.at_s:.1f} fps, "
            f"decoded {seen.frames / seen.at_s:.1f} fps, "
            f"longest pause {seen.longestPause_s:.2f} s, "
            f"freezes {seen.freezes} ({seen.frozen_s:.2f} s); "
            f"phone: {sent.packets} packets, {sent.again} of them again, NACK {sent.nacks}, "
            f"PLI {sent.plis}, keyframes {sent.keyframes}; desk: NACK {seen.nacks}, "
            f"again {seen.again}, PLI {seen.plis}, sound and picture {seen.apart_ms} ms apart"
        )


class PlainCall:
    """Publisher and viewer, each in a page of its own."""

    def __init__(self, phone: Page, desk: Page) -> None:
        self.phone, self.desk = phone, desk

    async def over(self, seconds: float) -> Stretch:
        """What is sent and seen in the time from now on."""
        before = await self._looks()
        await asyncio.sleep(seconds)
        return self._between(before, await self._looks())

    async def comes_back(self, act: Callable[[], None]) -> tuple[float, float, Stretch]:
        """Watches `WATCH_S` from `act` on.

        Returns:
            Seconds to the first picture, and to the last one that came after half a second or more
            of standing still, from where on the picture is fluent; infinite when it is not.
        """
        before = await self._looks()
        act()
        first_ms, fluent_ms = await self.desk.evaluate(
            "(ms) => caller.comesBack(ms)", WATCH_S * 1000
        )
        return first_ms / 1000, fluent_ms / 1000, self._between(before, await self._looks())

    async def is_fluent(self, share: float, pause_s: float, fps: float = 0) -> str:
        """Waits for `FLUENT_S` in which this share of what was encoded was decoded, so many
        pictures a second, and no picture came later than `pause_s` after the one before.

        A machine that is busy otherwise loses pictures by itself, for a while; a call that is not
        protected against loss has no such stretch.
        """
        stretches: list[Stretch] = []
        async with asyncio.timeout(FLUENT_WITHIN_S):
            while True:
                stretches = [*stretches[1 - FLUENT_S // STRETCH_S :], await self.over(STRETCH_S)]
                seen = sum(one.seen.frames for one in stretches)
                sent = sum(one.sent.frames for one in stretches)
                took_s = sum(one.seen.at_s for one in stretches)
                longest_s = max(one.seen.longestPause_s for one in stretches)
                if (
                    took_s >= FLUENT_S
                    and seen >= share * sent
                    and seen >= fps * took_s
                    and longest_s <= pause_s
                ):
                    return (
                        f"{seen} of {sent} pictures in {took_s:.1f} s, "
                        f"{seen / took_s:.1f} fps, longest pause {longest_s:.2f} s"
                    )

    async def sends(self, packets: int) -> None:
        """Waits until the phone has sent so many packets more."""
        await self.phone.evaluate(
            """async (more) => {
                const { packets } = await caller.look(false)
                while ((await caller.look(false)).packets < packets + more) {
                    await new Promise((done) => setTimeout(done, 50))
                }
            }""",
            packets,
        )

    async def is_in_step(self, most_ms: float) -> None:
        """Waits until sound and picture taken at one moment (sender reports) are played at one."""
        await self.desk.wait_for_function(
            "(most) => caller.look(false).then(({ apart_ms }) => apart_ms <= most)",
            arg=most_ms,
            timeout=20_000,
        )

    async def _looks(self) -> list[dict]:
        return [await page.evaluate("caller.look()") for page in (self.phone, self.desk)]

    @staticmethod
    def _between(before: list[dict], after: list[dict]) -> Stretch:
        present = {"longestPause_s", "codec", "size", "apart_ms", "state"}
        return Stretch(
            *(
                SimpleNamespace(
                    **{key: new[key] if key in present else new[key] - old[key] for key in new}
                )
                for old, new in zip(before, after, strict=True)
            )
        )


@asynccontextmanager
async def media_host(address: str):
    """The media plane alone in a process of its own; gives its origin."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.media_host", address),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_S):
            port = (await process.stdout.readline()).decode().strip()
        yield f"http://{address}:{port}", process.pid
    finally:
        process.terminate()
        async with asyncio.timeout(START_S):
            await process.wait()


def chromium_behind(link: LossyLink, origin: str, film: Path, folder: Path):
    """A browser whose every packet takes the link; `origin` may use camera and microphone."""
    return chromium_for(origin, film, link.launcher(CHROMIUM, folder))


@asynccontextmanager
async def chromium_for(origin: str, film: Path, program: Path | str = CHROMIUM):
    """A browser that takes `origin` for secure; the camera sees `film`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                f"--unsafely-treat-insecure-origin-as-secure={origin}",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        try:
            yield browser
        finally:
            await browser.close()


async def plain_call(of_phone, of_desk, origin: str, mime: str) -> PlainCall:
    """Connects both, each in a browser; returns when the desk shows a picture."""
    call = PlainCall(*[await _page(browser, origin) for browser in (of_phone, of_desk)])
    media = f"{origin}/api/v1/media/call"
    await call.phone.evaluate(
        "(given) => caller.publish(...given)", [f"{media}/whip", mime, SIZE_PX]
    )
    await call.desk.evaluate("(url) => caller.play(url)", f"{media}/whep/plain")
    await call.desk.evaluate("caller.nextPicture()")
    return call


async def _page(browser, origin: str) -> Page:
    context = await browser.new_context(permissions=["camera", "microphone"])
    await context.route(
        f"**/{_PAGE}", lambda route: route.fulfill(body="<body></body>", content_type="text/html")
    )
    page = await context.new_page()
    await page.goto(f"{origin}/{_PAGE}")
    await page.evaluate(_CALLER)
    return page
