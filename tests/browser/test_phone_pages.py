"""The applicant's phone where something is in the way: links, cameras, reloads, a failed item."""

import re

import pytest
from playwright.async_api import expect

from tests.support.pages import LONG_MS, Phone, draw_signature, keep_picture
from tests.support.readable import unreadable

SHOP = "老街坊家常菜馆"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 MicroMessenger/8.0.50"
CAMERA_FAILS = """
    (name) => {
        navigator.mediaDevices.getUserMedia = () =>
            Promise.reject(Object.assign(new Error(name), { name }))
    }
"""
CAMERA_WORKS = "() => delete navigator.mediaDevices.getUserMedia"
CAMERA_IS_DARK = "navigator.mediaDevices.getUserMedia = async () => new MediaStream()"
CAMERA_ENDS = """
    () => document.querySelector('[data-testid=call-video]').srcObject
        .getVideoTracks()[0].dispatchEvent(new Event('ended'))
"""

pytestmark = pytest.mark.timeout(400)


def links(service):
    return re.findall(r"http://localhost:\d+/j/[\w-]+", service.output)


@pytest.fixture
def another_phone(chromium):
    async def open_phone(**more):
        settings = {"viewport": {"width": 360, "height": 640}, "locale": "zh-CN", **more}
        context = await chromium.new_context(permissions=["camera", "microphone"], **settings)
        return Phone(await context.new_page())

    return open_phone


async def is_fine(page, name):
    """The page as it stands is kept as a picture and is readable."""
    await keep_picture(page, f"phone-{name}")
    assert await unreadable(page) == []


async def reach_the_camera(phone, link):
    await phone.page.goto(link)
    for step in ("begin", "consent-agree"):
        await phone.page.get_by_test_id(step).click(timeout=LONG_MS)
    await expect(phone.page.get_by_test_id("device-start")).to_be_visible()


async def test_a_link_that_is_not_valid_says_so_in_a_sentence_and_what_to_do(service, phone):
    await phone.page.goto(f"{service.origin}/")
    await is_fine(phone.page, "way-in")
    await phone.page.goto(f"{service.origin}/j/nobody-ever-sent-this-link")
    await is_fine(phone.page, "welcome")
    await phone.page.get_by_test_id("begin").click()
    told = phone.page.get_by_test_id("link-problem")
    await expect(told.get_by_role("heading")).to_contain_text("这个链接打不开")
    await expect(told).to_contain_text("请联系受理窗口，重新发送一条")
    await expect(told.get_by_role("button")).to_have_count(1)
    await is_fine(phone.page, "link-expired")


async def test_a_second_phone_is_told_where_the_link_is_open(service, phone, another_phone):
    first, second = links(service)[:2]
    await reach_the_camera(phone, first)
    other = await another_phone()
    await other.page.goto(first)
    await other.page.get_by_test_id("begin").click()
    told = other.page.get_by_test_id("link-problem")
    await expect(told.get_by_role("heading")).to_contain_text("已在另一部手机上打开")
    await expect(told).to_contain_text("请在先打开链接的那部手机上继续")
    await is_fine(other.page, "link-elsewhere")

    await phone.page.goto(second)
    await expect(phone.page.get_by_test_id("begin")).to_be_visible()
    await phone.page.get_by_test_id("begin").click()
    await expect(phone.page.get_by_text(SHOP)).to_be_hidden()
    await expect(phone.page.get_by_text("山楂树下饮品店")).to_be_visible()


async def test_wechat_without_a_picture_leaves_the_link_for_the_phones_browser(
    service, another_phone
):
    link = links(service)[0]
    wechat = await another_phone(user_agent=WECHAT)
    await wechat.page.add_init_script(CAMERA_IS_DARK)
    await wechat.page.goto(link)
    await wechat.page.get_by_test_id("begin").click()
    told = wechat.page.get_by_test_id("outside")
    await expect(told).to_contain_text("点右上角“···”，选“在浏览器打开”", timeout=LONG_MS)
    await is_fine(wechat.page, "wechat-outside")
    await reach_the_camera(await another_phone(), link)


async def test_a_refused_camera_says_how_to_allow_it_and_the_inspector_is_told(
    service, desk, phone
):
    await reach_the_camera(phone, service.applicant_link)
    await is_fine(phone.page, "device")
    await phone.page.evaluate(CAMERA_FAILS, "NotAllowedError")
    await phone.page.get_by_test_id("device-start").click()
    told = phone.page.get_by_test_id("camera-fault")
    await expect(told).to_contain_text("还没有允许使用摄像头")
    await expect(told).to_contain_text("把摄像头和麦克风改为“允许”")
    await is_fine(phone.page, "camera-denied")

    wang = await desk("wang")
    await wang.open_call(SHOP)
    cover = wang.page.locator("[data-cover=lost]")
    await expect(cover).to_contain_text("申请人没有允许使用摄像头", timeout=LONG_MS)
    await keep_picture(wang.page, "desk-camera-denied")

    await phone.page.evaluate(CAMERA_WORKS)
    await phone.page.get_by_role("button", name="再试一次").click()
    await phone.page.get_by_test_id("device-continue").click(timeout=LONG_MS)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await expect(cover).to_be_hidden()


async def test_a_lost_camera_comes_back_by_itself_and_a_reload_returns_to_the_call(
    service, desk, phone
):
    await phone.join(service.applicant_link)
    await is_fine(phone.page, "waiting")
    wang = await desk("wang")
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.choose("EX-01")
    await expect(phone.page.get_by_test_id("item-card")).to_contain_text("现在请拍")
    await is_fine(phone.page, "call-item")
    for name in ("静音 Mute", "拍照 Photo", "翻转 Flip"):
        await expect(phone.page.get_by_role("button", name=name)).to_be_visible()

    await phone.page.evaluate(CAMERA_FAILS, "NotReadableError")
    await phone.page.evaluate(CAMERA_ENDS)
    await expect(phone.page.get_by_test_id("camera-lost")).to_contain_text("摄像头被来电")
    await expect(wang.page.locator("[data-cover=lost]")).to_be_visible(timeout=LONG_MS)
    await is_fine(phone.page, "camera-lost")
    await phone.page.evaluate(CAMERA_WORKS)
    await expect(phone.page.get_by_test_id("camera-lost")).to_be_hidden(timeout=LONG_MS)
    await wang.sees_moving_picture()

    await phone.page.get_by_test_id("flip").click()
    await wang.sees_moving_picture()
    await phone.page.get_by_test_id("still-button").click(timeout=LONG_MS)
    kept = phone.page.get_by_test_id("kept-count")
    await expect(kept).to_contain_text("已保存 1", timeout=LONG_MS)
    await keep_picture(phone.page, "phone-photo-saved")

    await phone.page.reload()
    await phone.is_in_call()
    await expect(kept).to_contain_text("已保存 1")
    await wang.sees_moving_picture()


async def test_a_photo_that_did_not_get_through_says_so_and_is_tried_again(service, desk, phone):
    await phone.join(service.applicant_link)
    wang = await desk("wang")
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.choose("EX-01")
    await phone.page.route("**/visit/stills/*", lambda route: route.abort())
    await phone.page.get_by_test_id("still-button").click(timeout=LONG_MS)
    again = phone.page.get_by_role("button", name="没传上去，点这里再试")
    await expect(again).to_be_visible(timeout=LONG_MS)
    await is_fine(phone.page, "photo-stuck")
    await again.click()
    await phone.page.unroute("**/visit/stills/*")
    await expect(phone.page.get_by_test_id("kept-count")).to_contain_text(
        "已保存 1", timeout=LONG_MS
    )
    await expect(again).to_be_hidden()


async def judge_all(desk, failed, note):
    """Every item complies but one; over HTTP, the keyboard has its own test."""
    await desk.page.evaluate(
        """async ([shop, failed, note]) => {
            const ask = async (path, body) => (await fetch(path, body && {
                method: 'PUT',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify(body),
            })).json()
            const { cases } = await ask('/api/v1/cases')
            const { id } = cases.find((one) => one.shop_name === shop)
            const { checklist } = await ask(`/api/v1/cases/${id}`)
            for (const item of checklist.sections.flatMap((section) => section.items)) {
                const isFailed = item.id === failed
                await ask(`/api/v1/cases/${id}/findings/${item.id}`, {
                    verdict: isFailed ? 'fail' : 'pass',
                    note: isFailed ? note : '视频查看，符合要求',
                })
            }
        }""",
        [SHOP, failed, note],
    )


async def test_the_result_opens_the_failed_items_place_in_the_sample_room(service, desk, phone):
    note = "右边的灶没有罩住，差 30 厘米"
    await phone.join(service.applicant_link)
    wang, zhao = await desk("wang"), await desk("zhao")
    await wang.open_call(SHOP)
    await zhao.open_call(SHOP)
    await phone.is_in_call()
    for inspector in (wang, zhao):
        await judge_all(inspector, "EX-01", note)
    await wang.page.reload()
    await wang.make_record()
    await is_fine(phone.page, "signing")
    await expect(phone.page.get_by_text("视频还连着，有疑问可以直接说。")).to_be_visible()
    await wang.sign()
    await draw_signature(phone.page)
    await zhao.page.get_by_test_id("see-record").click()
    await zhao.sign()

    await expect(phone.page.get_by_test_id("result")).to_be_visible(timeout=LONG_MS)
    failed = phone.page.get_by_test_id("notice").get_by_role("article")
    await expect(failed).to_have_count(1)
    await expect(failed).to_contain_text(note)
    await expect(failed.get_by_text("依据")).not_to_have_count(0)
    await is_fine(phone.page, "result-failed")
    async with phone.page.context.expect_page() as opening:
        await failed.get_by_test_id("see-right-EX-01").click()
    room = await opening.value
    assert room.url == f"{service.origin}/rooms#t2/EX-01"
    await expect(room.get_by_test_id("spot-EX-01")).to_have_class(
        re.compile("chosen"), timeout=180_000
    )
    await keep_picture(room, "phone-room-of-failed-item")


async def test_a_rule_whose_number_nobody_read_is_marked_before_the_applicant_signs(
    service, desk, phone
):
    await phone.join(service.applicant_link)
    wang, zhao = await desk("wang"), await desk("zhao")
    await wang.open_call(SHOP)
    await zhao.open_call(SHOP)
    await phone.is_in_call()
    for inspector in (wang, zhao):
        await judge_all(inspector, "EX-08", "没有集油槽，油滴到灶台上")
    await wang.page.reload()
    await wang.make_record()
    failed = phone.page.get_by_test_id("mending").get_by_role("article")
    await expect(failed).to_have_count(1)
    await expect(failed.get_by_test_id("unconfirmed")).to_contain_text("条号待核对")
    await is_fine(phone.page, "unconfirmed-rule")
