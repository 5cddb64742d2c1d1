"""一次性告知: what does not comply is told once, completely, and never again differently."""

import asyncio
import io
import os
from hashlib import sha256

import cv2
import numpy as np
import pypdf
import pytest
import zxingcpp
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation.blobs import FolderBlobs
from foundation.keyring import open_keyring
from inspection.leftovers import remove_leftovers
from tests.support.house import open_bureau
from tests.support.paper import page_pictures
from tests.support.pdf_judge import judged_by_pyhanko
from tests.support.signing import collected, signed_by

FAULTS = {
    "EX-01": ("fail", "右边第二个灶不在罩子下面"),
    "KL-01": ("needs_on_site", "标牌反光，看不清"),
    "HF-01": ("needs_supplement", "缺一份健康证"),
}


async def judged_with_faults(bureau, wang):
    """The applicant's phone; both inspectors agree on every fault."""
    phone = await collected(bureau, wang)
    for browser in (wang, await bureau.staff("zhao")):
        for item, (verdict, note) in FAULTS.items():
            await browser.good(
                "PUT",
                f"/api/v1/cases/{bureau.case_id}/findings/{item}",
                json={"verdict": verdict, "note": note},
            )
    return phone


@pytest.fixture
async def told(bureau, wang):
    """The phone, after a determination that does not pass."""
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    return phone


@pytest.fixture
def blobs_of(tmp_path):
    """The files of the bureau's own data folder."""
    return FolderBlobs(tmp_path / "blobs")


def address(bureau, what="notice"):
    return f"/api/v1/cases/{bureau.case_id}/{what}"


async def test_every_fault_is_told_with_its_rule_its_photo_and_the_place_that_shows_it_right(
    bureau, wang, told
):
    notice = await told.good("GET", "/api/v1/visit/notice")
    assert notice == await wang.good("GET", address(bureau))
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    faults = {one["item_id"]: one for one in notice["faults"]}
    assert faults.keys() == FAULTS.keys()
    for item, (_, note) in FAULTS.items():
        assert note in faults[item]["found"]
        assert faults[item]["clauses"], item
        assert faults[item]["right_zh"]
    assert {key: one["todo"] for key, one in faults.items()} == {
        "EX-01": "mend",
        "KL-01": "we_come",
        "HF-01": "hand_in",
    }
    (photo,) = faults["EX-01"]["photos"]
    kept = next(one for one in case["evidence"] if one["item_id"] == "EX-01")
    assert photo == {"id": kept["id"], "sha256": kept["sha256"]}
    picture = await told.good("GET", f"/api/v1/evidence/{photo['id']}/original?as=applicant")
    assert sha256(picture).hexdigest() == photo["sha256"]
    assert (faults["EX-01"]["room"], faults["EX-01"]["hotspot"]) == ("t2", "EX-01")
    assert faults["HF-01"]["hotspot"] == "", "the room shows no certificates"
    assert notice["record_sha256"] == case["record"]["sha256"]


async def test_the_deadline_is_counted_in_working_days_from_the_day_after(bureau, told):
    notice = await told.good("GET", "/api/v1/visit/notice")
    assert notice["made"].startswith("2026-11-24 "), "a Tuesday"
    assert (notice["working_days"], notice["deadline"]) == (10, "2026-12-08")
    assert notice["deadline_zh"] == "2026年12月8日（星期二）"
    assert notice["is_provisional"] is False


async def test_a_bureau_sets_how_many_days_there_are(database, clock, tmp_path, aiohttp_client):
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, rectify_working_days=5)
    wang = await bureau.staff("wang")
    phone = await judged_with_faults(bureau, wang)
    await signed_by(bureau, wang, phone)
    assert (await phone.good("GET", "/api/v1/visit/notice"))["deadline"] == "2026-12-01"


async def test_a_case_that_passes_has_no_notice(bureau, wang):
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    assert await phone.good("GET", "/api/v1/visit/notice") is None
    assert await wang.good("GET", address(bureau)) is None
    for browser, path in (
        (wang, address(bureau, "notice.pdf")),
        (phone, "/api/v1/visit/notice.pdf"),
    ):
        assert await browser.refused("GET", path) == (409, "notice.none")


async def test_before_the_last_signature_there_is_none_and_strangers_never_see_one(bureau, wang):
    phone = await judged_with_faults(bureau, wang)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    assert await phone.good("GET", "/api/v1/visit/notice") is None
    await wang.good("DELETE", f"/api/v1/cases/{bureau.case_id}/record")
    await signed_by(bureau, wang, phone)
    foreign = await bureau.foreign_inspector()
    for what in ("notice", "notice.pdf"):
        assert await foreign.refused("GET", address(bureau, what)) == (404, "not_found")
    assert (await wang.good("GET", address(bureau)))["faults"]


async def test_the_paper_is_one_file_for_ever_signed_by_the_bureau(
    bureau, wang, told, clock, tmp_path
):
    first = await told.good("GET", "/api/v1/visit/notice.pdf")
    clock.move(minutes=20)
    assert await wang.good("GET", address(bureau, "notice.pdf")) == first
    authority = open_keyring(tmp_path, clock.now()).certificates.authority
    status = await judged_by_pyhanko(first, authority, clock.now())
    assert status.bottom_line
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first)).pages)
    words = words.replace("\n", "").replace(" ", "")
    assert "共2处要改" in words
    assert "请在2026年12月8日（星期二）前改好" in words
    for _, note in FAULTS.values():
        assert note in words
    notice = await told.good("GET", "/api/v1/visit/notice")
    assert notice["sha256"] in words
    assert all(one["right_zh"].replace(" ", "") in words for one in notice["faults"])


async def test_codes_on_the_paper_lead_to_the_exact_places_in_the_sample_room(told):
    paper = await told.good("GET", "/api/v1/visit/notice.pdf")
    read = set()
    for page in await asyncio.to_thread(page_pictures, paper, 150):
        image = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_GRAYSCALE)
        read |= {code.text for code in zxingcpp.read_barcodes(image)}
    assert read == {f"http://localhost:8080/rooms#t2/{item}" for item in ("EX-01", "KL-01")}


async def test_nobody_changes_a_notice_below_the_service(told, database):
    await told.good("GET", "/api/v1/visit/notice.pdf")
    for change in (
        "UPDATE one_time_notice SET content = '{}'",
        "UPDATE one_time_notice SET deadline_at = '2027-01-01'",
        "UPDATE one_time_notice SET pdf_sha256 = 'another'",
        "DELETE FROM one_time_notice",
    ):
        async with database.transaction() as transaction:
            with pytest.raises(IntegrityError, match="one_time_notice"):
                await transaction.execute(text(change))


async def test_sweeping_what_no_row_names_leaves_the_papers_alone(
    bureau, wang, told, database, blobs_of, tmp_path
):
    papers = [
        await wang.good("GET", address(bureau, what)) for what in ("notice.pdf", "record.pdf")
    ]
    for file in (tmp_path / "blobs").glob("*/*"):
        os.utime(file, (0, 0))  # long enough ago to be swept
    nobodys = await blobs_of.keep(b"nobody names this")
    os.utime(tmp_path / "blobs" / nobodys[:2] / nobodys, (0, 0))
    assert await remove_leftovers(database, blobs_of) == 1
    for what, paper in zip(("notice.pdf", "record.pdf"), papers, strict=True):
        assert await wang.good("GET", address(bureau, what)) == paper


async def test_the_desk_reads_in_the_story_that_a_notice_was_issued(bureau, wang, told):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert "出具一次性告知" in [line["zh"] for line in case["story"]]


async def test_the_picture_of_right_is_what_the_sample_room_shows_at_that_place(
    sample_room, bureau, tmp_path
):
    (tmp_path / "rooms").mkdir(exist_ok=True)
    (tmp_path / "rooms" / "t2").symlink_to(sample_room)
    stranger = await bureau.browser()
    views = [
        await stranger.good("GET", f"/api/v1/sample-rooms/t2/views/{item}")
        for item in ("EX-01", "KL-01")
    ]
    for view in views:
        assert cv2.imdecode(np.frombuffer(view, np.uint8), cv2.IMREAD_COLOR).shape == (675, 900, 3)
    assert views[0] != views[1]
    for place in ("t2/views/HF-01", "t9/views/EX-01"):
        assert (await stranger.refused("GET", f"/api/v1/sample-rooms/{place}"))[0] == 404
