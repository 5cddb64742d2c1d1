"""The record's PDF is one file for ever, and the bureau's name under it can be checked."""

import asyncio
from hashlib import sha256

import pytest

from foundation.keyring import open_keyring
from foundation.outbox import rows_of_lane
from inspection.record import store
from inspection.record.completing import PDF
from tests.support.paper import judged_by_poppler
from tests.support.pdf_judge import judged_by_pyhanko
from tests.support.signing import collected, signed_by


@pytest.fixture
async def phone(bureau, wang):
    """After everybody has signed."""
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    return phone


def address(bureau):
    return f"/api/v1/cases/{bureau.case_id}/record.pdf"


async def test_the_paper_people_get_is_signed_by_the_bureau(bureau, wang, phone, clock, tmp_path):
    paper = await phone.good("GET", "/api/v1/visit/record.pdf")
    authority = open_keyring(tmp_path, clock.now()).certificates.authority
    status = await judged_by_pyhanko(paper, authority, clock.now())
    assert status.bottom_line
    assert status.signer_reported_dt == clock.now()
    said = await asyncio.to_thread(judged_by_poppler, paper)
    assert "Signature is Valid" in said
    assert "Total document signed" in said


async def test_whoever_asks_first_and_however_many_there_are_get_the_same_file(
    bureau, wang, phone, database, clock
):
    asks = [wang.good("GET", address(bureau)) for _ in range(3)]
    job = bureau.house.worker.step([PDF])
    *papers, _ = await asyncio.gather(*asks, job)
    clock.move(minutes=10)
    papers.append(await phone.good("GET", "/api/v1/visit/record.pdf"))
    assert len(set(papers)) == 1
    async with database.reading() as view:
        record = await store.current(view, bureau.case_id)
        (row,) = await rows_of_lane(view, PDF, bureau.case_id)
    assert record.pdf_sha256 == sha256(papers[0]).hexdigest()
    assert row.state.value == "delivered"


async def test_a_draft_carries_no_signature_of_the_bureau(bureau, wang):
    await bureau.applicant(wang, bureau.case_id)
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    draft = await wang.good("GET", address(bureau))
    assert b"ETSI.CAdES" not in draft
    assert draft == await wang.good("GET", address(bureau)), "a draft is only printed"


async def test_a_flipped_byte_of_the_kept_paper_is_not_handed_out(bureau, wang, phone, tmp_path):
    paper = await wang.good("GET", address(bureau))
    digest = sha256(paper).hexdigest()
    (file,) = (tmp_path / "blobs").glob(f"*/{digest}")
    file.chmod(0o600)
    changed = bytearray(paper)
    changed[len(paper) // 3] ^= 4
    await asyncio.to_thread(file.write_bytes, bytes(changed))
    assert await wang.refused("GET", address(bureau)) == (503, "blobs.damaged")
