"""Chromium on both sides when the media process of the call is killed."""

import os
import re
import signal
import time

import pytest
from playwright.async_api import expect

from tests.browser.conftest import chromium, desk, phone
from tests.support.pages import LONG_MS, keep_picture
from tests.support.service import media_processes

__all__ = ["chromium", "desk", "phone"]
SHOP = "老街坊家常菜馆"
KILLED_S = 8.0  # scorecard R9

pytestmark = pytest.mark.timeout(240)


async def kept(phone, count):
    await phone.page.get_by_test_id("still-button").click()
    await expect(phone.page.get_by_test_id("kept-count")).to_contain_text(
        f"已保存 {count}", timeout=LONG_MS
    )


async def test_the_picture_comes_back_after_the_kill_of_its_media_process_nobody_touches_the_phone(
    service, desk, phone
):
    wang = await desk("wang")
    await phone.join(service.applicant_link)
    await wang.open_call(SHOP)
    await phone.is_in_call()
    await wang.sees_moving_picture()
    await wang.choose("KL-01")
    await kept(phone, 1)
    (media,) = media_processes(service)

    killed_at = time.monotonic()
    os.kill(media, signal.SIGKILL)
    # the page notices first: what it showed until then is no sign of a picture
    await expect(phone.page.get_by_test_id("connection")).not_to_have_class(
        re.compile("live"), timeout=5000
    )
    await wang.sees_moving_picture()
    took_s = time.monotonic() - killed_at
    await phone.is_in_call()
    await keep_picture(wang.page, "desk-after-media-loss")
    await keep_picture(phone.page, "phone-after-media-loss")
    assert took_s <= KILLED_S, took_s
    assert media_processes(service) != [media]
    await kept(phone, 2)
