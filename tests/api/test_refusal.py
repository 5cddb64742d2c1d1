"""An applicant who does not sign: noted, witnessed, printed, and reversible until the end."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation import audit
from foundation.outbox import rows_of_lane
from inspection.determination.recipients import LICENSING
from tests.support.pictures import drawn_signature

WHY = "申请人认为罩口尺寸不应判为不符合，当场表示不签"


@pytest.fixture
async def people(bureau, wang):
    zhao = await bureau.staff("zhao")
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.judge_everything()
    return {"wang": wang, "zhao": zhao, "applicant": phone}


@pytest.fixture
async def record(bureau, people):
    return await people["wang"].good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})


def path_of(bureau):
    return f"/api/v1/cases/{bureau.case_id}/record/refusal"


async def note(who, bureau, record, reason=WHY):
    body = {"reason": reason, "record_sha256": record["sha256"]}
    return await who.good("PUT", path_of(bureau), json=body)


async def witness(who, bureau, record):
    body = {"record_sha256": record["sha256"]}
    return await who.ask("POST", f"{path_of(bureau)}/witness", json=body)


async def sign(people, who, bureau, record):
    body = {"png_base64": drawn_signature(who), "record_sha256": record["sha256"]}
    path = f"/api/v1/cases/{bureau.case_id}/signatures"
    path = "/api/v1/visit/signature" if who == "applicant" else path
    return await people[who].ask("POST", path, json=body)


async def words_of(who, bureau):
    paper = await who.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    return text.replace("\n", "").replace(" ", "")


def roles(record):
    return [one["role"] for one in record["needed"]]


@pytest.mark.parametrize("order", ["refused first", "inspectors first"])
async def test_a_witnessed_refusal_takes_the_place_of_the_signature(
    bureau, people, record, order, database
):
    async def both_sign():
        for who in ("wang", "zhao"):
            assert (await sign(people, who, bureau, record))[0] == 200

    if order == "inspectors first":
        await both_sign()
    noted = await note(people["wang"], bureau, record)
    assert "applicant" not in roles(noted)
    assert "witness" in roles(noted)
    assert not noted["is_complete"], "one person's word is not enough"
    assert (await witness(people["zhao"], bureau, record))[0] == 200
    if order == "refused first":
        await both_sign()
    case = await people["wang"].good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["state"] == "determined"
    done = case["record"]
    assert done["is_complete"]
    assert (done["refusal"]["reason"], done["refusal"]["noted_by"]) == (WHY, "王建国")
    assert done["refusal"]["witness"] == "赵晓燕"
    assert done["sha256"] == record["sha256"]
    async with database.reading() as view:
        assert len(await rows_of_lane(view, LICENSING, bureau.case_id)) == 1
        told = [one.action for one in await audit.entries_about(view, bureau.case_id)]
    assert told.index("case.refusal_noted") < told.index("case.refusal_witnessed")
    words = await words_of(people["wang"], bureau)
    for word in ("拒绝签字", WHY, "记录：王建国", "见证：赵晓燕", "已完成签署"):
        assert word in words, word
    visit = await people["applicant"].good("GET", "/api/v1/visit")
    assert visit["result"]
    assert visit["record"]["refusal"]["reason"] == WHY


async def test_who_noted_a_refusal_does_not_witness_it(bureau, people, record, database):
    await note(people["wang"], bureau, record)
    status, body = await witness(people["wang"], bureau, record)
    assert (status, body["code"]) == (409, "record.own_witness")
    slip = (
        "INSERT INTO refusal_step (record_id, step, reason, by, name, at)"
        " SELECT record_id, 'witnessed', reason, by, name, at FROM refusal_step"
    )
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.execute(text(slip))


async def test_an_unwitnessed_refusal_holds_the_record_back_and_says_so(bureau, people, record):
    await note(people["wang"], bureau, record)
    for who in ("wang", "zhao"):
        assert (await sign(people, who, bureau, record))[0] == 200
    case = await people["wang"].good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert roles(case["record"]) == ["witness"]
    assert case["state"] == "reviewing"
    assert "待另一名勘验人员见证" in await words_of(people["wang"], bureau)


async def test_the_applicant_may_sign_after_all_until_the_record_is_complete(
    bureau, people, record
):
    await note(people["wang"], bureau, record)
    await witness(people["zhao"], bureau, record)
    assert (await sign(people, "applicant", bureau, record))[0] == 200
    for who in ("wang", "zhao"):
        status, last = await sign(people, who, bureau, record)
        assert status == 200
    assert last["is_complete"]
    assert last["refusal"] is None
    assert {one["role"] for one in last["signatures"]} == {"applicant", "inspector"}


async def test_a_refusal_is_taken_back_until_the_record_is_complete_and_not_after(
    bureau, people, record
):
    await note(people["wang"], bureau, record)
    back = await people["zhao"].good("DELETE", path_of(bureau))
    assert roles(back).count("applicant") == 1
    await note(people["zhao"], bureau, record)
    await witness(people["wang"], bureau, record)
    for who in ("wang", "zhao"):
        await sign(people, who, bureau, record)
    complete = (409, "record.complete")
    assert await people["wang"].refused("DELETE", path_of(bureau)) == complete
    body = {"reason": WHY, "record_sha256": record["sha256"]}
    assert await people["wang"].refused("PUT", path_of(bureau), json=body) == complete
    status, body = await sign(people, "applicant", bureau, record)
    assert (status, body["code"]) == (409, "record.already_signed")


async def test_who_has_signed_has_not_refused(bureau, people, record):
    await sign(people, "applicant", bureau, record)
    body = {"reason": WHY, "record_sha256": record["sha256"]}
    answer = await people["wang"].refused("PUT", path_of(bureau), json=body)
    assert answer == (409, "record.already_signed")


async def test_a_refusal_says_why_and_of_which_record(bureau, people, record):
    body = {"reason": " ", "record_sha256": record["sha256"]}
    answer = await people["wang"].refused("PUT", path_of(bureau), json=body)
    assert answer == (422, "record.refusal_unexplained")
    body = {"reason": WHY, "record_sha256": "0" * 64}
    answer = await people["wang"].refused("PUT", path_of(bureau), json=body)
    assert answer == (409, "record.changed")


async def test_a_withdrawn_record_takes_its_refusal_with_it(bureau, people, record):
    await note(people["wang"], bureau, record)
    await people["wang"].good("DELETE", f"/api/v1/cases/{bureau.case_id}/record")
    again = await people["wang"].good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    assert again["refusal"] is None
    assert "applicant" in roles(again)
