"""An applicant, the window and an inspector book in one calendar; nobody's time is given twice."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from inspection.booking.store import time_table

VISIT = "/api/v1/visit"
# The clock stands on Tuesday, 24 November 2026, ten o'clock in Shanghai.
FIRST, SECOND, EVENING = (f"2026-11-24T{time}:00+08:00" for time in ("10:40", "13:30", "18:00"))


@pytest.fixture
async def chen(bureau):
    return await bureau.staff("chen")


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


def free(offer):
    return [
        datetime.fromisoformat(slot["starts_at"])
        for day in offer["days"]
        for slot in day["slots"]
        if slot["free"]
    ]


async def book(who, at, path=f"{VISIT}/booking"):
    return (await who.good("PUT", path, json={"starts_at": at}))["booking"]


async def state_of(bureau):
    """Where the case stands, asked by somebody who signs in for it: hours may have gone by."""
    liu = await bureau.staff("liu")
    return (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}"))["state"]


async def test_an_applicant_books_changes_and_cancels_alone(bureau, phone, wang):
    offer = await phone.good("GET", f"{VISIT}/slots")
    assert (offer["booking"], offer["rebooks_left"]) == (None, 2)
    assert free(offer)[0] == datetime.fromisoformat(FIRST), "half an hour ahead at least"
    assert {day["day"] for day in offer["days"]} >= {"2026-11-28"}, "Saturday is open"
    assert "2026-11-29" not in {day["day"] for day in offer["days"]}

    assert (await book(phone, FIRST))["state"] == "booked"
    assert await state_of(bureau) == "booked"
    assert (await book(phone, EVENING))["revision"] == 1
    offer = await phone.good("GET", f"{VISIT}/slots")
    assert offer["booking"]["starts_at"] == "2026-11-24T10:00:00+00:00"
    assert offer["rebooks_left"] == 1

    cancelled = (await phone.good("DELETE", f"{VISIT}/booking"))["booking"]
    assert cancelled["state"] == "cancelled"
    assert await state_of(bureau) == "preparing"
    answer = await phone.refused("DELETE", f"{VISIT}/booking")
    assert answer == (409, "booking.none")
    story = (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["story"]
    assert [line["zh"] for line in story if "约" in line["zh"]] == [
        "预约勘验：2026-11-24 10:40",
        "改约勘验：2026-11-24 18:00",
        "取消预约：2026-11-24 18:00",
    ]


async def test_the_same_time_once_more_changes_nothing(phone):
    first = await book(phone, FIRST)
    assert await book(phone, FIRST) == first
    assert (await phone.good("GET", f"{VISIT}/slots"))["rebooks_left"] == 2


async def test_after_two_changes_only_a_supervisor_books_anew(bureau, phone, liu, chen):
    path = f"/api/v1/cases/{bureau.case_id}/booking"
    for time in (FIRST, SECOND, EVENING):
        await book(phone, time)
    body = {"starts_at": FIRST}
    assert await phone.refused("PUT", f"{VISIT}/booking", json=body) == (409, "case.move_not_yours")
    assert await liu.refused("PUT", path, json=body) == (409, "case.move_not_yours")
    assert (await book(chen, FIRST, path))["revision"] == 3


async def test_the_window_books_in_the_same_calendar(bureau, phone, liu):
    other = next(
        one["id"]
        for one in (await liu.good("GET", "/api/v1/cases"))["cases"]
        if one["id"] != bureau.case_id
    )
    await book(liu, FIRST, f"/api/v1/cases/{other}/booking")
    status, body = await phone.ask("PUT", f"{VISIT}/booking", json={"starts_at": FIRST})
    assert (status, body["code"]) == (409, "booking.slot_taken")
    assert body["facts"]["free"][0] == "2026-11-24T05:30:00+00:00", "named, to be chosen at once"
    assert "2026-11-24 13:30" in body["detail_zh"]
    day = (await liu.good("GET", "/api/v1/bookings?day=2026-11-24"))["bookings"]
    assert [(one["case"], one["inspectors"]) for one in day] == [(other, ["王建国", "赵晓燕"])]
    assert (await liu.good("GET", "/api/v1/bookings?day=2026-11-25"))["bookings"] == []


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-24T10:41:00+08:00",  # no slot begins then
        "2026-11-24T09:00:00+08:00",  # over
        "2026-11-29T09:00:00+08:00",  # Sunday
        "2026-12-25T09:00:00+08:00",  # further ahead than the bureau books
    ],
)
async def test_only_offered_slots_are_booked_and_the_next_ones_are_named(phone, at):
    status, body = await phone.ask("PUT", f"{VISIT}/booking", json={"starts_at": at})
    assert (status, body["code"]) == (409, "booking.slot_not_offered")
    assert bool(body["facts"]["free"]) is (at < "2026-12-08")


async def test_the_database_itself_gives_no_time_twice(bureau, phone, database):
    await book(phone, FIRST)
    async with database.reading() as view:
        cell = (await view.execute(select(time_table))).mappings().first()
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.execute(
                text("INSERT INTO booking_time VALUES (:inspector, :cell, :case)"),
                {"inspector": cell["inspector_id"], "cell": cell["cell"], "case": bureau.case_id},
            )


async def test_a_link_that_is_sent_anew_keeps_the_appointment(bureau, phone, wang):
    await book(phone, FIRST)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations")
    assert await state_of(bureau) == "booked"


async def test_who_did_not_come_has_not_failed_and_books_again(bureau, wang, clock):
    phone = await bureau.applicant(wang, bureau.case_id)
    await book(phone, FIRST)
    clock.move(minutes=40 + 14)
    await bureau.house.punctuality.check()
    assert await state_of(bureau) == "booked"
    clock.move(minutes=1)
    await bureau.house.punctuality.check()
    assert await state_of(bureau) == "no_show"
    offer = await phone.good("GET", f"{VISIT}/slots")
    assert offer["booking"]["state"] == "missed"
    await book(phone, EVENING)
    assert (await phone.good("GET", f"{VISIT}/slots"))["rebooks_left"] == 2, "not a change"


async def test_who_came_in_time_has_missed_nothing_when_the_inspectors_are_late(
    bureau, phone, clock
):
    await book(phone, FIRST)
    clock.move(minutes=35)
    await phone.good("GET", VISIT)  # the phone's page asks how it stands
    await bureau.house.punctuality.check()
    clock.move(minutes=60)
    await bureau.house.punctuality.check()
    assert await state_of(bureau) == "booked"
    wang = await bureau.staff("wang")
    (line,) = (await wang.good("GET", "/api/v1/bookings?day=2026-11-24"))["bookings"]
    assert line["came_at"] == "2026-11-24T02:35:00+00:00"


async def test_an_inspection_that_began_is_an_appointment_that_was_kept(bureau, phone, wang):
    await book(phone, EVENING)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.house.punctuality.check()
    (line,) = (await wang.good("GET", "/api/v1/bookings?day=2026-11-24"))["bookings"]
    assert line["state"] == "kept"
    (day,) = (await wang.good("GET", "/api/v1/slots?from=2026-11-24&to=2026-11-24"))["days"]
    assert all(slot["free"] for slot in day["slots"]), "it began hours before: the time is free"
    answer = await phone.refused("PUT", f"{VISIT}/booking", json={"starts_at": EVENING})
    assert answer == (409, "case.move_not_allowed")


async def test_a_waiting_applicant_knows_their_place_and_who_comes(bureau, phone, wang, liu):
    waiting = await phone.good("GET", f"{VISIT}/waiting")
    assert (waiting["position"], waiting["wait_min"]) == (1, 0)
    assert waiting["inspectors"] == ["王建国", "赵晓燕"]
    other = next(
        one["id"]
        for one in (await liu.good("GET", "/api/v1/cases"))["cases"]
        if one["id"] != bureau.case_id
    )
    await book(liu, FIRST, f"/api/v1/cases/{other}/booking")
    await book(phone, SECOND)
    waiting = await phone.good("GET", f"{VISIT}/waiting")
    assert (waiting["position"], waiting["wait_min"]) == (2, 210)
    await wang.good("POST", f"/api/v1/cases/{other}/call")
    await bureau.house.punctuality.check()
    waiting = await phone.good("GET", f"{VISIT}/waiting")
    assert (waiting["position"], waiting["expected_at"]) == (2, "2026-11-24T05:30:00+00:00")


async def test_the_calendar_file_follows_the_appointment(bureau, phone, wang):
    assert await phone.refused("GET", f"{VISIT}/booking.ics") == (409, "booking.none")
    await book(phone, FIRST)
    for who, path in ((phone, VISIT), (wang, f"/api/v1/cases/{bureau.case_id}")):
        file = (await who.good("GET", f"{path}/booking.ics")).decode().replace("\r\n ", "")
        assert f"UID:{bureau.case_id}@localhost\r\n" in file
        assert "DTSTART:20261124T024000Z\r\n" in file
        assert "老街坊家常菜馆" in file
    await phone.good("DELETE", f"{VISIT}/booking")
    file = (await phone.good("GET", f"{VISIT}/booking.ics")).decode()
    assert "METHOD:CANCEL\r\n" in file
    assert "SEQUENCE:1\r\n" in file


async def test_days_that_can_not_be_read_are_refused(liu):
    for query in ("from=soon&to=2026-12-01", "from=2026-12-02&to=2026-12-01", ""):
        assert (await liu.refused("GET", f"/api/v1/slots?{query}")) == (422, "booking.wrong_period")
    for day in ("", "0001-01-01", "9999-12-31"):
        answer = await liu.refused("GET", f"/api/v1/bookings?day={day}")
        assert answer == (422, "booking.wrong_period")
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-24T10:40:00"):
        path = "/api/v1/cases/case_x/booking"
        assert (await liu.refused("PUT", path, json={"starts_at": at})) == (
            422,
            "http.wrong_field",
        )


async def test_two_at_the_same_moment_get_one_slot(bureau, phone, liu):
    other = next(
        one["id"]
        for one in (await liu.good("GET", "/api/v1/cases"))["cases"]
        if one["id"] != bureau.case_id
    )
    body = {"starts_at": FIRST}
    answers = await asyncio.gather(
        phone.ask("PUT", f"{VISIT}/booking", json=body),
        liu.ask("PUT", f"/api/v1/cases/{other}/booking", json=body),
    )
    assert sorted(status for status, _ in answers) == [200, 409]


async def told(bureau):
    """Kinds and states of what the applicant was told and will be, of the appointment alone."""
    liu = await bureau.staff("liu")
    found = (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}/notices"))["notices"]
    return {(one["kind"], one["state"] == "cancelled") for one in found}


async def test_an_applicant_is_told_of_the_appointment_and_reminded_of_the_one_that_is(
    bureau, phone
):
    await book(phone, EVENING)
    reminders = {"appointment_hour", "appointment_now"}  # a day before is over already
    assert await told(bureau) == {("booked", False), *((one, False) for one in reminders)}

    await book(phone, SECOND)
    now = await told(bureau)
    assert ("booking_changed", False) in now
    assert {(one, is_off) for one in reminders for is_off in (True, False)} <= now, "anew"

    await phone.good("DELETE", f"{VISIT}/booking")
    now = await told(bureau)
    assert ("booking_cancelled", False) in now
    liu = await bureau.staff("liu")
    found = (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}/notices"))["notices"]
    assert all(one["state"] == "cancelled" for one in found if one["kind"] in reminders)


async def test_who_did_not_come_is_told_how_to_book_again(bureau, wang, clock):
    phone = await bureau.applicant(wang, bureau.case_id)
    await book(phone, FIRST)
    clock.move(minutes=40 + 15)
    await bureau.house.punctuality.check()
    assert ("no_show", False) in await told(bureau)
