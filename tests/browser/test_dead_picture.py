"""A picture that arrives and shows nothing: known at the desk within 3 s (scorecard M11)."""

import re
import time

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
KNOWN_WITHIN_S = 3.0

# A camera that a test can freeze or cover: a canvas that is painted all the time.
CAMERA = """
window.camera = 'live'
const canvas = document.createElement('canvas')
Object.assign(canvas, { width: 1280, height: 720 })
const paint = canvas.getContext('2d')
let count = 0
setInterval(() => {
  if (window.camera === 'live') count += 1
  paint.fillStyle = window.camera === 'black' ? '#000' : `hsl(${count % 360} 60% 45%)`
  paint.fillRect(0, 0, 1280, 720)
  if (window.camera === 'black') return
  paint.fillStyle = '#fff'
  paint.fillRect((count * 7) % 1200, 300, 90, 90)
}, 40)
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await real(wanted)
  if (!wanted.video) return stream
  for (const track of stream.getVideoTracks()) track.stop()
  return new MediaStream([...canvas.captureStream(25).getVideoTracks(), ...stream.getAudioTracks()])
}
"""


@pytest.mark.timeout(200)
async def test_a_black_and_a_frozen_picture_are_no_picture_and_no_evidence(service, desk, phone):
    await phone.page.add_init_script(CAMERA)
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    cover = wang.page.locator(".cover")
    await expect(cover).to_have_count(0, timeout=LONG_MS)
    figures = re.compile(r"上行 \d+ kbps · 丢包 0% · 往返 \d+ ms · 卡顿 \d+")
    await expect(wang.page.get_by_test_id("call-link")).to_have_attribute("title", figures)
    for camera in ("black", "frozen"):
        await phone.page.evaluate("(camera) => { window.camera = camera }", camera)
        began = time.monotonic()
        # waits for the change itself; `expect` looks once a second only
        await wang.page.wait_for_selector(f".cover[data-cover={camera}]", timeout=10_000)
        assert time.monotonic() - began <= KNOWN_WITHIN_S, camera
        await wang.choose("KL-01")
        await wang.page.keyboard.press("c")
        await expect(wang.page.get_by_text("画面异常，没有取证").first).to_be_visible()
        await keep_picture(wang.page, f"desk-{camera}-picture")
        await phone.page.evaluate("() => { window.camera = 'live' }")
        await expect(cover).to_have_count(0)
    log = service.log.read_text()
    for camera in ("black", "frozen", "live"):
        assert f'"state": "{camera}"' in log
    assert '"kind": "frame"' not in log
