"""Dead letters are listed for the office that has to mend them, page by page."""

import pytest
from sqlalchemy import update

from foundation import outbox
from foundation.identity import unit_store
from foundation.identity.model import Role
from foundation.identity.tree import ROOT, Unit
from foundation.outbox import State, outbox_row
from foundation.place import MOST_ROWS
from inspection.cases import store as case_store

PATH = "/api/v1/deliveries"


@pytest.fixture
async def kill(bureau):
    """Adds dead deliveries of a case, later than those before."""

    async def add(case_id, count):
        async with bureau.database.transaction() as transaction:
            for number in range(count):
                row_id = await outbox.add(
                    transaction,
                    receiver="push-environment",
                    lane=case_id,
                    body={},
                    now=bureau.clock.now(),
                    row_id=f"{case_id[-12:]}_{number}_environment",
                )
                dead = update(outbox_row).where(outbox_row.c.id == row_id)
                await transaction.execute(dead.values(state=State.DEAD.value, error="refused"))
        bureau.clock.move(seconds=1)

    return add


@pytest.fixture
async def east(bureau):
    """A small office's case, and its supervisor's browser."""
    case_id = await bureau.another_case()
    async with bureau.database.transaction() as transaction:
        await unit_store.add(transaction, Unit("east", ROOT, "东街所"))
        await case_store.set_unit(transaction, case_id, "east")
    return case_id, await bureau.newcomer("dong", Role.SUPERVISOR, unit="east")


async def test_a_small_office_sees_its_dead_letter_behind_two_hundred_of_others(bureau, kill, east):
    case_id, dong = east
    await kill(bureau.case_id, 201)
    await kill(case_id, 1)
    found = await dong.good("GET", PATH)
    assert [one["case"] for one in found["deliveries"]] == [case_id]
    assert found["next"] is None


async def test_dead_letters_are_read_page_by_page_each_once(bureau, kill, east):
    count = MOST_ROWS * 2 + 1
    await kill(bureau.case_id, count)
    chen, seen, after = await bureau.staff("chen"), [], None
    while True:
        page = await chen.good("GET", PATH, params={"after": after} if after else {})
        assert len(page["deliveries"]) <= MOST_ROWS
        seen += [one["id"] for one in page["deliveries"]]
        after = page["next"]
        if after is None:
            break
    assert (len(seen), len(set(seen))) == (count, count)


async def test_a_full_last_page_does_not_lead_to_an_empty_one(bureau, kill):
    await kill(bureau.case_id, MOST_ROWS)
    page = await (await bureau.staff("chen")).good("GET", PATH)
    assert (len(page["deliveries"]), page["next"]) == (MOST_ROWS, None)


async def test_a_place_that_no_page_gave_is_refused(bureau):
    chen = await bureau.staff("chen")
    assert await chen.refused("GET", f"{PATH}?after=x") == (422, "http.wrong_place")
