"""Covering a face or a paper: the original stays, others see the copy, the log says why."""

import io
import json
from hashlib import sha256
from types import SimpleNamespace

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import foundation.blobs
from foundation.blobs import FolderBlobs
from inspection.evidence import custody
from inspection.evidence.copies import Copies
from inspection.leftovers import remove_leftovers
from tests.support.packs import verify_alone
from tests.support.signing import collected

FACE = {"left": 0.2, "top": 0.1, "right": 0.4, "bottom": 0.5}
COVER = {"boxes": [FACE], "reason": "店员人脸"}


@pytest.fixture
async def phone(bureau, wang):
    return await collected(bureau, wang)


@pytest.fixture
async def picture(bureau, wang, phone, tmp_path):
    """A kept photo whose copies are made."""
    path = f"/api/v1/cases/{bureau.case_id}"
    copies = Copies(bureau.database, FolderBlobs(tmp_path / "blobs"), bureau.clock)
    for one in (await wang.good("GET", path))["evidence"]:
        await copies.handle(SimpleNamespace(body={"evidence": one["id"]}))
    return (await wang.good("GET", path))["evidence"][0]


def at(evidence, what):
    return f"/api/v1/evidence/{evidence['id']}/{what}"


def colour_at(content, across, down):
    image = Image.open(io.BytesIO(content)).convert("RGB")
    return image.getpixel((int(across * image.width), int(down * image.height)))


async def lines_of(bureau):
    async with bureau.database.reading() as view:
        return [json.loads(one.line) for one in await custody.entries_of(view, bureau.case_id)]


async def test_the_copy_is_shown_to_all_and_the_original_only_to_those_who_judge(
    bureau, wang, phone, picture
):
    original = await wang.good("GET", at(picture, "original"))
    before = await wang.good("GET", at(picture, "thumbnail"))
    answer = await wang.good("PUT", at(picture, "cover"), json=COVER)
    assert answer["sha256"] == picture["sha256"]
    liu, chen = await bureau.staff("liu"), await bureau.staff("chen")
    for browser, more in ((wang, ""), (chen, ""), (liu, ""), (phone, "?as=applicant")):
        for form in ("thumbnail", "watermarked", "covered"):
            shown = await browser.good("GET", at(picture, form) + more)
            assert max(colour_at(shown, 0.3, 0.2)) < 60, form
            assert min(colour_at(shown, 0.7, 0.3)) > 60, form
        assert await browser.good("GET", at(picture, "thumbnail") + more) != before
    covered = await liu.good("GET", at(picture, "covered"))
    assert sha256(covered).hexdigest() == answer["covered_sha256"]
    assert await wang.good("GET", at(picture, "original")) == original
    assert await chen.good("GET", at(picture, "original")) == original
    for form in ("original", "credentialed"):
        assert (await liu.refused("GET", at(picture, form)))[0] == 404
    await wang.good("GET", at(picture, "credentialed"))
    assert (await phone.refused("GET", at(picture, "original") + "?as=applicant"))[0] == 404


async def test_who_covered_what_when_and_why_stands_in_the_custody_log(bureau, wang, picture):
    answer = await wang.good("PUT", at(picture, "cover"), json=COVER)
    me = (await wang.good("GET", "/api/v1/me"))["user"]
    last = (await lines_of(bureau))[-1]
    assert (last["act"], last["who"], last["evidence"]) == ("redacted", me["id"], picture["id"])
    assert last["facts"]["reason"] == "店员人脸"
    assert last["facts"]["covered"] == answer["covered_sha256"]
    liu = await bureau.staff("liu")
    (told,) = (await liu.good("GET", at(picture, "covers")))["covers"]
    assert (told["name"], told["reason"], told["boxes"]) == (me["name"], "店员人脸", [FACE])
    case = await liu.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert any("遮盖照片" in line["zh"] for line in case["story"])


async def test_a_cover_comes_off_again_and_both_decisions_stay(bureau, wang, picture):
    before = await wang.good("GET", at(picture, "watermarked"))
    assert (await wang.refused("PUT", at(picture, "cover"), json={**COVER, "boxes": []})) == (
        *(409, "redaction.nothing_covered"),
    )
    await wang.good("PUT", at(picture, "cover"), json=COVER)
    off = await wang.good("PUT", at(picture, "cover"), json={"boxes": [], "reason": "画错了照片"})
    assert off["covered_sha256"] is None
    assert await wang.good("GET", at(picture, "watermarked")) == before
    assert (await wang.refused("GET", at(picture, "covered")))[0] == 404
    covers = (await wang.good("GET", at(picture, "covers")))["covers"]
    assert [len(one["boxes"]) for one in covers] == [1, 0]


async def test_the_uncovered_copies_are_swept_away_and_what_is_shown_stays(
    bureau, wang, picture, tmp_path, monkeypatch
):
    await wang.good("PUT", at(picture, "cover"), json=COVER)
    monkeypatch.setattr(foundation.blobs, "SWEEP_AFTER_S", -1)
    removed = await remove_leftovers(bureau.database, FolderBlobs(tmp_path / "blobs"))
    assert removed == 2, "the uncovered thumbnail and watermarked copy"
    for form in ("original", "covered", "thumbnail", "watermarked"):
        await wang.good("GET", at(picture, form))


async def test_only_the_cases_inspectors_cover_and_only_with_a_reason(bureau, wang, phone, picture):
    for browser in (await bureau.staff("liu"), await bureau.staff("chen")):
        assert (await browser.refused("PUT", at(picture, "cover"), json=COVER))[0] == 404
    foreign = await bureau.foreign_inspector()
    assert (await foreign.refused("PUT", at(picture, "cover"), json=COVER))[0] == 404
    assert (await foreign.refused("GET", at(picture, "covers")))[0] == 404
    turned = {**FACE, "left": 0.5}
    for wrong in (
        {**COVER, "reason": " "},
        {**COVER, "boxes": [turned]},
        {**COVER, "boxes": [{**FACE, "right": 1.2}]},
        {**COVER, "boxes": [FACE] * 61},
    ):
        assert (await wang.refused("PUT", at(picture, "cover"), json=wrong))[1] == (
            "http.wrong_field"
        )


async def test_a_record_names_the_cover_and_fixes_it(bureau, wang, picture):
    answer = await wang.good("PUT", at(picture, "cover"), json=COVER)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    async with bureau.database.reading() as view:
        content = json.loads((await view.execute(text("SELECT content FROM record"))).scalar_one())
    named = [
        one
        for part in content["parts"]
        for line in part["lines"]
        for one in line["pictures"]
        if one["sha256"] == picture["sha256"]
    ]
    assert [one["covered_sha256"] for one in named] == [answer["covered_sha256"]]
    assert "已遮盖 1 处：店员人脸（王建国" in named[0]["covered"]
    code = (await wang.refused("PUT", at(picture, "cover"), json=COVER))[1]
    assert code == "redaction.not_open"
    with pytest.raises(IntegrityError, match="evidence_cover_frozen_by_record"):
        async with bureau.database.transaction() as transaction:
            await transaction.execute(text("UPDATE evidence SET covered_sha256 = NULL"))


async def test_a_pack_holds_original_and_cover_and_goes_only_to_those_who_may_see_both(
    bureau, wang, picture, tmp_path
):
    liu, path = await bureau.staff("liu"), f"/api/v1/cases/{bureau.case_id}/pack"
    await liu.good("GET", path)
    await wang.good("PUT", at(picture, "cover"), json=COVER)
    assert await liu.refused("GET", path) == (409, "pack.holds_covered")
    pack = tmp_path / "pack.zip"
    pack.write_bytes(await wang.good("GET", path))
    status, said = verify_alone(pack)
    assert status == 0, said
    content = pack.read_bytes()
    for name in (f"evidence/{picture['id']}/covered.jpg", "redactions.json"):
        assert name.encode() in content
    hidden = content.index(f"evidence/{picture['id']}/covered.jpg".encode())
    changed = bytearray(content)
    changed[hidden + 600] ^= 1
    pack.write_bytes(bytes(changed))
    status, said = verify_alone(pack)
    assert (status, "covered.jpg" in said) == (1, True), said


async def test_a_cover_that_was_taken_off_behind_the_log_is_named_by_the_verifier(
    bureau, wang, picture, tmp_path
):
    await wang.good("PUT", at(picture, "cover"), json=COVER)
    async with bureau.database.transaction() as transaction:
        await transaction.execute(text("UPDATE evidence SET covered_sha256 = NULL"))
    pack = tmp_path / "pack.zip"
    pack.write_bytes(await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/pack"))
    status, said = verify_alone(pack)
    assert (status, f"/{picture['id']}/covered_sha256" in said) == (1, True), said
