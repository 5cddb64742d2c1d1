"""What an applicant is told, as the desk sees it; the default gateway writes into a file."""

import asyncio
import json

import pytest

from foundation.settings import Settings, UnusableSettings
from inspection.house import build_house
from tests.support.house import CHECKOUT


@pytest.fixture
async def liu(bureau):
    """A window clerk's browser."""
    return await bureau.staff("liu")


@pytest.fixture
def sent(tmp_path):
    """The messages that went out."""

    def read():
        file = tmp_path / "notices" / "messages.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    return read


def notices(bureau):
    return f"/api/v1/cases/{bureau.case_id}/notices"


async def told(bureau, browser):
    """The notices of the case once the worker is through with them."""
    async with asyncio.timeout(30):
        while True:
            found = (await browser.good("GET", notices(bureau)))["notices"]
            if all(one["state"] != "queued" for one in found):
                return found
            await bureau.house.worker.step(["notice"])


async def test_an_invitation_is_told_when_asked_for_and_the_desk_sees_it_without_the_link(
    bureau, liu, sent, tmp_path
):
    address = f"/api/v1/cases/{bureau.case_id}/invitations"
    made = await liu.good("POST", address, json={"tell": True})
    (notice,) = await told(bureau, liu)
    (message,) = sent()
    assert made["url"] in message["zh"]
    assert message["to"] == "13800138000"
    assert (tmp_path / "notices" / "messages.jsonl").stat().st_mode & 0o777 == 0o600
    assert (notice["kind"], notice["state"]) == ("invitation", "sent")
    assert notice["to_masked"] == "138****8000"
    assert "••••" in notice["zh"]
    assert made["url"].rpartition("/")[2] not in json.dumps(notice)
    assert [one["what"] for one in notice["events"]] == ["begun", "accepted"]


@pytest.mark.parametrize("body", [None, {}, {"tell": False}])
async def test_an_invitation_is_not_told_unless_asked_for(bureau, liu, body):
    made = await liu.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations", json=body)
    assert made["url"]
    assert await told(bureau, liu) == []


async def test_an_invitation_can_be_sent_again_until_a_newer_link_ends_it(bureau, liu, sent):
    address = f"/api/v1/cases/{bureau.case_id}/invitations"
    await liu.good("POST", address, json={"tell": True})
    (notice,) = await told(bureau, liu)
    again = f"{notices(bureau)}/{notice['id']}/again"
    assert notice["may_repeat"]
    assert (await liu.good("POST", again))["state"] == "queued"
    (repeated,) = await told(bureau, liu)
    assert [one["zh"] for one in sent()] == [sent()[0]["zh"]] * 2
    assert "刘敏" in [one["said"] for one in repeated["events"]]
    bureau.clock.move(seconds=1)
    await liu.good("POST", address)
    assert await liu.refused("POST", again) == (409, "notice.over")
    (ended,) = await told(bureau, liu)
    assert not ended["may_repeat"]


async def test_a_notice_of_another_case_is_not_found_below_this_one(bureau, liu):
    await liu.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations", json={"tell": True})
    (notice,) = await told(bureau, liu)
    other = await bureau.another_case()
    address = f"/api/v1/cases/{other}/notices/{notice['id']}/again"
    assert await liu.refused("POST", address) == (404, "not_found")


async def test_an_inspector_reads_what_was_told_and_can_not_send_it_again(bureau, liu, wang):
    await liu.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations", json={"tell": True})
    (notice,) = await told(bureau, wang)
    again = f"{notices(bureau)}/{notice['id']}/again"
    assert await wang.refused("POST", again) == (404, "not_found")
    sun = await bureau.staff("sun")
    assert await sun.refused("GET", notices(bureau)) == (404, "not_found")


async def test_a_template_for_a_notice_that_does_not_exist_stops_the_start(
    database, clock, tmp_path
):
    settings = Settings(data=tmp_path, sms_templates={"invitaton": "SMS_1"})
    with pytest.raises(UnusableSettings, match="invitaton"):
        build_house(settings, database, clock, CHECKOUT)
