"""Values read off instruments: with their picture, compared with limits, their history kept."""

import pytest

from inspection.evidence import reading_store
from tests.support.house import heard, take_still
from tests.support.pictures import jpeg

ITEM = "EX-03"  # 1.8 to 1.9 m, on a tape of 2 cm


@pytest.fixture
async def picture(bureau, phone, sockets):
    _, pocket = sockets
    return (await take_still(phone, pocket, ITEM, jpeg("a"), "still-00001"))["id"]


def typing(browser, bureau, item=ITEM):
    async def type_in(value, evidence, quantity=0, reason=""):
        body = {"quantity": quantity, "value": value, "evidence": evidence, "reason": reason}
        path = f"/api/v1/cases/{bureau.case_id}/readings/{item}"
        return await browser.ask("PUT", path, json=body)

    return type_in


@pytest.mark.parametrize(
    ("value", "result", "proposed"),
    [
        ("1.85", "within", "pass"),
        ("1.81", "borderline", "needs_on_site"),
        ("1.915", "borderline", "needs_on_site"),
        ("1.70", "outside", "fail"),
    ],
)
async def test_a_value_is_compared_with_its_limits_and_proposes_a_verdict(
    bureau, wang, sockets, picture, value, result, proposed
):
    desk, _ = sockets
    status, said = await typing(wang, bureau)(value, picture)
    assert status == 200
    (reading,) = said["readings"]
    assert (reading["value"], reading["unit"], reading["limits"]) == (value, "m", "1.8—1.9 m")
    assert reading["result"] == result
    assert said["proposal"]["verdict"] == proposed
    assert (await heard(desk, "reading"))["readings"] == said
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["readings"][ITEM] == said
    assert ITEM not in case["findings"], "a proposal is no verdict"
    item = next(
        one for part in case["checklist"]["sections"] for one in part["items"] if one["id"] == ITEM
    )
    assert item["readings"] == [
        {
            "zh": "罩口离地高度",
            "en": "Height of the hood's edge above the floor",
            "unit": "m",
            "limits": "1.8—1.9 m",
        }
    ]


async def test_who_changed_a_value_when_and_why_stays(bureau, wang, picture):
    zhao = await bureau.staff("zhao")
    await typing(wang, bureau)("1.85", picture)
    bureau.clock.move(minutes=1)
    await typing(zhao, bureau)("1.58", picture, reason="看错了一位")
    bureau.clock.move(minutes=1)
    _, said = await typing(wang, bureau)(None, picture, reason="重新量")
    (reading,) = said["readings"]
    assert [one["value"] for one in reading["history"]] == ["1.85", "1.58", None]
    assert len({one["at"] for one in reading["history"]}) == 3
    assert len({one["by"] for one in reading["history"]}) == 2
    assert reading["history"][1]["reason"] == "看错了一位"
    assert (reading["value"], reading["result"], said["proposal"]) == (None, None, None)
    story = (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["story"]
    told = [line["zh"] for line in story if "读数" in line["zh"]]
    assert told == [
        f"{ITEM} 读数：罩口离地高度 1.85 m",
        f"{ITEM} 读数：罩口离地高度 1.58 m",
        f"{ITEM} 撤回读数：罩口离地高度",
    ]


async def test_a_value_needs_a_picture_of_its_own_item_and_case(
    bureau, wang, phone, sockets, picture
):
    _, pocket = sockets
    other = await take_still(phone, pocket, "KL-01", jpeg("b"), "still-00002")
    type_in = typing(wang, bureau)
    for evidence in (other["id"], "ev_nothing"):
        status, said = await type_in("1.85", evidence)
        assert (status, said["code"]) == (409, "reading.without_picture")
    status, said = await type_in("1.85", picture, quantity=1)
    assert (status, said["code"]) == (422, "reading.no_such_quantity")
    status, said = await typing(wang, bureau, "KL-01")("1", other["id"])
    assert (status, said["code"]) == (422, "reading.no_such_quantity")
    async with bureau.database.reading() as view:
        assert await reading_store.of_case(view, bureau.case_id) == []


@pytest.mark.parametrize(
    "value", ["", "1,85", "１.８", "1e3", "NaN", "--1", "1.23456", "9" * 30, 1.85]
)
async def test_what_is_no_number_is_refused(bureau, wang, picture, value):
    status, said = await typing(wang, bureau)(value, picture)
    assert (status, said["code"]) == (422, "http.wrong_field")


async def test_nobody_else_types_values_and_none_after_the_record_was_made(
    bureau, wang, phone, picture
):
    for other in (await bureau.foreign_inspector(), await bureau.staff("chen")):
        assert (await typing(other, bureau)("1.85", picture))[0] == 404
    assert (await typing(phone, bureau)("1.85", picture))[0] in (401, 404)
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    status, said = await typing(wang, bureau)("1.85", picture)
    assert (status, said["code"]) == (409, "evidence.not_open")


async def test_an_item_that_is_measured_is_open_until_there_is_a_value_or_a_reason(
    bureau, wang, picture
):
    await bureau.judge_everything()
    for name in ("wang", "zhao"):
        await (await bureau.staff(name)).good(
            "PUT",
            f"/api/v1/cases/{bureau.case_id}/findings/{ITEM}",
            json={"verdict": "pass", "note": ""},
        )
    path = f"/api/v1/cases/{bureau.case_id}/record"
    status, said = await wang.ask("POST", path, json={})
    assert (status, said["code"]) == (409, "record.open_items")
    assert [(one["item_id"], "读数" in one["zh"]) for one in said["facts"]["open"]] == [
        (ITEM, True)
    ]
    await typing(wang, bureau)("1.85", picture)
    await wang.good("POST", path, json={})
