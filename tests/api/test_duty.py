"""A supervisor keeps the roster; who inspects a case is drawn, and everybody can do it again."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from inspection.dispatch.assigning import Need, draw, lot
from inspection.dispatch.model import Pair, Roster
from inspection.intake.demo import PASSWORD

FIRST, WEEKEND = "2026-11-24T10:40:00+08:00", "2026-11-28T09:00:00+08:00"


@pytest.fixture
async def chen(bureau):
    return await bureau.staff("chen")


@pytest.fixture
async def people(bureau, database, clock, chen):
    """Ids of four inspectors by user name."""
    for username, name in (("qian", "钱进"), ("feng", "冯雪")):
        await SignIns(database, clock).add_user(
            username=username,
            name=name,
            role=Role.INSPECTOR,
            department="勘验科",
            password=PASSWORD,
        )
    names = {"王建国": "wang", "赵晓燕": "zhao", "钱进": "qian", "冯雪": "feng"}
    found = (await chen.good("GET", "/api/v1/roster"))["inspectors"]
    return {names[one["name"]]: one["id"] for one in found}


@pytest.fixture
async def pairs(chen, people):
    """Two pairs on the roster with the bureau's usual hours: the demo's, and one more."""
    both = {"inspectors": [people["qian"], people["feng"]]}
    await chen.good("POST", "/api/v1/roster/pairs", json=both)
    return (await chen.good("GET", "/api/v1/roster"))["pairs"]


async def team_of(chen, case_id):
    found = await chen.good("GET", f"/api/v1/cases/{case_id}")
    return {one["name"] for one in found["inspectors"]}


async def test_a_booking_brings_a_case_its_pair_and_the_draw_can_be_done_again(
    bureau, chen, people, pairs
):
    case_id = await bureau.another_case()
    body = {"starts_at": FIRST}
    await chen.good("PUT", f"/api/v1/cases/{case_id}/booking", json=body)
    (kept,) = (await chen.good("GET", f"/api/v1/cases/{case_id}/draws"))["draws"]
    standings = {tuple(one["team"]): one["standing"] for one in kept["candidates"]}
    assert standings == {
        (people["wang"], people["zhao"]): "busier",  # the demo's three cases
        (people["qian"], people["feng"]): "chosen",
    }
    again = draw(
        Need(kept["need"]["format"], kept["need"]["credit_code"], date(2026, 11, 24)),
        [Pair(one["pair"], tuple(one["team"]), ()) for one in kept["candidates"]],
        Roster(),
        {one["team"][0]: one["load"] for one in kept["candidates"]},
        kept["seed"],
    )
    assert [one.standing.value for one in again.candidates] == [
        one["standing"] for one in kept["candidates"]
    ]
    story = (await chen.good("GET", f"/api/v1/cases/{case_id}"))["story"]
    assert "分件给钱进、冯雪（随机抽取）" in [line["zh"] for line in story]


async def test_a_case_is_drawn_once_and_reassigned_with_a_reason(bureau, chen, people, pairs):
    case_id = await bureau.another_case()
    path = f"/api/v1/cases/{case_id}"
    await chen.good("POST", f"{path}/assignment")
    assert await team_of(chen, case_id) == {"钱进", "冯雪"}
    assert await chen.refused("POST", f"{path}/assignment") == (409, "dispatch.has_its_pair")
    body = {"inspectors": [people["wang"], people["feng"]], "reason": " "}
    assert await chen.refused("PUT", f"{path}/inspectors", json=body) == (
        422,
        "case.reason_missing",
    )
    await chen.good("PUT", f"{path}/inspectors", json={**body, "reason": "钱进出差"})
    assert await team_of(chen, case_id) == {"王建国", "冯雪"}
    story = (await chen.good("GET", path))["story"]
    assert story[-1]["zh"] == "改派王建国、冯雪：钱进出差"


async def test_a_booked_time_goes_over_with_the_case_unless_the_others_are_booked(
    bureau, chen, people, pairs
):
    one, other = await bureau.another_case(), await bureau.another_case()
    for case_id in (one, other):
        body = {"starts_at": FIRST}
        await chen.good("PUT", f"/api/v1/cases/{case_id}/booking", json=body)
    assert await team_of(chen, one) != await team_of(chen, other), "one slot, two pairs"
    free = (await chen.good("GET", "/api/v1/slots?from=2026-11-24&to=2026-11-24"))["days"]
    assert free[0]["slots"][0] == {
        "starts_at": "2026-11-24T02:40:00+00:00",
        "ends_at": "2026-11-24T03:20:00+00:00",
        "free": 0,
    }
    swapped = {"inspectors": [people["wang"], people["feng"]], "reason": "换班"}
    assert await chen.refused("PUT", f"/api/v1/cases/{one}/inspectors", json=swapped) == (
        409,
        "dispatch.team_busy",
    )
    await chen.good("DELETE", f"/api/v1/cases/{other}/booking")
    await chen.good("PUT", f"/api/v1/cases/{one}/inspectors", json=swapped)
    day = (await chen.good("GET", "/api/v1/bookings?day=2026-11-24"))["bookings"]
    assert {tuple(line["inspectors"]) for line in day if line["state"] == "booked"} == {
        ("王建国", "冯雪")
    }


async def test_the_substitute_inspects_for_who_is_away(bureau, chen, people, pairs):
    away = {"first_on": "2026-11-28", "last_on": "2026-11-29", "reason": "年假"}
    await chen.good("POST", "/api/v1/roster/absences", json={"inspector": people["zhao"], **away})
    path = f"/api/v1/cases/{bureau.case_id}"
    body = {"starts_at": WEEKEND}
    status, answer = await chen.ask("PUT", f"{path}/booking", json=body)
    assert (status, answer["code"]) == (409, "booking.slot_not_offered"), "nobody stands in"
    await chen.good(
        "PUT", f"/api/v1/roster/inspectors/{people['zhao']}", json={"substitute": people["qian"]}
    )
    await chen.good("PUT", f"{path}/booking", json=body)
    assert await team_of(chen, bureau.case_id) == {"王建国", "钱进"}


@pytest.mark.parametrize(
    ("known", "standing"),
    [
        ({"relations": ["91370112MA3C00BX2D"]}, "related"),
        ({"formats": ["饮品店"]}, "not_trained"),
        ({"qualified_until": "2026-11-23"}, "away"),
    ],
)
async def test_who_has_to_stand_back_is_neither_drawn_nor_chosen(
    bureau, chen, people, pairs, known, standing
):
    await chen.good("PUT", f"/api/v1/roster/inspectors/{people['feng']}", json=known)
    case_id = await bureau.another_case()
    await chen.good("POST", f"/api/v1/cases/{case_id}/assignment")
    assert await team_of(chen, case_id) == {"王建国", "赵晓燕"}
    (kept,) = (await chen.good("GET", f"/api/v1/cases/{case_id}/draws"))["draws"]
    assert {one["standing"] for one in kept["candidates"]} == {"chosen", standing}
    body = {"inspectors": [people["wang"], people["feng"]], "reason": "指定"}
    answer = await chen.refused("PUT", f"/api/v1/cases/{case_id}/inspectors", json=body)
    assert answer == (409, "dispatch.may_not_inspect")


async def test_closed_days_and_hours_of_a_pair_shape_the_calendar(bureau, chen, people, pairs):
    async def starts(day):
        days = (await chen.good("GET", f"/api/v1/slots?from={day}&to={day}"))["days"]
        return [slot["free"] for one in days for slot in one["slots"]]

    assert await starts("2026-11-28") == [2, 2, 2]
    closed = await chen.good(
        "POST", "/api/v1/roster/closures", json={"on": "2026-11-28", "reason": "系统升级"}
    )
    assert await starts("2026-11-28") == []
    await chen.good("DELETE", f"/api/v1/roster/exceptions/{closed['id']}")
    hours = {"hours": "weekend/6 09:00-09:40", "is_active": True}
    await chen.good("PUT", f"/api/v1/roster/pairs/{pairs[0]['id']}", json=hours)
    assert await starts("2026-11-28") == [2, 1, 1]
    await chen.good(
        "PUT", f"/api/v1/roster/pairs/{pairs[1]['id']}", json={**hours, "is_active": False}
    )
    assert await starts("2026-11-28") == [1]
    wrong = {"hours": "saturday 9-12"}
    answer = await chen.refused("PUT", f"/api/v1/roster/pairs/{pairs[0]['id']}", json=wrong)
    assert answer == (422, "dispatch.wrong_opening")
    for path in ("pairs/pair_none", "inspectors/usr_none", "exceptions/none"):
        method = "DELETE" if "exceptions" in path else "PUT"
        body = hours if "pairs" in path else {}
        answer = await chen.refused(method, f"/api/v1/roster/{path}", json=body)
        assert answer == (404, "not_found")


async def test_a_draw_stays_as_it_was(bureau, chen, pairs, database):
    await chen.good("POST", f"/api/v1/cases/{await bureau.another_case()}/assignment")
    for slip in ("DELETE FROM assignment_draw", "UPDATE assignment_draw SET seed = ''"):
        with pytest.raises(IntegrityError):
            async with database.transaction() as transaction:
                await transaction.execute(text(slip))


async def test_nobody_on_the_roster_is_said_so(bureau, chen):
    (pair,) = (await chen.good("GET", "/api/v1/roster"))["pairs"]
    off = {"hours": "", "is_active": False}
    await chen.good("PUT", f"/api/v1/roster/pairs/{pair['id']}", json=off)
    case_id = await bureau.another_case()
    answer = await chen.refused("POST", f"/api/v1/cases/{case_id}/assignment")
    assert answer == (409, "dispatch.nobody")


def test_the_lot_is_what_a_stranger_computes():
    # printf 'seed:pair_1' | sha256sum
    assert lot("seed", "pair_1").startswith("0d34bc93358a35debe298189f25e524f")
