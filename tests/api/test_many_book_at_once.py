"""Registration opens and two hundred tap the same slots: fifty get one, the others are told."""

import asyncio
from collections import Counter

from sqlalchemy import func, select, update

from inspection.booking.model import BookingState
from inspection.booking.store import booking_table, time_table
from inspection.dispatch.store import pair_table
from tests.support.applicants import applicants, pairs_on_duty

# Five pairs and ten slots a day: room for fifty.
HOURS, PAIRS, SLOTS, PEOPLE = "workday 09:00-17:10", 5, 10, 200


async def test_two_hundred_at_once_for_fifty_slots_give_fifty_winners_and_clear_refusals(
    bureau, database, clock
):
    async with database.transaction() as transaction:
        await transaction.execute(update(pair_table).values(is_active=False))  # the demo's own
    await pairs_on_duty(database, clock, PAIRS, HOURS)
    people = await applicants(database, clock, PEOPLE)
    phone = (await bureau.browser()).client

    async def ask(method, path, one, **more):
        headers = {"Cookie": one.cookie, "Sec-Fetch-Site": "same-origin"}
        async with phone.request(method, path, headers=headers, **more) as answer:
            return answer.status, await answer.json()

    _, offer = await ask("GET", "/api/v1/visit/slots", people[0])
    tomorrow = offer["days"][1]["slots"]
    assert [slot["free"] for slot in tomorrow] == [PAIRS] * SLOTS
    answers = await asyncio.gather(
        *(
            ask("PUT", "/api/v1/visit/booking", one, json={"starts_at": slot["starts_at"]})
            for one, slot in zip(people, tomorrow * (PEOPLE // SLOTS), strict=True)
        )
    )
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
    _, waiting = await ask("GET", "/api/v1/visit/waiting", people[0])
    assert len(waiting["inspectors"]) == 2, "the booking brought the case its pair"
