"""One in twenty remote passes is looked at in the field, by somebody else, and compared."""

import sqlite3

import pytest

from inspection.figures import model
from tests.support.house import Browser
from tests.support.signing import collected, signed_by

CHECKS = "/api/v1/field-checks"
SEEN = [
    {"item": "KL-01", "agrees": True},
    {"item": "EX-01", "agrees": False, "found": "油烟罩已拆下"},
]
RESULT = {"visited_on": "2026-11-24", "items": SEEN, "note": "店主在场"}


@pytest.fixture
def every_pass_is_drawn(monkeypatch):
    monkeypatch.setattr(model, "DRAWN_SHARE", 1.0)


@pytest.fixture
async def passed(bureau, wang, every_pass_is_drawn):
    """A case that passed remotely and was drawn."""
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    return f"{CHECKS}/{bureau.case_id}"


@pytest.fixture
async def qian(bureau):
    """An inspector who has nothing to do with the case."""
    return await bureau.foreign_inspector()


async def listed(browser: Browser, query=""):
    return [one["id"] for one in (await browser.good("GET", f"{CHECKS}{query}"))["cases"]]


async def test_a_drawn_pass_waits_for_those_who_did_not_judge_it(bureau, wang, passed, qian):
    chen = await bureau.staff("chen")
    for browser in (qian, chen):
        assert await listed(browser) == [bureau.case_id]
        assert await listed(browser, "?done=1") == []
    assert await listed(wang) == [], "who judged does not look at it again"
    assert await wang.refused("GET", passed) == (404, "not_found")
    assert await wang.refused("POST", passed, json=RESULT) == (404, "not_found")
    found = await chen.good("GET", "/api/v1/figures/cases?of=drawn")
    assert [one["id"] for one in found["cases"]] == [bureau.case_id]


async def test_what_was_found_is_entered_once_and_counted_item_by_item(bureau, passed, qian):
    file = await qian.good("GET", passed)
    assert {"KL-01", "EX-01"} <= {one["item"] for one in file["lines"]}
    assert file["checks"] == []
    entered = await qian.good("POST", passed, json=RESULT)
    (check,) = entered["checks"]
    assert (check["by"], check["visited_on"], check["reason"]) == ("钱进", "2026-11-24", "")
    assert await qian.refused("POST", passed, json=RESULT) == (409, "field_check.already")
    assert await listed(qian) == []
    assert await listed(qian, "?done=1") == [bureau.case_id]
    chen = await bureau.staff("chen")
    board = await chen.good("GET", "/api/v1/figures")
    assert board["field"] == {
        "drawn": 1,
        "checked": 1,
        "seen": 2,
        "found_other": 1,
        "agreement": 0.5,
    }
    items = {one["item_id"]: one["field_agreement"] for one in board["items"] if one["seen"]}
    assert items == {"KL-01": 1.0, "EX-01": 0.0}


async def test_a_result_is_corrected_only_with_a_reason_and_the_first_stays(bureau, passed, qian):
    better = {**RESULT, "items": [{"item": "EX-01", "agrees": True}]}
    assert await qian.refused("PUT", passed, json={**better, "reason": "看错店"}) == (
        409,
        "field_check.not_yet",
    )
    await qian.good("POST", passed, json=RESULT)
    for reason in ({}, {"reason": ""}, {"reason": "   "}):
        assert await qian.refused("PUT", passed, json={**better, **reason}) == (
            422,
            "http.wrong_field",
        )
    chen = await bureau.staff("chen")
    file = await chen.good("PUT", passed, json={**better, "reason": "复核照片，烟罩在清洗"})
    assert [one["reason"] for one in file["checks"]] == ["", "复核照片，烟罩在清洗"]
    assert len(file["checks"][0]["items"]) == 2, "the earlier entry stays as it was"
    field = (await chen.good("GET", "/api/v1/figures"))["field"]
    assert (field["seen"], field["found_other"], field["agreement"]) == (1, 0, 1.0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": []}, "http.wrong_field"),
        ({"items": [{"item": "ZZ-99", "agrees": True}]}, "field_check.unknown_item"),
        ({"items": [SEEN[0], SEEN[0]]}, "field_check.unknown_item"),
        ({"items": [{"item": "EX-01", "agrees": False}]}, "field_check.found_missing"),
        ({"visited_on": "2026-11-23"}, "field_check.wrong_day"),
        ({"visited_on": "2026-11-25"}, "field_check.wrong_day"),
    ],
    ids=["nothing", "no such item", "twice", "differs in silence", "before", "in the future"],
)
async def test_what_can_not_be_a_result_is_refused(passed, qian, change, code):
    assert await qian.refused("POST", passed, json={**RESULT, **change}) == (422, code)
    assert (await qian.good("GET", passed))["checks"] == []


async def test_a_pass_that_was_not_drawn_is_no_field_check(bureau, wang, qian, monkeypatch):
    monkeypatch.setattr(model, "DRAWN_SHARE", 0.0)
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    path = f"{CHECKS}/{bureau.case_id}"
    assert await listed(qian) == []
    assert await qian.refused("GET", path) == (404, "not_found")
    assert await qian.refused("POST", path, json=RESULT) == (404, "not_found")


async def test_entries_stay_in_the_database_and_in_the_log(bureau, passed, qian, tmp_path):
    await qian.good("POST", passed, json=RESULT)
    with sqlite3.connect(tmp_path / "yunkan.db") as file:
        (action,) = file.execute(
            "SELECT action FROM audit_entry WHERE action LIKE 'case.field%'"
        ).fetchone()
        assert action == "case.field_checked"
        for statement in (
            "UPDATE field_check SET note = ''",
            "DELETE FROM field_check_item",
            "INSERT OR REPLACE INTO field_check SELECT * FROM field_check",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="no row is replaced"):
                file.execute(statement)


async def test_a_place_that_no_page_gave_is_refused(qian):
    assert await qian.refused("GET", f"{CHECKS}?after=x") == (422, "http.wrong_place")
