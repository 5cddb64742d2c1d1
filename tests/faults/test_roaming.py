"""Scorecard R8: a phone walks out of Wi-Fi and into 4G, or through a tunnel, in a call.

The phone's page runs in a Chromium behind a link of its own, the desk's beside the service.
Nobody touches either. Every figure is printed: `pytest -s` shows them.
"""

import asyncio
import io
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from tests.support.calls import signed_in
from tests.support.house import Browser, judge_everything
from tests.support.pages import LONG_MS, Desk, Phone, keep_picture
from tests.support.plain_calls import chromium_behind, chromium_for
from tests.support.service import Service

SHOP = "老街坊家常菜馆"
AWAY_S = 1.5  # scorecard R8
LONGEST_GAP_S = 5.0
TUNNEL_S = 30.0
BACK_WITHIN_S = 5.0
LATE_MS = 500  # what was on its way when the link went still comes
CAUSES = {"connection_lost", "silent"}  # silent: the old connection found the new way by itself
WATCHER = (Path(__file__).parents[1] / "support" / "picture_watcher.js").read_text()
ROLES = {"locale": "zh-CN", "permissions": ["camera", "microphone"]}

pytestmark = pytest.mark.timeout(400)


@dataclass
class Walk:
    """A call whose phone can be carried about."""

    service: Service
    link: object
    desk: Desk
    phone: Phone
    set_ups: list  # of the desk's: addresses it dialled

    async def away(self, leave, seconds, come_back):
        """Longest pause from `leave` until the picture is fluent again, and that after the return.

        Both in seconds. A picture is fluent when it went on for a second.
        """
        left_ms = time.time() * 1000
        leave()
        await asyncio.sleep(seconds)
        come_back()
        back_ms = time.time() * 1000
        # the next pictures after the return, and so many of them that it does not break off again
        longest, first = await self.desk.page.evaluate(
            "(from) => window.pauseUntilFluent(...from)", [left_ms, back_ms]
        )
        sys.stdout.write(
            f"away {seconds} s, now at {self.link.there}: longest pause {longest / 1000:.2f} s, "
            f"picture {first / 1000:.2f} s after the return\n"
        )
        return longest / 1000, first / 1000

    async def ask(self, path):
        """What the desk's page gets."""
        return await self.desk.page.evaluate(
            "(path) => fetch('/api/v1/cases' + path).then((answer) => answer.json())", path
        )

    async def case_id(self):
        cases = (await self.ask(""))["cases"]
        return next(one["id"] for one in cases if one["shop_name"] == SHOP)

    async def recording(self):
        """The applicant's; there is one, whatever happened."""
        found = (await self.ask(f"/{await self.case_id()}/recordings"))["recordings"]
        (own,) = [one for one in found if one["participant"] == "applicant"]
        return own

    async def gap_over(self, left_ms, seconds):
        """The recording's gap that holds this time, once it has ended there."""
        until_ms = left_ms + seconds * 1000
        async with asyncio.timeout(20):
            while True:
                for gap in (await self.recording())["gaps"]:
                    ended_ms = gap["to_ms"] or 0
                    if gap["from_ms"] <= left_ms + LATE_MS and ended_ms >= until_ms:
                        return gap
                await self.desk.page.wait_for_timeout(200)


@pytest.fixture
async def walk(link, film, tmp_path):
    service = Service(tmp_path / "data", host=link.here)
    await service.start()
    async with (
        chromium_for(service.origin, film) as beside,
        chromium_behind(link, service.origin, film, tmp_path) as behind,
    ):
        desk = Desk(await (await beside.new_context(**ROLES)).new_page(), service.origin)
        context = await behind.new_context(
            **ROLES, viewport={"width": 390, "height": 844}, has_touch=True
        )
        phone = Phone(await context.new_page())
        set_ups = []
        desk.page.on("request", lambda one: set_ups.append(one.url) if is_set_up(one) else None)
        await desk.page.add_init_script(WATCHER)
        await desk.sign_in("wang")
        await phone.join(service.applicant_link)
        await desk.open_call(SHOP)
        await phone.is_in_call()
        await desk.sees_moving_picture()
        yield Walk(service, link, desk, phone, set_ups)
    await service.stop()


def is_set_up(request):
    return request.method == "POST" and request.url.endswith("/whep/applicant")


async def paper_of(walk, case_id):
    """What the record says that would be signed now."""
    http, second = await signed_in(walk.service), await signed_in(walk.service, "zhao")
    wang = Browser(http)
    for inspector in (wang, Browser(second)):
        await judge_everything(inspector, case_id)
    await second.close()
    await wang.good("POST", f"/api/v1/cases/{case_id}/record", json={})
    paper = PdfReader(io.BytesIO(await wang.good("GET", f"/api/v1/cases/{case_id}/record.pdf")))
    await http.close()
    return "".join(page.extract_text() for page in paper.pages).replace("\n", "")


async def still_talks(walk, item):
    """What the inspector points at is on the phone, and a photo taken there is kept."""
    await walk.desk.choose(item)
    title = await walk.desk.page.get_by_test_id(f"item-row-{item}").get_attribute("title")
    await expect(walk.phone.page.get_by_test_id("item-card")).to_contain_text(
        title, timeout=LONG_MS
    )
    await walk.phone.page.get_by_test_id("still-button").click()
    await expect(walk.phone.page.get_by_test_id("kept-count")).to_contain_text(
        "已保存 1", timeout=LONG_MS
    )


@pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.nightly)])
async def test_a_call_goes_on_when_the_phone_changes_from_wifi_to_4g(walk, times):
    room, dialled = (await walk.recording())["room"], len(walk.set_ups)
    for _ in range(times):
        before, left_ms = walk.link.there, time.time() * 1000
        longest_s, _ = await walk.away(walk.link.unplug, AWAY_S, walk.link.plug)
        assert walk.link.there != before
        assert longest_s <= LONGEST_GAP_S
        assert (await walk.gap_over(left_ms, AWAY_S))["cause"] in CAUSES
    assert len(walk.set_ups) == dialled, "the desk kept its connection"
    assert (await walk.recording())["room"] == room
    await still_talks(walk, "KL-01")
    await keep_picture(walk.desk.page, "desk-after-roaming")
    await keep_picture(walk.phone.page, "phone-after-roaming")
    paper = await paper_of(walk, await walk.case_id())
    assert "画面中断" in paper
    assert paper.count("连接中断后重连") + paper.count("手机没有画面传来") >= times


@pytest.mark.nightly
async def test_a_call_comes_back_when_the_phone_leaves_a_tunnel(walk):
    room = (await walk.recording())["room"]
    for _ in range(3):
        left_ms = time.time() * 1000
        _, back_s = await walk.away(walk.link.silence, TUNNEL_S, lambda: walk.link.lose(0, 0))
        assert back_s <= BACK_WITHIN_S
        assert (await walk.gap_over(left_ms, TUNNEL_S))["cause"] == "connection_lost"
    assert (await walk.recording())["room"] == room
    await still_talks(walk, "KL-01")
