"""Offices: who belongs where, which cases they see, how lists and figures are narrowed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from foundation import audit
from foundation.audit import Deed
from foundation.identity.model import Role, User
from foundation.identity.tree import MOST_LEVELS
from inspection.cases.trail import Trail
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


async def test_a_lead_is_offered_the_own_people_and_reads_the_names_of_who_inspects_now(
    bureau, offices
):
    await hand_over(bureau, bureau.case_id, offices["centre"])
    chen = await bureau.staff("chen")
    lead = await bureau.newcomer("lead", Role.LEAD, "周组长", unit=offices["centre"])
    near = await bureau.newcomer("near", Role.INSPECTOR, "近处", unit=offices["centre"])
    own = [(await one.good("GET", "/api/v1/me"))["user"]["id"] for one in (lead, near)]
    await chen.good("POST", "/api/v1/roster/pairs", json={"inspectors": own})
    path = f"/api/v1/cases/{bureau.case_id}"
    choice = await lead.good("GET", f"{path}/candidates")
    assert {one["id"] for one in choice["people"]} == set(own)
    assert [[who["id"] for who in one["inspectors"]] for one in choice["pairs"]] == [own]
    assert [one["name"] for one in choice["inspectors"]] == ["王建国", "赵晓燕"]
    body = {"inspectors": own, "reason": "本所承办"}
    await lead.good("PUT", f"{path}/inspectors", json=body)
    assert len((await chen.good("GET", f"{path}/candidates"))["pairs"]) == 2


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
    page = await part.good("GET", "/api/v1/audit")
    assert (page["has_older"], page["next"]) == (False, None)
    older = {"before": first["number"], "subject": bureau.case_id, "actor": first["actor"]}
    assert (await whole.good("GET", "/api/v1/audit", params=older))["entries"] == []
    refused = await whole.refused("GET", "/api/v1/audit", params={"before": "none"})
    assert refused == (422, "http.wrong_field")


async def crowded(bureau, office, lines):
    """The office's case is handed over anew among so many lines of other cases, thrice."""
    await hand_over(bureau, bureau.case_id, office)
    for _ in range(3):
        async with bureau.database.transaction() as transaction:
            foreign = [Deed("system", "case.moved", "case_foreign", {})] * lines
            own = Deed("system", "case.moved", bureau.case_id, {})
            now = bureau.clock.now()
            await audit.append_all(transaction, at=now, deeds=[*foreign, own])
            await audit.append_all(transaction, at=now, deeds=foreign)


async def everything_of(trail, user, **narrowed):
    """All entries by following the pages, and how many pages that took."""
    found, before, pages = [], None, 0
    while True:
        page = await trail.page(user, before=before, **narrowed)
        assert page.next is None or before is None or page.next < before
        found, before, pages = [*found, *page.entries], page.next, pages + 1
        if before is None:
            return [one.number for one in found], pages


@pytest.mark.parametrize("few_cases", [0, 10])
@pytest.mark.parametrize("narrowed", [{}, {"actor": "system"}], ids=["all", "actor"])
async def test_an_auditor_of_a_quiet_office_pages_through_all_of_its_lines(
    bureau, offices, few_cases, narrowed
):
    await crowded(bureau, offices["town"], 150)
    auditor = User("u", "", "", Role.AUDITOR, "", reach=frozenset({offices["town"]}))
    trail = Trail(bureau.database, few_cases=few_cases, a_stretch=100)
    async with bureau.database.reading() as view:
        lines = await audit.entries_about(view, bureau.case_id)
    wanted = [
        one.number for one in reversed(lines) if one.actor == narrowed.get("actor", one.actor)
    ]
    found, pages = await everything_of(trail, auditor, **narrowed)
    assert found == wanted
    assert (pages == 1) is (few_cases > 0), "few cases: found wherever they are, at once"
    own, _ = await everything_of(trail, auditor, subject=bureau.case_id, **narrowed)
    assert own == wanted
    assert await everything_of(trail, auditor, subject="case_foreign") == ([], 1)


async def test_a_page_that_is_not_full_says_where_to_go_on(bureau, offices):
    await crowded(bureau, offices["town"], 150)
    auditor = User("u", "", "", Role.AUDITOR, "", reach=frozenset({offices["town"]}))
    page = await Trail(bureau.database, few_cases=0, a_stretch=100).page(auditor)
    async with bureau.database.reading() as view:
        (last,) = await audit.latest(view, 1)
    assert (page.entries, page.next) == ([], last.number - 99)


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


@pytest.fixture
async def town_duty(bureau, offices):
    """A supervisor of the town, and the roster as the bureau sees it: the town's pair is there."""
    people = []
    for name in ("tian", "shi"):
        browser = await bureau.newcomer(name, Role.INSPECTOR, name, unit=offices["town"])
        people.append((await browser.good("GET", "/api/v1/me"))["user"]["id"])
    boss = await bureau.newcomer("town_boss", Role.SUPERVISOR, unit=offices["town"])
    pair = await boss.good("POST", "/api/v1/roster/pairs", json={"inspectors": people})
    chen = await bureau.staff("chen")
    whole = await chen.good("GET", "/api/v1/roster")
    (bureaus,) = (one for one in whole["pairs"] if one["id"] != pair["id"])
    return {"boss": boss, "chen": chen, "pair": pair, "people": people, "bureaus": bureaus}


AWAY = {"first_on": "2026-11-25", "last_on": "2026-11-25", "reason": "病假"}


async def test_a_roster_is_shown_as_far_as_its_people_are_of_the_own_office(bureau, town_duty):
    boss, chen, pair = town_duty["boss"], town_duty["chen"], town_duty["pair"]
    wang = town_duty["bureaus"]["inspectors"][0]["id"]
    for body in (
        {"on": "2026-11-26", "pair": town_duty["bureaus"]["id"], "reason": "检修"},
        {"on": "2026-11-27", "pair": None, "reason": "全局会议"},
        {"on": "2026-11-28", "pair": pair["id"], "reason": "下乡"},
    ):
        await chen.good("POST", "/api/v1/roster/closures", json=body)
    for one in (wang, town_duty["people"][0]):
        await chen.good("POST", "/api/v1/roster/absences", json={"inspector": one, **AWAY})
    seen = await boss.good("GET", "/api/v1/roster")
    assert [one["id"] for one in seen["pairs"]] == [pair["id"]]
    assert {one["id"] for one in seen["inspectors"]} == set(town_duty["people"])
    assert [(one["on"], one["may_take_back"]) for one in seen["closures"]] == [
        ("2026-11-27", False),
        ("2026-11-28", True),
    ]
    assert [one["inspector"] for one in seen["absences"]] == [town_duty["people"][0]]
    assert (seen["may_keep"], seen["may_close_all"]) == (True, False)
    whole = await chen.good("GET", "/api/v1/roster")
    assert len(whole["pairs"]) == len(whole["absences"]) == 2
    assert len(whole["closures"]) == 3
    assert whole["may_close_all"] is True
    lead = await bureau.newcomer("lead", Role.LEAD)
    read = await lead.good("GET", "/api/v1/roster")
    assert read["may_keep"] is False
    assert not any(one["may_change"] for one in read["pairs"])


async def test_pairs_off_the_roster_are_shown_where_their_people_are(town_duty):
    boss, chen, pair = town_duty["boss"], town_duty["chen"], town_duty["pair"]
    for one in (pair, town_duty["bureaus"]):
        body = {"hours": one["hours"], "is_active": False}
        await chen.good("PUT", f"/api/v1/roster/pairs/{one['id']}", json=body)
    seen = await boss.good("GET", "/api/v1/roster")
    assert [one["id"] for one in seen["pairs_off"]] == [pair["id"]]
    assert len((await chen.good("GET", "/api/v1/roster"))["pairs_off"]) == 2


async def test_a_pair_of_two_offices_is_kept_by_who_is_above_both(town_duty):
    boss, chen = town_duty["boss"], town_duty["chen"]
    wang = town_duty["bureaus"]["inspectors"][0]
    both = {"inspectors": [town_duty["people"][0], wang["id"]]}
    assert (await boss.refused("POST", "/api/v1/roster/pairs", json=both))[0] == 422
    mixed = await chen.good("POST", "/api/v1/roster/pairs", json=both)
    seen = (await boss.good("GET", "/api/v1/roster"))["pairs"]
    (shown,) = (one for one in seen if one["id"] == mixed["id"])
    assert shown["may_change"] is False
    assert wang in shown["inspectors"]
    body = {"hours": mixed["hours"], "is_active": False}
    path = f"/api/v1/roster/pairs/{mixed['id']}"
    assert await boss.refused("PUT", path, json=body) == (404, "not_found")
    await chen.good("PUT", path, json=body)


async def test_hours_of_another_offices_pair_do_not_exist(town_duty):
    boss, pair = town_duty["boss"], town_duty["pair"]
    body = {"hours": "workday 09:00-12:00"}
    foreign = town_duty["bureaus"]["id"]
    refused = await boss.refused("PUT", f"/api/v1/roster/pairs/{foreign}", json=body)
    assert refused == (404, "not_found")
    await boss.good("PUT", f"/api/v1/roster/pairs/{pair['id']}", json=body)


async def test_a_day_is_closed_for_the_own_people_only(town_duty):
    boss = town_duty["boss"]
    body = {"on": "2026-11-26", "reason": "检修"}
    for pair in (town_duty["bureaus"]["id"], None):
        refused = await boss.refused("POST", "/api/v1/roster/closures", json={**body, "pair": pair})
        assert refused == (404, "not_found"), pair
    own = {**body, "pair": town_duty["pair"]["id"]}
    await boss.good("POST", "/api/v1/roster/closures", json=own)


async def test_what_another_office_entered_is_not_taken_back(town_duty):
    boss, chen = town_duty["boss"], town_duty["chen"]
    wang = town_duty["bureaus"]["inspectors"][0]["id"]
    closed = {"on": "2026-11-26", "reason": "检修"}
    foreign = [
        await chen.good("POST", "/api/v1/roster/closures", json={**closed, "pair": pair})
        for pair in (town_duty["bureaus"]["id"], None)
    ]
    foreign.append(
        await chen.good("POST", "/api/v1/roster/absences", json={"inspector": wang, **AWAY})
    )
    for made in foreign:
        path = f"/api/v1/roster/exceptions/{made['id']}"
        assert await boss.refused("DELETE", path) == (404, "not_found")
        await chen.good("DELETE", path)
        assert await chen.refused("DELETE", path) == (404, "not_found")
    body = {"inspector": town_duty["people"][0], **AWAY}
    own = await boss.good("POST", "/api/v1/roster/absences", json=body)
    await boss.good("DELETE", f"/api/v1/roster/exceptions/{own['id']}")


async def test_a_colleague_of_another_office_is_not_set(town_duty):
    boss, chen = town_duty["boss"], town_duty["chen"]
    wang, zhao = (one["id"] for one in town_duty["bureaus"]["inspectors"])
    refused = await boss.refused("PUT", f"/api/v1/roster/inspectors/{wang}", json={})
    assert refused == (404, "not_found")
    path = f"/api/v1/roster/inspectors/{town_duty['people'][0]}"
    body = {"substitute": zhao}
    assert (await boss.refused("PUT", path, json=body))[1] == "dispatch.not_two_inspectors"
    await chen.good("PUT", path, json=body)
    await boss.good("PUT", path, json={**body, "formats": ["饮品店"]})
    (seen,) = (
        one
        for one in (await boss.good("GET", "/api/v1/roster"))["inspectors"]
        if one["id"] == town_duty["people"][0]
    )
    assert (seen["substitute"], seen["substitute_name"]) == (zhao, "赵晓燕")


NOON = "workday 12:00-14:00"


@pytest.fixture
async def town_roster(town_duty):
    """The town's own pair, at noon; the bureau's is there at its usual hours."""
    path = f"/api/v1/roster/pairs/{town_duty['pair']['id']}"
    await town_duty["boss"].good("PUT", path, json={"hours": NOON})
    return town_duty


async def drawn(browser, case_id):
    return (await browser.good("GET", f"/api/v1/cases/{case_id}/draws"))["draws"][-1]


async def test_a_case_of_a_town_is_drawn_among_its_own_pairs(bureau, offices, town_roster):
    chen, case_id = town_roster["chen"], await bureau.another_case()
    await hand_over(bureau, case_id, offices["town"])
    await chen.good("POST", f"/api/v1/cases/{case_id}/assignment")
    kept = await drawn(chen, case_id)
    assert [(one["pair"], one["standing"]) for one in kept["candidates"]] == [
        (town_roster["pair"]["id"], "chosen")
    ]
    assert (kept["need"]["office"], kept["need"]["office_name"]) == (offices["town"], "柳河镇")
    elsewhere = await bureau.another_case()
    await hand_over(bureau, elsewhere, offices["centre"])
    await chen.good("POST", f"/api/v1/cases/{elsewhere}/assignment")
    (asked,) = (await drawn(chen, elsewhere))["candidates"]
    assert (asked["pair"], asked["office"]) == (town_roster["bureaus"]["id"], "bureau")


async def test_where_nobody_of_the_town_may_the_office_above_is_asked(bureau, offices, town_roster):
    chen, case_id = town_roster["chen"], await bureau.another_case()
    await hand_over(bureau, case_id, offices["town"])
    away = {**AWAY, "first_on": "2026-11-24", "inspector": town_roster["people"][0]}
    await chen.good("POST", "/api/v1/roster/absences", json=away)
    await chen.good("POST", f"/api/v1/cases/{case_id}/assignment")
    kept = await drawn(chen, case_id)
    assert [(one["office_name"], one["standing"]) for one in kept["candidates"]] == [
        ("柳河镇", "away"),
        ("本局", "chosen"),
    ]


async def test_slots_of_a_case_are_those_of_its_offices_pairs(bureau, offices, town_roster):
    chen, case_id = town_roster["chen"], await bureau.another_case()
    path = f"/api/v1/cases/{case_id}"

    async def begins():
        days = (await chen.good("GET", f"{path}/slots"))["days"]
        return {one["day"]: {slot["starts_at"][11:13] for slot in one["slots"]} for one in days}

    await hand_over(bureau, case_id, offices["town"])
    away = {**AWAY, "inspector": town_roster["people"][0]}
    await chen.good("POST", "/api/v1/roster/absences", json=away)
    found = await begins()
    assert found["2026-11-26"] == {"04"}, "noon in Shanghai: the town's own pair"
    assert "01" in found["2026-11-25"], "somebody is away: the bureau's pair comes"
    await chen.good("PUT", f"{path}/booking", json={"starts_at": "2026-11-25T09:00:00+08:00"})
    standings = {one["standing"] for one in (await drawn(chen, case_id))["candidates"]}
    assert standings == {"away", "chosen"}


async def test_an_appointment_of_a_town_goes_to_the_office_above_when_nobody_there_is_free(
    bureau, offices, town_roster, clock
):
    chen, pair = town_roster["chen"], town_roster["pair"]
    path = f"/api/v1/roster/pairs/{pair['id']}"
    await chen.good("PUT", path, json={"hours": pair["hours"]})
    case_id = await bureau.another_case()
    await hand_over(bureau, case_id, offices["town"])
    starts = {"starts_at": "2026-11-25T09:00:00+08:00"}
    await chen.good("PUT", f"/api/v1/cases/{case_id}/booking", json=starts)
    clock.move(minutes=1)  # draws of one moment stand in no order
    away = {**AWAY, "inspector": town_roster["people"][0]}
    answer = await chen.good("POST", "/api/v1/roster/absences", json=away)
    assert [one["inspectors"] for one in answer["appointments"]] == [["王建国", "赵晓燕"]]
    kept = await drawn(chen, case_id)
    assert [one["office_name"] for one in kept["candidates"]] == ["柳河镇", "本局"]


async def test_the_pairs_of_the_own_office_are_offered_first(bureau, offices, town_roster):
    await hand_over(bureau, bureau.case_id, offices["town"])
    path = f"/api/v1/cases/{bureau.case_id}/candidates"
    found = (await town_roster["chen"].good("GET", path))["pairs"]
    assert [one["office_name"] for one in found] == ["柳河镇", "本局"]


async def test_a_pair_is_lent_to_a_town_by_who_reaches_both(bureau, offices, town_roster):
    boss, chen, bureaus = (town_roster[name] for name in ("boss", "chen", "bureaus"))
    path = f"/api/v1/roster/pairs/{bureaus['id']}"
    body = {"hours": bureaus["hours"], "office": offices["town"]}
    assert await chen.refused("PUT", path, json={**body, "office": "unit_none"}) == (
        404,
        "not_found",
    )
    await chen.good("PUT", path, json=body)
    seen = (await boss.good("GET", "/api/v1/roster"))["pairs"]
    lent = {one["id"]: (one["office"], one["may_change"]) for one in seen}[bureaus["id"]]
    assert lent == (offices["town"], False)
    for office in ("bureau", offices["centre"], offices["other"]):
        own = {"inspectors": town_roster["people"], "office": office}
        refused = await boss.refused("POST", "/api/v1/roster/pairs", json=own)
        assert refused == (404, "not_found"), office
        own = {"hours": NOON, "office": office}
        address = f"/api/v1/roster/pairs/{town_roster['pair']['id']}"
        assert (await boss.refused("PUT", address, json=own))[0] == 404, office
    assert town_roster["pair"]["office_name"] == "柳河镇", "the own office, where none is named"
