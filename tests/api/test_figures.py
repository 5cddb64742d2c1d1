"""The figures a supervisor sees: what happened, with the cases behind each."""

import pytest

from foundation.workdays import WorkCalendar
from inspection.figures.noting import Outcomes
from inspection.figures.store import outcome_item_table, outcome_table, way_table
from inspection.figures.sums import item_sum_table, outcome_sum_table
from tests.api.test_one_time_notice import FAULTS, judged_with_faults
from tests.support.signing import collected, signed_by

FIGURES = "/api/v1/figures"


async def board(bureau, query=""):
    chen = await bureau.staff("chen")
    return await chen.good("GET", f"{FIGURES}{query}")


async def behind(bureau, query):
    chen = await bureau.staff("chen")
    found = await chen.good("GET", f"{FIGURES}/cases?{query}")
    return [one["id"] for one in found["cases"]]


async def test_without_a_conclusion_nothing_is_claimed(bureau):
    found = await board(bureau)
    assert found["whole"]["first_pass_rate"] is None
    assert found["whole"]["mean_days"] is None
    assert found["groups"] == []
    assert found["formulas"]["first_pass_rate"]["zh"].startswith("一次通过率")


async def test_a_pass_counts_as_a_first_pass_with_its_days(bureau, wang):
    bureau.clock.move(days=1)
    phone = await collected(bureau, wang := await bureau.staff("wang"))
    await signed_by(bureau, wang, phone)
    found = await board(bureau)
    whole = found["whole"]
    assert (whole["concluded"], whole["first_pass_rate"], whole["late"]) == (1, 1.0, 0)
    assert whole["mean_days"] == 0.5, "accepted the day before, concluded in the morning"
    assert await behind(bureau, "of=first_passed") == [bureau.case_id]
    assert await behind(bureau, "of=first_failed") == []
    by = await board(bureau, "?by=inspector")
    assert {one["name"] for one in by["groups"]} == {"王建国", "赵晓燕"}
    assert by["whole"]["concluded"] == 1, "a case of two people is one case"


async def test_what_fails_is_named_by_item_with_its_cases(bureau, wang):
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    found = await board(bureau)
    assert found["whole"]["first_pass_rate"] == 0
    assert {one["item_id"]: one["count"] for one in found["failing"]} == dict.fromkeys(FAULTS, 1)
    assert await behind(bureau, "of=concluded&item=EX-01") == [bureau.case_id]
    assert await behind(bureau, "of=concluded&item=KL-02") == []


async def test_who_withdraws_or_does_not_come_stands_apart_from_failures(bureau):
    liu = await bureau.staff("liu")
    body = {"act": "withdrawn", "why": "不再开店"}
    await liu.good("POST", f"/api/v1/cases/{bureau.case_id}/steps", json=body)
    found = await board(bureau)
    assert found["apart"]["withdrawn"] == 1
    assert found["whole"]["concluded"] == 0


async def test_conclusions_of_an_earlier_version_are_counted_after_the_upgrade(bureau, wang):
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    before = await board(bureau)
    async with bureau.database.transaction() as transaction:
        for table in (outcome_sum_table, item_sum_table):
            await transaction.execute(table.delete())
        for table in (way_table, outcome_item_table, outcome_table):
            await transaction.exec_driver_sql(f"DROP TRIGGER {table.name}_no_delete")
            await transaction.execute(table.delete())
    outcomes = Outcomes(bureau.database, WorkCalendar())
    await outcomes.catch_up()
    await outcomes.catch_up()
    assert await board(bureau) == before


@pytest.mark.parametrize("query", ["?from=2026-13", "?to=nov", "?by=shop", "/cases?of=all"])
async def test_a_period_that_is_none_is_refused_with_what_there_is(bureau, query):
    chen = await bureau.staff("chen")
    assert await chen.refused("GET", f"{FIGURES}{query}") == (422, "figures.unknown_period")


async def test_only_supervisors_see_figures(bureau, wang):
    assert await wang.refused("GET", FIGURES) == (404, "not_found")
