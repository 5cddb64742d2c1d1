"""The queue says who waits in front of the door, and where a phone is that does not."""

import pytest

VISIT = "/api/v1/visit"


async def row_of(inspector, case_id):
    rows = (await inspector.good("GET", "/api/v1/cases"))["cases"]
    return {row["id"]: row for row in rows}[case_id]


async def waiting(inspector, case_id):
    return (await row_of(inspector, case_id))["applicant_is_waiting"]


async def test_the_queue_shows_a_phone_in_the_waiting_room_until_it_falls_silent(
    bureau, wang, phone, clock
):
    assert not await waiting(wang, bureau.case_id)
    await phone.good("GET", VISIT)
    assert await waiting(wang, bureau.case_id)
    clock.move(seconds=11)
    assert not await waiting(wang, bureau.case_id)
    assert (await row_of(wang, bureau.case_id))["applicant_at"] is None


@pytest.mark.parametrize("place", ["papers", "elsewhere", "background"])
async def test_a_phone_at_another_page_is_not_said_to_wait(bureau, wang, phone, place):
    await phone.good("GET", f"{VISIT}?at={place}")
    for case in (
        await row_of(wang, bureau.case_id),
        await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"),
    ):
        assert (case["applicant_is_waiting"], case["applicant_at"]) == (False, place)


async def test_the_desk_follows_the_phone_from_the_papers_to_the_waiting_room(bureau, wang, phone):
    said = []
    for place in ("papers", "waiting", "papers"):
        await phone.good("GET", f"{VISIT}?at={place}")
        case = await row_of(wang, bureau.case_id)
        said.append((case["applicant_at"], case["applicant_is_waiting"]))
    assert said == [("papers", False), ("waiting", True), ("papers", False)]


async def test_whoever_is_in_the_room_is_there_whatever_a_page_said(bureau, wang, phone, sockets):
    await phone.good("GET", f"{VISIT}?at=papers")
    case = await row_of(wang, bureau.case_id)
    assert (case["applicant_at"], case["applicant_is_waiting"]) == ("room", True)


async def test_a_place_no_page_has_is_refused(phone):
    assert await phone.refused("GET", f"{VISIT}?at=moon") == (422, "http.wrong_field")
