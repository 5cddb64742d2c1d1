"""After a result that does not pass: what failed is looked at again, an appeal goes to others."""

import pytest

from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from inspection.cases import store as case_store
from inspection.cases.machine import Act, State
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move, read_in
from inspection.intake.demo import PASSWORD
from inspection.supplement.asking import ask_unless_passed
from tests.api.test_one_time_notice import FAULTS, judged_with_faults
from tests.support.house import judge_everything
from tests.support.signing import signed_by

WHY = "整改完成，申请复查"


async def pushed(bureau):
    """What the worker does once the licensing system answered."""
    async with bureau.database.transaction() as transaction:
        case = await read_in(transaction, bureau.case_id)
        case = await move(transaction, case, Act.PUSH, by=SYSTEM, now=bureau.clock.now())
        said = ["rectify", "supplement"]
        await ask_unless_passed(transaction, [(case, said)], bureau.clock.now())


@pytest.fixture
async def failed(bureau, wang):
    """A case whose signed result asks for three things, delivered."""
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    await pushed(bureau)
    return phone


async def asked(browser, case_id):
    case = await browser.good("GET", f"/api/v1/cases/{case_id}")
    return case, [item for part in case["checklist"]["sections"] for item in part["items"]]


async def again(bureau, browser, why=WHY):
    path = f"/api/v1/cases/{bureau.case_id}/second-look"
    return await browser.good("POST", path, json={"why": why})


async def test_a_result_that_can_be_mended_makes_it_the_applicants_turn(bureau, wang, failed):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["state"] == "supplement_due"
    assert case["pause"]["kind"] == "applicant"


async def test_a_second_look_asks_what_failed_and_what_every_session_asks(bureau, wang, failed):
    opened = await again(bureau, wang)
    case, items = await asked(wang, opened["id"])
    assert case["state"] == "accepted"
    food_and_fume = {one["id"] for one in items if set(one["areas"]) - {"session"}}
    assert food_and_fume == FAULTS.keys()
    assert any(one["areas"] == ["session"] for one in items)
    left = {one["because_zh"] for one in case["checklist"]["left_out"]}
    assert "上次勘验已经符合，本次不再查" in left
    before = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert (before["state"], before["followed_by"]) == ("closed", opened)
    assert case["follows"] == {"id": bureau.case_id, "number": before["number"]}
    assert before["checklist"]["version"] == case["checklist"]["version"]


async def test_an_area_in_which_nothing_failed_keeps_its_conclusion(bureau, wang, failed):
    opened = await again(bureau, wang)
    await wang.good("POST", f"/api/v1/cases/{opened['id']}/call")
    for name in ("wang", "zhao"):
        await judge_everything(await bureau.staff(name), opened["id"])
    case = await wang.good("GET", f"/api/v1/cases/{opened['id']}")
    assert case["determination"]["food_conclusion"] == "pass"
    assert case["determination"]["fume_conclusion"] == "pass"


async def test_a_third_look_is_a_supervisors_decision(bureau, wang, failed):
    first = await again(bureau, wang)
    bureau.case_id = first["id"]
    async with bureau.database.transaction() as transaction:
        await case_store.set_state(transaction, [first["id"]], State.SUPPLEMENT_DUE)
    refused = await wang.refused(
        "POST", f"/api/v1/cases/{first['id']}/second-look", json={"why": WHY}
    )
    assert refused == (409, "case.move_not_yours")


async def test_what_passed_is_not_looked_at_again(bureau, wang):
    refused = await wang.refused(
        "POST", f"/api/v1/cases/{bureau.case_id}/second-look", json={"why": WHY}
    )
    assert refused == (409, "second_look.no_record")


async def test_an_appeal_goes_to_two_others_and_leaves_the_first_record_as_it_is(
    bureau, wang, failed
):
    chen = await bureau.staff("chen")
    path = f"/api/v1/cases/{bureau.case_id}/appeal"
    assert (await chen.good("GET", path))["inspectors"] == []
    sign_ins = SignIns(bureau.database, bureau.clock)
    others = [
        await sign_ins.add_user(
            username=name, name=zh, role=Role.INSPECTOR, department="勘验", password=PASSWORD
        )
        for name, zh in (("qian", "钱进"), ("wu", "吴越"))
    ]
    known = (await chen.good("GET", path))["inspectors"]
    assert {one["id"] for one in known} == {one.id for one in others}
    body = {"why": "申请人不认可", "inspectors": [others[0].id]}
    assert await chen.refused("POST", path, json=body) == (422, "second_look.not_another_pair")
    body["inspectors"] = [one.id for one in others]
    liu = await bureau.staff("liu")
    assert await liu.refused("POST", path, json=body) == (409, "case.move_not_yours")

    record = (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["record"]
    opened = await chen.good("POST", path, json=body)
    case, items = await asked(await bureau.staff("qian"), opened["id"])
    assert len(items) > 50, "all of it"
    assert {one["id"] for one in case["inspectors"]} == {one.id for one in others}
    assert case["follows"] is None, "what the first pair found is not theirs to see"
    assert await wang.refused("GET", f"/api/v1/cases/{opened['id']}") == (404, "not_found")
    assert (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["record"] == record


async def test_a_second_look_needs_its_reason(bureau, wang, failed):
    refused = await wang.refused(
        "POST", f"/api/v1/cases/{bureau.case_id}/second-look", json={"why": " "}
    )
    assert refused == (422, "case.reason_missing")
    assert (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["followed_by"] is None
