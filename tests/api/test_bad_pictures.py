"""What a phone can send in place of a photo: refused in words, nothing kept, nothing lost."""

import asyncio
import io
import threading
from contextlib import suppress

import pytest
from PIL import Image

from foundation.http.validation import MOST_STILL_BYTES
from inspection.evidence import service as evidence_service
from inspection.evidence.derived import inspect_jpeg
from tests.support.house import a_commitment, heard, take_still
from tests.support.pictures import jpeg


def a_bomb():
    """108 megapixels in some kilobytes."""
    out = io.BytesIO()
    Image.new("L", (12000, 9000)).save(out, "JPEG", quality=1)
    return out.getvalue()


def of_kind(form):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#6a7f77").save(out, form)
    return out.getvalue()


def endless_scans():
    whole = jpeg("a")
    scan = whole.index(b"\xff\xda")
    return whole[:scan] + whole[scan:-2] * 40 + whole[-2:]


BAD = {
    "bomb": (a_bomb(), (413, "evidence.too_large")),
    "oversized file": (jpeg() + bytes(MOST_STILL_BYTES), (413, "http.too_large")),
    "half": (jpeg("a")[:900], (400, "evidence.not_a_picture")),
    "endless scans": (endless_scans(), (400, "evidence.not_a_picture")),
    "PNG": (of_kind("PNG"), (400, "evidence.not_a_picture")),
    "GIF": (of_kind("GIF"), (400, "evidence.not_a_picture")),
    "page": (b"<svg onload='x'/>", (400, "evidence.not_a_picture")),
    "nothing": (b"", (400, "evidence.not_a_picture")),
}


@pytest.fixture
def files_of(tmp_path):
    def files():
        return {one for one in (tmp_path / "blobs").rglob("*") if one.is_file()}

    return files


async def test_each_is_refused_and_the_photo_beside_it_and_the_next_one_are_kept(
    bureau, wang, phone, sockets, files_of
):
    _, pocket = sockets
    good = await take_still(phone, pocket, "KL-01", jpeg("good"), "still-good")
    before = files_of()
    for number, (kind, (content, refusal)) in enumerate(BAD.items()):
        name = f"still-bad-{number}"
        await pocket.send_json(a_commitment("KL-01", content, name))
        await heard(pocket, "committed")
        answer = await phone.refused(
            "PUT", f"/api/v1/visit/stills/{name}", data=io.BytesIO(content)
        )
        assert answer == refusal, kind
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert [one["id"] for one in case["evidence"]] == [good["id"]]
    more = {one.read_bytes()[:3] for one in files_of() - before}
    assert more <= {b"\xff\xd8\xff"}, "copies of the good photo and nothing else"
    again = await take_still(phone, pocket, "KL-01", jpeg("again"), "still-again")
    assert again["item_id"] == "KL-01"


async def test_a_photo_of_another_hash_can_be_sent_rightly_under_the_same_number(
    bureau, wang, phone, sockets
):
    _, pocket = sockets
    await pocket.send_json(a_commitment("KL-01", jpeg("right"), "still-0001"))
    await heard(pocket, "committed")
    path = "/api/v1/visit/stills/still-0001"
    assert await phone.refused("PUT", path, data=jpeg("wrong")) == (409, "evidence.hash_mismatch")
    kept = await phone.good("PUT", path, data=jpeg("right"))
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert [one["sha256"] for one in case["evidence"]] == [kept["sha256"]]


async def test_the_phone_of_another_case_knows_nothing_of_a_promised_photo(
    bureau, wang, phone, sockets
):
    _, pocket = sockets
    await pocket.send_json(a_commitment("KL-01", jpeg("right"), "still-0001"))
    await heard(pocket, "committed")
    liu = await bureau.staff("liu")
    cases = (await liu.good("GET", "/api/v1/cases"))["cases"]
    other = await bureau.applicant(
        liu, next(one["id"] for one in cases if one["id"] != bureau.case_id)
    )
    answers = [
        await other.refused("PUT", f"/api/v1/visit/stills/{number}", data=jpeg("right"))
        for number in ("still-0001", "still-none")
    ]
    assert answers == [(404, "evidence.unknown_commitment")] * 2
    await phone.good("PUT", "/api/v1/visit/stills/still-0001", data=jpeg("right"))


async def test_a_phone_that_sends_many_photos_at_once_has_two_looked_into_at_a_time(
    bureau, wang, phone, sockets, monkeypatch
):
    """Three that are looked into at once would meet at the gate, and each is waited for there."""
    gate, met = threading.Barrier(evidence_service.MOST_OPEN + 1), []

    def look(content):
        with suppress(threading.BrokenBarrierError):
            gate.wait(0.5)
            met.append(content)
        if gate.broken:
            gate.reset()
        return inspect_jpeg(content)

    monkeypatch.setattr(evidence_service, "inspect_jpeg", look)
    _, pocket = sockets
    photos = [jpeg(str(number)) for number in range(6)]
    for number, photo in enumerate(photos):
        await pocket.send_json(a_commitment("KL-01", photo, f"still-000{number}"))
        await heard(pocket, "committed")
    sent = [
        phone.good("PUT", f"/api/v1/visit/stills/still-000{number}", data=photo)
        for number, photo in enumerate(photos)
    ]
    kept = await asyncio.gather(*sent)
    assert len({one["id"] for one in kept}) == len(photos), "all are kept all the same"
    assert met == []
