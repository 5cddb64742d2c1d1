"""The page behind the QR code: the paper's own facts, no person, and nothing for who guesses."""

import asyncio
import io
import json
from hashlib import sha256

import cv2
import numpy as np
import pypdf
import pytest
import zxingcpp
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation.identity.signin import MOST_TRIES
from foundation.ids import new_id
from inspection.record import public_store
from inspection.record.store import record_table
from tests.support.paper import page_pictures
from tests.support.signing import collected, signed_by

ORIGIN = "http://localhost:8080"


async def token_in(database):
    async with database.reading() as view:
        return (await view.execute(text("SELECT token FROM record_token"))).scalar_one()


@pytest.fixture
async def signed(bureau, wang):
    phone = await collected(bureau, wang)
    return await signed_by(bureau, wang, phone)


async def test_the_code_on_the_paper_leads_to_the_public_page_of_this_record(
    bureau, wang, signed, database
):
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    (first, *_) = await asyncio.to_thread(page_pictures, paper, 150)
    image = cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_GRAYSCALE)
    (code,) = zxingcpp.read_barcodes(image)
    assert code.text == f"{ORIGIN}/v/{await token_in(database)}"
    assert len(code.text.rpartition("/")[2]) >= 22, "128 bits in base64"


async def test_everybody_with_the_paper_learns_that_it_is_ours_holds_and_is_whole(
    bureau, wang, signed, database
):
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    stranger = await bureau.browser()
    told = await stranger.good("GET", f"/api/v1/records/{await token_in(database)}")
    assert told["standing"] == "in_force"
    assert told["case_number"].startswith("YK")
    assert [one["code"] for one in told["conclusions"]] == ["pass", "pass"]
    assert told["pdf_sha256"] == sha256(paper).hexdigest()
    assert told["record_sha256"] == signed["sha256"]
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    for words in (told["shop_name"], told["case_number"], told["record_sha256"]):
        assert words in printed.replace("\n", "")
    assert told["checkpoint"]["root"] in printed.replace("\n", "")


async def test_who_has_only_the_file_finds_the_record_by_its_hash(bureau, wang, signed, database):
    paper = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}/record.pdf")
    stranger, digest = await bureau.browser(), sha256(paper).hexdigest()
    by_file = await stranger.good("GET", f"/api/v1/records/{digest}")
    assert by_file == await stranger.good("GET", f"/api/v1/records/{await token_in(database)}")
    for other in (sha256(paper[:-1]).hexdigest(), signed["sha256"], "0" * 64):
        assert await stranger.refused("GET", f"/api/v1/records/{other}") == (404, "not_found")


async def test_no_person_no_address_and_no_finding_is_on_the_public_page(
    bureau, wang, signed, database
):
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    stranger = await bureau.browser()
    told = json.dumps(
        await stranger.good("GET", f"/api/v1/records/{await token_in(database)}"),
        ensure_ascii=False,
    )
    for private in (
        case["applicant_name"], case["address"], case["credit_code"], case["phone_masked"],
        case["id"], *(one["name"] for one in case["inspectors"]), "现场视频查看",
    ):  # fmt: skip
        assert private
        assert private not in told


async def test_a_record_that_waits_for_hands_says_so_and_shows_no_conclusion(
    bureau, wang, phone, database
):
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record")
    address, stranger = f"/api/v1/records/{await token_in(database)}", await bureau.browser()
    told = await stranger.good("GET", address)
    assert (told["standing"], told["conclusions"]) == ("unsigned", [])
    assert (told["pdf_sha256"], told["completed_at"]) == (None, None)
    await wang.good("DELETE", f"/api/v1/cases/{bureau.case_id}/record")
    assert (await stranger.good("GET", address))["standing"] == "withdrawn"


async def test_a_later_record_of_the_case_takes_the_place_of_the_earlier(
    bureau, signed, database, clock
):
    token = await token_in(database)
    clock.move(minutes=5)
    later = new_id("rec", clock.now())
    async with database.transaction() as transaction:
        rows = await transaction.execute(record_table.select())
        first = dict(rows.mappings().one())
        await transaction.execute(
            record_table.insert().values({**first, "id": later, "pdf_sha256": None})
        )
        await public_store.add(transaction, later, "the-later-ones-own-token")
    stranger = await bureau.browser()
    told = await stranger.good("GET", f"/api/v1/records/{token}")
    assert told["standing"] == "superseded"
    assert told["conclusions"], "what it said stays readable"
    told = await stranger.good("GET", "/api/v1/records/the-later-ones-own-token")
    assert told["standing"] == "in_force"


async def test_a_guessed_token_is_like_nothing_at_all_and_guessing_is_bounded(
    bureau, signed, database, clock
):
    stranger, token = await bureau.browser(), await token_in(database)
    nothing = await stranger.ask("GET", "/api/v1/cases/none/nothing/here")
    assert nothing[0] == 404
    for number in range(MOST_TRIES):
        refusal = await stranger.refused("GET", f"/api/v1/records/{token[:-2]}{number:02}")
        assert refusal == (404, "not_found")
    refusal = await stranger.refused("GET", "/api/v1/records/one-more")
    assert refusal == (429, "identity.too_many_tries")
    assert (await stranger.good("GET", f"/api/v1/records/{token}"))["standing"] == "in_force"
    clock.move(minutes=6)
    assert (await stranger.refused("GET", "/api/v1/records/again"))[0] == 404


async def test_a_token_is_never_moved_to_another_record(signed, database):
    for change in ("UPDATE record_token SET token = 'mine'", "DELETE FROM record_token"):
        async with database.transaction() as transaction:
            with pytest.raises(IntegrityError, match="append-only"):
                await transaction.execute(text(change))
