"""A kept file that is gone from the disk: a sentence for who asks, and nothing else stops."""

from hashlib import sha256

import pytest

from tests.support.signing import collected, signed_by

TOLD = (503, "blobs.damaged")


@pytest.fixture
async def phone(bureau, wang):
    return await collected(bureau, wang)


@pytest.fixture
async def pictures(bureau, wang, phone):
    """Two pictures whose copies are made."""
    while True:
        case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
        if all(one["has_thumbnail"] for one in case["evidence"]):
            return case["evidence"]


@pytest.fixture
def lose(tmp_path):
    def lost(digest):
        (tmp_path / "blobs" / digest[:2] / digest).unlink()

    return lost


async def test_a_picture_that_is_gone_is_told_on_every_way_to_it_and_the_case_goes_on(
    bureau, wang, phone, pictures, lose
):
    path, (gone, kept) = f"/api/v1/cases/{bureau.case_id}", pictures
    lose(gone["sha256"])
    own = f"/api/v1/evidence/{gone['id']}"
    ways = ((wang, "original"), (phone, "original?as=applicant"), (wang, "credentialed"))
    for browser, way in ways:
        assert await browser.refused("GET", f"{own}/{way}") == TOLD, way
    for aid in ("faces", "texts", "codes", "sheet"):
        assert await wang.refused("POST", f"{own}/{aid}", json={}) == TOLD, aid
    cover = {"boxes": [{"left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2}], "reason": "人脸"}
    assert await wang.refused("PUT", f"{own}/cover", json=cover) == TOLD
    assert await wang.refused("GET", f"{path}/pack") == TOLD
    await wang.good("GET", f"/api/v1/evidence/{kept['id']}/original")
    assert (await signed_by(bureau, wang, phone))["is_complete"]


async def test_a_paper_whose_picture_is_gone_is_made_once_the_backup_is_back(
    bureau, wang, phone, pictures, lose, tmp_path
):
    path, gone = f"/api/v1/cases/{bureau.case_id}", pictures[0]
    backup = await wang.good("GET", f"/api/v1/evidence/{gone['id']}/watermarked")
    digest = sha256(backup).hexdigest()
    lose(digest)
    record = await signed_by(bureau, wang, phone)
    for browser, paper in ((wang, f"{path}/record.pdf"), (phone, "/api/v1/visit/record.pdf")):
        assert await browser.refused("GET", paper) == TOLD
    told = await wang.good("GET", f"{path}/record.json")
    assert (told["sha256"], told["is_complete"]) == (record["sha256"], True)
    (tmp_path / "blobs" / digest[:2] / digest).write_bytes(backup)
    paper = await phone.good("GET", "/api/v1/visit/record.pdf")
    assert paper.startswith(b"%PDF")
    assert await wang.good("GET", f"{path}/record.pdf") == paper
