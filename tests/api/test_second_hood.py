"""What a shop has twice is filmed and judged twice, each under its own number."""

from tests.support.house import take_still
from tests.support.pictures import jpeg

HOODS = ("EX-02-1", "EX-02-2")


async def test_a_second_hood_is_filmed_and_judged_under_a_number_of_its_own(bureau, wang):
    cases = (await wang.good("GET", "/api/v1/cases"))["cases"]
    case_id = next(case["id"] for case in cases if case["stoves"] == 6)  # the canteen
    path = f"/api/v1/cases/{case_id}"
    phone = await bureau.applicant(wang, case_id)
    await wang.good("POST", f"{path}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    socket = await phone.socket(seat["socket"])
    for item in HOODS:
        kept = await take_still(phone, socket, item, jpeg(item), f"still-{item}")
        assert kept["item_id"] == item
    await socket.close()

    await bureau.judge_everything(case_id)
    record = await wang.good("POST", f"{path}/record", json={})
    assert record["sha256"]
    case = await wang.good("GET", path)
    assert sorted(one["item_id"] for one in case["evidence"]) == list(HOODS)
    assert set(HOODS) <= set(case["findings"])
