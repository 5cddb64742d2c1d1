"""An administrator lets people in, moves them, resets passwords and lets them go."""

import pytest

from foundation import audit
from foundation.identity.model import Role
from foundation.identity.people import ONE_TIME_HOLDS
from inspection.intake.demo import PASSWORD

NEW = {"username": "gao", "name": "高翔", "role": "clerk", "department": "窗口"}
OWN = "a password of my own"


@pytest.fixture
async def hu(bureau):
    """The administrator's browser."""
    return await bureau.staff("hu")


@pytest.fixture
async def added(hu):
    return await hu.good("POST", "/api/v1/people", json=NEW)


async def signed_in_with(bureau, username, password):
    browser = await bureau.browser()
    body = {"username": username, "password": password}
    return browser, await browser.good("POST", "/api/v1/sign-in", json=body)


def changed(person, **more):
    kept = {key: person[key] for key in ("name", "role", "department", "reviews", "unit")}
    return {**kept, "is_active": person["is_active"], **more}


async def person_of(hu, username):
    found = await hu.good("GET", "/api/v1/people", params={"q": username})
    return next(one for one in found["people"] if one["username"] == username)


async def entries_about(bureau, subject):
    async with bureau.database.reading() as view:
        return await audit.entries_about(view, subject)


async def test_a_one_time_password_opens_nothing_but_the_way_to_ones_own(bureau, added):
    gao, said = await signed_in_with(bureau, "gao", added["password"])
    assert said["must_change_password"]
    assert await gao.refused("GET", "/api/v1/cases") == (409, "identity.password_to_change")
    body = {"old": added["password"], "new": OWN}
    await gao.good("POST", "/api/v1/me/password", json=body)
    assert not (await gao.good("GET", "/api/v1/me"))["must_change_password"]
    assert (await gao.good("GET", "/api/v1/cases"))["cases"]
    again = await bureau.browser()
    body = {"username": "gao", "password": added["password"]}
    assert (await again.refused("POST", "/api/v1/sign-in", json=body))[1] == (
        "identity.wrong_password"
    )


async def test_a_one_time_password_lapses(bureau, added):
    bureau.clock.move(seconds=ONE_TIME_HOLDS.total_seconds())
    gao = await bureau.browser()
    body = {"username": "gao", "password": added["password"]}
    refused = await gao.refused("POST", "/api/v1/sign-in", json=body)
    assert refused == (401, "identity.password_lapsed")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("not this one", OWN, "user.old_password_wrong"),
        (PASSWORD, "short", "user.password_too_short"),
        (PASSWORD, PASSWORD, "user.same_password"),
    ],
)
async def test_a_password_is_changed_by_who_knows_it_to_a_long_new_one(bureau, old, new, code):
    liu = await bureau.staff("liu")
    body = {"old": old, "new": new}
    assert (await liu.refused("POST", "/api/v1/me/password", json=body))[1] == code


async def test_a_new_password_ends_the_other_sign_ins_of_the_same_person(bureau):
    here, there = await bureau.staff("liu"), await bureau.staff("liu")
    await here.good("POST", "/api/v1/me/password", json={"old": PASSWORD, "new": OWN})
    assert (await there.refused("GET", "/api/v1/me"))[0] == 401
    await here.good("GET", "/api/v1/me")


@pytest.mark.parametrize("more", [{"is_active": False}, {"role": "trainer"}])
async def test_who_is_let_go_or_does_something_else_is_signed_out_at_once(bureau, hu, more):
    liu = await bureau.staff("liu")
    person = await person_of(hu, "liu")
    await hu.good("PUT", f"/api/v1/people/{person['id']}", json=changed(person, **more))
    assert await liu.refused("GET", "/api/v1/cases") == (401, "identity.not_signed_in")


async def test_an_open_page_and_its_socket_end_when_the_person_is_let_go(bureau, hu, wang):
    call = await wang.good("POST", f"/api/v1/cases/{bureau.case_id}/call")
    socket = await wang.socket(call["socket"])
    await socket.send_json({"type": "hello"})
    await socket.receive_json(timeout=5)
    person = await person_of(hu, "wang")
    await hu.good("PUT", f"/api/v1/people/{person['id']}", json=changed(person, is_active=False))
    await bureau.house.attendance.check()
    async for _ in socket:
        pass
    assert socket.closed


async def test_who_is_let_go_stays_in_the_list_and_can_come_back(bureau, hu):
    person = await person_of(hu, "liu")
    path = f"/api/v1/people/{person['id']}"
    await hu.good("PUT", path, json=changed(person, is_active=False))
    gone = await person_of(hu, "liu")
    assert (gone["is_active"], gone["id"]) == (False, person["id"])
    await hu.good("PUT", path, json=changed(gone, is_active=True))
    await bureau.staff("liu")


async def test_the_last_administrator_can_not_be_locked_out(bureau, hu):
    me = await person_of(hu, "hu")
    path = f"/api/v1/people/{me['id']}"
    for more in ({"is_active": False}, {"role": "clerk"}):
        refused = await hu.refused("PUT", path, json=changed(me, **more))
        assert refused == (409, "user.last_administrator")
    await hu.good("PUT", path, json=changed(me, name="胡海"))
    await bureau.newcomer("second", Role.ADMINISTRATOR)
    await hu.good("PUT", path, json=changed(me, role="clerk"))


async def test_a_reset_gives_a_one_time_password_and_signs_them_out(bureau, hu):
    liu = await bureau.staff("liu")
    person = await person_of(hu, "liu")
    given = await hu.good("POST", f"/api/v1/people/{person['id']}/password")
    assert (await liu.refused("GET", "/api/v1/me"))[0] == 401
    _, said = await signed_in_with(bureau, "liu", given["password"])
    assert said["must_change_password"]


async def test_each_change_stands_in_the_audit_log_and_no_password_does(bureau, hu, added):
    person = added["person"]
    path = f"/api/v1/people/{person['id']}"
    await hu.good("PUT", path, json=changed(person, role="auditor"))
    given = await hu.good("POST", f"{path}/password")
    entries = await entries_about(bureau, person["id"])
    assert [one.action for one in entries] == [
        "user.added",
        "user.changed",
        "user.password_reset",
    ]
    me = (await hu.good("GET", "/api/v1/me"))["user"]["id"]
    assert {one.actor for one in entries} == {me}
    assert entries[1].facts == {"role": "auditor", "before": {"role": "clerk"}}
    told = str([one.facts for one in entries])
    assert added["password"] not in told
    assert given["password"] not in told


async def test_the_list_says_when_somebody_last_signed_in(bureau, hu, added):
    assert (await person_of(hu, "gao"))["signed_in_at"] is None
    bureau.clock.move(minutes=5)
    await signed_in_with(bureau, "gao", added["password"])
    at = (await person_of(hu, "gao"))["signed_in_at"]
    assert at == bureau.clock.now().isoformat()


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"username": "wang"}, 409, "user.name_taken"),
        ({"username": "two words"}, 422, "http.wrong_field"),
        ({"role": "king"}, 422, "http.wrong_field"),
        ({"role": "reviewer"}, 422, "user.reviews_nothing"),
        ({"reviews": "market"}, 422, "user.reviews_nothing"),
        ({"role": "reviewer", "reviews": "nobody"}, 422, "user.reviews_nothing"),
        ({"unit": "unit_none"}, 404, "not_found"),
    ],
)
async def test_what_does_not_fit_is_refused(hu, more, status, code):
    refused = await hu.refused("POST", "/api/v1/people", json={**NEW, **more})
    assert refused == (status, code)
