"""Two inspectors judge unseen by each other, then come to one verdict with a reason."""

import pytest

from tests.support.house import judge_everything, open_bureau

KEY, GENERAL = "EX-02", "EX-03"


@pytest.fixture
async def pair(bureau):
    wang, zhao = await bureau.staff("wang"), await bureau.staff("zhao")
    await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    return wang, zhao, f"/api/v1/cases/{bureau.case_id}"


async def judge(who, path, item, verdict, note="看过"):
    body = {"verdict": verdict, "note": note}
    return await who.good("PUT", f"{path}/findings/{item}", json=body)


async def seen(who, path, item):
    alone = await who.good("GET", f"{path}/findings/{item}")
    inside = (await who.good("GET", path))["findings"].get(item)
    assert inside is None or inside == alone
    return alone


@pytest.mark.parametrize("item", [KEY, GENERAL])
async def test_nobody_sees_the_others_verdict_before_giving_their_own(pair, item):
    wang, zhao, path = pair
    await judge(wang, path, item, "fail", "罩口小了")
    unseen = await seen(zhao, path, item)
    assert (unseen["verdict"], unseen["note"], unseen["other"]) == (None, "", None)
    assert unseen["is_other_set"]
    assert (await judge(zhao, path, item, "fail"))["other"]["note"] == "罩口小了"
    assert (await seen(wang, path, item))["other"]["verdict"] == "fail"


async def test_the_reasons_of_a_conclusion_do_not_tell_it_either(pair):
    wang, zhao, path = pair
    for one in (wang, zhao):
        await judge_everything(one, path.rpartition("/")[2])
    await judge(zhao, path, GENERAL, None)
    await judge(wang, path, GENERAL, "fail", "罩口小了")
    told = (await wang.good("GET", path))["determination"]
    assert GENERAL in {one["item_id"] for one in told["reasons"]}
    assert "罩口小了" not in str(await zhao.good("GET", path))
    await judge(zhao, path, GENERAL, "fail", "也看过")
    assert "罩口小了" in str((await zhao.good("GET", path))["determination"]["reasons"])


async def test_the_room_is_told_that_somebody_judged_and_not_what(pair, bureau):
    wang, zhao, path = pair
    call = await zhao.good("POST", f"{path}/call")
    socket = await zhao.socket(call["socket"])
    await judge(wang, path, KEY, "fail", "罩口小了")
    while (frame := await socket.receive_json(timeout=5))["type"] != "finding":
        pass
    assert frame["finding"]["standing"] == "awaits_second"
    assert "fail" not in str(frame)
    assert "罩口小了" not in str(frame)
    await socket.close()


async def test_two_verdicts_that_differ_are_reconciled_with_a_reason(pair):
    wang, zhao, path = pair
    await judge(wang, path, KEY, "fail")
    assert (await judge(zhao, path, KEY, "pass"))["standing"] == "differs"
    body = {"verdict": "pass", "note": "罩口大于灶面", "reason": " "}
    address = f"{path}/findings/{KEY}/reconciliation"
    assert await wang.refused("PUT", address, json=body) == (422, "finding.reason_missing")
    settled = await wang.good("PUT", address, json={**body, "reason": "回看录像后确认"})
    assert (settled["standing"], settled["verdict"]) == ("settled", "pass")
    assert (await seen(zhao, path, KEY))["reason"] == "回看录像后确认"


async def test_who_changes_their_mind_opens_the_difference_again(pair):
    wang, zhao, path = pair
    await judge(wang, path, KEY, "fail")
    await judge(zhao, path, KEY, "pass")
    body = {"verdict": "pass", "note": "", "reason": "回看录像"}
    await wang.good("PUT", f"{path}/findings/{KEY}/reconciliation", json=body)
    assert (await judge(wang, path, KEY, "needs_on_site"))["standing"] == "differs"


async def test_there_is_nothing_to_reconcile_where_nothing_differs(pair):
    wang, _, path = pair
    await judge(wang, path, KEY, "fail")
    body = {"verdict": "pass", "note": "", "reason": "想改"}
    answer = await wang.refused("PUT", f"{path}/findings/{KEY}/reconciliation", json=body)
    assert answer == (409, "finding.nothing_to_reconcile")


async def test_a_record_waits_for_the_second_verdict_of_key_items_and_says_so(pair):
    wang, zhao, path = pair
    await judge_everything(wang, path.rpartition("/")[2])
    status, body = await wang.ask("POST", f"{path}/record")
    assert (status, body["code"]) == (409, "record.open_items")
    waiting = {one["item_id"]: one["zh"] for one in body["facts"]["open"]}
    assert waiting[KEY] == "另一位勘验人员还没有判定。"
    assert GENERAL not in waiting
    await judge_everything(zhao, path.rpartition("/")[2])
    await wang.good("POST", f"{path}/record")


async def test_the_applicant_learns_only_what_is_settled(pair, bureau):
    wang, zhao, path = pair
    phone = await bureau.applicant(wang, bureau.case_id)
    await judge(wang, path, KEY, "fail")
    assert not (await phone.good("GET", "/api/v1/visit"))["findings_public"]
    await judge(zhao, path, KEY, "fail")
    (public,) = (await phone.good("GET", "/api/v1/visit"))["findings_public"]
    assert (public["item_id"], public["verdict"]) == (KEY, "fail")


async def test_a_bureau_may_let_one_verdict_count_and_be_seen_at_once(
    database, clock, tmp_path, aiohttp_client
):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, second_verdict="none")
    wang, zhao = await bureau.staff("wang"), await bureau.staff("zhao")
    path = f"/api/v1/cases/{bureau.case_id}"
    await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"{path}/call")
    await judge(wang, path, KEY, "pass")
    found = await seen(zhao, path, KEY)
    assert (found["standing"], found["verdict"]) == ("settled", "pass")
