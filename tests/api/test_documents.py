"""Files that somebody had: taken where papers are asked for, never called a picture of now."""

import asyncio
import io

import pytest
from PIL import Image

from tests.support.house import take_still
from tests.support.pictures import jpeg

PAPER = "OF-05"  # the test report
SEEN = "SI-04"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
async def call(bureau, wang, phone):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await phone.good("POST", "/api/v1/visit/call")


def paths(bureau, item=PAPER):
    query = f"?item={item}"
    return f"/api/v1/cases/{bureau.case_id}/documents{query}", f"/api/v1/visit/documents{query}"


async def test_both_sides_upload_papers_and_their_origin_is_told(bureau, wang, phone, call):
    worker = asyncio.create_task(bureau.house.worker.run())
    desks, visits = paths(bureau)
    paper = await wang.good("POST", desks, data=PDF)
    assert (paper["kind"], paper["width_px"], paper["has_thumbnail"]) == ("document", 0, False)
    bureau.clock.move(seconds=1)
    photo = await phone.good("POST", visits, data=jpeg("扫描件"))
    assert photo["kind"] == "document"
    assert photo["by"] == "applicant"
    assert await wang.good("GET", f"/api/v1/evidence/{paper['id']}/original") == PDF
    async with wang.client.get(f"/api/v1/evidence/{paper['id']}/original") as answer:
        assert answer.content_type == "application/pdf"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].endswith('.pdf"')
    async with asyncio.timeout(20):
        while True:
            case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
            if [one["has_thumbnail"] for one in case["evidence"]] == [False, True]:
                break
    assert [one["circumstances"]["codec"] for one in case["evidence"]] == [
        "application/pdf",
        "image/jpeg",
    ]
    worker.cancel()


async def test_an_item_that_is_seen_takes_no_file_from_anybody(bureau, wang, phone, call):
    for browser, path in zip((wang, phone), paths(bureau, SEEN), strict=True):
        refusal = await browser.refused("POST", path, data=jpeg("相册"))
        assert refusal == (409, "evidence.no_documents_here")
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["evidence"] == []


def a_bomb():
    out = io.BytesIO()
    Image.new("L", (12000, 9000)).save(out, "JPEG", quality=1)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", (415, "evidence.not_a_document")),
        (b"MZ\x90\x00 a program", (415, "evidence.not_a_document")),
        (b"<svg onload='x'/>", (415, "evidence.not_a_document")),
        (PDF[:-8], (415, "evidence.not_a_document")),
        (b"\x1aE\xdf\xa3 a film", (415, "evidence.not_a_document")),
        (
            PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"),
            (400, "evidence.active_document"),
        ),
        (PDF.replace(b"<</Root", b"<</Encrypt 2 0 R/Root"), (400, "evidence.active_document")),
        (jpeg("a")[:200], (400, "evidence.not_a_picture")),
        (a_bomb(), (413, "evidence.too_large")),
        (b"%PDF-" + bytes(21 * 1024 * 1024), (413, "http.too_large")),
    ],
    ids=[
        "nothing",
        "program",
        "drawing",
        "torn",
        "film",
        "script",
        "password",
        "half",
        "bomb",
        "big",
    ],
)
async def test_what_is_no_paper_is_refused_in_both_languages_and_not_kept(
    bureau, wang, phone, call, content, refusal
):
    for browser, path in zip((wang, phone), paths(bureau), strict=True):
        assert await browser.refused("POST", path, data=io.BytesIO(content)) == refusal
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert case["evidence"] == []


async def test_the_wrong_item_the_wrong_case_and_a_closed_inspection_are_refused(
    bureau, wang, phone, call
):
    desks, visits = paths(bureau, "OF-99")
    assert await wang.refused("POST", desks, data=PDF) == (404, "checklist.unknown_item")
    assert (await wang.refused("POST", desks.split("?")[0], data=PDF))[1] == "http.wrong_field"
    foreign = await bureau.foreign_inspector()
    desks, visits = paths(bureau)
    assert (await foreign.refused("POST", desks, data=PDF))[0] == 404
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    for browser, path in ((wang, desks), (phone, visits)):
        assert (await browser.refused("POST", path, data=PDF))[1] == "evidence.not_open"


async def test_a_paper_counts_as_the_evidence_its_item_asks_for(bureau, wang, phone, call):
    await bureau.judge_everything()
    path = f"/api/v1/cases/{bureau.case_id}"
    for name in ("wang", "zhao"):
        body = {"verdict": "pass", "note": ""}
        inspector = await bureau.staff(name)
        await inspector.good("PUT", f"{path}/findings/{PAPER}", json=body)
    assert (await wang.refused("POST", f"{path}/record", json={}))[1] == "record.open_items"
    await phone.good("POST", paths(bureau)[1], data=PDF)
    await wang.good("POST", f"{path}/record", json={})
    assert (await wang.good("GET", f"{path}/record.pdf")).startswith(b"%PDF")


async def test_a_photo_of_the_camera_is_never_called_a_document(bureau, wang, phone, call):
    seat = await phone.good("POST", "/api/v1/visit/call")
    kept = await take_still(
        phone, await phone.socket(seat["socket"]), PAPER, jpeg("a"), "still-00001"
    )
    assert kept["kind"] == "still"
