"""Offices: who belongs where, which cases they see, how lists and figures are narrowed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from foundation.identity.model import Role
from foundation.identity.tree import MOST_LEVELS
from inspection.figures import store as figures_store
from inspection.figures import sums
from inspection.figures.model import Outcome, PreCheck
from tests.support.applications import an_application

NEW = "live", PreCheck.NONE, {}
MANDATE = {"asked_by": "于海", "relation": "self", "way": "phone"} | {
    "asked_at": "2026-11-24T01:30:00Z"
}


@pytest.fixture
async def hu(bureau):
    return await bureau.staff("hu")


@pytest.fixture
async def offices(hu):
    """Ids of a sub-centre, its town, and another sub-centre."""
    centre = await made(hu, "城东分中心", "bureau")
    return {
        "centre": centre,
        "town": await made(hu, "柳河镇", centre),
        "other": await made(hu, "城西分中心", "bureau"),
    }


async def made(hu, name, parent):
    body = {"name": name, "parent": parent}
    return (await hu.good("POST", "/api/v1/units", json=body))["id"]


async def hand_over(bureau, case_id, unit):
    chen = await bureau.staff("chen")
    await chen.good("PUT", f"/api/v1/cases/{case_id}/unit", json={"unit": unit})


async def queue_of(browser, **narrowed):
    found = await browser.good("GET", "/api/v1/cases", params=narrowed)
    return {one["id"] for one in found["cases"]}


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEAD, Role.SUPERVISOR, Role.AUDITOR])
async def test_people_of_an_office_see_its_cases_and_those_below_it(bureau, offices, role):
    mine = bureau.case_id
    await hand_over(bureau, mine, offices["town"])
    everything = await queue_of(await bureau.staff("liu"))
    assert mine in everything
    assert len(everything) == 3
    for place, seen in {"town": {mine}, "centre": {mine}, "other": set()}.items():
        person = await bureau.newcomer(place, role, unit=offices[place])
        assert await queue_of(person) == seen, place
        for case_id in everything:
            status, _ = await person.ask("GET", f"/api/v1/cases/{case_id}")
            assert status == (200 if case_id in seen else 404), place


async def test_who_judges_a_case_sees_it_wherever_it_lies(bureau, offices, hu):
    await hand_over(bureau, bureau.case_id, offices["other"])
    found = await hu.good("GET", "/api/v1/people", params={"q": "wang"})
    (wang,) = found["people"]
    kept = {key: wang[key] for key in ("name", "department", "is_active")}
    body = {**kept, "role": "lead", "unit": offices["town"]}
    await hu.good("PUT", f"/api/v1/people/{wang['id']}", json=body)
    browser = await bureau.staff("wang")
    assert bureau.case_id in await queue_of(browser)
    await browser.good("GET", f"/api/v1/cases/{bureau.case_id}")
    await browser.good("POST", f"/api/v1/cases/{bureau.case_id}/call")


async def test_what_an_office_takes_in_is_its_own(bureau, offices):
    clerk = await bureau.newcomer("town", Role.CLERK, unit=offices["town"])
    body = {"application": an_application(), "mandate": MANDATE}
    filed = await clerk.good("POST", "/api/v1/cases", json=body)
    assert await queue_of(clerk) == {filed["id"]}
    other = await bureau.newcomer("other", Role.CLERK, unit=offices["other"])
    assert await queue_of(other) == set()


async def test_a_list_is_narrowed_to_an_office_one_reaches(bureau, offices):
    await hand_over(bureau, bureau.case_id, offices["town"])
    chen = await bureau.staff("chen")
    assert await queue_of(chen, unit=offices["centre"]) == {bureau.case_id}
    assert await queue_of(chen, unit=offices["other"]) == set()
    assert await queue_of(chen, unit=offices["centre"], state="booked") == set()
    wang = await bureau.staff("wang")
    assert await queue_of(wang, unit=offices["centre"]) == {bureau.case_id}
    person = await bureau.newcomer("town", Role.CLERK, unit=offices["town"])
    for foreign in (offices["centre"], offices["other"], "bureau", "unit_none"):
        refused = await person.refused("GET", "/api/v1/cases", params={"unit": foreign})
        assert refused == (404, "not_found")


async def test_an_office_that_moves_takes_its_cases_along(bureau, offices, hu):
    await hand_over(bureau, bureau.case_id, offices["town"])
    body = {"name": "柳河镇", "parent": offices["other"]}
    await hu.good("PUT", f"/api/v1/units/{offices['town']}", json=body)
    west = await bureau.newcomer("west", Role.CLERK, unit=offices["other"])
    east = await bureau.newcomer("east", Role.CLERK, unit=offices["centre"])
    assert await queue_of(west) == {bureau.case_id}
    assert await queue_of(east) == set()
    names = {one["name"] for one in (await west.good("GET", "/api/v1/units"))["units"]}
    assert names == {"城西分中心", "柳河镇"}


async def test_a_handover_stands_in_the_story_and_ends_with_the_conclusion(bureau, offices):
    chen = await bureau.staff("chen")
    path = f"/api/v1/cases/{bureau.case_id}"
    await hand_over(bureau, bureau.case_id, offices["town"])
    case = await chen.good("GET", path)
    assert case["unit"] == offices["town"]
    assert case["story"][-1]["zh"] == "转到柳河镇"
    await chen.good("POST", f"{path}/steps", json={"act": "withdrawn", "why": "申请人撤回"})
    refused = await chen.refused("PUT", f"{path}/unit", json={"unit": offices["other"]})
    assert refused == (409, "case.office_settled")


async def test_a_case_goes_only_to_an_office_one_reaches(bureau, offices):
    await hand_over(bureau, bureau.case_id, offices["town"])
    clerk = await bureau.newcomer("east", Role.CLERK, unit=offices["centre"])
    path = f"/api/v1/cases/{bureau.case_id}/unit"
    assert (await clerk.refused("PUT", path, json={"unit": offices["other"]}))[0] == 404
    await clerk.good("PUT", path, json={"unit": offices["centre"]})


async def test_figures_are_narrowed_as_lists_are(bureau, offices):
    now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    one = Outcome("", "2026-11", now, True, True, 2, False, False, "饮品店", "a", "b", *NEW)
    cases = sorted(await queue_of(await bureau.staff("chen")))
    async with bureau.database.transaction() as transaction:
        for case_id, unit in zip(cases, ("bureau", offices["town"], offices["other"]), strict=True):
            concluded_here = replace(one, case_id=case_id, unit_id=unit)
            await figures_store.add(transaction, concluded_here)
            await sums.add_outcome(transaction, concluded_here)

    async def concluded(browser, **narrowed):
        period = {"from": "2026-11", "to": "2026-11", **narrowed}
        board = await browser.good("GET", "/api/v1/figures", params=period)
        behind = await browser.good("GET", "/api/v1/figures/cases", params=period)
        assert board["whole"]["concluded"] == len(behind["cases"])
        return board["whole"]["concluded"]

    chen = await bureau.staff("chen")
    assert await concluded(chen) == 3
    assert await concluded(chen, unit="bureau") == 3
    assert await concluded(chen, unit=offices["centre"]) == 1
    boss = await bureau.newcomer("boss", Role.SUPERVISOR, unit=offices["centre"])
    assert await concluded(boss) == 1
    refused = await boss.refused("GET", "/api/v1/figures", params={"unit": "bureau"})
    assert refused == (404, "not_found")


async def test_a_lead_sends_the_inspectors_of_the_own_office(bureau, offices):
    await hand_over(bureau, bureau.case_id, offices["town"])
    lead = await bureau.newcomer("lead", Role.LEAD, "周组长", unit=offices["centre"])
    near = await bureau.newcomer("near", Role.INSPECTOR, "近", unit=offices["town"])
    far = await bureau.newcomer("far", Role.INSPECTOR, "远", unit=offices["other"])
    ids = [(await one.good("GET", "/api/v1/me"))["user"]["id"] for one in (lead, near, far)]
    path = f"/api/v1/cases/{bureau.case_id}/inspectors"
    body = {"inspectors": [ids[0], ids[2]], "reason": "就近"}
    refused = await lead.refused("PUT", path, json=body)
    assert refused == (422, "dispatch.not_two_inspectors")
    await lead.good("PUT", path, json={**body, "inspectors": ids[:2]})
    await near.good("GET", f"/api/v1/cases/{bureau.case_id}")


async def test_an_auditor_of_an_office_reads_the_log_of_its_cases(bureau, offices):
    await hand_over(bureau, bureau.case_id, offices["town"])
    whole = await bureau.newcomer("whole", Role.AUDITOR)
    part = await bureau.newcomer("part", Role.AUDITOR, unit=offices["centre"])
    everything = (await whole.good("GET", "/api/v1/audit"))["entries"]
    accepted = next(one for one in everything if one["action"] == "case.accepted")
    assert (accepted["zh"], accepted["en"][:20]) == ("受理申请，开始计时", "Application accepted")
    numbers = [one["number"] for one in everything]
    assert numbers == sorted(numbers, reverse=True)
    assert {"user.added", "unit.added", "case.office_changed"} <= {
        one["action"] for one in everything
    }
    seen = (await part.good("GET", "/api/v1/audit"))["entries"]
    assert {one["subject"] for one in seen} == {bureau.case_id}
    first = seen[0]
    assert (first["action"], first["actor_name"]) == ("case.office_changed", "陈志强")
    older = {"before": first["number"], "subject": bureau.case_id, "actor": first["actor"]}
    assert (await whole.good("GET", "/api/v1/audit", params=older))["entries"] == []
    refused = await whole.refused("GET", "/api/v1/audit", params={"before": "none"})
    assert refused == (422, "http.wrong_field")


@pytest.mark.parametrize(
    ("name", "parent", "status", "code"),
    [
        ("城东分中心", "bureau", 409, "unit.name_taken"),
        ("新机构", "unit_none", 404, "not_found"),
        (" ", "bureau", 422, "http.wrong_field"),
    ],
)
async def test_an_office_that_does_not_fit_is_refused(hu, offices, name, parent, status, code):
    body = {"name": name, "parent": parent}
    assert await hu.refused("POST", "/api/v1/units", json=body) == (status, code)


async def test_offices_do_not_hang_in_a_circle_nor_too_deep(hu, offices):
    for unit, parent, code in (
        ("centre", "town", "unit.circle"),
        ("centre", "centre", "unit.circle"),
    ):
        body = {"name": "改名", "parent": offices[parent]}
        refused = await hu.refused("PUT", f"/api/v1/units/{offices[unit]}", json=body)
        assert refused == (409, code)
    above = offices["town"]
    for level in range(4, MOST_LEVELS + 1):
        above = await made(hu, f"第{level}级", above)
    body = {"name": "太深", "parent": above}
    assert await hu.refused("POST", "/api/v1/units", json=body) == (409, "unit.too_deep")
    await hu.good("PUT", "/api/v1/units/bureau", json={"name": "历城县局", "parent": None})
    body = {"name": "历城县局", "parent": above}
    assert await hu.refused("PUT", "/api/v1/units/bureau", json=body) == (409, "unit.root_stays")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("decline", {"reason": "材料不齐"}),
        ("gaps", {"gaps": [{"kind": "health"}]}),
    ],
)
async def test_what_another_office_checks_is_not_decided_here(bureau, offices, path, body):
    foreign = await bureau.newcomer("town", Role.CLERK, unit=offices["town"])
    address = f"/api/v1/cases/{bureau.case_id}/{path}"
    assert await foreign.refused("POST", address, json=body) == (404, "not_found")


async def test_a_supervisor_of_an_office_keeps_the_duty_of_its_own_people(bureau, offices):
    chen = await bureau.staff("chen")
    roster = await chen.good("GET", "/api/v1/roster")
    one, two = [person["id"] for person in roster["inspectors"]][:2]
    foreign = await bureau.newcomer("town", Role.SUPERVISOR, unit=offices["town"])
    away = {"inspector": one, "first_on": "2026-11-25", "last_on": "2026-11-25", "reason": "病假"}
    refused = await foreign.refused("POST", "/api/v1/roster/absences", json=away)
    assert refused == (404, "not_found")
    both = {"inspectors": [one, two]}
    refused = await foreign.refused("POST", "/api/v1/roster/pairs", json=both)
    assert refused[1] == "dispatch.not_two_inspectors"
