"""Steps a person takes by a word, and deadlines that stand still."""

import pytest

from inspection.cases import store
from inspection.cases.machine import Act, Actor, State
from inspection.cases.moves import APPLICANT, Mover, moves_of
from inspection.cases.moving import move, read_in


def path_of(bureau, more):
    return f"/api/v1/cases/{bureau.case_id}/{more}"


async def step(bureau, browser, act, why=""):
    return await browser.ask("POST", path_of(bureau, "steps"), json={"act": act, "why": why})


async def case_of(bureau, browser):
    return await browser.good("GET", f"/api/v1/cases/{bureau.case_id}")


async def test_each_person_is_offered_what_the_table_lets_them_do(bureau):
    offered = {}
    for name in ("wang", "liu", "chen"):
        case = await case_of(bureau, await bureau.staff(name))
        offered[name] = {one["act"] for one in case["steps"]}
    assert offered["wang"] == set(), "its inspector"
    assert offered["liu"] == {"withdrawn"}, "the window"
    assert offered["chen"] == {"withdrawn"}, "a supervisor"


async def test_a_step_keeps_why_and_who(bureau):
    wang, liu = await bureau.staff("wang"), await bureau.staff("liu")
    status, told = await step(bureau, liu, "withdrawn", "  铺面没有谈下来 ")
    assert (status, told) == (200, {"state": "withdrawn"})
    case = await case_of(bureau, wang)
    assert case["state"] == "withdrawn"
    assert case["story"][-1]["zh"] == "撤回申请：铺面没有谈下来"
    async with bureau.database.reading() as view:
        last = (await moves_of(view, bureau.case_id))[-1]
    assert (last.act, last.target, last.why) == (Act.WITHDRAW, State.WITHDRAWN, "铺面没有谈下来")


async def test_a_step_that_needs_a_reason_changes_nothing_without(bureau):
    liu = await bureau.staff("liu")
    refused = await liu.refused("POST", path_of(bureau, "steps"), json={"act": "withdrawn"})
    assert refused == (422, "case.reason_missing")
    assert (await case_of(bureau, liu))["state"] == "accepted"


@pytest.mark.parametrize(
    ("name", "act", "refused"),
    [
        ("wang", "withdrawn", (409, "case.move_not_yours")),
        ("liu", "technical_abort", (409, "case.move_not_allowed")),
        ("liu", "determined", (422, "case.unknown_step")),
        ("he", "withdrawn", (404, "not_found")),
    ],
)
async def test_a_step_the_table_does_not_know_is_refused(bureau, name, act, refused):
    browser = await bureau.staff(name)
    body = {"act": act, "why": "有理由"}
    assert await browser.refused("POST", path_of(bureau, "steps"), json=body) == refused


async def test_a_call_ends_with_the_inspection_it_was_for(bureau):
    wang, liu = await bureau.staff("wang"), await bureau.staff("liu")
    await bureau.applicant(liu, bureau.case_id)
    seat = await wang.good("POST", path_of(bureau, "call"))
    socket = await wang.socket(f"/api/v1/calls/{seat['room']}/socket")
    await step(bureau, liu, "withdrawn", "不再开店")
    kinds = []
    while "ended" not in kinds:
        kinds.append((await socket.receive_json(timeout=5))["type"])
    assert "state" in kinds
    case = await case_of(bureau, wang)
    assert (case["state"], case["live"]["is_open"]) == ("withdrawn", False)


async def test_a_missed_appointment_stops_the_clock_until_the_next_move(bureau):
    liu = await bureau.staff("liu")
    async with bureau.database.transaction() as transaction:
        case = await read_in(transaction, bureau.case_id)
        now = bureau.clock.now()
        inspector = Mover(Actor.INSPECTOR, case.inspector_ids[0])
        case = await move(transaction, case, Act.BOOK, by=APPLICANT, now=now)
        await move(transaction, case, Act.MISS, by=inspector, now=now)
    bureau.clock.move(days=6)
    liu = await bureau.staff("liu")
    case = await case_of(bureau, liu)
    assert (case["pause"]["kind"], case["is_overdue"]) == ("applicant", False)
    assert await liu.refused("DELETE", path_of(bureau, "pause")) == (409, "case.not_paused")
    await liu.good("POST", path_of(bureau, "invitations"))


async def test_the_office_holds_a_deadline_with_a_reason_and_lets_it_go(bureau):
    liu = await bureau.staff("liu")
    before = await case_of(bureau, liu)
    bureau.clock.move(days=1)
    liu = await bureau.staff("liu")
    held = {"kind": "force", "why": "片区停电"}
    await liu.good("PUT", path_of(bureau, "pause"), json=held)
    case = await case_of(bureau, liu)
    assert case["pause"]["why"] == "片区停电"
    assert case["story"][-1]["zh"] == "暂停计时：停电、灾害等不可抗力，片区停电"
    assert await liu.refused("PUT", path_of(bureau, "pause"), json=held) == (
        409,
        "case.already_paused",
    )
    bureau.clock.move(days=2)
    liu = await bureau.staff("liu")
    await liu.good("DELETE", path_of(bureau, "pause"))
    after = await case_of(bureau, liu)
    assert after["pause"] is None
    assert after["due_at"] > before["due_at"]
    async with bureau.database.reading() as view:
        kept = await store.by_id(view, bureau.case_id)
    assert kept.due_at.isoformat(timespec="minutes")[:16] <= after["due_at"][:16]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"kind": "applicant", "why": "等"}, (422, "case.unknown_pause")),
        ({"kind": "force", "why": " "}, (422, "case.reason_missing")),
    ],
)
async def test_a_deadline_is_not_held_for_nothing(bureau, body, refused):
    liu = await bureau.staff("liu")
    assert await liu.refused("PUT", path_of(bureau, "pause"), json=body) == refused


async def test_the_queue_lists_what_is_overdue_when_asked(bureau):
    liu = await bureau.staff("liu")
    assert (await liu.good("GET", "/api/v1/cases?overdue=1"))["cases"] == []
    bureau.clock.move(days=9)
    liu = await bureau.staff("liu")
    late = (await liu.good("GET", "/api/v1/cases?overdue=1"))["cases"]
    assert len(late) == 3
    assert all(one["is_overdue"] and one["light"] == "red" for one in late)
