"""Scorecard E3: a picture that says where it comes from to programs that are not ours."""

import io
import json

import c2pa
import pytest

from foundation.blobs import FolderBlobs
from foundation.identity.store import users_by_id
from inspection.evidence import custody
from inspection.evidence.service import EvidenceRoom
from tests.support.full_case import PDF
from tests.support.pictures import jpeg
from tests.support.signing import collected
from webrtc.engine import Clip

MOST_BYTES = 20_000  # that credentials may add


@pytest.fixture
async def original(bureau, wang):
    await collected(bureau, wang)
    (one, *_) = (await wang.good("GET", f"/api/v1/cases/{bureau.case_id}"))["evidence"]
    return one, await wang.good("GET", f"/api/v1/evidence/{one['id']}/original")


def told_by(jpeg, anchors=""):
    """What the C2PA library says of a copy to somebody who trusts these certificates."""
    settings = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    context = c2pa.Context(c2pa.Settings.from_dict(settings))
    with context, c2pa.Reader("image/jpeg", io.BytesIO(jpeg), context=context) as reader:
        return json.loads(reader.json())


async def test_a_copy_with_credentials_is_trusted_by_who_knows_the_bureau(wang, original, tmp_path):
    evidence, kept = original
    copy = await wang.good("GET", f"/api/v1/evidence/{evidence['id']}/credentialed")
    authority = (tmp_path / "keys" / "ca.pem").read_text()
    told = told_by(copy, authority)
    assert told["validation_state"] == "Trusted"
    manifest = told["manifests"][told["active_manifest"]]
    facts = next(one for one in manifest["assertions"] if one["label"] == "cn.yunkan.evidence")
    assert facts["data"]["sha256"] == evidence["sha256"]
    assert facts["data"]["item"] == evidence["item_id"]
    assert len(copy) - len(kept) <= MOST_BYTES
    assert await wang.good("GET", f"/api/v1/evidence/{evidence['id']}/original") == kept


async def test_to_a_stranger_the_copy_is_whole_and_its_maker_unknown(wang, original):
    evidence, _ = original
    copy = await wang.good("GET", f"/api/v1/evidence/{evidence['id']}/credentialed")
    told = told_by(copy)
    assert told["validation_state"] == "Valid"
    assert [one["code"] for one in told["validation_status"]] == ["signingCredential.untrusted"]


async def test_a_changed_pixel_of_the_copy_is_noticed(wang, original, tmp_path):
    evidence, _ = original
    copy = bytearray(await wang.good("GET", f"/api/v1/evidence/{evidence['id']}/credentialed"))
    copy[-100] ^= 1
    authority = (tmp_path / "keys" / "ca.pem").read_text()
    assert told_by(bytes(copy), authority)["validation_state"] == "Invalid"


async def test_who_took_a_copy_stands_in_the_custody_log_and_strangers_get_none(
    bureau, wang, original
):
    path = f"/api/v1/evidence/{original[0]['id']}/credentialed"
    foreign = await bureau.foreign_inspector()
    assert (await foreign.refused("GET", path))[0] == 404
    await wang.good("GET", path)
    async with bureau.database.reading() as view:
        last = json.loads((await custody.entries_of(view, bureau.case_id))[-1].line)
    assert (last["act"], last["facts"]) == ("exported", {"form": "c2pa"})
    assert last["evidence"] == original[0]["id"]


async def test_clips_and_documents_are_refused_in_words_and_leave_no_line(
    bureau, wang, original, tmp_path
):
    user = (await wang.good("GET", "/api/v1/me"))["user"]["id"]
    async with bureau.database.reading() as view:
        wang_himself = (await users_by_id(view, {user}))[user]
    room = EvidenceRoom(
        bureau.database, FolderBlobs(tmp_path / "blobs"), bureau.clock, lambda: None
    )
    film = Clip(
        b"\x1aE\xdf\xa3", "video/webm", bureau.clock.now(), 9000, jpeg("a"), 640, 480, "vp8"
    )
    files = [
        await room.keep_clip(wang_himself, bureau.case_id, "EX-17", film),
        await room.keep_document(wang_himself, bureau.case_id, "OF-05", PDF),
        await room.keep_document(wang_himself, bureau.case_id, "OF-05", jpeg("扫描件")),
    ]
    async with bureau.database.reading() as view:
        before = len(await custody.entries_of(view, bureau.case_id))
    for one, kind in zip(files, ("录像片段", "上传文件", "上传文件"), strict=True):
        status, said = await wang.ask("GET", f"/api/v1/evidence/{one.id}/credentialed")
        assert (status, said["code"]) == (409, "evidence.no_credentials_for_files")
        assert kind in said["detail_zh"]
        assert one.origin.value in said["detail_en"]
    async with bureau.database.reading() as view:
        assert len(await custody.entries_of(view, bureau.case_id)) == before
