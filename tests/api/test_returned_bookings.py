"""An absence is taken back: what was handed on because of it can be given back, with one press."""

import pytest
from sqlalchemy import update

from foundation.identity import unit_store
from foundation.identity.model import Role
from foundation.identity.store import user_table
from foundation.identity.tree import ROOT, Unit
from tests.api.test_displaced_bookings import (
    DAY,
    FIRST,
    SECOND,
    book,
    chen,  # noqa: F401 - a fixture
    lines,
    people,  # noqa: F401 - a fixture
    second_pair,
)

AWAY = {"first_on": DAY, "last_on": DAY, "reason": "病假"}


@pytest.fixture
def desk(bureau, chen, people):  # noqa: F811
    return Desk(bureau, chen, people)


class Desk:
    """What a supervisor does on the page of the roster."""

    def __init__(self, bureau, chen, people):  # noqa: F811
        self.bureau, self.chen, self.people = bureau, chen, people

    async def stands_in(self, for_whom, who):
        path = f"/api/v1/roster/inspectors/{self.people[for_whom]}"
        await self.chen.good("PUT", path, json={"substitute": self.people[who]})

    async def away(self, who, **more):
        body = {"inspector": self.people[who], **AWAY, **more}
        return (await self.chen.good("POST", "/api/v1/roster/absences", json=body))["id"]

    async def handed_on(self, absence):
        path = f"/api/v1/roster/absences/{absence}/appointments"
        return (await self.chen.good("GET", path))["appointments"]

    async def take_back(self, absence, query=""):
        path = f"/api/v1/roster/exceptions/{absence}{query}"
        return (await self.chen.good("DELETE", path))["appointments"]

    async def inspectors(self):
        return [line["inspectors"] for line in await lines(self.chen)]

    async def give_back(self, absence):
        return await self.take_back(absence, "?give_back=1")


@pytest.fixture
async def absence(desk, bureau, phone):
    """赵晓燕 is away, 钱进 stands in at one appointment."""
    await desk.stands_in("赵晓燕", "钱进")
    await book(desk.chen, bureau.case_id, FIRST)
    return await desk.away("赵晓燕")


async def test_an_appointment_handed_on_goes_back_with_one_press_and_the_record_says_why(
    desk, bureau, absence
):
    (shown,) = await desk.handed_on(absence)
    assert (shown["case"], shown["inspectors"]) == (bureau.case_id, ["王建国", "钱进"])
    assert (shown["before"], shown["against"]) == (["王建国", "赵晓燕"], None)
    (given,) = await desk.give_back(absence)
    assert (given["case"], given["inspectors"]) == (bureau.case_id, ["王建国", "赵晓燕"])
    assert await desk.inspectors() == [["王建国", "赵晓燕"]]
    case = await desk.chen.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert [one["name"] for one in case["inspectors"]] == ["王建国", "赵晓燕"]
    assert case["story"][-1]["zh"] == "改派王建国、赵晓燕：赵晓燕的请假已撤销，预约交还原勘验人员"
    assert (await desk.chen.good("GET", "/api/v1/roster"))["absences"] == []


async def test_without_the_press_they_stay_with_the_substitute(desk, absence):
    assert await desk.take_back(absence) == []
    assert await desk.inspectors() == [["王建国", "钱进"]]


async def test_a_later_change_stands(desk, bureau, absence):
    body = {"inspectors": [desk.people["冯雪"], desk.people["钱进"]], "reason": "换人"}
    await desk.chen.good("PUT", f"/api/v1/cases/{bureau.case_id}/inspectors", json=body)
    (shown,) = await desk.handed_on(absence)
    assert shown["against"]["zh"] == "之后又有变动"
    assert await desk.give_back(absence) == []
    assert await desk.inspectors() == [["冯雪", "钱进"]]


async def test_another_time_is_a_later_change(desk, bureau, absence):
    await book(desk.chen, bureau.case_id, SECOND)
    (shown,) = await desk.handed_on(absence)
    assert shown["against"] is not None
    assert await desk.give_back(absence) == []


async def test_who_has_another_appointment_then_gets_none_back(desk, bureau, phone):
    await book(desk.chen, bureau.case_id, FIRST)
    await second_pair(desk.chen, desk.people)
    absence = await desk.away("王建国")
    assert await desk.inspectors() == [["钱进", "冯雪"]]
    await bureau.newcomer("bai", Role.INSPECTOR, "白露")
    known = (await desk.chen.good("GET", "/api/v1/roster"))["inspectors"]
    bai = next(one["id"] for one in known if one["name"] == "白露")
    both = {"inspectors": [desk.people["赵晓燕"], bai]}
    await desk.chen.good("POST", "/api/v1/roster/pairs", json=both)
    await book(desk.chen, await bureau.another_case(), FIRST)
    (shown,) = await desk.handed_on(absence)
    assert shown["against"]["zh"] == "该时间已有其他预约"
    assert await desk.give_back(absence) == []
    assert sorted(await desk.inspectors()) == [["赵晓燕", "白露"], ["钱进", "冯雪"]]


async def test_who_is_still_away_by_another_entry_gets_none_back(desk, absence):
    await desk.away("赵晓燕", reason="培训")
    (shown,) = await desk.handed_on(absence)
    assert shown["against"]["zh"] == "原勘验人员当天仍不在岗"
    assert await desk.give_back(absence) == []
    assert await desk.inspectors() == [["王建国", "钱进"]]


async def test_what_has_begun_is_not_offered(desk, bureau, absence, clock):
    clock.move(hours=23, minutes=10)
    desk.chen = await bureau.staff("chen")
    assert await desk.handed_on(absence) == []
    assert await desk.give_back(absence) == []
    assert await desk.inspectors() == [["王建国", "钱进"]]


@pytest.mark.parametrize("name", ["liu", "wang", "sun", "hu"])
async def test_only_supervisors_see_what_was_handed_on(bureau, absence, name):
    browser = await bureau.staff(name)
    path = f"/api/v1/roster/absences/{absence}/appointments"
    assert await browser.refused("GET", path) == (404, "not_found")
    path = f"/api/v1/roster/exceptions/{absence}?give_back=1"
    assert await browser.refused("DELETE", path) == (404, "not_found")


async def test_another_offices_supervisor_neither_sees_nor_takes_back(bureau, desk, absence):
    async with bureau.database.transaction() as transaction:
        for unit in ("east", "west"):
            await unit_store.add(transaction, Unit(unit, ROOT, unit))
        at_east = user_table.c.id == desk.people["赵晓燕"]
        await transaction.execute(update(user_table).where(at_east).values(unit_id="east"))
    other = await bureau.newcomer("xi", Role.SUPERVISOR, unit="west")
    path = f"/api/v1/roster/absences/{absence}/appointments"
    assert await other.refused("GET", path) == (404, "not_found")
    path = f"/api/v1/roster/exceptions/{absence}"
    assert await other.refused("DELETE", path) == (404, "not_found")
    assert len(await desk.handed_on(absence)) == 1


async def test_an_absence_that_is_none_has_no_appointments(desk):
    path = "/api/v1/roster/absences/away_none/appointments"
    assert await desk.chen.refused("GET", path) == (404, "not_found")
