"""What a determination rests on stays: no way of the service adds to it, changes it or takes away,
and below the service the database refuses the same.
"""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.house import a_commitment, heard, take_still
from tests.support.pictures import jpeg
from tests.support.signing import signed_by

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOTE = {"is_code": False, "title": "型号", "value": "A", "proposed": "A", "confidence": 1}
COVER = {"boxes": [{"left": 0.2, "top": 0.1, "right": 0.4, "bottom": 0.5}], "reason": "店员人脸"}
CLOSED = {"evidence.not_open", "finding.not_open", "note.not_open", "redaction.not_open"}
SLIPS = (
    "UPDATE evidence SET sha256 = 'x'",
    "UPDATE evidence SET duration_ms = 1",
    "UPDATE evidence SET poster_sha256 = 'x'",
    "UPDATE evidence SET covered_sha256 = NULL WHERE covered_sha256 IS NOT NULL",
    "UPDATE reading SET value = '9'",
    "DELETE FROM reading",
    "INSERT INTO reading (case_id, item_id, quantity, value, unit, evidence_id, reason, by, at)"
    " SELECT case_id, item_id, quantity, '9', unit, evidence_id, '', by, at FROM reading",
    "UPDATE evidence_note SET value = 'x'",
    "DELETE FROM evidence_note",
    "INSERT INTO evidence_note (id, case_id, evidence_id, item_id, kind, title, value, unit,"
    " content, by, at) SELECT id || 'x', case_id, evidence_id, item_id, kind, title, 'x', unit,"
    " content, by, at FROM evidence_note",
    "UPDATE evidence_redaction SET reason = 'x'",
    "DELETE FROM evidence_redaction",
    "INSERT INTO evidence_redaction (evidence_id, number, boxes, reason, by, at)"
    " SELECT evidence_id, 99, '[]', 'x', by, at FROM evidence_redaction",
    "UPDATE circumstances SET place = 'at_address'",
    "DELETE FROM circumstances",
)


@pytest.fixture
async def whole(bureau, wang, phone, sockets):
    """A judged case with a still, a reading, a note, a cover, a document, and one photo that was
    committed but not sent. The picture that has them all."""
    _, pocket = sockets
    path = f"/api/v1/cases/{bureau.case_id}"
    for item in ("KL-01", "EX-01", "EX-03"):
        picture = await take_still(phone, pocket, item, jpeg(item), f"still-{item}")
    await pocket.send_json(a_commitment("EX-03", jpeg("late"), "still-late"))
    await heard(pocket, "committed")
    own = f"/api/v1/evidence/{picture['id']}"
    reading = {"quantity": 0, "value": "1.85", "evidence": picture["id"]}
    await wang.good("PUT", f"{path}/readings/EX-03", json=reading)
    note = await wang.good("POST", f"{own}/notes/text", json=NOTE)
    async with asyncio.timeout(60):
        while (await wang.ask("PUT", f"{own}/cover", json=COVER))[0] == 409:
            pass  # the job that makes the first copies is at it
    await wang.good("POST", f"{path}/documents?item=OF-05", data=PDF)
    await bureau.judge_everything()
    return picture, note


async def every_way_to_write(bureau, wang, phone, picture, note):
    """What each answers; none may be a success."""
    path, own = f"/api/v1/cases/{bureau.case_id}", f"/api/v1/evidence/{picture['id']}"
    reading = {"quantity": 0, "value": "1.70", "evidence": picture["id"], "reason": "看错"}
    lines = {"x": 0.2, "y": 0.2}, {"x": 0.6, "y": 0.2}, {"x": 0.6, "y": 0.7}, {"x": 0.2, "y": 0.7}
    length = {
        "sheet": "a4",
        "corners": lines,
        "points": [{"x": 0.3, "y": 0.3}, {"x": 0.5, "y": 0.5}],
    }
    asked = (
        (wang, "PUT", f"{path}/findings/EX-03", {"json": {"verdict": "fail", "note": "改"}}),
        (wang, "PUT", f"{path}/readings/EX-03", {"json": reading}),
        (wang, "PUT", f"{path}/readings/EX-03", {"json": {**reading, "value": None}}),
        (wang, "PUT", f"{own}/cover", {"json": COVER}),
        (wang, "PUT", f"{own}/cover", {"json": {**COVER, "boxes": []}}),
        (wang, "POST", f"{own}/notes/text", {"json": NOTE}),
        (
            wang,
            "POST",
            f"{own}/notes/length",
            {"json": {"length": length, "quantity": 0, "value": "1"}},
        ),
        (wang, "DELETE", f"{own}/notes/{note['id']}", {}),
        (wang, "POST", f"{path}/captures", {"json": {"item": "EX-03"}}),
        (wang, "POST", f"{path}/clips", {"json": {"item": "EX-03", "seconds": 5}}),
        (wang, "POST", f"{path}/documents?item=OF-05", {"data": PDF}),
        (phone, "POST", "/api/v1/visit/documents?item=OF-05", {"data": PDF}),
        (phone, "PUT", "/api/v1/visit/stills/still-late", {"data": jpeg("late")}),
    )
    return [
        (method, address.rpartition("/")[2], await browser.refused(method, address, **more))
        for browser, method, address, more in asked
    ]


async def set_of(wang, bureau, picture):
    path, own = f"/api/v1/cases/{bureau.case_id}", f"/api/v1/evidence/{picture['id']}"
    case = await wang.good("GET", path)
    told = {name: case[name] for name in ("evidence", "readings", "findings")}
    return told | await wang.good("GET", f"{own}/covers") | await wang.good("GET", f"{own}/notes")


@pytest.mark.parametrize("is_signed", [False, True], ids=["record made", "determined"])
async def test_no_way_of_the_service_changes_what_was_concluded_upon(
    bureau, wang, phone, whole, is_signed
):
    picture, note = whole
    if is_signed:
        await signed_by(bureau, wang, phone)
    else:
        await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    before = await set_of(wang, bureau, picture)
    for way, what, (status, code) in await every_way_to_write(bureau, wang, phone, picture, note):
        assert (status, code in CLOSED) == (409, True), (way, what, code)
    assert await set_of(wang, bureau, picture) == before


async def test_behind_a_record_no_photo_is_promised(bureau, wang, phone, whole):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    socket = await phone.socket((await phone.good("POST", "/api/v1/visit/call"))["socket"])
    await socket.send_json(a_commitment("EX-03", jpeg("new"), "still-new"))
    while (frame := await socket.receive_json(timeout=5))["type"] != "problem":
        assert frame["type"] != "committed"
    assert frame["code"] == "evidence.not_open"
    await socket.close()


@pytest.mark.parametrize("is_signed", [False, True], ids=["record made", "determined"])
async def test_sql_changes_nothing_of_it_either(bureau, wang, phone, whole, database, is_signed):
    if is_signed:
        await signed_by(bureau, wang, phone)
    else:
        await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    went_through = []
    for slip in SLIPS:
        try:
            async with database.transaction() as transaction:
                await transaction.execute(text(slip))
        except IntegrityError:
            continue
        went_through.append(slip)
    assert went_through == []
