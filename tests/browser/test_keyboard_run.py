"""A whole shop of 43 items, first to last: a key for the evidence and a key for the verdict."""

import asyncio
import sys
from contextlib import suppress

import pytest
from playwright.async_api import expect

from tests.support.desk_work import ask, case_of
from tests.support.pages import LONG_MS, keep_picture
from tests.support.service import CHECKOUT

SHOP = "山楂树下饮品店"
ITEMS = 43

pytestmark = pytest.mark.timeout(400)  # 43 pictures, one after another
expect.set_options(timeout=LONG_MS)  # a busy machine is slow, not wrong


@pytest.fixture
async def phone_of():
    """Virtual phones by their links: they stream and need nobody."""
    started = []

    async def start(link):
        command = [sys.executable, "server.py", "phone", link]
        nothing = asyncio.subprocess.DEVNULL
        started.append(await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT, stdout=nothing))

    yield start
    for one in started:
        if one.returncode is None:
            one.terminate()
        await one.wait()


async def caught(page, item):
    """One key, one piece of evidence."""
    await page.keyboard.press("Space")
    await expect(page.locator(f"[data-testid=evidence-card][data-item={item}]")).to_have_count(1)


async def is_at(page, order, item):
    """The walk stands at an item: by itself after a verdict, by a key where that asks for more."""
    current = page.locator("[data-testid^=item-row-][aria-current=true]")
    wanted = f"item-row-{item}"
    with suppress(AssertionError):
        await expect(current).to_have_attribute("data-testid", wanted, timeout=1000)
        return
    here = (await current.get_attribute("data-testid")).removeprefix("item-row-")
    for _ in range(abs(order.index(here) - order.index(item))):
        await page.keyboard.press("j" if order.index(here) < order.index(item) else "k")
    await expect(current).to_have_attribute("data-testid", wanted)


async def test_43_items_are_filmed_and_judged_with_two_keys_each(desk, phone_of):
    wang = await desk("wang")
    page = wang.page
    case = await case_of(page, SHOP)
    path = f"/api/v1/cases/{case['id']}"
    await phone_of((await ask(page, f"{path}/invitations", "POST", {}))["content"]["url"])
    await wang.open_call(SHOP)
    await wang.sees_moving_picture()

    rows = page.locator("[data-testid^=item-row-]")
    await expect(rows).to_have_count(ITEMS)
    order = [
        (await row.get_attribute("data-testid")).removeprefix("item-row-")
        for row in await rows.all()
    ]
    for number, item in enumerate(order, 1):
        await is_at(page, order, item)
        await caught(page, item)
        await page.keyboard.press("1")
        row = page.get_by_test_id(f"item-row-{item}")
        await expect(row).to_have_attribute("data-verdict", "pass")
        if number == ITEMS // 2:
            await keep_picture(page, "desk-keyboard-run")

    after = await case_of(page, SHOP)
    mine = {key: one["mine"]["verdict"] for key, one in after["findings"].items()}
    assert mine == dict.fromkeys(order, "pass")
    assert {one["item_id"] for one in after["evidence"]} == set(order)
