"""The queue says who waits in front of the door."""


async def waiting(inspector, case_id):
    rows = (await inspector.good("GET", "/api/v1/cases"))["cases"]
    return {row["id"]: row["applicant_is_waiting"] for row in rows}[case_id]


async def test_the_queue_shows_a_phone_in_the_waiting_room_until_it_falls_silent(
    bureau, wang, phone, clock
):
    assert not await waiting(wang, bureau.case_id)
    await phone.good("GET", "/api/v1/visit")
    assert await waiting(wang, bureau.case_id)
    clock.move(seconds=11)
    assert not await waiting(wang, bureau.case_id)
