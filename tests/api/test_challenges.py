"""Four digits that nobody knew before, and which evidence was made while they were in force."""

import pytest

from inspection.live.challenges import IN_FORCE_S, MOST_PER_CASE
from tests.api.test_circumstances import of_pictures
from tests.support.house import heard, take_still
from tests.support.pictures import jpeg


@pytest.fixture
def path(bureau):
    return f"/api/v1/cases/{bureau.case_id}/challenges"


async def test_evidence_made_while_a_code_is_in_force_carries_it(
    bureau,
    wang,
    phone,
    sockets,
    path,
):
    desk, pocket = sockets
    await take_still(phone, pocket, "SI-04", jpeg("before"), "still-00001")
    bureau.clock.move(seconds=1)
    begun = await wang.good("POST", path)
    assert len(begun["code"]) == 4
    assert begun["code"].isdigit()
    for socket in (desk, pocket):
        shown = await heard(socket, "challenge")
        assert (shown["code"], shown["left_s"]) == (begun["code"], IN_FORCE_S)
    await take_still(phone, pocket, "SI-04", jpeg("during"), "still-00002")
    bureau.clock.move(seconds=IN_FORCE_S)
    await take_still(phone, pocket, "SI-04", jpeg("after"), "still-00003")
    found = [one["challenge"] for one in await of_pictures(wang, bureau)]
    assert found == ["", begun["code"], ""]
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert any(begun["code"] in line["zh"] for line in case["story"])


async def test_a_page_that_comes_back_shows_the_code_as_long_as_it_holds(
    bureau,
    wang,
    phone,
    sockets,
    path,
):
    begun = await wang.good("POST", path)
    bureau.clock.move(seconds=50)
    seat = await phone.good("POST", "/api/v1/visit/call")
    again = await phone.socket(seat["socket"])
    await again.send_json({"type": "hello"})
    challenge = (await heard(again, "welcome"))["challenge"]
    assert challenge == {"code": begun["code"], "left_s": IN_FORCE_S - 50}
    bureau.clock.move(seconds=IN_FORCE_S - 50)
    await again.send_json({"type": "hello"})
    assert (await heard(again, "welcome"))["challenge"] is None


async def test_a_new_code_ends_the_old_one_and_differs_from_it(
    bureau,
    wang,
    phone,
    sockets,
    path,
):
    _, pocket = sockets
    codes = []
    for number in range(3):
        codes.append((await wang.good("POST", path))["code"])
        bureau.clock.move(seconds=1)
        await take_still(phone, pocket, "SI-04", jpeg(str(number)), f"still-0000{number}")
        bureau.clock.move(seconds=1)
    assert [one["challenge"] for one in await of_pictures(wang, bureau)] == codes
    assert codes[0] != codes[1] != codes[2]


async def test_only_the_cases_inspectors_give_codes_and_only_in_an_open_call(
    bureau, wang, phone, path
):
    assert await wang.refused("POST", path) == (409, "call.not_open")
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    for other in (await bureau.foreign_inspector(), await bureau.staff("chen")):
        assert (await other.refused("POST", path))[0] == 404
    assert (await phone.refused("POST", path))[0] in (401, 404)
    for _ in range(MOST_PER_CASE):
        await wang.good("POST", path)
    assert await wang.refused("POST", path) == (429, "call.too_many_challenges")
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call/end")
    assert await wang.refused("POST", path) == (409, "call.not_open")
