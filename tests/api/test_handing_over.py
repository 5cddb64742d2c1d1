"""A running inspection is handed over: the checklist stays, the record tells who was there."""

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from inspection.booking.store import time_table
from inspection.cases.transfers import transfer_table
from inspection.intake.demo import PASSWORD
from tests.support.house import heard, judge_everything
from tests.support.pictures import drawn_signature

REASON = "王建国身体不适"


@pytest.fixture
async def ids(bureau, database, clock, wang):
    """Ids of the case's two and of two others, by user name."""
    sign_ins, found = SignIns(database, clock), {}
    for username, name in (("qian", "钱进"), ("feng", "冯雪")):
        user = await sign_ins.add_user(
            username=username,
            name=name,
            role=Role.INSPECTOR,
            department="勘验科",
            password=PASSWORD,
        )
        found[username] = user.id
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    names = {"王建国": "wang", "赵晓燕": "zhao"}
    return {**found, **{names[one["name"]]: one["id"] for one in case["inspectors"]}}


@pytest.fixture
def hand_over(bureau, ids):
    async def done(who, *team, reason=REASON, **more):
        body = {"inspectors": [ids[one] for one in team], "reason": reason}
        return await getattr(who, more.get("how", "good"))(
            "PUT", f"/api/v1/cases/{bureau.case_id}/transfer", json=body
        )

    return done


async def a_case(who, bureau):
    return await who.good("GET", f"/api/v1/cases/{bureau.case_id}")


async def test_the_room_is_told_and_whoever_leaves_is_let_go(bureau, sockets, wang, ids, hand_over):
    desk, phone = sockets
    await desk.send_json({"type": "chat", "text": "请把镜头抬高一点"})
    await desk.send_json({"type": "item", "item": "SI-03"})
    await heard(phone, "item")
    await hand_over(wang, "qian", "zhao")
    for socket in (desk, phone):
        told = await heard(socket, "handed_over")
        assert [(one["leaving"]["name"], one["coming"]["name"]) for one in told["seats"]] == [
            ("王建国", "钱进")
        ]
        assert "reason" not in told, "why is the desk's affair"
    while not (message := await desk.receive(timeout=5)).type.name.startswith("CLOS"):
        assert message.json()["type"] == "presence", "nothing else is said to them"

    qian = await bureau.staff("qian")
    row = next(one for one in (await qian.good("GET", "/api/v1/cases"))["cases"])
    assert (row["id"], row["is_mine"], row["is_handed_to_me"]) == (bureau.case_id, True, True)
    seat = await qian.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    fresh = await qian.socket(seat["socket"])
    await fresh.send_json({"type": "hello"})
    welcome = await heard(fresh, "welcome")
    assert welcome["item"] == "SI-03", "the place in the checklist"
    assert [one["text"] for one in welcome["chat"]] == ["请把镜头抬高一点"]
    (transfer,) = (await a_case(qian, bureau))["transfers"]
    assert (transfer["reason"], transfer["by"], transfer["item"]) == (REASON, "王建国", "SI-03")


async def test_who_left_looks_on_but_judges_and_steers_no_more(
    bureau, sockets, wang, ids, hand_over
):
    await hand_over(wang, "qian", "zhao")
    path = f"/api/v1/cases/{bureau.case_id}"
    body = {"verdict": "pass", "note": ""}
    assert await wang.refused("PUT", f"{path}/findings/SI-03", json=body) == (404, "not_found")
    assert await wang.refused("POST", f"{path}/call/end", json={}) == (404, "not_found")
    assert await hand_over(wang, "wang", "zhao", how="refused") == (404, "not_found")
    seat = await wang.good("POST", f"{path}/call")
    again = await wang.socket(seat["socket"])
    await again.send_json({"type": "hello"})
    await heard(again, "welcome")
    await again.send_json({"type": "quality", "rung": "slow"})
    while (frame := await again.receive_json(timeout=5))["type"] != "problem":
        assert frame["type"] != "quality"
    assert frame["code"] == "call.wrong_frame"


async def test_words_of_the_seat_count_on_and_whose_word_counts_signs(
    bureau, phone, sockets, wang, ids, hand_over
):
    await bureau.judge_everything()
    await hand_over(wang, "qian", "zhao")
    qian, zhao = await bureau.staff("qian"), await bureau.staff("zhao")
    case = await a_case(qian, bureau)
    finding = case["findings"]["SI-03"]
    assert (finding["standing"], finding["mine"]["by"]) == ("settled", ids["wang"])
    record = await qian.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    assert {one["name"] for one in record["needed"]} >= {"钱进", "赵晓燕", "王建国"}
    content = await qian.good("GET", f"/api/v1/cases/{bureau.case_id}/record.json")
    said = json.dumps(content, ensure_ascii=False)
    assert f"接替王建国：{REASON}" in said
    for who in (qian, zhao, wang):
        signed = await who.good(
            "POST",
            f"/api/v1/cases/{bureau.case_id}/signatures",
            json={"png_base64": drawn_signature("x"), "record_sha256": record["sha256"]},
        )
    assert [one["role"] for one in signed["needed"]] == ["applicant"]


async def test_who_judged_everything_anew_needs_no_hand_of_who_left(
    bureau, sockets, wang, ids, hand_over
):
    await bureau.judge_everything()
    await hand_over(wang, "qian", "zhao")
    qian = await bureau.staff("qian")
    await judge_everything(qian, bureau.case_id)
    record = await qian.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    assert "王建国" not in {one["name"] for one in record["needed"]}


async def test_a_blind_verdict_stays_blind_for_who_comes(bureau, sockets, wang, ids, hand_over):
    zhao = await bureau.staff("zhao")
    path = f"/api/v1/cases/{bureau.case_id}/findings/SI-03"
    await zhao.good("PUT", path, json={"verdict": "fail", "note": "罩口偏小"})
    await hand_over(wang, "qian", "zhao")
    qian = await bureau.staff("qian")
    seen = await qian.good("GET", path)
    assert (seen["verdict"], seen["other"], seen["is_other_set"]) == (None, None, True)
    await qian.good("PUT", path, json={"verdict": "pass", "note": ""})
    assert (await qian.good("GET", path))["other"]["verdict"] == "fail"


async def test_both_hand_over_and_one_may_come_back_to_their_own_seat_alone(
    bureau, sockets, wang, ids, hand_over
):
    await hand_over(wang, "qian", "feng")
    feng, chen = await bureau.staff("feng"), await bureau.staff("chen")
    assert await hand_over(feng, "qian", "wang", how="refused") == (409, "dispatch.other_seat")
    await hand_over(chen, "wang", "feng", reason="王建国恢复")
    case = await a_case(chen, bureau)
    assert [one["name"] for one in case["inspectors"]] == ["王建国", "冯雪"]
    assert [one["zh"] for one in case["story"] if "移交" in one["zh"]] == [
        f"移交勘验：王建国 → 钱进，{REASON}",
        f"移交勘验：赵晓燕 → 冯雪，{REASON}",
        "移交勘验：钱进 → 王建国，王建国恢复",
    ]


async def test_only_who_may_and_is_free_takes_over(bureau, sockets, wang, ids, hand_over, clock):
    chen = await bureau.staff("chen")
    assert await hand_over(wang, "qian", "zhao", reason=" ", how="refused") == (
        422,
        "case.reason_missing",
    )
    assert await hand_over(wang, "wang", "zhao", how="refused") == (422, "dispatch.same_inspectors")
    assert await hand_over(wang, "qian", "qian", how="refused") == (
        422,
        "dispatch.not_two_inspectors",
    )
    foreign = await bureau.staff("feng")
    assert await hand_over(foreign, "qian", "feng", how="refused") == (404, "not_found")
    related = {"relations": ["91370112MA3C00BX2D"]}
    await chen.good("PUT", f"/api/v1/roster/inspectors/{ids['feng']}", json=related)
    assert await hand_over(wang, "feng", "zhao", how="refused") == (409, "dispatch.may_not_inspect")
    other = await bureau.another_case()
    both = {"inspectors": [ids["qian"], ids["feng"]]}
    await chen.good("POST", "/api/v1/roster/pairs", json=both)
    body = {"inspectors": [ids["qian"], ids["zhao"]], "reason": "指定"}
    await chen.good("POST", f"/api/v1/cases/{other}/assignment")
    await chen.good("PUT", f"/api/v1/cases/{other}/inspectors", json=body)
    qian = await bureau.staff("qian")
    await qian.good("POST", f"/api/v1/cases/{other}/call")
    assert await hand_over(wang, "qian", "zhao", how="refused") == (409, "dispatch.busy_now")
    seen = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/candidates")
    against = {one["name"]: (one["against"] or {}).get("code") for one in seen["people"]}
    assert (against["钱进"], against["冯雪"]) == ("booked", "related")
    assert seen["may_hand_over"]


async def test_the_rest_of_the_booked_time_goes_over_with_the_seat(
    bureau, phone, wang, ids, hand_over, clock, database
):
    body = {"starts_at": "2026-11-24T10:40:00+08:00"}
    await phone.good("PUT", "/api/v1/visit/booking", json=body)
    clock.move(minutes=45)  # five minutes into it
    wang = await bureau.staff("wang")
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    clock.move(minutes=10)
    await hand_over(wang, "qian", "zhao")
    async with database.reading() as view:
        held = (await view.execute(select(time_table.c.inspector_id))).scalars().all()
    assert sorted(map(held.count, (ids["wang"], ids["qian"], ids["zhao"]))) == [1, 4, 5]


async def test_before_the_call_a_case_is_reassigned_not_handed_over(bureau, wang, ids, hand_over):
    assert await hand_over(wang, "qian", "zhao", how="refused") == (409, "dispatch.closed")


async def test_what_was_handed_over_stays_written(bureau, sockets, wang, ids, hand_over, database):
    await hand_over(wang, "qian", "zhao")
    for slip in ("DELETE FROM case_transfer", "UPDATE case_transfer SET why = ''"):
        with pytest.raises(IntegrityError):
            async with database.transaction() as transaction:
                await transaction.execute(text(slip))
    async with database.reading() as view:
        assert len((await view.execute(select(transfer_table))).all()) == 1
