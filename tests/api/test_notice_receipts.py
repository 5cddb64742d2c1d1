"""Delivery reports of an operator, over a whole service that sends through a stand-in of it."""

import asyncio
import json
from urllib.parse import parse_qs

import pytest

from tests.support.house import open_bureau
from tests.support.services import HttpService

SECRET = "receipts-0123456789abcdef0123456789"
RECEIPTS = f"/api/v1/notice-receipts/aliyun/{SECRET}"


@pytest.fixture
async def operator():
    return HttpService((200, {"Code": "OK", "BizId": "biz-1"}))


@pytest.fixture
async def bureau(operator, database, clock, tmp_path, aiohttp_client):
    """Short messages go to the stand-in; what it can not deliver, into the window's file."""
    async with operator.running() as url:
        yield await open_bureau(
            database,
            clock,
            tmp_path,
            aiohttp_client,
            notice_hosts=("127.0.0.1",),
            receipt_secret=SECRET,
            sms_gateway="aliyun",
            sms_url=url,
            sms_key_id="id",
            sms_key_secret="key",
            sms_sign="县审批局",
            sms_templates={"invitation": "SMS_1"},
            wecom_gateway="file",
        )


@pytest.fixture
async def invited(bureau):
    """A clerk's browser after an invitation went out."""
    liu = await bureau.staff("liu")
    await liu.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations", json={"tell": True})
    await told(bureau, liu)
    return liu


async def told(bureau, browser):
    async with asyncio.timeout(30):
        while True:
            address = f"/api/v1/cases/{bureau.case_id}/notices"
            (found,) = (await browser.good("GET", address))["notices"]
            if found["state"] != "queued":
                return found
            await bureau.house.worker.step(["notice"])


def report(operator, *, success):
    fields = parse_qs(operator.requests[0][3].decode())
    return [{"out_id": fields["OutId"][0], "biz_id": "biz-1", "success": success, "err_code": "X"}]


async def test_the_operators_report_marks_the_notice_delivered(bureau, invited, operator):
    anybody = await bureau.browser()
    answer = await anybody.good("POST", RECEIPTS, json=report(operator, success=True))
    assert answer == {"code": 0, "msg": "成功"}
    notice = await told(bureau, invited)
    assert notice["state"] == "delivered"
    assert notice["events"][-1]["gateway"] == "aliyun"


async def test_what_was_not_delivered_reaches_the_window_once_and_without_the_link(
    bureau, invited, operator, tmp_path
):
    anybody = await bureau.browser()
    for _ in range(3):
        await anybody.good("POST", RECEIPTS, json=report(operator, success=False))
    notice = await told(bureau, invited)
    assert notice["state"] == "sent"
    assert [one["channel"] for one in notice["events"]] == ["sms"] * 3 + ["wecom"] * 2
    (line,) = (tmp_path / "notices" / "messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["channel"] == "wecom"
    assert len(operator.requests) == 1


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/notice-receipts/tencent2/{SECRET}",
        "/api/v1/notice-receipts/aliyun/wrong",
        "/api/v1/notice-receipts/aliyun/%E9%94%99",
        "/api/v1/notice-receipts/file/" + SECRET,
    ],
)
async def test_a_report_without_the_secret_or_of_nobody_we_know_is_not_found(bureau, path):
    anybody = await bureau.browser()
    assert await anybody.refused("POST", path, json=[]) == (404, "not_found")


async def test_a_report_that_is_no_json_is_refused(bureau):
    anybody = await bureau.browser()
    assert await anybody.refused("POST", RECEIPTS, data=b"{") == (400, "http.not_json")


async def test_without_a_secret_no_report_is_taken(database, clock, tmp_path, aiohttp_client):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client)
    anybody = await bureau.browser()
    path = "/api/v1/notice-receipts/aliyun/guessed"
    assert await anybody.refused("POST", path, json=[]) == (404, "not_found")
