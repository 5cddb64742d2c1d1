"""Registration opens and two hundred tap the same slots: fifty get one, the others are told."""

import asyncio
from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import func, select, text, update

from foundation import audit
from inspection.booking.model import BookingState
from inspection.booking.store import booking_table, time_table
from inspection.dispatch.store import pair_table
from tests.support.applicants import applicants, pairs_on_duty

# Five pairs and ten slots a day: room for fifty.
HOURS, PAIRS, SLOTS, PEOPLE = "workday 09:00-17:10", 5, 10, 200


@pytest.fixture
async def crowd(bureau, database, clock):
    """Makes pairs on duty and applicants; asks as one of them."""
    async with database.transaction() as transaction:
        await transaction.execute(update(pair_table).values(is_active=False))  # the demo's own
    phone = (await bureau.browser()).client

    async def made(pairs, people):
        await pairs_on_duty(database, clock, pairs, HOURS)
        return await applicants(database, clock, people)

    async def ask(method, what, one, **more):
        headers = {"Cookie": one.cookie, "Sec-Fetch-Site": "same-origin"}
        path = f"/api/v1/visit/{what}"
        async with phone.request(method, path, headers=headers, **more) as answer:
            return answer.status, await answer.json()

    return made, ask


async def tomorrow(ask, one):
    return (await ask("GET", "slots", one))[1]["days"][1]["slots"]


async def all_at_once(ask, people, slots):
    return await asyncio.gather(
        *(
            ask("PUT", "booking", one, json={"starts_at": slot["starts_at"]})
            for one, slot in zip(people, slots, strict=True)
        )
    )


async def test_two_hundred_at_once_for_fifty_slots_give_fifty_winners_and_clear_refusals(
    crowd, database
):
    made, ask = crowd
    people = await made(PAIRS, PEOPLE)
    slots = await tomorrow(ask, people[0])
    assert [slot["free"] for slot in slots] == [PAIRS] * SLOTS
    answers = await all_at_once(ask, people, slots * (PEOPLE // SLOTS))
    assert Counter(status for status, _ in answers) == {200: PAIRS * SLOTS, 409: 150}
    refusals = [body for status, body in answers if status == 409]
    assert {body["code"] for body in refusals} == {"booking.slot_taken"}
    assert all(len(body["facts"]["free"]) == 3 for body in refusals), "where to go instead"
    async with database.reading() as view:
        rows = (await view.execute(select(booking_table))).mappings().all()
        cells = await view.scalar(select(func.count()).select_from(time_table))
    assert {row["state"] for row in rows} == {BookingState.BOOKED.value}
    taken = Counter(
        (inspector, row["starts_at"])
        for row in rows
        for inspector in (row["first_inspector_id"], row["second_inspector_id"])
    )
    assert len(taken) == PAIRS * SLOTS * 2
    assert set(taken.values()) == {1}, "nobody is in two places"
    assert cells == PAIRS * SLOTS * 2 * 5, "forty minutes and ten between, in tens"
    _, waiting = await ask("GET", "waiting", people[0])
    assert len(waiting["inspectors"]) == 2, "the booking brought the case its pair"


async def test_the_log_of_a_whole_round_is_one_unbroken_chain(crowd, database):
    made, ask = crowd
    people = await made(PAIRS, SLOTS)
    await all_at_once(ask, people, await tomorrow(ask, people[0]))
    async with database.reading() as view:
        assert await audit.first_broken_entry(view) is None
        for one in people:
            actions = [entry.action for entry in await audit.entries_about(view, one.case_id)]
            assert actions[-2:] == ["case.assigned", "case.booked"]


async def test_a_time_somebody_else_wrote_in_between_is_refused_and_the_others_keep_theirs(
    crowd, database
):
    made, ask = crowd
    people = await made(1, SLOTS)
    slots = await tomorrow(ask, people[0])
    cell = int(datetime.fromisoformat(slots[0]["starts_at"]).timestamp()) // 600
    async with database.transaction() as transaction:  # stands in for another process's row
        await transaction.execute(
            text(
                f"CREATE TRIGGER taken BEFORE INSERT ON booking_time WHEN NEW.cell = {cell}"
                " BEGIN SELECT RAISE(ABORT, 'taken'); END"
            )
        )
    answers = await all_at_once(ask, people, slots)
    assert [status for status, _ in answers] == [409] + [200] * (SLOTS - 1)
    assert answers[0][1]["code"] == "booking.slot_taken"


async def test_one_who_taps_two_slots_has_the_last_one_of_them(crowd, database):
    made, ask = crowd
    (one,) = await made(PAIRS, 1)
    slots = (await tomorrow(ask, one))[:2]
    answers = await all_at_once(ask, [one, one], slots)
    assert [status for status, _ in answers] == [200, 200]
    async with database.reading() as view:
        cells = await view.scalar(select(func.count()).select_from(time_table))
    assert cells == 2 * 5, "the first one is free again"
