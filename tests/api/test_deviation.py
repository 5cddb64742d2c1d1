"""Concluding otherwise than computed: a reason, a second person, and no way back after ink."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation import audit
from inspection.evidence import custody
from tests.support.pictures import drawn_signature

WHY = "罩口短 3 厘米，店家已当场加装围边，测试无外溢"


@pytest.fixture
async def people(bureau, wang):
    """Everything judged, one key item of food fails; nobody has made a record yet."""
    zhao, chen = await bureau.staff("zhao"), await bureau.staff("chen")
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.judge_everything()
    for inspector in (wang, zhao):
        await judge(inspector, bureau, "KL-01", "fail")
    return {"wang": wang, "zhao": zhao, "chen": chen, "applicant": phone}


async def judge(inspector, bureau, item, verdict):
    path = f"/api/v1/cases/{bureau.case_id}/findings/{item}"
    await inspector.good("PUT", path, json={"verdict": verdict, "note": "分区不清"})


def path_of(bureau, area="food"):
    return f"/api/v1/cases/{bureau.case_id}/conclusions/{area}/deviation"


async def propose(who, bureau, conclusion="rectify", reason=WHY):
    body = {"conclusion": conclusion, "reason": reason}
    await who.good("PUT", path_of(bureau), json=body)
    (found,) = await standing(who, bureau)
    return found


async def confirm(who, bureau, proposal):
    return await who.ask(
        "POST", f"{path_of(bureau)}/confirmation", json={"proposal": proposal["proposal"]}
    )


async def standing(who, bureau):
    case = await who.good("GET", f"/api/v1/cases/{bureau.case_id}")
    return case["determination"]["deviations"]


async def make_record(who, bureau):
    return await who.ask("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})


async def sign(who, bureau, record):
    body = {"png_base64": drawn_signature("x"), "record_sha256": record["sha256"]}
    await who.good("POST", f"/api/v1/cases/{bureau.case_id}/signatures", json=body)


@pytest.mark.parametrize("second", ["zhao", "chen"])
async def test_another_person_confirms_and_the_record_concludes_and_tells_it(
    bureau, people, second, database
):
    proposal = await propose(people["wang"], bureau)
    assert (proposal["computed"], proposal["conclusion"]) == ("fail", "rectify")
    assert proposal["confirmed_by"] is None
    assert (await confirm(people[second], bureau, proposal))[0] == 200
    (found,) = await standing(people["wang"], bureau)
    assert found["confirmed_by"] == {"zhao": "赵晓燕", "chen": "陈志强"}[second]

    status, record = await make_record(people["wang"], bureau)
    assert (status, record["food_conclusion"]) == (201, "rectify")
    paper = await people["wang"].good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    words = words.replace("\n", "").replace(" ", "")
    for word in ("推算结论", "不符合", WHY.replace(" ", ""), "王建国", found["confirmed_by"]):
        assert word in words, word
    async with database.reading() as view:
        told = [one.action for one in await audit.entries_about(view, bureau.case_id)]
        kept = [one.line for one in await custody.entries_of(view, bureau.case_id)]
    assert {"case.deviation_proposed", "case.deviation_confirmed"} <= set(told)
    assert sum('"act":"deviated"' in line and WHY in line for line in kept) == 2


@pytest.mark.parametrize("who", ["wang", "zhao"])
async def test_nobody_confirms_what_they_proposed(bureau, people, who):
    proposal = await propose(people[who], bureau)
    status, body = await confirm(people[who], bureau, proposal)
    assert (status, body["code"]) == (409, "deviation.own")
    status, body = await make_record(people[who], bureau)
    assert (status, body["code"]) == (409, "deviation.pending")


async def test_the_database_refuses_a_confirmation_by_the_proposer_too(bureau, people, database):
    await propose(people["wang"], bureau)
    slip = (
        "INSERT INTO deviation_step (case_id, area, step, computed, conclusion, reason, basis,"
        " by, at) SELECT case_id, area, 'confirmed', computed, conclusion, reason, basis, by, at"
        " FROM deviation_step"
    )
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.execute(text(slip))


async def test_after_the_first_signature_no_conclusion_is_changed(bureau, people, database):
    proposal = await propose(people["wang"], bureau)
    await people["zhao"].good("DELETE", path_of(bureau))
    _, record = await make_record(people["wang"], bureau)
    await sign(people["wang"], bureau, record)
    body = {"conclusion": "rectify", "reason": WHY}
    closed = (409, "deviation.closed")
    assert await people["wang"].refused("PUT", path_of(bureau), json=body) == closed
    status, answer = await confirm(people["chen"], bureau, proposal)
    assert (status, answer["code"]) == closed
    assert await people["chen"].refused("DELETE", path_of(bureau)) == closed
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.execute(
                text(
                    "INSERT INTO deviation_step (case_id, area, step, computed, conclusion, reason,"
                    " basis, by, at) SELECT case_id, area, 'confirmed', computed, conclusion,"
                    " reason, basis, 'user_chen', at FROM deviation_step LIMIT 1"
                )
            )


async def test_a_withdrawn_deviation_leaves_what_was_computed(bureau, people):
    proposal = await propose(people["wang"], bureau)
    await confirm(people["chen"], bureau, proposal)
    await people["wang"].good("DELETE", path_of(bureau))
    _, record = await make_record(people["wang"], bureau)
    assert record["food_conclusion"] == "fail"


async def test_a_changed_verdict_ends_a_deviation_that_was_agreed_upon_others(bureau, people):
    proposal = await propose(people["wang"], bureau)
    await confirm(people["chen"], bureau, proposal)
    for inspector in (people["wang"], people["zhao"]):
        await judge(inspector, bureau, "KL-02", "fail")
    assert await standing(people["wang"], bureau) == []
    _, record = await make_record(people["wang"], bureau)
    assert record["food_conclusion"] == "fail"


async def test_a_proposal_replaced_meanwhile_is_not_confirmed_by_mistake(bureau, people):
    first = await propose(people["wang"], bureau)
    await propose(people["wang"], bureau, "pass")
    status, body = await confirm(people["chen"], bureau, first)
    assert (status, body["code"]) == (409, "deviation.none")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"conclusion": "rectify", "reason": " "}, (422, "deviation.unexplained")),
        ({"conclusion": "fail", "reason": WHY}, (422, "deviation.same")),
        ({"conclusion": "not_asked", "reason": WHY}, (422, "http.wrong_field")),
    ],
)
async def test_a_proposal_says_why_and_what_else(bureau, people, body, refusal):
    assert await people["wang"].refused("PUT", path_of(bureau), json=body) == refusal


async def test_there_is_nothing_to_deviate_from_while_items_are_open(bureau, people):
    await judge(people["wang"], bureau, "KL-01", None)
    body = {"conclusion": "rectify", "reason": WHY}
    answer = await people["wang"].refused("PUT", path_of(bureau), json=body)
    assert answer == (409, "deviation.nothing_computed")


async def test_supervisors_confirm_and_do_not_propose(bureau, people):
    body = {"conclusion": "rectify", "reason": WHY}
    answer = await people["chen"].refused("PUT", path_of(bureau), json=body)
    assert answer == (404, "not_found")
