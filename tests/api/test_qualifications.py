"""Who has not passed the exam that is asked is not assigned, and everybody is told why."""

from datetime import date

import pytest

from foundation.ids import new_id
from inspection.dispatch import exam_store
from inspection.dispatch.exam_store import MOST_OF_ONE
from inspection.dispatch.exams import SOON, Result
from tests.support.house import open_bureau

EXAM = "样板间考核"
PASSED = {"exam": EXAM, "taken_on": "2026-11-20", "score": 92, "is_passed": True}


@pytest.fixture
async def strict(database, clock, tmp_path, aiohttp_client):
    """A bureau that asks for an exam whose pass counts a hundred days."""
    return await open_bureau(
        *(database, clock, tmp_path, aiohttp_client),
        inspection_exam=EXAM,
        inspection_exam_days=100,
    )


async def inspectors_of(browser):
    found = await browser.good("GET", "/api/v1/qualifications")
    return {one["name"]: one for one in found["inspectors"]}


async def note(browser, inspector_id, **more):
    body = {"inspector": inspector_id, **PASSED, **more}
    return await browser.good("POST", "/api/v1/exam-results", json=body)


async def test_without_the_exam_nobody_is_drawn_and_the_refusal_says_why(strict):
    liu, sun = await strict.staff("liu"), await strict.staff("sun")
    case_id = await strict.another_case()
    draw = ("POST", f"/api/v1/cases/{case_id}/assignment")
    status, body = await liu.ask(*draw)
    assert (status, body["code"]) == (409, "dispatch.nobody")
    assert "未通过规定的考核" in body["detail_zh"]
    people = await inspectors_of(sun)
    ids = [one["id"] for one in people.values()]
    by_hand = {"inspectors": ids, "reason": "指定"}
    refused = await liu.refused("PUT", f"/api/v1/cases/{case_id}/inspectors", json=by_hand)
    assert refused == (409, "dispatch.may_not_inspect")
    for inspector_id in ids:
        await note(sun, inspector_id)
    assert sorted((await liu.good(*draw))["inspectors"]) == sorted(ids)


@pytest.mark.parametrize(
    "more",
    [{"is_passed": False}, {"exam": "别的考核"}, {"taken_on": "2026-08-16"}],
    ids=["failed", "another exam", "too long ago"],
)
async def test_only_a_pass_of_that_exam_that_still_counts_opens_the_way(strict, more):
    sun, liu = await strict.staff("sun"), await strict.staff("liu")
    for one in (await inspectors_of(sun)).values():
        await note(sun, one["id"], **more)
    case_id = await strict.another_case()
    refused = await liu.refused("POST", f"/api/v1/cases/{case_id}/assignment")
    assert refused == (409, "dispatch.nobody")


async def test_a_pass_still_counts_behind_many_later_results(strict):
    sun, liu = await strict.staff("sun"), await strict.staff("liu")
    people = await inspectors_of(sun)
    ids = [one["id"] for one in people.values()]
    for one in ids:
        await note(sun, one)
    now = strict.clock.now()
    async with strict.database.transaction() as transaction:
        for number in range(1001):
            later = Result(
                *(new_id("exam", now), ids[0], EXAM, date(2026, 11, 24), number % 80),
                *(False, ids[0], now),
            )
            await exam_store.add(transaction, later)
    people = await inspectors_of(sun)
    assert {one["exam"] for one in people.values()} == {"valid"}
    assert max(len(one["results"]) for one in people.values()) == MOST_OF_ONE
    case_id = await strict.another_case()
    drawn = await liu.good("POST", f"/api/v1/cases/{case_id}/assignment")
    assert sorted(drawn["inspectors"]) == sorted(ids)


async def test_a_pass_counts_to_its_last_day_and_is_announced_before(strict):
    sun = await strict.staff("sun")
    wang = (await inspectors_of(sun))["王建国"]
    assert (wang["exam"], wang["certificate"]) == ("missing", "missing")
    await note(sun, wang["id"], taken_on="2026-11-24")  # today; the last of 100 days: 3 March
    stands = []
    for days in (0, 100 - SOON.days - 1, 1, SOON.days - 1, 1):
        strict.clock.move(days=days)
        sun = await strict.staff("sun")
        stands.append((await inspectors_of(sun))["王建国"]["exam"])
    assert stands == ["valid", "valid", "ends_soon", "ends_soon", "ended"]


async def test_where_no_exam_is_asked_results_are_kept_and_gate_nothing(bureau):
    sun, liu = await bureau.staff("sun"), await bureau.staff("liu")
    wang = (await inspectors_of(sun))["王建国"]
    assert wang["exam"] is None
    kept = await note(sun, wang["id"], is_passed=False, score=40)
    assert (await inspectors_of(sun))["王建国"]["results"] == [kept]
    case_id = await bureau.another_case()
    await liu.good("POST", f"/api/v1/cases/{case_id}/assignment")


async def test_a_certificate_is_set_without_touching_what_duty_knows_besides(bureau):
    sun, chen = await bureau.staff("sun"), await bureau.staff("chen")
    wang = (await inspectors_of(sun))["王建国"]["id"]
    known = {"formats": ["饮品店"], "qualified_until": None, "relations": ["91370112MA3C00BX2D"]}
    await chen.good("PUT", f"/api/v1/roster/inspectors/{wang}", json=known)
    await sun.good("PUT", f"/api/v1/qualifications/{wang}", json={"until": "2026-12-01"})
    assert (await inspectors_of(sun))["王建国"]["certificate"] == "ends_soon"
    roster = await chen.good("GET", "/api/v1/roster")
    (one,) = (one for one in roster["inspectors"] if one["id"] == wang)
    assert (one["formats"], one["qualified_until"]) == (["饮品店"], "2026-12-01")


async def test_an_exam_that_was_not_held_yet_is_refused(bureau):
    sun = await bureau.staff("sun")
    wang = (await inspectors_of(sun))["王建国"]["id"]
    body = {**PASSED, "inspector": wang, "taken_on": "2026-11-25"}
    refused = await sun.refused("POST", "/api/v1/exam-results", json=body)
    assert refused == (422, "dispatch.exam_to_come")
