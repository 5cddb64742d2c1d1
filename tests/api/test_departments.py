"""Departments judge, conclude and sign apart: one walk, a part for each, one record."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.house import open_bureau, take_still
from tests.support.pictures import drawn_signature, jpeg

MARKET, URBAN = "KL-01", "OF-01"


@pytest.fixture
async def people(bureau, wang):
    """Reviewers of market and urban called to the case, the call open."""
    await bureau.call_reviewer("market", "he")
    await bureau.call_reviewer("urban", "lin")
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    found = {name: await bureau.staff(name) for name in ("zhao", "he", "lin", "chen", "liu")}
    return {**found, "wang": wang, "applicant": phone}


async def the_case(who, bureau):
    return await who.good("GET", f"/api/v1/cases/{bureau.case_id}")


async def items_of(who, bureau):
    """Item ids by department."""
    case, found = await the_case(who, bureau), {}
    for section in case["checklist"]["sections"]:
        for item in section["items"]:
            found.setdefault(item["department"], []).append(item["id"])
    return found


async def judge(who, bureau, item, verdict="pass", note="看过，符合"):
    path = f"/api/v1/cases/{bureau.case_id}/findings/{item}"
    return await who.ask("PUT", path, json={"verdict": verdict, "note": note})


async def judge_parts(people, bureau, **failing):
    """Everybody judges their own part; `failing` names an item by judge that does not comply."""
    parts = await items_of(people["wang"], bureau)
    judges = {"market": ("he",), "urban": ("lin",)}
    for department, items in parts.items():
        for name in judges.get(department, ("wang", "zhao")):
            for item in items:
                verdict = "fail" if failing.get(name) == item else "pass"
                status, body = await judge(people[name], bureau, item, verdict)
                assert status == 200, body
    return parts


async def make_record(who, bureau):
    return await who.ask("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})


async def sign(people, name, bureau, record):
    body = {"png_base64": drawn_signature(name), "record_sha256": record["sha256"]}
    path = f"/api/v1/cases/{bureau.case_id}/signatures"
    path = "/api/v1/visit/signature" if name == "applicant" else path
    return await people[name].good("POST", path, json=body)


async def test_each_department_judges_its_own_items_and_no_others(bureau, people):
    for name, foreign in (("he", URBAN), ("lin", MARKET), ("wang", MARKET), ("zhao", URBAN)):
        status, body = await judge(people[name], bureau, foreign)
        assert (status, body["code"]) == (409, "department.other"), name
        assert body["detail_zh"]
    for name, own in (("he", MARKET), ("lin", URBAN)):
        status, body = await judge(people[name], bureau, own)
        assert (status, body["standing"], body["verdict"]) == (200, "settled", "pass")
    assert (await judge(people["wang"], bureau, "SI-01"))[0] == 200


async def test_two_reviewers_two_conclusions_one_record(bureau, people):
    parts = await judge_parts(people, bureau, lin=URBAN)
    status, record = await make_record(people["wang"], bureau)
    assert status == 201, record
    assert (record["food_conclusion"], record["fume_conclusion"]) == ("pass", "fail")
    assert {one["name"] for one in record["needed"]} == {
        "王建国",
        "赵晓燕",
        "何静",
        "林涛",
        "李桂芳",
    }
    for name in ("wang", "zhao", "applicant", "he"):
        assert not (await sign(people, name, bureau, record))["is_complete"], name
    assert (await sign(people, "lin", bureau, record))["is_complete"]

    paper = await people["he"].good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    words = words.replace("\n", "").replace(" ", "")
    for word in (
        "各部门判定与结论",
        f"符合{len(parts['market'])}项",
        f"符合{len(parts['urban']) - 1}项",
        "何静（本部门审查）",
        "林涛（本部门审查）",
        "市场监督管理局：何静",
        "综合行政执法局：林涛",
        "（勘验人员代为判定签字）",  # fire and the lead's own
    ):
        assert word in words, word


async def test_the_record_waits_for_what_a_department_left_open_and_says_what(bureau, people):
    parts = await items_of(people["wang"], bureau)
    for department, names in (("market", ["he"]), ("fire", ["wang", "zhao"])):
        for name in names:
            for item in parts.get(department, ()):
                await judge(people[name], bureau, item)
    status, body = await make_record(people["wang"], bureau)
    assert (status, body["code"]) == (409, "record.open_items")
    assert set(parts["urban"]) <= {one["item_id"] for one in body["facts"]["open"]}


async def test_only_the_inspectors_make_the_record(bureau, people):
    await judge_parts(people, bureau)
    status, body = await make_record(people["he"], bureau)
    assert (status, body["code"]) == (404, "not_found")


async def test_a_shot_two_departments_want_is_taken_once(bureau, people):
    case = await the_case(people["wang"], bureau)
    shot = next(one for one in case["checklist"]["walk"] if "OF-03" in one["items"])
    of_item = {
        item["id"]: item["department"]
        for section in case["checklist"]["sections"]
        for item in section["items"]
    }
    assert len({of_item[one] for one in shot["items"]}) > 1, "two departments want it"
    seat = await people["applicant"].good("POST", "/api/v1/visit/call")
    socket = await people["applicant"].socket(seat["socket"])
    await take_still(people["applicant"], socket, shot["items"][0], jpeg("stoves"), "still-0001")
    await socket.close()
    parts = await items_of(people["wang"], bureau)
    judges = {"market": ("he",), "urban": ("lin",)}
    for department, items in parts.items():
        for name in judges.get(department, ("wang", "zhao")):
            for item in items:
                note = "" if item in shot["items"] else "看过，符合"
                await judge(people[name], bureau, item, note=note)
    status, record = await make_record(people["wang"], bureau)
    assert status == 201, record
    paper = await people["he"].good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert f"同一镜头的照片见{shot['items'][0]}" in words.replace("\n", "").replace(" ", "")


async def test_a_reviewer_called_later_judges_anew_and_one_taken_away_leaves_it_to_the_inspectors(
    bureau, people
):
    await judge(people["lin"], bureau, URBAN, "fail", "没有净化器")
    await bureau.call_reviewer("urban", None)
    found = (await the_case(people["wang"], bureau))["findings"].get(URBAN)
    assert found is None, "the inspectors have not judged it yet"
    assert await people["lin"].refused("GET", f"/api/v1/cases/{bureau.case_id}") == (
        404,
        "not_found",
    )
    assert (await judge(people["wang"], bureau, URBAN))[0] == 200
    await bureau.call_reviewer("urban", "lin")
    found = (await the_case(people["wang"], bureau))["findings"][URBAN]
    assert (found["verdict"], found["note"]) == ("fail", "没有净化器")


async def test_a_reviewer_sees_only_cases_they_are_called_to(bureau, people):
    rows = (await people["he"].good("GET", "/api/v1/cases"))["cases"]
    assert [row["id"] for row in rows] == [bureau.case_id]
    mine = {
        one["id"]: one["is_yours"] for one in (await the_case(people["he"], bureau))["departments"]
    }
    assert [key for key, is_yours in mine.items() if is_yours] == ["market"]


async def test_a_department_concludes_otherwise_for_itself_alone(bureau, people):
    await judge_parts(people, bureau, lin=URBAN)
    path = f"/api/v1/cases/{bureau.case_id}/conclusions/fume/deviation"
    body = {"conclusion": "rectify", "reason": "净化器已到货，明日安装"}
    for name in ("wang", "he"):
        assert await people[name].refused("PUT", path, json=body) == (409, "department.other")
    await people["lin"].good("PUT", path, json=body)
    (one,) = (await the_case(people["lin"], bureau))["determination"]["deviations"]
    confirm = {"proposal": one["proposal"]}
    own = await people["lin"].refused("POST", f"{path}/confirmation", json=confirm)
    assert own == (409, "deviation.own")
    await people["wang"].good("POST", f"{path}/confirmation", json=confirm)
    _, record = await make_record(people["wang"], bureau)
    assert (record["food_conclusion"], record["fume_conclusion"]) == ("pass", "rectify")


@pytest.mark.parametrize(
    ("department", "reviewer", "code"),
    [
        ("urban", "何静", "department.not_its_reviewer"),
        ("approval", "何静", "department.not_concerned"),
        ("tax", "何静", "department.not_concerned"),
    ],
)
async def test_only_a_reviewer_of_a_concerned_department_is_called(
    bureau, people, department, reviewer, code
):
    case = await the_case(people["liu"], bureau)
    known = {one["name"]: one["id"] for part in case["departments"] for one in part["candidates"]}
    path = f"/api/v1/cases/{bureau.case_id}/reviewers/{department}"
    answer = await people["liu"].refused("PUT", path, json={"reviewer": known[reviewer]})
    assert answer == (409, code)


async def test_who_signs_is_settled_with_the_record(bureau, people, database):
    await judge_parts(people, bureau)
    await make_record(people["wang"], bureau)
    path = f"/api/v1/cases/{bureau.case_id}/reviewers/urban"
    answer = await people["liu"].refused("PUT", path, json={"reviewer": None})
    assert answer == (409, "department.assignment_closed")
    for slip in ("DELETE FROM case_reviewer", "UPDATE case_reviewer SET user_id = 'user_x'"):
        with pytest.raises(IntegrityError):
            async with database.transaction() as transaction:
                await transaction.execute(text(slip))


async def test_a_bureau_may_insist_that_each_department_judges_for_itself(
    database, clock, tmp_path, aiohttp_client
):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, departments="each")
    wang = await bureau.staff("wang")
    await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.judge_everything()
    status, body = await make_record(wang, bureau)
    assert (status, body["code"]) == (409, "department.reviewers_missing")
    for title in ("市场监督管理局", "综合行政执法局", "消防救援大队"):
        assert title in body["detail_zh"]
