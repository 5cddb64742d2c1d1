"""Somebody is away: their appointments go to others at the same time, or need a new one."""

from collections import Counter

import pytest
from sqlalchemy import select

from foundation import audit
from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from inspection.booking.store import booking_table, time_table
from inspection.intake.demo import PASSWORD

VISIT = "/api/v1/visit"
DAY = "2026-11-25"
FIRST, SECOND = (f"{DAY}T{time}:00+08:00" for time in ("09:00", "09:50"))
AWAY = {"first_on": DAY, "last_on": DAY, "reason": "病假"}


@pytest.fixture
async def chen(bureau):
    return await bureau.staff("chen")


@pytest.fixture
async def people(bureau, database, clock, chen):
    """Ids of four inspectors by name."""
    for username, name in (("qian", "钱进"), ("feng", "冯雪")):
        await SignIns(database, clock).add_user(
            username=username,
            name=name,
            role=Role.INSPECTOR,
            department="勘验科",
            password=PASSWORD,
        )
    found = (await chen.good("GET", "/api/v1/roster"))["inspectors"]
    return {one["name"]: one["id"] for one in found}


async def absent(chen, who, **more):
    body = {"inspector": who, **AWAY, **more}
    return (await chen.good("POST", "/api/v1/roster/absences", json=body))["appointments"]


async def lines(chen):
    return (await chen.good("GET", f"/api/v1/bookings?day={DAY}"))["bookings"]


async def book(who, case_id, at):
    await who.good("PUT", f"/api/v1/cases/{case_id}/booking", json={"starts_at": at})


async def second_pair(chen, people):
    both = {"inspectors": [people["钱进"], people["冯雪"]]}
    await chen.good("POST", "/api/v1/roster/pairs", json=both)


async def kinds(bureau):
    liu = await bureau.staff("liu")
    found = (await liu.good("GET", f"/api/v1/cases/{bureau.case_id}/notices"))["notices"]
    return Counter(one["kind"] for one in found if one["state"] != "cancelled")


async def test_the_substitute_takes_the_appointment_over(bureau, chen, people, phone):
    path = f"/api/v1/roster/inspectors/{people['赵晓燕']}"
    await chen.good("PUT", path, json={"substitute": people["钱进"]})
    await book(chen, bureau.case_id, FIRST)
    before = await kinds(bureau)
    (moved,) = await absent(chen, people["赵晓燕"])
    assert moved["case"] == bureau.case_id
    assert moved["inspectors"] == ["王建国", "钱进"]
    (line,) = await lines(chen)
    assert (line["state"], line["inspectors"]) == ("booked", ["王建国", "钱进"])
    story = (await chen.good("GET", f"/api/v1/cases/{bureau.case_id}"))["story"]
    assert story[-1]["zh"] == "改派王建国、钱进：赵晓燕不在岗：病假"
    assert await kinds(bureau) == before, "the same time: no news to the applicant"


async def test_else_another_pair_is_drawn_and_the_draw_is_kept(bureau, chen, people, phone):
    await book(chen, bureau.case_id, FIRST)
    await second_pair(chen, people)
    (moved,) = await absent(chen, people["王建国"])
    assert moved["inspectors"] == ["钱进", "冯雪"]
    (kept,) = (await chen.good("GET", f"/api/v1/cases/{bureau.case_id}/draws"))["draws"]
    assert {one["standing"] for one in kept["candidates"]} == {"away", "chosen"}
    assert (await chen.good("GET", "/api/v1/bookings/to-rebook"))["bookings"] == []


async def test_where_nobody_is_free_the_applicant_chooses_anew_and_loses_no_change(
    bureau, chen, people, phone, wang
):
    await phone.good("PUT", f"{VISIT}/booking", json={"starts_at": FIRST})
    (moved,) = await absent(chen, people["王建国"])
    assert moved["inspectors"] == []
    (waits,) = (await chen.good("GET", "/api/v1/bookings/to-rebook"))["bookings"]
    assert (waits["case"], waits["why"]) == (bureau.case_id, "王建国不在岗：病假")
    assert (await wang.good("GET", "/api/v1/bookings/to-rebook"))["bookings"] == [waits]
    told = await kinds(bureau)
    assert told["booking_displaced"] == 1
    assert not told["appointment_hour"], "nobody is reminded of what is not to be"

    offer = await phone.good("GET", f"{VISIT}/slots")
    assert (offer["booking"]["state"], offer["rebooks_left"]) == ("displaced", 2)
    case = await chen.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert (case["state"], case["inspectors"]) == ("preparing", [])
    assert case["story"][-1]["zh"] == (
        "预约 2026-11-25 09:00 无人可接，需另约时间：王建国不在岗：病假"
    )

    thursday = "2026-11-26T09:00:00+08:00"
    await phone.good("PUT", f"{VISIT}/booking", json={"starts_at": thursday})
    assert (await phone.good("GET", f"{VISIT}/slots"))["rebooks_left"] == 2
    assert (await chen.good("GET", "/api/v1/bookings/to-rebook"))["bookings"] == []
    case = await chen.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert {one["name"] for one in case["inspectors"]} == {"王建国", "赵晓燕"}, "drawn anew"


async def test_one_free_pair_takes_one_of_two_appointments_at_a_time(
    bureau, chen, people, database
):
    cases = [bureau.case_id, await bureau.another_case()]
    await book(chen, cases[0], FIRST)
    await second_pair(chen, people)
    await book(chen, cases[1], FIRST)  # the second pair's
    assert [one["inspectors"] for one in await absent(chen, people["王建国"])] == [[]]
    await book(chen, cases[0], "2026-11-26T09:00:00+08:00")
    followed = await absent(chen, people["钱进"])
    assert [(one["case"], one["inspectors"]) for one in followed] == [(cases[1], [])]
    async with database.reading() as view:
        rows = (await view.execute(select(booking_table))).mappings().all()
        held = (await view.execute(select(time_table.c.case_id))).scalars().all()
        assert await audit.first_broken_entry(view) is None
    assert Counter(row["state"] for row in rows) == {"booked": 1, "displaced": 1}
    assert Counter(held) == {cases[0]: 2 * 5}, "forty minutes and ten between, in tens"


@pytest.mark.parametrize(
    "known",
    [
        {"qualified_until": "2026-11-24"},
        {"formats": ["饮品店"]},
        {"relations": ["91370112MA3C00BX2D"]},
    ],
    ids=["certificate", "format", "relation"],
)
async def test_who_may_not_any_more_keeps_no_appointment(bureau, chen, people, known, phone):
    await book(chen, bureau.case_id, FIRST)
    path = f"/api/v1/roster/inspectors/{people['王建国']}"
    (moved,) = (await chen.good("PUT", path, json=known))["appointments"]
    assert moved["inspectors"] == []


async def test_other_days_and_what_has_begun_stay(bureau, chen, people, clock, phone):
    await book(chen, bureau.case_id, FIRST)
    later = {"first_on": "2026-11-26", "last_on": "2026-11-30"}
    assert await absent(chen, people["王建国"], **later) == []
    clock.move(hours=23, minutes=10)  # ten minutes into the appointment
    chen = await bureau.staff("chen")
    assert await absent(chen, people["王建国"]) == []


async def test_a_case_is_not_reassigned_to_who_is_away_on_its_day(bureau, chen, people, phone):
    await book(chen, bureau.case_id, FIRST)
    await absent(chen, people["钱进"])
    body = {"inspectors": [people["王建国"], people["钱进"]], "reason": "换人"}
    answer = await chen.refused("PUT", f"/api/v1/cases/{bureau.case_id}/inspectors", json=body)
    assert answer == (409, "dispatch.may_not_inspect")


async def test_who_leaves_the_bureau_keeps_no_appointment(bureau, chen, people, phone):
    await book(chen, bureau.case_id, FIRST)
    await second_pair(chen, people)
    hu = await bureau.staff("hu")
    (wang,) = (await hu.good("GET", "/api/v1/people", params={"q": "wang"}))["people"]
    kept = {key: wang[key] for key in ("name", "department", "role", "unit")}
    await hu.good("PUT", f"/api/v1/people/{wang['id']}", json={**kept, "is_active": False})
    (line,) = await lines(chen)
    assert (line["state"], line["inspectors"]) == ("booked", ["钱进", "冯雪"])


async def test_a_certificate_that_ends_hands_the_appointment_on(bureau, chen, people, phone):
    await book(chen, bureau.case_id, FIRST)
    await second_pair(chen, people)
    path = f"/api/v1/qualifications/{people['王建国']}"
    sun = await bureau.staff("sun")
    await sun.good("PUT", path, json={"until": "2026-11-01"})
    (line,) = await lines(chen)
    assert (line["state"], line["inspectors"]) == ("booked", ["钱进", "冯雪"])
