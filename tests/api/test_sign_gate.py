"""The sign gate (scorecard E8): no walk through the service reaches a forbidden state, and what a
record says can not be changed below the service either.
"""

import asyncio
import random
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.house import take_still
from tests.support.pictures import drawn_signature, jpeg

STEPS = 240
SIGNERS = ("wang", "zhao", "applicant")


@pytest.fixture
async def people(bureau, wang):
    zhao = await bureau.staff("zhao")
    phone = await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    socket = await phone.socket(seat["socket"])
    for item in ("KL-01", "EX-01"):
        await take_still(phone, socket, item, jpeg(item), f"still-{item}")
    await socket.close()
    return {"wang": wang, "zhao": zhao, "applicant": phone}


async def sign(people, who, case_id, record):
    body = {"png_base64": drawn_signature(who), "record_sha256": record["sha256"]}
    path = (
        "/api/v1/visit/signature" if who == "applicant" else f"/api/v1/cases/{case_id}/signatures"
    )
    return await people[who].ask("POST", path, json=body)


async def test_no_walk_through_the_service_signs_what_is_open_or_changes_what_is_signed(
    bureau, people
):
    case_id, wang = bureau.case_id, people["wang"]
    path, dice = f"/api/v1/cases/{case_id}", random.Random(20261125)  # noqa: S311 - a walk that can be repeated
    items = [
        item["id"]
        for section in (await wang.good("GET", path))["checklist"]["sections"]
        for item in section["items"]
    ]
    signed_content, is_final = None, False
    for step in range(STEPS):
        case = await wang.good("GET", path)
        record = case["record"] or {"sha256": "0" * 64, "signatures": []}
        acts = [
            lambda: wang.ask(
                "PUT",
                f"{path}/findings/{dice.choice(items)}",
                json={"verdict": dice.choice(["pass", "pass", "fail", None]), "note": "看过"},
            ),
            lambda: wang.ask("POST", f"{path}/record", json={}),
            lambda: wang.ask("DELETE", f"{path}/record"),
            *[partial(sign, people, who, case_id, record) for who in SIGNERS],
        ]
        if step >= STEPS // 2 and step % 30 == 0 and case["state"] == "inspecting":
            await bureau.judge_everything()  # again, where a verdict was taken back
        together = [dice.choice(acts) for _ in range(dice.choice([1, 1, 3]))]
        for status, body in await asyncio.gather(*(act() for act in together)):
            assert status < 500, body

        after = await wang.good("GET", path)
        now = after["record"]
        if now is not None:
            assert set(items) <= {key for key, one in after["findings"].items() if one["verdict"]}
        if signed_content is not None:
            assert now is not None, "a signed record is not withdrawn"
            assert now["sha256"] == signed_content
        if now is not None and now["signatures"]:
            signed_content = now["sha256"]
        if is_final:
            assert now == record, "a complete record never changes"
        is_final = bool(now and now["is_complete"])
        if is_final:
            assert len({one["name"] for one in now["signatures"]}) == len(SIGNERS)
    assert is_final, "the walk went through all doors"


@pytest.mark.parametrize(
    "slip",
    [
        "UPDATE evidence SET sha256 = 'x'",
        "DELETE FROM evidence",
        "UPDATE record SET content = '{}'",
        "DELETE FROM record",
        "UPDATE record SET voided_at = made_at",
        "UPDATE signature SET name = '别人'",
        "DELETE FROM signature",
        "UPDATE finding_change SET verdict = 'pass'",
        "DELETE FROM audit_entry",
        "UPDATE custody_entry SET act = 'nobody'",
        "INSERT INTO finding_change (case_id, item_id, verdict, note, reason, by, at)"
        " SELECT case_id, item_id, 'fail', '', '', by, at FROM finding_change LIMIT 1",
        "INSERT INTO evidence (id, case_id, item_id, origin, sha256, width_px, height_px,"
        " size_bytes, captured_at, kept_at, by) SELECT id || 'x', case_id, item_id, origin, sha256,"
        " width_px, height_px, size_bytes, captured_at, kept_at, by FROM evidence LIMIT 1",
    ],
)
async def test_a_signed_case_can_not_be_changed_by_sql_either(bureau, people, database, slip):
    await bureau.judge_everything()
    record = await people["wang"].good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    status, _ = await sign(people, "wang", bureau.case_id, record)
    assert status == 200
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.execute(text(slip))
