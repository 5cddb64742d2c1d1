"""The window: files for somebody, completes what is missing, declines, decides how to inspect."""

import pytest

from foundation.audit import entries_about
from tests.support.applications import an_application

MANDATE = {
    "asked_by": "于海",
    "relation": "self",
    "way": "phone",
    "asked_at": "2026-11-24T09:30:00+08:00",
}


def a_case(**changes):
    return {"application": an_application(**changes), "mandate": MANDATE}


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


async def entries(bureau, case_id, action):
    async with bureau.database.reading() as view:
        return [one for one in await entries_about(view, case_id) if one.action == action]


async def test_anybody_can_ask_whether_a_site_can_ever_pass(bureau):
    somebody = await bureau.browser()
    form = await somebody.good("GET", "/api/v1/intake/form")
    assert form["questions"][0]["fact"] == "fume"
    facts, asked = {}, 0
    while True:
        said = await somebody.good("POST", "/api/v1/pre-check", json={"facts": facts})
        check = said["pre_check"]
        if check["next"] is None:
            break
        asked += 1
        facts[check["next"]["fact"]] = check["next"]["fact"] in ("fume", "mixed_building")
    assert (check["standing"], check["stopped_by"]["rule"], asked) == ("stopped", "NL-02", 4)
    assert "专用烟道" in check["stopped_by"]["change"]["zh"]


async def test_a_passed_pre_check_says_which_way_the_shop_goes(bureau):
    somebody = await bureau.browser()
    facts = {"fume": False, "pollution_near": False, "live_animals": False, "area_m2": 36}
    said = await somebody.good(
        "POST", "/api/v1/pre-check", json={"facts": {**facts, "fixed_shop": True}}
    )
    assert said["pre_check"]["standing"] == "passed"
    assert said["triage"]["track"]["value"] == "registration"
    assert said["triage"]["mode"]["value"] == "self_filmed"


async def test_an_answer_that_is_none_is_refused_by_name(bureau):
    somebody = await bureau.browser()
    wrong = {"facts": {"fume": "perhaps"}}
    assert await somebody.refused("POST", "/api/v1/pre-check", json=wrong) == (422, "fact.wrong")


async def test_a_clerk_files_for_somebody_and_on_whose_word_is_recorded(bureau, liu):
    more = {"agent_phone": "13900139000", "receipt_number": "17 号"}
    case = await liu.good("POST", "/api/v1/cases", json=a_case(**more))
    assert (case["state"], case["mode"]) == ("accepted", "live")
    (entry,) = await entries(bureau, case["id"], "case.filed")
    assert entry.facts["mandate"] == {
        **MANDATE,
        "note": "",
    }
    seen = await liu.good("GET", f"/api/v1/cases/{case['id']}/pre-check")
    assert seen["filing"] == {
        "channel": "window",
        "sender": "window",
        "external_number": "SL-2026-0001",
        "details": {"agent_phone": "139****9000", "receipt_number": "17 号"},
    }
    story = (await liu.good("GET", f"/api/v1/cases/{case['id']}"))["story"]
    assert ("刘敏", "帮办登记，受于海（本人）电话委托") in {
        (one["who"], one["zh"]) for one in story
    }


async def test_without_a_mandate_nothing_is_filed(liu):
    for mandate in ({}, {**MANDATE, "asked_at": "2026-11-24T09:30:00"}):
        body = {"application": an_application(), "mandate": mandate}
        refusal = await liu.refused("POST", "/api/v1/cases", json=body)
        assert refusal == (422, "intake.wrong_application")
    assert (await liu.good("GET", "/api/v1/cases", params={"q": "海风"}))["cases"] == []


async def test_wrong_fields_come_back_all_at_once(liu):
    wrong = a_case(phone="", credit_code="1", facts={"stoves": "four"})
    wrong["mandate"] = {**MANDATE, "asked_by": ""}
    status, said = await liu.ask("POST", "/api/v1/cases", json=wrong)
    assert (status, said["code"]) == (422, "intake.wrong_application")
    named = {one["path"] for one in said["facts"]["faults"]}
    assert named == {"phone", "credit_code", "facts.stoves", "mandate.asked_by"}


async def test_a_second_case_for_the_same_shop_is_opened_only_when_it_is_meant(liu):
    first = await liu.good("POST", "/api/v1/cases", json=a_case(external_number=""))
    again = a_case(external_number="")
    status, said = await liu.ask("POST", "/api/v1/cases", json=again)
    assert (status, said["code"]) == (409, "intake.looks_doubled")
    assert first["number"] in said["detail_zh"]
    meant = await liu.good("POST", "/api/v1/cases", json={**again, "despite_doubles": True})
    assert meant["doubles"] == [first["number"]]


async def test_a_case_that_waits_is_completed_and_accepted_then(bureau, liu):
    application = an_application()
    del application["facts"]["bbq"]
    case = await liu.good("POST", "/api/v1/cases", json=a_case() | {"application": application})
    path = f"/api/v1/cases/{case['id']}/pre-check"
    assert (case["state"], case["pre_check"]["next"]["fact"]) == ("pre_check", "bbq")
    assert (await liu.good("GET", path))["pre_check"] == case["pre_check"]
    bureau.clock.move(minutes=20)
    done = await liu.good("PUT", path, json={"facts": {"bbq": False}})
    assert (done["state"], done["pre_check"]["standing"]) == ("accepted", "passed")
    file = await liu.good("GET", f"/api/v1/cases/{case['id']}")
    assert file["accepted_at"] == bureau.clock.now().isoformat(), "the deadline counts from now"
    refusal = await liu.refused("PUT", path, json={"facts": {"bbq": True}})
    assert refusal == (409, "case.move_not_allowed")


async def test_a_stopped_case_is_mended_or_declined_with_a_reason(bureau, liu):
    stopped = a_case(facts={"mixed_building": True, "dedicated_flue": False})
    case = await liu.good("POST", "/api/v1/cases", json=stopped)
    assert case["pre_check"]["stopped_by"]["rule"] == "NL-02"
    path = f"/api/v1/cases/{case['id']}/decline"
    assert await liu.refused("POST", path, json={"reason": " "}) == (422, "case.reason_missing")
    answer = await liu.good("POST", path, json={"reason": "没有专用烟道"})
    assert answer == {"state": "closed"}
    (entry,) = await entries(bureau, case["id"], "case.declined")
    assert entry.facts == {"reason": "没有专用烟道", "rule": "NL-02"}
    assert await liu.refused("POST", path, json={"reason": "再来"}) == (
        409,
        "case.move_not_allowed",
    )


async def test_a_person_decides_otherwise_than_triage_with_a_reason_that_stays(bureau, liu):
    case = await liu.good("POST", "/api/v1/cases", json=a_case())
    path = f"/api/v1/cases/{case['id']}/mode"
    wanted = {"mode": "on_site", "reason": "后厨没有信号"}
    assert (await liu.refused("PUT", path, json={**wanted, "reason": ""}))[0] == 422
    assert await liu.good("PUT", path, json=wanted) == {"state": "on_site", "mode": "on_site"}
    handled = await liu.good("GET", f"/api/v1/cases/{case['id']}/pre-check")
    assert handled["mode_why"]["zh"] == "人工改为现场核查：后厨没有信号"
    assert handled["triage"]["mode"]["value"] == "live", "what the rules said stays readable"
    back = {"mode": "self_filmed", "reason": "已装信号放大器"}
    assert await liu.good("PUT", path, json=back) == {"state": "preparing", "mode": "self_filmed"}
    (first, second) = await entries(bureau, case["id"], "case.mode_set")
    assert (first.facts["before"], second.facts["before"]) == ("live", "on_site")


async def test_nobody_changes_how_a_closed_case_is_inspected(liu):
    stopped = a_case(facts={"residential_building": True})
    case = await liu.good("POST", "/api/v1/cases", json=stopped)
    path = f"/api/v1/cases/{case['id']}/mode"
    wanted = {"mode": "live", "reason": "试试"}
    assert await liu.refused("PUT", path, json=wanted) == (409, "case.move_not_allowed")
