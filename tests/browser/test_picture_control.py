"""The desk steers the phone's picture: rung, cap, stills in place of video; sockets that die."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
REOPENED_WITHIN_S = 12  # ten seconds to notice, the rest to dial
pytestmark = pytest.mark.timeout(240)

# Keeps hold of the page's connections, so that what its senders are set to can be read.
CONNECTIONS = """
window.connections = []
const Real = window.RTCPeerConnection
window.RTCPeerConnection = class extends Real {
  constructor(...given) { super(...given); window.connections.push(this) }
}
window.sent = () => {
  const up = window.connections.filter((pc) => pc.connectionState === 'connected')
  const senders = up.flatMap((pc) => pc.getSenders().map((sender) => [pc, sender]))
  const [pc, sender] = senders.filter(([, one]) => one.track?.kind === 'video').at(-1) ?? []
  if (!sender) return null
  const [{ active, maxBitrate, maxFramerate }] = sender.getParameters().encodings
  const named = /b=TIAS:(\\d+)/.exec(pc.remoteDescription.sdp)?.[1]
  return { active, maxBitrate, maxFramerate, named }
}
"""


class Call:
    """A desk and a phone in one call."""

    def __init__(self, desk, phone):
        self.desk, self.phone = desk, phone

    async def pick(self, testid):
        sheet = self.desk.page.get_by_test_id("quality-sheet")
        if not await sheet.is_visible():
            await self.desk.page.keyboard.press("q")
        await self.desk.page.get_by_test_id(testid).click()

    async def says(self, text):
        """What the desk shows as the phone's word."""
        said = self.desk.page.get_by_test_id("quality-said")
        await expect(said).to_contain_text(text, timeout=LONG_MS)

    async def sends(self, **wanted):
        """Waits until the phone's video sender is set like this."""
        await self.phone.page.wait_for_function(
            """(wanted) => {
                const sent = window.sent()
                return sent && Object.entries(wanted).every(([key, value]) => sent[key] === value)
            }""",
            arg=wanted,
            timeout=LONG_MS,
        )

    async def sees_another_still(self):
        picture = self.desk.page.get_by_test_id("still-picture")
        before = await picture.get_attribute("src")
        await expect(picture).not_to_have_attribute("src", before, timeout=LONG_MS)


@pytest.fixture
async def call(service, desk, phone):
    await phone.page.add_init_script(CONNECTIONS)
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    return Call(wang, phone)


async def test_stills_take_the_place_of_video_and_video_comes_back(call, service):
    desk, phone = call.desk.page, call.phone.page
    await call.pick("rung-sd")
    await call.says("手机已执行：标清 360p")
    await call.sends(active=True, maxBitrate=600_000, maxFramerate=15)
    await expect(desk.get_by_test_id("viewer-figures").first).to_have_text(
        re.compile(r"\d+×\d+ · \d+ kbps · 丢包 .* 卡顿 \d+"), timeout=LONG_MS
    )
    await keep_picture(desk, "desk-quality-sheet")

    await call.pick("rung-stills")
    await call.says("手机已执行：静态图")
    await call.sends(active=False)
    await expect(desk.get_by_test_id("still-picture")).to_be_visible(timeout=LONG_MS)
    await desk.keyboard.press("Escape")
    for _ in range(3):  # more than four seconds, in which no picture is news to anybody
        await call.sees_another_still()
        await expect(desk.locator(".cover")).to_have_count(0)
    await expect(desk.get_by_test_id("still-badge")).to_contain_text("静态图")
    await expect(phone.get_by_test_id("connection")).to_contain_text("正在用照片代替视频")
    await keep_picture(desk, "desk-stills")
    await keep_picture(phone, "phone-stills")

    await call.desk.choose("KL-01")
    await desk.keyboard.press("c")
    await expect(desk.get_by_text("未取证").first).to_be_visible()
    await expect(desk.get_by_text("要手机原图").first).to_be_visible()
    await keep_picture(desk, "desk-stills-no-capture")
    await desk.keyboard.press("s")
    await call.desk.has_evidence(1)

    await call.pick("rung-on_demand")
    await call.says("手机已执行：按需取图")
    await desk.keyboard.press("Escape")
    await desk.get_by_test_id("ask-still").click()
    await call.sees_another_still()
    await keep_picture(desk, "desk-on-demand")
    await desk.set_viewport_size({"width": 390, "height": 844})
    await keep_picture(desk, "desk-on-demand-narrow")
    await desk.keyboard.press("q")
    await keep_picture(desk, "desk-quality-sheet-narrow")
    await desk.set_viewport_size({"width": 1440, "height": 900})

    await phone.reload()
    await call.phone.is_in_call()
    await call.sends(active=False)

    await call.pick("rung-auto")
    await call.says("手机已执行：每秒 5 帧")
    await call.desk.sees_moving_picture()
    await expect(desk.get_by_test_id("still-view")).to_have_count(0)
    log = service.log.read_text()
    assert '"state": "silent"' not in log
    assert "no picture" not in log


async def test_a_cap_holds_in_the_running_call_lowered_and_raised(call, service):
    await call.pick("cap-500000")
    await call.says("≤ 500 kbps")
    await call.sends(maxBitrate=500_000)
    page = call.phone.page
    await page.reload()
    await call.phone.is_in_call()
    await call.sends(maxBitrate=500_000, named="500000")
    await call.pick("cap-own")
    await call.sends(maxBitrate=2_500_000, named="2500000")
    await call.desk.sees_moving_picture()


async def test_a_page_whose_socket_died_has_another_within_ten_seconds(service, desk, phone):
    sockets, reopened = [], asyncio.Event()
    wang = await desk("wang")

    def open_way(socket):
        """All frames pass until the test cuts the way without a word to either side."""
        socket.is_cut = False
        server = socket.connect_to_server()
        socket.on_message(lambda text: None if socket.is_cut else server.send(text))
        server.on_message(lambda text: None if socket.is_cut else socket.send(text))
        sockets.append(socket)
        if len(sockets) == 2:
            reopened.set()

    await wang.page.route_web_socket(re.compile("/socket"), open_way)
    await wang.open_call(SHOP)
    link = wang.page.get_by_test_id("call-link")
    await expect(link).to_have_class(re.compile("is-open"), timeout=LONG_MS)
    (first,) = sockets
    first.is_cut = True
    async with asyncio.timeout(REOPENED_WITHIN_S):
        await reopened.wait()
    await expect(link).to_have_class(re.compile("is-open"), timeout=LONG_MS)
    await wang.page.keyboard.press("t")
    await wang.page.get_by_test_id("chat-text").fill("重新连上了")
    await wang.page.keyboard.press("Enter")
    await expect(wang.page.get_by_role("log")).to_contain_text("重新连上了")
