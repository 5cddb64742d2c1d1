"""Applications from the licensing system: signed, in effect once, accepted or left to a person."""

import asyncio
import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation.audit import entries_about
from tests.support.applications import SENDERS, a_filing, an_application, signed
from tests.support.house import open_bureau

PATH = "/api/v1/applications"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client, intake_senders=SENDERS)


@pytest.fixture
async def system(bureau):
    """A program of the licensing system: no cookies, no origin."""
    return await bureau.browser()


async def standing(system, bureau, number, sender="licensing"):
    headers = signed(sender, number, b"", bureau.clock.now())
    return await system.ask("GET", f"{PATH}/{number}", headers=headers)


async def story(bureau, case_id):
    async with bureau.database.reading() as view:
        return [one.action for one in await entries_about(view, case_id)]


async def test_a_good_application_is_accepted_at_once_and_its_deadline_counts(bureau, system):
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    assert (case["state"], case["state_zh"]) == ("accepted", "已受理")
    assert (case["mode"], case["track"]) == ("live", "licence")
    assert case["pre_check"]["standing"] == "passed"
    assert await story(bureau, case["id"]) == [
        *("case.received", "case.filed", "case.pre_check_started", "case.triaged", "case.accepted")
    ]
    liu = await bureau.staff("liu")
    file = await liu.good("GET", f"/api/v1/cases/{case['id']}")
    assert file["shop_name"] == "海风小馆"
    assert "licensing 系统推送申请" in {line["zh"] for line in file["story"]}


async def test_its_sender_asks_where_it_stands_and_nobody_else_does(bureau, system):
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    status, said = await standing(system, bureau, case["number"])
    assert (status, said["state"], said["external_number"]) == (200, "accepted", "SL-2026-0001")
    foreign = await standing(system, bureau, case["number"], sender="town-3")
    nothing = await standing(system, bureau, "YK20260101-0001")
    assert (
        (foreign[0], foreign[1]["code"]) == (nothing[0], nothing[1]["code"]) == (404, "not_found")
    )


async def test_a_signature_for_one_number_opens_no_other(bureau, system):
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    headers = signed("licensing", "YK20260101-0001", b"", bureau.clock.now())
    path = f"{PATH}/{case['number']}"
    assert await system.refused("GET", path, headers=headers) == (422, "intake.key_not_signed")


async def test_the_same_key_and_body_get_the_same_answer_and_one_case(bureau, system):
    filing = a_filing(bureau.clock, "A-1")
    first = await system.good("POST", PATH, **filing)
    bureau.clock.move(minutes=20)  # signed anew, as a retry is
    assert await system.good("POST", PATH, **a_filing(bureau.clock, "A-1")) == first


async def test_thirty_two_at_once_open_one_case(bureau, system):
    filing = a_filing(bureau.clock, "A-1")
    answers = await asyncio.gather(*(system.good("POST", PATH, **filing) for _ in range(32)))
    assert all(one == answers[0] for one in answers)
    liu = await bureau.staff("liu")
    found = (await liu.good("GET", "/api/v1/cases", params={"q": "海风小馆"}))["cases"]
    assert len(found) == 1


async def test_the_answer_outlives_a_restart(bureau, system, tmp_path, aiohttp_client):
    first = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    again = await open_bureau(
        bureau.database, bureau.clock, tmp_path, aiohttp_client, intake_senders=SENDERS
    )
    other = await again.browser()
    assert await other.good("POST", PATH, **a_filing(again.clock, "A-1")) == first


async def test_the_same_key_with_another_body_is_refused_by_the_cases_number(bureau, system):
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    status, said = await system.ask("POST", PATH, **a_filing(bureau.clock, "A-1", seats=9))
    assert (status, said["code"]) == (409, "intake.key_reused")
    assert case["number"] in said["detail_zh"]


async def test_another_key_with_the_same_application_number_opens_nothing(bureau, system):
    await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    again = a_filing(bureau.clock, "A-2")
    assert await system.refused("POST", PATH, **again) == (409, "intake.already_filed")
    other = a_filing(bureau.clock, "A-1", sender="town-3")
    case = await system.good("POST", PATH, **other)
    assert len(case["doubles"]) == 1, "numbers are a sender's own; the same shop is told"


async def test_a_message_sent_again_later_or_under_another_key_is_refused(bureau, system):
    filing = a_filing(bureau.clock, "A-1")
    await system.good("POST", PATH, **filing)
    moved = {**filing, "headers": {**filing["headers"], "Idempotency-Key": "A-2"}}
    assert await system.refused("POST", PATH, **moved) == (422, "intake.key_not_signed")
    bureau.clock.move(seconds=301)
    assert await system.refused("POST", PATH, **filing) == (401, "intake.stale")
    bureau.clock.move(seconds=-602)
    assert await system.refused("POST", PATH, **filing) == (401, "intake.stale")


async def test_what_nobody_signed_is_refused_whatever_it_says(bureau, system):
    good = a_filing(bureau.clock, "A-1")
    body, headers = good["data"], good["headers"]
    forged = signed("licensing", "A-1", body, bureau.clock.now(), secret=SENDERS["town-3"])
    for wrong in (
        {name: value for name, value in headers.items() if name != "webhook-signature"},
        headers | {"yunkan-sender": "nobody"},
        headers | {"yunkan-sender": "town-3"},
        headers | {"webhook-timestamp": "soon"},
        headers | {"webhook-timestamp": "99999999999"},
        headers | forged,
    ):
        answer = await system.refused("POST", PATH, headers=wrong, data=body)
        assert answer == (401, "intake.not_signed")
    changed = body.replace("海风".encode(), "山风".encode())
    answer = await system.refused("POST", PATH, headers=headers, data=changed)
    assert answer == (401, "intake.not_signed")


async def test_without_a_key_nothing_is_taken(bureau, system):
    body = b"{}"
    for key in ("", "with space", "x" * 65):
        headers = signed("licensing", key, body, bureau.clock.now()) | {"Idempotency-Key": key}
        answer = await system.refused("POST", PATH, headers=headers, data=body)
        assert answer == (422, "intake.key_missing")


async def test_wrong_fields_are_named_and_the_key_stays_free(bureau, system):
    wrong = a_filing(bureau.clock, "A-1", facts={"gas": "steam", "stoves": "four"}, phone="none")
    status, said = await system.ask("POST", PATH, **wrong)
    assert (status, said["code"]) == (422, "intake.wrong_application")
    named = [one["path"] for one in said["facts"]["faults"]]
    assert named == ["phone", "facts.stoves", "facts.gas"]
    assert (await system.good("POST", PATH, **a_filing(bureau.clock, "A-1")))["state"] == "accepted"


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"[]", b"null", b"\xff", b"[" * 100_000],
    ids=["empty", "open", "list", "null", "no text", "deep"],
)
async def test_what_is_no_application_is_refused_without_harm(bureau, system, body):
    headers = signed("licensing", "A-1", body, bureau.clock.now()) | {"Idempotency-Key": "A-1"}
    status, _ = await system.refused("POST", PATH, headers=headers, data=body)
    assert status in (400, 422)


async def test_a_site_that_can_never_pass_waits_for_a_person_with_its_clause(bureau, system):
    facts = {"residential_building": True}
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1", facts=facts))
    assert (case["state"], case["triage"]) == ("pre_check", None)
    stopped = case["pre_check"]["stopped_by"]
    assert (stopped["rule"], stopped["clauses"][0]["article"]) == ("NL-01", "第250条第2款")
    _, said = await standing(system, bureau, case["number"])
    assert (said["state"], said["accepted_at"]) == ("pre_check", None)


async def test_a_question_nobody_answered_is_named(bureau, system):
    application = an_application()
    del application["facts"]["pollution_near"]
    body = json.dumps(application).encode()
    headers = signed("licensing", "A-1", body, bureau.clock.now()) | {"Idempotency-Key": "A-1"}
    case = await system.good("POST", PATH, headers=headers, data=body)
    assert (case["state"], case["pre_check"]["standing"]) == ("pre_check", "open")
    assert case["pre_check"]["next"]["fact"] == "pollution_near"


async def test_triage_sends_a_shop_on_site_by_itself_and_says_why(bureau, system):
    case = await system.good(
        "POST", PATH, **a_filing(bureau.clock, "A-1", facts={"no_video": True})
    )
    assert (case["state"], case["mode"]) == ("on_site", "on_site")
    assert "不便视频" in case["mode_why"]["zh"]


async def test_a_small_fixed_shop_goes_the_way_of_registration_with_its_clause(bureau, system):
    facts = {"area_m2": 36, "fixed_shop": True}
    case = await system.good("POST", PATH, **a_filing(bureau.clock, "A-1", facts=facts))
    assert case["track"] == "registration"
    assert [one["article"] for one in case["triage"]["track"]["clauses"]] == ["第2条、第10条"]
    asked = {**facts, "licence_asked_for": True}
    filing = a_filing(bureau.clock, "A-2", facts=asked, external_number="SL-2")
    assert (await system.good("POST", PATH, **filing))["track"] == "licence"


STRANGE = [
    *(None, True, -1, 0, 10**30, 1e-300, 1e300, "", "是", "1E-999999999", "\ud800", "\x00"),
    *("=1+1", "𠮷" * 400, [], {}, [[]], {"a": 1}, ["hot", "hot"], "new", "NaN"),
]


async def test_whatever_a_sender_signs_is_answered_and_never_a_fault_of_ours(bureau, system):
    application = an_application(agent_name="王一", seats=4, latitude=36.6, longitude=117.1)
    places = [(name,) for name in application] + [("facts", name) for name in application["facts"]]
    for number, (place, value) in enumerate(
        (place, value) for place in places for value in STRANGE
    ):
        body = json.loads(json.dumps(application))
        inner = body if len(place) == 1 else body["facts"]
        inner[place[-1]] = value
        if place != ("external_number",):
            body["external_number"] = f"SL-{number}"
        written = json.dumps(body).encode()
        headers = signed("licensing", f"A-{number}", written, bureau.clock.now())
        headers["Idempotency-Key"] = f"A-{number}"
        status, said = await system.ask("POST", PATH, headers=headers, data=written)
        assert status in (201, 409, 422), (place, value, said)


@pytest.mark.parametrize("table", ["filing", "filing_answer"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {t} SET sender = 'x'", "DELETE FROM {t}", "REPLACE INTO {t} SELECT * FROM {t}"],
)
async def test_how_an_application_came_in_stays(bureau, system, table, statement):
    await system.good("POST", PATH, **a_filing(bureau.clock, "A-1"))
    with pytest.raises(IntegrityError, match="no row is replaced"):
        async with bureau.database.transaction() as transaction:
            await transaction.execute(text(statement.format(t=table)))
