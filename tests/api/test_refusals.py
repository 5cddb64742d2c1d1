"""Bad input is named and refused in both languages; nothing else changes."""

import asyncio

import pytest

from tests.support.house import a_commitment, take_still
from tests.support.pictures import drawn_signature, jpeg


@pytest.fixture
async def call(bureau, wang, phone):
    """The call is open and the applicant's page is in it."""
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    socket = await phone.socket(seat["socket"])
    await socket.send_json({"type": "hello"})
    yield seat, socket
    await socket.close()


async def token_of(bureau, clerk):
    link = await clerk.good("POST", f"/api/v1/cases/{bureau.case_id}/invitations")
    return link["url"].rpartition("/")[2]


async def test_an_expired_link_and_an_unknown_one_get_the_same_answer(bureau, wang):
    token = await token_of(bureau, wang)
    bureau.clock.move(days=8)
    phone = await bureau.browser()
    expired = await phone.refused("POST", f"/api/v1/invitations/{token}/claim", json={})
    unknown = await phone.refused("POST", "/api/v1/invitations/guessed/claim", json={})
    assert expired == unknown == (404, "invitation.not_valid")


async def test_a_link_in_use_is_refused_on_a_second_device(bureau, wang):
    token = await token_of(bureau, wang)
    first, second = await bureau.browser(), await bureau.browser()
    await first.good("POST", f"/api/v1/invitations/{token}/claim", json={})
    await first.good("POST", f"/api/v1/invitations/{token}/claim", json={})  # a reload
    answer = await second.refused("POST", f"/api/v1/invitations/{token}/claim", json={})
    assert answer == (409, "invitation.taken")


async def test_a_browser_at_a_wrong_address_gets_a_page_and_a_program_gets_data(bureau):
    client = (await bureau.browser()).client
    for path in ("/nothing-here", "/api/v1/cases"):
        page = await client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        data = await client.get(path)
        told = await data.json(content_type="application/problem+json")
        text = await page.text()
        assert (page.status, page.content_type) == (data.status, "text/html")
        assert told["detail_zh"] in text
        assert told["detail_en"] in text
        assert 'href="/"' in text


async def test_a_proxy_that_does_not_pass_the_socket_is_named(call, phone):
    seat, _ = call
    answer = await phone.refused("GET", seat["socket"])
    assert answer == (422, "call.no_upgrade")


async def test_opening_a_link_changes_nothing_until_the_person_acts(bureau, wang):
    token = await token_of(bureau, wang)
    chat_preview, phone = await bureau.browser(), await bureau.browser()
    await chat_preview.ask("GET", f"/j/{token}")
    await chat_preview.ask("HEAD", f"/j/{token}")
    await phone.good("POST", f"/api/v1/invitations/{token}/claim", json={})


async def test_no_call_before_consent(bureau, wang):
    token = await token_of(bureau, wang)
    phone = await bureau.browser()
    await phone.good("POST", f"/api/v1/invitations/{token}/claim", json={})
    assert await phone.refused("POST", "/api/v1/visit/call") == (409, "visit.consent_missing")


async def test_no_photo_before_consent(bureau, wang):
    token = await token_of(bureau, wang)
    phone = await bureau.browser()
    await phone.good("POST", f"/api/v1/invitations/{token}/claim", json={})
    seat = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await phone.socket(f"{seat['socket']}?as=applicant")
    await socket.send_json(a_commitment("KL-01", jpeg("a"), "still-0001"))
    while (frame := await socket.receive_json(timeout=5))["type"] != "problem":
        assert frame["type"] != "committed"
    assert frame["code"] == "visit.consent_missing"
    await socket.close()


async def test_signing_out_clears_the_pictures_a_browser_kept(bureau, wang, phone, call):
    _, socket = call
    kept = await take_still(phone, socket, "KL-01", jpeg("a"), "still-0001")
    path = f"/api/v1/evidence/{kept['id']}/original"
    async with wang.client.get(path) as original:
        assert original.headers["Cache-Control"] == "no-store", "each look leaves its trace"
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with wang.client.post("/api/v1/sign-out", headers=headers) as answer:
        assert answer.headers["Clear-Site-Data"] == '"cache"'


async def test_bytes_that_differ_from_the_committed_hash_are_not_kept(bureau, wang, phone, call):
    _, socket = call
    good = await take_still(phone, socket, "KL-01", jpeg("a"), "still-0001")
    assert good["item_id"] == "KL-01"
    again = await phone.good("PUT", "/api/v1/visit/stills/still-0001", data=jpeg("a"))
    assert again["id"] == good["id"], "sending the same bytes again is harmless"
    other = await phone.refused("PUT", "/api/v1/visit/stills/still-0001", data=jpeg("b"))
    assert other == (409, "evidence.hash_mismatch")
    case = await wang.good("GET", f"/api/v1/cases/{bureau.case_id}")
    assert len(case["evidence"]) == 1


async def test_a_photo_nobody_committed_to_is_refused(phone, call):
    answer = await phone.refused("PUT", "/api/v1/visit/stills/still-0009", data=jpeg())
    assert answer == (404, "evidence.unknown_commitment")


async def test_an_item_the_shop_is_not_asked_is_refused_everywhere(bureau, wang, call):
    _, socket = call
    path = f"/api/v1/cases/{bureau.case_id}/findings/KL-99"
    status, code = await wang.refused("PUT", path, json={"verdict": "pass"})
    assert (status, code) == (404, "checklist.unknown_item")
    await socket.send_json(
        {
            "type": "commit",
            "id": "still-0002",
            "item": "KL-99",
            "width_px": 1,
            "height_px": 1,
            "sha256": "0" * 64,
            "taken_at": "2026-11-24T02:05:00Z",
        }
    )
    while (frame := await socket.receive_json(timeout=5))["type"] != "problem":
        pass
    assert frame["code"] == "checklist.unknown_item"
    assert frame["zh"]
    assert frame["en"]


async def test_no_signature_while_required_items_are_open(bureau, wang, call):
    path = f"/api/v1/cases/{bureau.case_id}"
    body = {"png_base64": drawn_signature(), "record_sha256": "0" * 64}
    assert await wang.refused("POST", f"{path}/signatures", json=body) == (409, "record.open_items")
    status, problem = await wang.ask("POST", f"{path}/record", json={})
    assert (status, problem["code"]) == (409, "record.open_items")
    assert problem["facts"]["open"][0]["zh"]
    assert problem["facts"]["open"][0]["en"]


async def test_a_signature_under_another_content_or_without_ink_is_refused(bureau, wang, call):
    await bureau.judge_everything()
    path = f"/api/v1/cases/{bureau.case_id}"
    record = await wang.good("POST", f"{path}/record", json={})
    stale = {"png_base64": drawn_signature(), "record_sha256": "0" * 64}
    assert await wang.refused("POST", f"{path}/signatures", json=stale) == (409, "record.changed")
    empty = {"png_base64": "aGVsbG8=", "record_sha256": record["sha256"]}
    answer = await wang.refused("POST", f"{path}/signatures", json=empty)
    assert answer == (422, "record.not_a_signature")


async def test_after_the_record_is_made_verdicts_and_pictures_are_closed(bureau, wang, phone, call):
    await bureau.judge_everything()
    path = f"/api/v1/cases/{bureau.case_id}"
    await wang.good("POST", f"{path}/record", json={})
    answer = await wang.refused("PUT", f"{path}/findings/KL-01", json={"verdict": "fail"})
    assert answer == (409, "finding.not_open")
    await wang.good("DELETE", f"{path}/record")
    await wang.good("PUT", f"{path}/findings/KL-01", json={"verdict": "fail", "note": "有积水"})


@pytest.mark.parametrize("sdp", ["", "not sdp at all", "v=0\r\n" * 3, "v=0\r\nm=video 9 X 0\r\n"])
async def test_a_malformed_offer_is_named_and_costs_nothing(call, phone, sdp):
    seat, _ = call
    answer = await phone.refused(
        "POST",
        seat["whip"],
        data=sdp,
        headers={"Content-Type": "application/sdp", "Authorization": f"Bearer {seat['token']}"},
    )
    assert answer == (400, "media.sdp_malformed")


@pytest.mark.parametrize("token", ["", "forged", "W10.00"])
async def test_media_without_a_good_token_does_not_exist(call, phone, token):
    seat, _ = call
    status, _ = await phone.refused(
        "POST",
        seat["whip"],
        data="v=0\r\n",
        headers={"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"},
    )
    assert status == 404


async def test_a_foreign_case_looks_exactly_like_one_that_does_not_exist(bureau):
    foreign = await bureau.foreign_inspector()
    paths = [
        ("GET", ""),
        ("POST", "/call"),
        ("PUT", "/findings/KL-01"),
        ("POST", "/record"),
        ("DELETE", "/record"),
        ("GET", "/record.pdf"),
        ("POST", "/call/end"),
        ("POST", "/invitations"),
        ("POST", "/captures"),
    ]
    bodies = {"/findings/KL-01": {"verdict": "pass"}, "/captures": {"item": "KL-01"}}
    for method, path in paths:
        answers = [
            await foreign.ask(method, f"/api/v1/cases/{case}{path}", json=bodies.get(path))
            for case in (bureau.case_id, "case_that_never_was")
        ]
        assert answers[0] == answers[1], path
        assert answers[0][0] == 404, path


async def test_a_request_from_another_site_is_refused(bureau, wang):
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    path = f"/api/v1/cases/{bureau.case_id}/call"
    assert (await wang.refused("POST", path, headers=foreign))[1] == "http.foreign_origin"


@pytest.mark.parametrize(
    ("body", "field"),
    [({"verdict": "perfect"}, "verdict"), ({"verdict": "pass", "x": 1}, "x"), ([], "body")],
)
async def test_a_field_that_does_not_fit_is_named(bureau, wang, call, body, field):
    path = f"/api/v1/cases/{bureau.case_id}/findings/KL-01"
    status, problem = await wang.ask("PUT", path, json=body)
    assert (status, problem["code"]) == (422, "http.wrong_field")
    assert field in problem["detail_zh"]


async def test_a_wrong_verb_is_told_which_ones_there_are(bureau):
    browser = await bureau.browser()
    async with browser.client.get("/api/v1/sign-in") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
        assert (await answer.json())["code"] == "http.method"


async def test_every_answer_carries_safe_headers(bureau):
    browser = await bureau.browser()
    for path in ("/healthz", "/desk", "/nothing/here", "/api/v1/me"):
        response = await browser.client.get(path)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_name_no_one_could_type_is_refused_before_it_is_remembered(bureau):
    browser = await bureau.browser()
    for field in ("username", "password"):
        body = {"username": "wang", "password": "x", field: "x" * 100_000}
        answer = await browser.refused("POST", "/api/v1/sign-in", json=body)
        assert answer == (422, "http.wrong_field")


async def test_bytes_that_are_no_text_in_a_token_or_a_cookie_are_an_unknown_one(bureau, call):
    seat, _ = call
    server = (await bureau.browser()).client.server
    for line in (b"Authorization: Bearer a.\xff", b"Cookie: yunkan-staff=\xff; yunkan-visit=\xff"):
        reader, writer = await asyncio.open_connection(server.host, server.port)
        path = seat["whip"] if line.startswith(b"Auth") else f"/api/v1/cases/{bureau.case_id}/call"
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Length: 0\r\nConnection: close\r\n".encode()
            + line
            + b"\r\n\r\n"
        )
        status = (await reader.readline()).split()[1]
        writer.close()
        assert status in {b"404", b"401"}, line


async def test_joining_a_call_whose_record_waits_for_signatures_says_so_to_the_pages(
    bureau, wang, call
):
    _, socket = call
    await bureau.judge_everything()
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/record", json={})
    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    await socket.send_json({"type": "hello"})
    states = []
    while (frame := await socket.receive_json(timeout=5))["type"] != "welcome" or not states:
        if frame["type"] == "state":
            states.append(frame["state"])
    assert states[-1] == "reviewing"


async def test_a_refused_signature_leaves_no_file_behind(bureau, wang, call, tmp_path):
    await bureau.judge_everything()
    path = f"/api/v1/cases/{bureau.case_id}"
    record = await wang.good("POST", f"{path}/record", json={})
    stranger = await bureau.foreign_inspector()
    stale = {"png_base64": drawn_signature("旧"), "record_sha256": "0" * 64}
    foreign = {"png_base64": drawn_signature("外"), "record_sha256": record["sha256"]}
    await wang.refused("POST", f"{path}/signatures", json=stale)
    await stranger.refused("POST", f"{path}/signatures", json=foreign)
    assert not [one for one in (tmp_path / "blobs").rglob("*") if one.is_file()]
