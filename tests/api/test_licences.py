"""The ledger of licences, the reminder of their end, and renewals as cases of their own."""

import asyncio
import json

import pytest

from foundation.identity import unit_store
from foundation.identity.model import Role
from foundation.identity.tree import ROOT, Unit
from inspection.cases import store as case_store
from inspection.cases.machine import State
from inspection.licences import store as licence_store
from tests.api.test_callbacks import SECRET, call, stands
from tests.support.house import open_bureau

ADDRESS = "/api/v1/licences"
MANDATE = {
    "asked_by": "李桂芳",
    "relation": "self",
    "way": "phone",
    "asked_at": "2031-09-01T02:00:00Z",
}
LICENCE = {
    "licence_number": "JY23710820012345",
    "issued_on": "2026-11-25",
    "valid_until": "2031-11-24",
}


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    """The first case has its licence."""
    made = await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        licensing_url="https://licence.example",
        licensing_secret=SECRET,
        window_telephone="0631-7560000",
    )
    made.number = await stands(made, State.PUSHED)
    await call(made, made.number, "issued", **LICENCE)
    return made


@pytest.fixture
async def liu(bureau):
    """A clerk's browser within half a year of the end."""
    bureau.clock.move(days=365 * 4 + 300)
    return await bureau.staff("liu")


async def lines(browser, **query):
    return (await browser.good("GET", ADDRESS, params=query))["licences"]


def messages(tmp_path):
    file = tmp_path / "notices" / "messages.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


async def link_of_reminder(bureau, tmp_path):
    await bureau.house.reminding.remind()  # the service's own round may have been first
    bureau.clock.move(hours=24)  # beyond the quiet hours
    async with asyncio.timeout(30):
        while True:
            await bureau.house.worker.step(["notice"])
            told = [one for one in messages(tmp_path) if one["kind"] == "licence_expires"]
            if told:
                return told[0]["zh"].partition("/r/")[2].partition(" ")[0]


async def test_the_ledger_shows_a_licence_with_its_terms_and_where_they_stand(bureau):
    liu = await bureau.staff("liu")
    found = await liu.good("GET", ADDRESS)
    (line,) = found["licences"]
    assert (line["number"], line["valid_until"]) == ("JY23710820012345", "2031-11-24")
    assert (line["shop_name"], line["case_number"]) == ("老街坊家常菜馆", bureau.number)
    assert (line["standing"], line["closes_on"]) == ("valid", "2031-11-03")
    assert line["is_provisional"], "nobody announced the holidays of 2031"
    assert line["renewal"] is None
    licence, registration = found["terms"]
    assert (licence["years"], registration["years"]) == (5, 3)
    assert licence["clauses"][0]["article"] == "第23条"
    assert not licence["renewal_clauses"][0]["is_confirmed"]
    assert await lines(liu, within="6") == []


async def test_it_is_filtered_searched_and_sorted(bureau, liu):
    assert len(await lines(liu, within="6")) == 1
    for words in ("12345", "老街坊", "李桂芳", bureau.number[-8:], "91370112MA3C00BX2D"):
        assert len(await lines(liu, words=words)) == 1, words
    assert await lines(liu, words="%") == []
    assert len(await lines(liu, sort="-issued_on")) == 1
    assert await lines(liu, page="2") == []
    for wrong in ({"within": "121"}, {"sort": "phone"}, {"page": "0"}, {"within": "x"}):
        assert (await liu.refused("GET", ADDRESS, params=wrong))[0] == 422
    bureau.clock.move(days=200)
    (line,) = await lines(await bureau.staff("liu"))
    assert (line["standing"], line["may_renew"]) == ("expired", False)


async def test_the_table_is_safe_to_open(bureau):
    liu = await bureau.staff("liu")
    table = (await liu.good("GET", f"{ADDRESS}.csv")).decode("utf-8-sig")
    head, line = table.strip().split("\r\n")
    assert head.startswith("证件编号 licence,")
    assert "JY23710820012345,食品经营许可证,老街坊家常菜馆" in line
    wang = await bureau.staff("wang")
    for path in (ADDRESS, f"{ADDRESS}.csv", f"/api/v1/cases/{bureau.case_id}/renewal"):
        assert await wang.refused("GET", path) == (404, "not_found")


async def test_an_applicant_is_reminded_once_and_renews_from_the_link(bureau, liu, tmp_path):
    token = await link_of_reminder(bureau, tmp_path)
    assert await bureau.house.reminding.remind() == 0, "once a licence"
    kinds = [one["kind"] for one in messages(tmp_path)]
    assert kinds.count("licence_expires") == 1
    liu = await bureau.staff("liu")
    (line,) = await lines(liu, within="6")
    assert line["reminder"]["state_zh"] == "已发出"

    phone = await bureau.browser()
    path = f"/api/v1/renewals/{token}"
    before = await phone.good("GET", path)
    assert before["paper"]["shop_name"] == "老街坊家常菜馆"
    assert (before["phone_masked"], before["telephone"]) == ("138****8000", "0631-7560000")
    assert {one["name"]: one["value"] for one in before["facts"]}["area_m2"] == 120
    filed = await phone.good("POST", path, json={"unchanged": True, "phone": "13900000001"})
    assert filed["number"] != bureau.number
    assert await phone.refused("POST", path, json={"unchanged": True}) == (
        409,
        "licences.renewal_under_way",
    )
    (line,) = await lines(liu)
    assert line["renewal"]["number"] == filed["number"]
    assert not line["may_renew"]
    new = await liu.good("GET", f"/api/v1/cases/{line['renewal']['id']}")
    assert new["facts"]["matter"] == "renewal"
    assert new["facts"]["unchanged"] is True
    assert new["facts"]["operating"] is True
    assert "延续申请，承接办件" in " ".join(one["zh"] for one in new["story"])
    old = await liu.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert (old["state"], old["phone_masked"]) == ("licensed", "138****8000"), "as it was"


async def test_a_declaration_does_not_hold_against_what_changed(bureau, liu, tmp_path):
    token = await link_of_reminder(bureau, tmp_path)
    phone = await bureau.browser()
    path = f"/api/v1/renewals/{token}"
    for wrong in (
        {"unchanged": True, "facts": {"bad_credit": False}},
        {"unchanged": True, "phone": "call me"},
        {"unchanged": True, "activities": []},
        {"unchanged": True, "facts": {"stoves": "many"}},
        {},
    ):
        assert (await phone.refused("POST", path, json=wrong))[0] == 422, wrong
    changed = {"unchanged": True, "activities": ["hot", "cold_meat"], "facts": {"stoves": 6}}
    await phone.good("POST", path, json=changed)
    (line,) = await lines(await bureau.staff("liu"))
    new = await (await bureau.staff("liu")).good("GET", f"/api/v1/cases/{line['renewal']['id']}")
    assert new["facts"]["unchanged"] is False
    assert new["facts"]["stoves"] == 6
    assert new["facts"]["cold_meat"] is True


async def test_a_link_nobody_made_opens_nothing(bureau):
    phone = await bureau.browser()
    for method in ("GET", "POST"):
        assert await phone.refused(
            method, "/api/v1/renewals/guessed", json={"unchanged": True}
        ) == (404, "licences.link_not_valid")


async def test_a_clerk_renews_on_somebodys_word_and_not_after_the_end(bureau, liu):
    path = f"/api/v1/cases/{bureau.case_id}/renewal"
    assert (await liu.good("GET", path))["responsible_person"] == "李桂芳"
    status, code = await liu.refused("POST", path, json={"unchanged": True, "mandate": {}})
    assert (status, code) == (422, "intake.wrong_application")
    opened = await liu.good("POST", path, json={"unchanged": True, "mandate": MANDATE})
    assert await liu.refused("POST", path, json={"unchanged": True, "mandate": MANDATE}) == (
        409,
        "licences.renewal_under_way",
    )
    await liu.good("POST", f"/api/v1/cases/{opened['id']}/decline", json={"reason": "材料不全"})
    bureau.clock.move(days=200)
    late = await bureau.staff("liu")
    assert await late.refused("POST", path, json={"unchanged": True, "mandate": MANDATE}) == (
        409,
        "licences.expired",
    )
    other = next(
        one["id"]
        for one in (await late.good("GET", "/api/v1/cases"))["cases"]
        if one["id"] != bureau.case_id
    )
    assert await late.refused("GET", f"/api/v1/cases/{other}/renewal") == (
        409,
        "licences.no_licence",
    )


async def test_two_renewals_begun_at_the_same_moment_become_one_and_the_second_is_told_which(
    bureau, liu, tmp_path, monkeypatch
):
    token = await link_of_reminder(bureau, tmp_path)
    liu, phone = await bureau.staff("liu"), await bureau.browser()
    async with bureau.database.reading() as view:
        looked = [await licence_store.line_of(view, bureau.case_id)]
    filed = await phone.good("POST", f"/api/v1/renewals/{token}", json={"unchanged": True})
    cases = len((await liu.good("GET", "/api/v1/cases"))["cases"])
    look = licence_store.line_of

    async def earlier(view, case_id):
        """Two services on one database: this one looked before the other one wrote."""
        return looked.pop() if looked else await look(view, case_id)

    monkeypatch.setattr(licence_store, "line_of", earlier)
    path = f"/api/v1/cases/{bureau.case_id}/renewal"
    status, refusal = await liu.ask("POST", path, json={"unchanged": True, "mandate": MANDATE})
    assert (status, refusal["code"]) == (409, "licences.renewal_under_way")
    assert filed["number"] in refusal["detail_zh"]
    assert looked == []
    assert len((await liu.good("GET", "/api/v1/cases"))["cases"]) == cases, "nothing came of it"


async def test_a_renewal_that_was_declined_leaves_room_for_another_one(bureau, liu):
    path = f"/api/v1/cases/{bureau.case_id}/renewal"
    body = {"unchanged": True, "mandate": MANDATE}
    first = await liu.good("POST", path, json=body)
    await liu.good("POST", f"/api/v1/cases/{first['id']}/decline", json={"reason": "材料不全"})
    second = await liu.good("POST", path, json=body)
    (line,) = await lines(liu)
    assert line["renewal"]["id"] == second["id"]


async def test_an_office_sees_and_renews_its_own_papers_only(bureau, liu):
    async with bureau.database.transaction() as transaction:
        for name in ("east", "west"):
            await unit_store.add(transaction, Unit(name, ROOT, name))
        await case_store.set_unit(transaction, bureau.case_id, "east")
    east = await bureau.newcomer("east", Role.CLERK, unit="east")
    west = await bureau.newcomer("west", Role.CLERK, unit="west")
    path = f"/api/v1/cases/{bureau.case_id}/renewal"
    body = {"unchanged": True, "mandate": MANDATE}
    assert await lines(west) == []
    table = await west.client.get(f"{ADDRESS}.csv", headers={"Sec-Fetch-Site": "same-origin"})
    assert "JY23710820012345" not in await table.text()
    assert await west.refused("GET", path) == (404, "not_found")
    assert await west.refused("POST", path, json=body) == (404, "not_found")
    assert len(await lines(east)) == 1
    filed = await east.good("POST", path, json=body)
    assert (await east.good("GET", f"/api/v1/cases/{filed['id']}"))["unit"] == "east"
