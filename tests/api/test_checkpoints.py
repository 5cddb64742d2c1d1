"""Checkpoints of the custody log leave the machine: on every record and with every push."""

import base64
import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation import outbox
from foundation.keyring import fingerprint
from inspection.determination.recipients import LICENSING
from inspection.evidence import custody
from inspection.evidence.checkpoint import checkpoints_of
from inspection.record.store import current
from tests.support.openssl import accepts_cms
from tests.support.signing import PICTURES, collected, signed_by


@pytest.fixture
async def phone(bureau, wang):
    return await collected(bureau, wang)


async def log_of(bureau):
    async with bureau.database.reading() as view:
        return await custody.entries_of(view, bureau.case_id)


async def test_the_record_names_the_log_as_it_stood_and_the_push_carries_it_signed(
    bureau, wang, phone, tmp_path
):
    await signed_by(bureau, wang, phone)
    async with bureau.database.reading() as view:
        log = await custody.entries_of(view, bureau.case_id)
        record = await current(view, bureau.case_id)
        (push,) = await outbox.rows_of_lane(view, LICENSING, bureau.case_id)
        signed = await checkpoints_of(view, bureau.case_id)
    said = json.loads(record.content)["custody"]
    assert said["root"] == custody.root_of(log[: said["size"]])
    authority = (tmp_path / "keys" / "ca.pem").read_text()
    assert said["authority_sha256"] == fingerprint(authority)

    pushed = push.body["checkpoint"]
    checkpoint = json.loads(pushed["text"])
    assert checkpoint["case"] == bureau.case_id
    assert checkpoint["root"] == custody.root_of(log[: checkpoint["size"]])
    assert [one.text for one in signed][-1] == pushed["text"]
    good, why = accepts_cms(
        tmp_path,
        pushed["text"].encode(),
        base64.b64decode(pushed["cms"]),
        authority,
        int(bureau.clock.now().timestamp()),
    )
    assert good, why


async def test_the_determination_names_every_picture_and_closes_the_set(bureau, wang, phone):
    record = await signed_by(bureau, wang, phone)
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    (frozen,) = [
        json.loads(entry.line)
        for entry in await log_of(bureau)
        if json.loads(entry.line)["act"] == "frozen"
    ]
    kept = {one["id"]: one["sha256"] for one in case["evidence"]}
    assert len(kept) == len(PICTURES)
    assert frozen["facts"] == {"evidence": kept, "record": record["sha256"]}


@pytest.mark.parametrize(
    "slip",
    [
        "INSERT INTO evidence (id, case_id, item_id, origin, sha256, width_px, height_px,"
        " size_bytes, captured_at, kept_at, by) SELECT id || 'x', case_id, item_id, origin, sha256,"
        " width_px, height_px, size_bytes, captured_at, kept_at, by FROM evidence LIMIT 1",
        "INSERT INTO custody_entry SELECT case_id, number + 1, 'captured', 'ev_x', '{}', hash, 'x'"
        " FROM custody_entry ORDER BY number DESC LIMIT 1",
        "UPDATE evidence SET thumbnail_sha256 = 'x'",
        "UPDATE custody_checkpoint SET cms = x''",
        "DELETE FROM custody_checkpoint",
    ],
)
async def test_after_the_determination_sql_adds_nothing_either(bureau, wang, phone, slip):
    await signed_by(bureau, wang, phone)
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    while not all(one["has_thumbnail"] for one in case["evidence"]):
        assert await bureau.house.worker.step(["evidence-copies"])
        case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    with pytest.raises(IntegrityError):
        async with bureau.database.transaction() as transaction:
            await transaction.execute(text(slip))


async def test_looking_at_an_original_is_noted_after_the_determination_too(bureau, wang, phone):
    await signed_by(bureau, wang, phone)
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    before = len(await log_of(bureau))
    await wang.good("GET", f"/api/v1/evidence/{case['evidence'][0]['id']}/original")
    log = await log_of(bureau)
    assert json.loads(log[before].line)["act"] == "viewed"
    assert custody.first_broken(log) is None


async def test_a_record_over_a_log_that_was_rewritten_in_the_database_is_not_made(
    bureau, wang, phone
):
    path = f"/api/v1/cases/{bureau.case_id}"
    await wang.good("POST", f"{path}/record", json={})
    await wang.good("DELETE", f"{path}/record")
    log = await log_of(bureau)
    line = log[0].line.replace("applicant", "somebody")
    async with bureau.database.transaction() as transaction:
        await transaction.execute(text("DROP TRIGGER custody_entry_no_update"))
        await transaction.execute(
            text("UPDATE custody_entry SET line = :line, hash = :hash WHERE number = 1"),
            {"line": line, "hash": custody.hash_of(line)},
        )
    status, code = await wang.refused("POST", f"{path}/record", json={})
    assert (status, code) == (503, "evidence.custody_broken")
