"""Each route, called by everybody: the published policy is what really happens (scorecard A1).

What is foreign looks exactly like what does not exist.
"""

import json
from hashlib import sha256

import aiohttp
import pytest

from foundation import outbox
from foundation.http.openapi import described
from foundation.identity.model import Role
from foundation.identity.policies import SIGNED_IN, STAFF_COOKIE
from inspection.determination.recipients import LICENSING
from inspection.evidence import custody
from inspection.figures import store as figure_store
from inspection.figures.model import Outcome, PreCheck
from inspection.live.frames import client_frame
from inspection.published import policy_of_frame, socket_schema
from inspection.ratings import store as rating_store
from inspection.ratings.model import Level, Rating
from tests.api.test_import import a_file, a_line
from tests.support.exams import draw_by_hand
from tests.support.films import film_of_phone
from tests.support.gaps import a_gap
from tests.support.house import take_still
from tests.support.notices import a_notice
from tests.support.pictures import drawn_signature, jpeg
from webrtc.phone import PanoramaCamera, WhipPublisher

STAFF = {
    "clerk": "liu",
    "inspector_of_case": "wang",
    "supervisor": "chen",
    "trainer": "sun",
    "administrator": "hu",
}
NEWCOMERS = {
    "lead": Role.LEAD,
    "template_editor": Role.TEMPLATE_EDITOR,
    "auditor": Role.AUDITOR,
    "integrator": Role.INTEGRATOR,
}
LENGTH = {
    "sheet": "a4",
    "corners": [{"x": x, "y": y} for x, y in ((0.2, 0.2), (0.6, 0.2), (0.6, 0.7), (0.2, 0.7))],
    "points": [{"x": 0.3, "y": 0.3}, {"x": 0.5, "y": 0.5}],
}
MANDATE = {
    "asked_by": "于海",
    "relation": "self",
    "way": "phone",
    "asked_at": "2026-11-24T09:30:00Z",
}
REVIEWERS = {"reviewer_of_case": "lin", "reviewer": "he"}
BODIES = {
    "/api/v1/sign-in": {"username": "nobody", "password": "wrong"},
    "/api/v1/visit/consent": {"version": "old", "is_given": True},
    "/api/v1/visit/signature": {"png_base64": drawn_signature(), "record_sha256": "0" * 64},
    "/api/v1/cases/{case}/signatures": {
        "png_base64": drawn_signature(),
        "record_sha256": "0" * 64,
    },
    "/api/v1/cases/{case}/findings/{item}": {"verdict": "pass"},
    "/api/v1/cases/{case}/findings/{item}/reconciliation": {"verdict": "pass", "reason": "看过"},
    "/api/v1/cases/{case}/captures": {"item": "KL-01"},
    "/api/v1/cases/{case}/clips": {"item": "KL-01", "seconds": 5},
    "/api/v1/cases/{case}/readings/{item}": {"quantity": 0, "value": "1", "evidence": "ev_none"},
    "/api/v1/evidence/{evidence}/cover": {"boxes": [], "reason": "看过"},
    "/api/v1/evidence/{evidence}/length": LENGTH,
    "/api/v1/evidence/{evidence}/notes/length": {"length": LENGTH, "quantity": 0, "value": "1"},
    "/api/v1/evidence/{evidence}/notes/text": {"is_code": False, "title": "型号", "value": "A"}
    | {"proposed": "A", "confidence": 1},
    "/api/v1/visit/rating": {"level": 5},
    "/api/v1/visit/licence-wish": {"way": "collect"},
    "/api/v1/rating-tasks/{task}/answer": {"answer": "已电话回访。"},
    "/api/v1/template-drafts": {"family": "kl", "version": "2026.11.4"},
    "/api/v1/cases/{case}/reviewers/{department}": {"reviewer": None},
    "/api/v1/field-checks/{check}": {
        "visited_on": "2026-11-24",
        "items": [{"item": "KL-01", "agrees": True}],
        "reason": "看错",
    },
    "/api/v1/cases/{case}/steps": {"act": "closed", "why": "看过"},
    "/api/v1/cases/{case}/pause": {"kind": "force", "why": "停电"},
    "/api/v1/cases/{case}/second-look": {"why": "看过"},
    "/api/v1/cases/{case}/appeal": {"why": "不认可", "inspectors": []},
    "/api/v1/cases/{case}/record/refusal": {"reason": "不签", "record_sha256": "0" * 64},
    "/api/v1/cases/{case}/record/refusal/witness": {"record_sha256": "0" * 64},
    "/api/v1/visit/booking": {"starts_at": "2026-11-24T02:41:00Z"},  # no slot begins then
    "/api/v1/cases/{case}/booking": {"starts_at": "2026-11-24T02:41:00Z"},
    "/api/v1/cases/{case}/inspectors": {"inspectors": ["usr_none", "usr_no"], "reason": "换班"},
    "/api/v1/cases/{case}/transfer": {"inspectors": ["usr_none", "usr_no"], "reason": "换班"},
    "/api/v1/roster/pairs": {"inspectors": ["usr_none", "usr_no"]},
    "/api/v1/roster/pairs/{pair}": {"hours": "workday 09:00-12:00"},
    "/api/v1/roster/closures": {"on": "2026-12-01", "reason": "停电"},
    "/api/v1/roster/absences": {"inspector": "usr_none", "reason": "病假"}
    | {"first_on": "2026-12-02", "last_on": "2026-12-01"},
    "/api/v1/cases/{case}/conclusions/{area}/deviation": {"conclusion": "fail", "reason": "看过"},
    "/api/v1/cases/{case}/conclusions/{area}/deviation/confirmation": {"proposal": 1},
    "/api/v1/cases": {"application": {}, "mandate": MANDATE},
    "/api/v1/me/password": {"old": "not this one", "new": "another long one"},
    "/api/v1/people": {"username": "hu", "name": "胡", "role": "clerk"},
    "/api/v1/people/{person}": {"name": "新人", "role": "clerk", "is_active": True},
    "/api/v1/units": {"name": "城关分中心", "parent": "bureau"},
    "/api/v1/qualifications/{inspector}": {"until": "2027-12-31"},
    "/api/v1/exam-results": {"inspector": "usr_none", "exam": "样板间", "taken_on": "2027-01-01"}
    | {"score": 90, "is_passed": True},
    "/api/v1/cases/{case}/unit": {"unit": "bureau"},
    "/api/v1/exams": {"room": "t2", "level": "basic", "mode": "practice"},
    "/api/v1/visit/exams": {"room": "t2", "level": "basic", "mode": "practice"},
    "/api/v1/exams/{attempt}/answers": {"choice": "LR-16", "spot": {"x": 1, "y": 1}},
    "/api/v1/units/{unit}": {"name": "城关分中心", "parent": "bureau"},
    "/api/v1/cases/{case}/pre-check": {"facts": {}},
    "/api/v1/cases/{case}/gaps": {"gaps": []},
    "/api/v1/cases/{case}/gaps/end": {"why": "逾期"},
    "/api/v1/cases/{case}/gaps/{gap}/review": {"verdict": "accepted"},
    "/api/v1/cases/{case}/gaps/{gap}/extension": {"working_days": 3, "why": "停电"},
    "/api/v1/cases/{case}/pledge": {"sha256": "0" * 64, "mandate": MANDATE},
    "/api/v1/visit/pledge": {"png_base64": drawn_signature(), "sha256": "0" * 64},
    "/api/v1/operators/{code}/flags": {"source": "试", "reason": "试"},
    "/api/v1/operators/{code}/flags/{flag}/lift": {"reason": "试"},
    "/api/v1/cases/{case}/decline": {"reason": "试"},
    "/api/v1/cases/{case}/mode": {"mode": "live", "reason": "看过"},
    "/api/v1/cases/{case}/renewal": {"unchanged": True, "mandate": MANDATE},
}
# What ends a visit or the call comes last, so that the others still find it.
LAST = ("/api/v1/cases/{case}/invitations", "/api/v1/cases/{case}/call/end")
FRAMES = [
    {"type": "item", "item": "KL-01"},
    {"type": "want_still", "item": "KL-01"},
    {"type": "point", "x": 0, "y": 0},
    {"type": "torch", "on": False},
    {"type": "quality", "rung": "slow"},
    {"type": "cap", "bps": 500_000},
    {"type": "want_snapshot"},
    {"type": "watching", "publisher": "applicant", "width_px": 1, "height_px": 1, "freezes": 0},
    {"type": "ping"},
    {"type": "picture", "state": "black"},
    {"type": "obeyed", "rung": "hd", "cap_bps": 500_000, "is_in_force": True},
    {"type": "camera", "state": "live"},
    {"type": "commit", "id": "still-0009", "item": "KL-01", "sha256": "0" * 64, "width_px": 1}
    | {"height_px": 1, "taken_at": "2026-11-24T02:05:00Z"},
    {"type": "position", "latitude": 26, "longitude": 119, "accuracy_m": 9, "age_ms": 0},
    {"type": "no_position", "why": "denied"},
    {"type": "clock", "question": "nobody asked", "phone_at": "2026-11-24T02:05:00Z"},
    {"type": "chat", "text": "hello"},
    {"type": "hello"},
]


def a_drawn_pass(case_id, at):
    """What figures keep of a remote pass that was drawn for a look in the field."""
    return Outcome(
        *(case_id, "2026-11", at, True, True, 1, False, True, "中型餐馆", "usr_x", "usr_y"),
        *("live", PreCheck.NONE, {}),
    )


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    draw_by_hand(monkeypatch)


@pytest.fixture
async def everybody(bureau):
    """One browser per kind of caller, and the things of a case in an open call."""
    people = {caller: await bureau.staff(name) for caller, name in STAFF.items()}
    wang = people["inspector_of_case"]
    phone = people["applicant"] = await bureau.applicant(wang, bureau.case_id)
    people["inspector"] = await bureau.foreign_inspector()
    people |= {caller: await bureau.newcomer(caller, role) for caller, role in NEWCOMERS.items()}
    people |= {caller: await bureau.staff(name) for caller, name in REVIEWERS.items()}
    await bureau.call_reviewer("urban", "lin")
    cases = (await people["clerk"].good("GET", "/api/v1/cases"))["cases"]
    other = next(one["id"] for one in cases if one["id"] != bureau.case_id)
    people["applicant_of_another_case"] = await bureau.applicant(people["clerk"], other)
    people["everybody"] = people["room_member"] = await bureau.browser()
    taker = people["exam_taker"] = await bureau.browser()
    attempt = await taker.good(
        "POST", "/api/v1/practice-exams", json={"room": "t2", "level": "basic"}
    )

    await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    seat = await phone.good("POST", "/api/v1/visit/call")
    socket = await phone.socket(seat["socket"])
    await socket.send_json({"type": "hello"})
    kept = await take_still(phone, socket, "KL-01", jpeg(), "still-0001")
    noted = await wang.good(
        *("POST", f"/api/v1/evidence/{kept['id']}/notes/text"),
        json={"is_code": True, "title": "码", "value": "A", "proposed": "A", "confidence": 1},
    )
    film = film_of_phone(count=5)
    digest, began = sha256(film).hexdigest(), bureau.clock.now().isoformat()
    added = await phone.good(
        "PUT", f"/api/v1/visit/films/{digest}", data=film, params={"began_at": began}
    )
    async with bureau.database.transaction() as transaction:
        delivery = await outbox.add(
            transaction,
            receiver=LICENSING,
            lane=bureau.case_id,
            body={"case_number": "YK", "determined_at": "2026-11-24T10:00:00+00:00"},
            now=bureau.clock.now(),
        )
        await rating_store.add(
            transaction, bureau.case_id, Rating(Level.BAD, (), "", bureau.clock.now())
        )
        days = bureau.clock.now(), bureau.clock.now()
        await rating_store.open_task(transaction, "task_1", bureau.case_id, *days)
    draft = await people["trainer"].good(
        "POST", "/api/v1/template-drafts", json=BODIES["/api/v1/template-drafts"]
    )
    chen = people["supervisor"]
    both = [one["id"] for one in (await chen.good("GET", "/api/v1/roster"))["inspectors"]][:2]
    pair = await chen.good("POST", "/api/v1/roster/pairs", json={"inspectors": both})
    days = {"first_on": "2027-02-01", "last_on": "2027-02-01", "reason": "病假"}
    away = await chen.good("POST", "/api/v1/roster/absences", json={"inspector": both[0], **days})
    closed = await chen.good(
        "POST", "/api/v1/roster/closures", json=BODIES["/api/v1/roster/closures"]
    )
    hu = people["administrator"]
    leaver = {"username": "leaver", "name": "新人", "role": "clerk"}
    made = await hu.good("POST", "/api/v1/people", json=leaver)
    unit = await hu.good("POST", "/api/v1/units", json=BODIES["/api/v1/units"])
    async with bureau.database.transaction() as transaction:
        await figure_store.add(transaction, drawn := a_drawn_pass(other, bureau.clock.now()))
        await figure_store.add_way(transaction, drawn)
    brought = await people["clerk"].good(
        "POST", "/api/v1/intake/imports", data=a_file(a_line("T-1", phone=""))
    )
    things = {
        "import": brought["id"],
        "person": made["person"]["id"],
        "unit": unit["id"],
        **BODIES["/api/v1/template-drafts"],
        "draft": draft["id"],
        "attempt": attempt["id"],
        "case": bureau.case_id,
        "check": other,  # drawn, and judged by people who are not among the callers
        "pair": pair["id"],
        "inspector": both[0],
        "exception": closed["id"],
        "absence": away["id"],
        "evidence": kept["id"],
        "form": "original",
        "delivery": delivery,
        "note": noted["id"],
        "task": "task_1",
        "room": seat["room"],
        "commitment": "still-0001",
        "item": "OF-01",  # of the department whose reviewer is called
        "area": "food",
        "department": "market",
        "publisher": "applicant",
        "participant": "applicant",
        "notice": await a_notice(bureau.database, bureau.clock, bureau.case_id),
        "film": f"{added['name']}.webm",
        "sha256": digest,
        **await a_gap(bureau.database, bureau.clock, bureau.case_id),
        "token": "guessed",
        "rules": "all-must-comply",
        "edition": "2026.11.1",
        "number": "YK20260101-0001",
    }
    yield people, things, seat
    await socket.close()


async def knock(browser, route, things, token=""):
    """Status, code and whole body of a call to a route; 101 for a socket that opened."""
    path = route.path
    for name, value in things.items():
        path = path.replace(f"{{{name}}}", value)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if route.operation.status == 101:
        try:
            await (await browser.socket(path)).close()
        except aiohttp.WSServerHandshakeError as refusal:
            return refusal.status, None, None
        return 101, None, None
    if route.path.startswith("/api/v1/media/"):
        headers["Content-Type"] = "application/sdp"
        status, body = await browser.ask(route.method, path, headers=headers, data="v=0\r\n")
    elif route.path.startswith("/api/v1/visit/stills/"):
        status, body = await browser.ask(route.method, path, data=jpeg())
    elif route.path.endswith("/documents"):
        paper = {"data": b"%PDF-1.7\n%%EOF\n", "params": {"item": "OF-05"}}
        status, body = await browser.ask(route.method, path, **paper)
    else:
        status, body = await browser.ask(route.method, path, json=BODIES.get(route.path))
    return status, body.get("code") if isinstance(body, dict) else None, body


def lies_open(route, answer):
    """Whether the caller came past the door, whatever the answer was then."""
    status, code, _ = answer
    if route.operation.status == 101:
        return status == 101
    return code not in {problem.code for problem in route.operation.policy.refuses}


def routes_of(bureau):
    found = [one for one in described(bureau.house.app) if one.operation.policy.proofs]
    return sorted(found, key=lambda one: one.path in LAST)


async def test_every_route_opens_for_those_its_policy_names_and_for_nobody_else(bureau, everybody):
    people, things, seat = everybody
    for route in (one for one in routes_of(bureau) if "{session}" not in one.path):
        policy = route.operation.policy
        allowed = set(policy.callers)
        if "inspector" in allowed:
            allowed.add("inspector_of_case")
        if "reviewer" in allowed:
            allowed.add("reviewer_of_case")
        if policy.id == "applicant":
            allowed.add("applicant_of_another_case")  # a visit of their own, seen by nobody else
        for caller, browser in people.items():
            token = seat["token"] if caller == "room_member" else ""
            answer = await knock(browser, route, things, token)
            said = f"{route.method} {route.path} for {caller}: {answer[:2]}"
            assert lies_open(route, answer) is (caller in allowed), said


async def test_an_auditor_reads_and_changes_nothing(bureau, everybody):
    people, things, _ = everybody
    auditor, changing = people["auditor"], 0
    for route in (one for one in routes_of(bureau) if one.method != "GET"):
        policy = route.operation.policy
        if STAFF_COOKIE not in policy.proofs or policy is SIGNED_IN:  # their own password is theirs
            continue
        status, _, _ = await knock(auditor, route, things)
        assert status == 404, (route.method, route.path, status)
        assert "auditor" not in policy.callers
        changing += 1
    assert changing > 60
    status, _ = await auditor.ask("GET", f"/api/v1/evidence/{things['evidence']}/original")
    assert status == 200
    async with bureau.database.reading() as view:
        log = await custody.entries_of(view, bureau.case_id)
    me = (await auditor.good("GET", "/api/v1/me"))["user"]["id"]
    assert [(said["act"], said["who"]) for said in (json.loads(one.line) for one in log)][-1] == (
        "viewed",
        me,
    )


async def test_every_role_is_tried():
    tried = {*STAFF, *NEWCOMERS, *REVIEWERS, "inspector"} - {"inspector_of_case"}
    assert {role.value for role in Role} == tried - {"reviewer_of_case"}


async def test_what_is_foreign_looks_exactly_like_what_does_not_exist(bureau, everybody):
    people, things, _ = everybody
    nothing = {**things, "case": "case_none", "evidence": "ev_none", "delivery": "out_none"}
    compared = 0
    for route in routes_of(bureau):
        if not {"{case}", "{evidence}", "{delivery}"} & set(route.path.split("/")):
            continue
        for caller in people.keys() - set(route.operation.policy.callers):
            answers = [await knock(people[caller], route, one) for one in (things, nothing)]
            assert answers[0] == answers[1], (caller, route.path)
            assert answers[0][0] in (401, 404), (caller, route.path)
            compared += 1
    assert compared > 50


async def test_a_media_session_is_its_owners_alone(bureau, everybody):
    people, things, seat = everybody
    desk = await people["inspector_of_case"].good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    routes = [one for one in routes_of(bureau) if "{session}" in one.path]
    assert len(routes) == 4
    http = people["everybody"].client.session
    base = str(people["everybody"].client.make_url(""))
    for route in routes:
        whip = base + seat["whip"]
        phone = await WhipPublisher.publish(http, whip, seat["token"], PanoramaCamera.of_room(None))
        session = {**things, "session": phone._location.rpartition("/")[2]}
        for token in ("", "forged", desk["token"]):
            answer = await knock(people["everybody"], route, session, token)
            assert not lies_open(route, answer), (route.path, token)
        answer = await knock(people["everybody"], route, session, seat["token"])
        assert lies_open(route, answer), route.path
        await phone.close()


async def refusals_of(browser, address, frame):
    """Codes of the problems a page hears after saying this; the `welcome` closes the answer."""
    socket = await browser.socket(address)
    await socket.send_json(frame)
    await socket.send_json({"type": "hello"})
    codes = []
    while (heard := await socket.receive_json(timeout=5))["type"] != "welcome":
        codes += [heard["code"]] if heard["type"] == "problem" else []
    await socket.close()
    return codes


async def test_each_frame_is_taken_from_those_its_policy_names_and_from_nobody_else(
    bureau, everybody
):
    people, _, seat = everybody
    said = {frame["type"] for frame in FRAMES}
    assert said == set(socket_schema()["$defs"]["FromPage"]["discriminator"]["mapping"])
    opened = f"/api/v1/cases/{bureau.case_id}/call"
    desk = await people["inspector_of_case"].good("POST", opened)
    onlooker = await people["supervisor"].good("POST", opened)
    for frame in FRAMES:
        policy = policy_of_frame(type(client_frame.validate_python(frame)))
        addresses = {"inspector_of_case": desk, "supervisor": onlooker, "applicant": seat}
        for caller, address in addresses.items():
            codes = await refusals_of(people[caller], address["socket"], frame)
            is_taken = "call.wrong_frame" not in codes
            assert is_taken is (caller in policy.callers), (frame, caller)
