"""The record as data says what the paper says, to those who may read the paper."""

import io
import json
import re
from hashlib import sha256

import pypdf

from inspection.record import store
from inspection.record.model import canonical_json, content_from_json
from tests.support.signing import collected, signed_by
from tests.unit.inspection.record.test_printed import missing_in

# What the paper says beside the signed content.
BESIDE = {"sha256", "is_complete", "public_url", "signatures", "refusal"}


def words_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


async def test_both_sides_read_the_data_that_stands_on_the_paper_of_a_whole_inspection(
    bureau, wang
):
    phone = await collected(bureau, wang)
    record = await signed_by(bureau, wang, phone)
    path = f"/api/v1/cases/{bureau.case_id}"
    told = await wang.good("GET", f"{path}/record.json")
    assert told == await phone.good("GET", "/api/v1/visit/record.json")
    assert (told["sha256"], told["is_complete"]) == (record["sha256"], True)
    assert {one["name"] for one in told["signatures"]} == {"王建国", "赵晓燕", "李桂芳"}
    words = words_of(await wang.good("GET", f"{path}/record.pdf"))
    assert missing_in(words, told) == []


async def test_the_data_is_the_content_that_was_signed_and_nothing_else(bureau, wang, database):
    phone = await collected(bureau, wang)
    await signed_by(bureau, wang, phone)
    told = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.json")
    async with database.reading() as view:
        record = await store.current(view, bureau.case_id)
    content = {name: value for name, value in told.items() if name not in BESIDE}
    again = canonical_json(content_from_json(json.dumps(content)))
    assert again == record.content
    assert sha256(again.encode()).hexdigest() == record.sha256 == told["sha256"]


async def test_strangers_and_cases_without_a_record_have_no_data(bureau, wang, phone):
    path = f"/api/v1/cases/{bureau.case_id}/record.json"
    foreign = await bureau.foreign_inspector()
    assert await foreign.refused("GET", path) == (404, "not_found")
    assert await wang.refused("GET", path) == (409, "record.missing")
    assert await phone.refused("GET", "/api/v1/visit/record.json") == (409, "record.missing")
