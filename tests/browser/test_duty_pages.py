"""A supervisor draws, changes and enters an absence; an inspector hands a running call over."""

import pytest
from playwright.async_api import expect

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from inspection.intake.demo import PASSWORD
from tests.support.desk_work import ask, pictured
from tests.support.pages import LONG_MS, keep_picture

SHOP = "老街坊家常菜馆"
COLLEAGUES = {"qian": "钱进", "feng": "冯雪"}

pytestmark = pytest.mark.timeout(400)
expect.set_options(timeout=LONG_MS)


@pytest.fixture
async def colleagues(service):
    """Two more inspectors."""
    database = open_database(f"sqlite+aiosqlite:///{service.data}/yunkan.db")
    for username, name in COLLEAGUES.items():
        await SignIns(database, SystemClock()).add_user(
            username=username,
            name=name,
            role=Role.INSPECTOR,
            department="勘验科",
            password=PASSWORD,
        )
    await database.close()


async def is_fine(page, name):
    """Kept as a picture, and nothing wider than the page."""
    await keep_picture(page, f"duty-{name}")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_supervisor_reassigns_with_a_reason_and_sees_where_an_absence_moves_bookings(
    service, colleagues, desk
):
    chen = await desk("chen")
    page = chen.page
    await page.goto(f"{service.origin}/desk#/roster")
    add = page.get_by_test_id("roster-add")
    for place, name in enumerate(COLLEAGUES.values()):
        await add.locator("select").nth(place).select_option(label=name)
    await add.locator("button").click()
    await expect(page.get_by_test_id("roster-pair")).to_have_count(2)
    await page.get_by_test_id("roster-pair").last.locator(".btn-danger").click()
    await page.get_by_test_id("roster-off").locator("summary").click()
    await page.get_by_test_id("roster-on").click()
    await expect(page.get_by_test_id("roster-pair")).to_have_count(2)

    await page.goto(f"{service.origin}/desk#/queue")
    await page.get_by_test_id("case-row").filter(has_text=SHOP).click()
    team = page.get_by_test_id("team-panel")
    await expect(team).to_contain_text("王建国、赵晓燕")
    await team.get_by_test_id("team-change").click()
    await expect(team.get_by_test_id("pair-seen")).to_have_count(2)
    await expect(team.get_by_test_id("team-change-sure")).to_be_disabled()
    await team.get_by_test_id("pair-seen").last.locator("button").click()
    await team.get_by_test_id("team-reason").fill("王建国、赵晓燕到外县支援")
    await team.scroll_into_view_if_needed()
    await is_fine(page, "reassign")
    await team.get_by_test_id("team-change-sure").click()
    await expect(team).to_contain_text("钱进、冯雪")
    await expect(page.get_by_text("改派钱进、冯雪：王建国、赵晓燕到外县支援")).to_be_visible()

    booking = page.get_by_test_id("booking-panel")
    await booking.get_by_test_id("booking-choose").click()
    day = await booking.get_by_test_id("booking-day").locator("option").last.get_attribute("value")
    await booking.get_by_test_id("booking-day").select_option(day)
    await booking.get_by_test_id("booking-slot").first.click()
    await booking.get_by_test_id("booking-sure").click()
    await expect(booking.get_by_test_id("booking-cancel")).to_be_visible()

    await page.goto(f"{service.origin}/desk#/roster")
    away = page.get_by_test_id("roster-away")
    followed = page.get_by_test_id("roster-followed")

    async def is_away(who, moved):
        await away.locator("select").select_option(label=who)
        for field in await away.locator("input[type=date]").all():
            await field.fill(day)
        await away.locator("input:not([type=date])").fill("病假")
        await away.locator("button").click()
        await expect(followed).to_contain_text(moved)
        await followed.scroll_into_view_if_needed()

    await is_away("钱进", "改由 王建国、赵晓燕")
    await is_fine(page, "followed-moved")
    await page.get_by_test_id("take-back").click()
    handed = page.get_by_test_id("handed-on")
    await expect(handed).to_contain_text("原为 钱进、冯雪")
    await page.get_by_test_id("giving-back").scroll_into_view_if_needed()
    await is_fine(page, "giving-back")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_test_id("giving-back").scroll_into_view_if_needed()
    await is_fine(page, "giving-back-phone")
    await page.keyboard.press("Escape")
    await expect(handed).to_have_count(0)
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.get_by_test_id("take-back").press("Enter")
    await expect(handed).to_have_count(1)
    await page.get_by_test_id("give-back").press("Enter")
    await expect(followed).to_contain_text("改由 钱进、冯雪")
    await expect(page.get_by_test_id("roster-exception")).to_have_count(0)

    await is_away("钱进", "改由 王建国、赵晓燕")
    await is_away("赵晓燕", "需另约时间")
    await is_fine(page, "followed-lost")
    await page.goto(f"{service.origin}/desk#/bookings")
    await expect(page.get_by_test_id("to-rebook")).to_contain_text("赵晓燕不在岗：病假")
    await is_fine(page, "to-rebook")
    await page.set_viewport_size({"width": 390, "height": 844})
    await is_fine(page, "to-rebook-phone")
    await page.get_by_test_id("to-rebook").get_by_role("link").click()
    await team.scroll_into_view_if_needed()
    await team.get_by_test_id("team-draw").click()
    await expect(team.get_by_test_id("team-draws").locator("summary")).to_be_visible()
    await team.get_by_test_id("team-draws").locator("summary").click()
    await team.scroll_into_view_if_needed()
    await is_fine(page, "draw-phone")


async def test_a_pair_is_lent_to_a_town_whose_supervisor_sees_it_and_can_not_change_it(
    service, desk
):
    hu = await desk("hu", sees_cases=False)
    town = {"name": "柳河镇市场监管所", "parent": "bureau"}
    town = (await ask(hu.page, "/api/v1/units", "POST", town))["content"]
    database = open_database(f"sqlite+aiosqlite:///{service.data}/yunkan.db")
    people = {"tian": Role.INSPECTOR, "shi": Role.INSPECTOR, "town_boss": Role.SUPERVISOR}
    for username, role in people.items():
        await SignIns(database, SystemClock()).add_user(
            username=username,
            name={"tian": "田丰", "shi": "石磊"}.get(username, "马所长"),
            role=role,
            department="",
            password=PASSWORD,
            unit=town["id"],
        )
    await database.close()
    boss = (await desk("town_boss", sees_cases=False)).page
    await boss.goto(f"{service.origin}/desk#/roster")
    await expect(boss.get_by_test_id("roster-inspector")).to_have_count(2)
    await expect(boss.get_by_test_id("roster-pair")).to_have_count(0)
    await expect(boss.get_by_test_id("roster-close")).to_have_count(0)
    add = boss.get_by_test_id("roster-add")
    for place, name in enumerate(("田丰", "石磊")):
        await add.locator("select").nth(place).select_option(label=name)
    await add.locator("button").click()
    await expect(boss.get_by_test_id("roster-pair")).to_have_count(1)

    chen = (await desk("chen")).page
    await chen.goto(f"{service.origin}/desk#/roster")
    lent = chen.get_by_test_id("roster-pair").filter(has_text="王建国")
    await lent.get_by_test_id("pair-office").select_option(town["id"])
    await lent.get_by_role("button", name="保存").click()
    await expect(lent.get_by_role("button", name="保存")).to_be_disabled()
    await pictured(chen, "duty-roster-offices")
    await boss.reload()
    shown = boss.get_by_test_id("roster-pair").filter(has_text="王建国")
    await expect(shown).to_contain_text("由上级机构维护")
    await expect(shown.locator("textarea")).to_have_count(0)
    await pictured(boss, "duty-roster-town")


@pytest.fixture
async def lead(service, colleagues):
    """A lead of the bureau's inspectors."""
    database = open_database(f"sqlite+aiosqlite:///{service.data}/yunkan.db")
    await SignIns(database, SystemClock()).add_user(
        username="zhou", name="周组长", role=Role.LEAD, department="勘验科", password=PASSWORD
    )
    await database.close()
    return "zhou"


async def test_a_lead_reassigns_by_keyboard_and_undoes_it(service, lead, desk):
    page = (await desk(lead)).page
    await page.get_by_test_id("case-row").filter(has_text=SHOP).click()
    team = page.get_by_test_id("team-panel")
    await expect(team).to_contain_text("王建国、赵晓燕")
    await team.get_by_test_id("team-change").press("Enter")
    await expect(team.get_by_test_id("seat-0")).to_be_focused()
    await expect(team.get_by_test_id("team-undo-hint")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(team.get_by_test_id("team-change")).to_be_focused()
    await page.keyboard.press("Enter")
    await team.get_by_test_id("seat-1").select_option(label="钱进")
    await team.get_by_test_id("team-reason").press("Control+Enter")
    await expect(team.get_by_test_id("team-change-sure")).to_be_disabled()
    await team.get_by_test_id("team-reason").fill("赵晓燕下乡")
    await team.scroll_into_view_if_needed()
    await is_fine(page, "lead-reassigns")
    await team.get_by_test_id("team-reason").press("Control+Enter")
    await expect(team).to_contain_text("王建国、钱进")
    await expect(page.get_by_text("改派王建国、钱进：赵晓燕下乡")).to_be_visible()
    undo = team.get_by_test_id("team-undo")
    await expect(undo).to_contain_text("改派前 王建国、赵晓燕")
    await page.set_viewport_size({"width": 390, "height": 844})
    await undo.scroll_into_view_if_needed()
    await is_fine(page, "lead-undo-phone")
    await undo.locator("button").press("Enter")
    await team.get_by_test_id("team-reason").fill("改错了")
    await team.get_by_test_id("team-change-sure").click()
    await expect(team).to_contain_text("王建国、赵晓燕")


async def test_an_inspector_hands_a_running_call_over_and_the_phone_learns_the_name(
    service, colleagues, desk, phone
):
    wang, zhao = await desk("wang"), await desk("zhao")
    await phone.join(service.applicant_link)
    await expect(phone.page.get_by_test_id("stand")).to_have_attribute("data-stand", "in_line")
    await keep_picture(phone.page, "duty-waiting")
    await wang.open_call(SHOP)
    await zhao.open_call(SHOP)
    await phone.is_in_call()
    await wang.judge("SI-01", "证照核对无误")
    await wang.choose("EX-01")
    await wang.page.keyboard.press("t")
    await wang.page.locator(".chat input").fill("请把镜头抬高一点")
    await wang.page.keyboard.press("Enter")
    await wang.page.keyboard.press("Escape")

    await wang.page.get_by_test_id("transfer-open").click()
    form = wang.page.get_by_test_id("transfer")
    await form.get_by_test_id("seat-0").select_option(label="钱进")
    await form.get_by_test_id("transfer-reason").fill("王建国身体不适")
    await is_fine(wang.page, "transfer-dialog")
    await form.get_by_test_id("transfer-sure").click()
    await expect(wang.page.get_by_test_id("open-call")).to_have_count(0)
    await expect(wang.page.get_by_text("您已把席位移交给钱进")).to_be_visible()
    await keep_picture(wang.page, "duty-left")
    await expect(phone.page.get_by_text("王建国 → 钱进")).to_be_visible()
    await keep_picture(phone.page, "duty-phone-told")

    qian = await desk("qian")
    await expect(qian.page.get_by_test_id("handed-to-me")).to_be_visible()
    await keep_picture(qian.page, "duty-queue")
    await qian.open_call(SHOP)
    banner = qian.page.get_by_test_id("took-over")
    await expect(banner).to_contain_text("您接替王建国")
    await expect(banner).to_contain_text("王建国身体不适")
    await expect(qian.page.locator(".chat .last")).to_contain_text("请把镜头抬高一点")
    await expect(qian.page.get_by_test_id("item-row-SI-01")).to_be_visible()
    await qian.sees_moving_picture()
    await keep_picture(qian.page, "duty-took-over")
    await qian.page.set_viewport_size({"width": 390, "height": 844})
    await keep_picture(qian.page, "duty-took-over-phone")
    await qian.page.set_viewport_size({"width": 1440, "height": 900})
    await banner.get_by_test_id("took-over-fine").click()
    await expect(banner).to_have_count(0)
