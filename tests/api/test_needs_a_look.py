"""Blurred, dark, off a screen, seen before: the desk is told, the phone not, nothing refused."""

import asyncio
import io

import numpy as np
from PIL import Image

from tests.support.house import take_still


def a_picture(seed, factor=1.0):
    """A picture with enough detail to be sharp and to be known again."""
    fine = np.random.default_rng(seed).integers(0, 255, (45, 80, 3), dtype=np.uint8)
    large = Image.fromarray(fine).resize((1280, 720), Image.Resampling.NEAREST)
    out = io.BytesIO()
    large.point(lambda one: int(one * factor)).save(out, "JPEG", quality=85)
    return out.getvalue()


async def in_call(bureau, wang, case_id):
    """The phone of a case in its call, and both sockets after their welcome."""
    phone = await bureau.applicant(wang, case_id)
    seats = [
        await wang.good("POST", f"/api/v1/cases/{case_id}/call"),
        await phone.good("POST", "/api/v1/visit/call"),
    ]
    sockets = [
        await one.socket(seat["socket"]) for one, seat in zip((wang, phone), seats, strict=True)
    ]
    for socket in sockets:
        await socket.send_json({"type": "hello"})
    return phone, *sockets


async def looked_at(socket):
    while (frame := await socket.receive_json(timeout=20))["type"] != "look":
        pass
    return [one["code"] for one in frame["concerns"]]


async def concerns(browser, case_id):
    case = await browser.good("GET", f"/api/v1/cases/{case_id}")
    return [[one["code"] for one in picture["concerns"]] for picture in case["evidence"]]


async def test_a_dark_photo_is_kept_and_the_desk_alone_is_told(bureau, wang):
    worker = asyncio.create_task(bureau.house.worker.run())
    phone, desk, pocket = await in_call(bureau, wang, bureau.case_id)
    await take_still(phone, pocket, "KL-01", a_picture(1, 0.1), "still-00001")
    assert "dark" in await looked_at(desk)
    assert "dark" in (await concerns(wang, bureau.case_id))[0]
    visit = await phone.good("GET", "/api/v1/visit")
    assert "concerns" not in visit["evidence"][0]
    await phone.good("GET", "/api/v1/visit")
    heard = []
    await pocket.send_json({"type": "chat", "text": "好了"})
    while (frame := await pocket.receive_json(timeout=5))["type"] != "chat":
        heard.append(frame["type"])
    assert "look" not in heard
    worker.cancel()


async def test_a_photo_of_another_case_is_known_again_whole_and_recompressed(bureau, wang):
    worker = asyncio.create_task(bureau.house.worker.run())
    cases = (await wang.good("GET", "/api/v1/cases"))["cases"]
    other_id = next(one["id"] for one in cases if one["id"] != bureau.case_id)
    other = await wang.good("GET", f"/api/v1/cases/{other_id}")
    item = other["checklist"]["sections"][0]["items"][0]["id"]
    phone, desk, pocket = await in_call(bureau, wang, bureau.case_id)
    same, fresh = a_picture(1), a_picture(2)
    await take_still(phone, pocket, "KL-01", same, "still-00001")
    assert await looked_at(desk) == []
    await take_still(phone, pocket, "KL-01", same, "still-00002")
    assert await looked_at(desk) == [], "twice in one case is no reuse"

    phone, desk, pocket = await in_call(bureau, wang, other_id)
    copy = io.BytesIO()
    Image.open(io.BytesIO(same)).resize((640, 360)).save(copy, "JPEG", quality=60)
    for number, (content, expected) in enumerate(
        ((same, ["reused"]), (copy.getvalue(), ["alike"]), (fresh, []))
    ):
        await take_still(phone, pocket, item, content, f"still-1000{number}")
        told = await looked_at(desk)
        assert [one for one in told if one != "blur"] == expected
    worker.cancel()
