"""The bureau's signature in a PDF, judged by programs that are not ours."""

import asyncio
import io
import random
from datetime import UTC, datetime

import pypdf
import pypdf.annotations
import pytest

from foundation.keyring import open_keyring, rotate
from foundation.pades import signed_pdf
from foundation.timestamps import HttpTimestamps
from tests.support.paper import judged_by_poppler
from tests.support.pdf_judge import judged_by_pyhanko, signature_of
from tests.support.tsa import Authority

NOW = datetime.now(UTC)
FLIPS = 200


def a_paper(text=b"BT /F1 12 Tf (Hello) Tj ET"):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(400, 400)
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(text)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def keyring(tmp_path):
    return open_keyring(tmp_path, NOW)


@pytest.fixture
async def signed(keyring):
    return await signed_pdf(a_paper(), keyring, NOW, "现场核查记录")


async def test_the_paper_is_whole_and_the_bureaus_for_an_independent_validator(keyring, signed):
    status = await judged_by_pyhanko(signed, keyring.certificates.authority, NOW)
    assert status.bottom_line
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"
    assert status.signer_reported_dt.replace(microsecond=0) == NOW.replace(microsecond=0)


async def test_it_is_a_baseline_signature_as_pades_asks(keyring, signed):
    signature = signature_of(signed)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    attributes = {one["type"].native for one in signature.signer_info["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}
    names = {
        one.chosen.subject.native["common_name"] for one in signature.signed_data["certificates"]
    }
    assert len(names) == 2, "the signer's and the authority's"


async def test_poppler_finds_the_whole_document_signed_and_the_signature_valid(signed):
    said = await asyncio.to_thread(judged_by_poppler, signed)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


async def test_what_was_typeset_is_still_there_byte_for_byte(signed):
    assert signed.startswith(a_paper())


async def test_any_flipped_byte_of_what_is_signed_is_noticed(keyring, signed):
    start, size, rest, more = signature_of(signed).byte_range
    places = [*range(start, start + size), *range(rest, rest + more)]
    assert rest + more == len(signed)
    dice = random.Random(20261125)  # noqa: S311 - a walk that can be repeated
    for place in dice.sample(places, FLIPS):
        changed = bytearray(signed)
        changed[place] ^= 1 << dice.randrange(8)
        status = await judged_by_pyhanko(bytes(changed), keyring.certificates.authority, NOW)
        assert status is None or not status.bottom_line, place


async def test_what_is_added_behind_the_signature_is_no_part_of_the_paper(keyring, signed):
    assert signature_of(signed).docmdp_level.name == "NO_CHANGES"
    writer = pypdf.PdfWriter(io.BytesIO(signed), incremental=True)
    note = pypdf.annotations.FreeText(text="approved", rect=(50, 550, 200, 650))
    writer.add_annotation(page_number=0, annotation=note)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(signed)
    status = await judged_by_pyhanko(out.getvalue(), keyring.certificates.authority, NOW)
    assert not status.bottom_line
    assert "Total document signed" not in await asyncio.to_thread(judged_by_poppler, out.getvalue())


async def test_poppler_notices_a_changed_figure(signed):
    said = await asyncio.to_thread(judged_by_poppler, signed.replace(b"Hello", b"Hallo"))
    assert "Signature is Valid" not in said


async def test_a_signature_put_on_by_somebody_else_is_not_the_bureaus(signed, tmp_path):
    (tmp_path / "other").mkdir()
    other = open_keyring(tmp_path / "other", NOW)
    status = await judged_by_pyhanko(signed, other.certificates.authority, NOW)
    assert status.intact
    assert not status.trusted


async def test_papers_of_an_earlier_key_stay_good(keyring, signed, tmp_path):
    assert rotate(tmp_path, NOW).certificate != keyring.certificate
    status = await judged_by_pyhanko(signed, keyring.certificates.authority, NOW)
    assert status.bottom_line


@pytest.fixture
async def authority(tmp_path):
    (tmp_path / "tsa").mkdir()
    made = Authority(tmp_path / "tsa")
    server = await made.started()
    yield made, HttpTimestamps(str(server.make_url("/")), made.pem)
    await server.close()


async def test_with_an_authority_the_signature_carries_its_stamp(keyring, authority):
    tsa, timestamps = authority
    signed = await signed_pdf(a_paper(), keyring, NOW, "现场核查记录", timestamps)
    status = await judged_by_pyhanko(
        signed, keyring.certificates.authority, datetime.now(UTC), tsa.pem
    )
    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted
    assert "Signature is Valid" in await asyncio.to_thread(judged_by_poppler, signed)


@pytest.mark.parametrize("mood", ["down", "garbage", "of other bytes"])
async def test_an_authority_in_trouble_does_not_keep_the_paper_from_people(
    keyring, authority, mood
):
    tsa, timestamps = authority
    tsa.mood = mood
    signed = await signed_pdf(a_paper(), keyring, NOW, "现场核查记录", timestamps)
    assert tsa.asked == 1
    status = await judged_by_pyhanko(signed, keyring.certificates.authority, NOW)
    assert status.bottom_line
    assert status.timestamp_validity is None
