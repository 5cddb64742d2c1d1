"""Facts of a record that the people who sign it would otherwise have to remember themselves."""

import json

import pytest

from inspection.record import store


@pytest.fixture
async def made(bureau, wang, phone, database):
    """Makes the record; returns what it says."""

    async def make():
        await bureau.judge_everything()
        await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
        async with database.reading() as view:
            return json.loads((await store.current(view, bureau.case_id)).content)

    return make


async def test_a_consent_that_was_taken_back_is_not_printed_as_given(bureau, wang, phone, made):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    version = (await phone.good("GET", "/api/v1/visit"))["consent"]["version"]
    await phone.good("POST", "/api/v1/visit/consent", json={"version": version, "is_given": False})
    assert (await made())["consent_given"] == ""
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    assert paper.startswith(b"%PDF")


async def test_an_inspection_of_two_calls_began_with_the_first(bureau, wang, clock, made):
    path = f"/api/v1/cases/{bureau.case_id}"
    await wang.good("POST", f"{path}/call")
    clock.move(minutes=10)
    await wang.good("POST", f"{path}/call/end")
    clock.move(minutes=10)
    await wang.good("POST", f"{path}/call")
    assert (await made())["began"] == "2026-11-24 10:00:00"
