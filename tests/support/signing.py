"""A case walked to its determination over HTTP: call, pictures, verdicts, record, three hands."""

from tests.support.house import take_still
from tests.support.pictures import drawn_signature, jpeg

PICTURES = ("KL-01", "EX-01")


async def collected(bureau, wang):
    """The applicant's phone, after its pictures were kept and every item was judged."""
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    socket = await phone.socket(seat["socket"])
    for item in PICTURES:
        await take_still(phone, socket, item, jpeg(item), f"still-{item}")
    await socket.close()
    await bureau.judge_everything()
    return phone


async def signed_by(bureau, wang, phone):
    """The complete record: the case is determined."""
    path = f"/api/v1/cases/{bureau.case_id}"
    zhao = await bureau.staff("zhao")
    record = await wang.good("POST", f"{path}/record", json={})
    for browser, name in ((wang, "wang"), (zhao, "zhao"), (phone, "applicant")):
        body = {"png_base64": drawn_signature(name), "record_sha256": record["sha256"]}
        place = "/api/v1/visit/signature" if browser is phone else f"{path}/signatures"
        record = await browser.good("POST", place, json=body)
    assert record["is_complete"]
    return record
