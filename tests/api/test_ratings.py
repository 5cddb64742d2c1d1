"""好差评: once, by the applicant's own phone, after the result; a bad one is answered."""

import sqlite3

import pytest

from inspection.cases.machine import State
from tests.api.test_callbacks import stands
from tests.support.house import PASSWORD

ADDRESS = "/api/v1/visit/rating"
BAD = {"level": 2, "tags": ["slow", "technical"], "words": "等了一个小时"}


async def test_a_service_is_rated_once_after_its_result(bureau, phone):
    assert await phone.refused("POST", ADDRESS, json={"level": 5}) == (409, "rating.too_early")
    await stands(bureau, State.PUSHED)
    assert (await phone.good("GET", "/api/v1/visit/status"))["can_rate"]
    rating = await phone.good("POST", ADDRESS, json={"level": 5, "tags": ["fast", "fast"]})
    assert rating["tags"] == [{"zh": "办得快", "en": "fast"}]
    assert await phone.refused("POST", ADDRESS, json={"level": 1}) == (409, "rating.already")
    status = await phone.good("GET", "/api/v1/visit/status")
    assert (status["rating"], status["can_rate"]) == (rating, False)
    chen = await bureau.staff("chen")
    assert (await chen.good("GET", "/api/v1/rating-tasks"))["tasks"] == [], "nobody is blamed"


async def test_a_browser_with_a_staff_cookie_never_rates(bureau, phone):
    await stands(bureau, State.PUSHED)
    signed_in = {"username": "wang", "password": PASSWORD}
    await phone.good("POST", "/api/v1/sign-in", json=signed_in)
    assert await phone.refused("POST", ADDRESS, json={"level": 5}) == (409, "rating.by_staff")
    await phone.good("POST", "/api/v1/sign-out")
    await phone.good("POST", ADDRESS, json={"level": 5})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"level": 0}, "http.wrong_field"),
        ({"level": 6}, "http.wrong_field"),
        ({"level": "5"}, "http.wrong_field"),
        ({"level": 1, "tags": ["<script>"]}, "rating.unknown_tag"),
        ({"level": 1, "words": "x" * 501}, "http.wrong_field"),
        ({}, "http.wrong_field"),
    ],
)
async def test_what_is_no_rating_is_refused(bureau, phone, wrong, code):
    await stands(bureau, State.PUSHED)
    assert await phone.refused("POST", ADDRESS, json=wrong) == (422, code)


async def test_a_bad_rating_is_taken_and_answered_by_a_supervisor(bureau, phone, tmp_path):
    await stands(bureau, State.PUSHED)
    await phone.good("POST", ADDRESS, json=BAD)
    chen = await bureau.staff("chen")
    (task,) = (await chen.good("GET", "/api/v1/rating-tasks"))["tasks"]
    assert (task["rating"]["words"], task["owner"]) == ("等了一个小时", None)
    assert task["due_at"] > task["opened_at"]
    path = f"/api/v1/rating-tasks/{task['id']}"
    name = (await chen.good("GET", "/api/v1/me"))["user"]["name"]
    assert (await chen.good("PUT", f"{path}/owner"))["owner"] == name
    short = {"answer": "好"}
    assert (await chen.refused("POST", f"{path}/answer", json=short))[0] == 422
    answer = {"answer": "已电话致歉，并调整了当天的排班。"}
    done = await chen.good("POST", f"{path}/answer", json=answer)
    assert (done["answer"], done["answered_by"]) == (answer["answer"], name)
    again = await chen.refused("POST", f"{path}/answer", json=answer)
    assert again == (409, "rating.already_answered")
    assert (await chen.good("GET", "/api/v1/rating-tasks"))["tasks"] == []
    listed = await chen.good("GET", "/api/v1/rating-tasks?answered=1")
    assert listed["tasks"] == [done]
    with (
        sqlite3.connect(tmp_path / "yunkan.db") as raw,
        pytest.raises(sqlite3.IntegrityError, match="no row is replaced"),
    ):
        raw.execute("UPDATE rating SET level = 5")


async def test_tasks_are_for_supervisors_alone(bureau, phone):
    await stands(bureau, State.PUSHED)
    await phone.good("POST", ADDRESS, json=BAD)
    for name in ("wang", "liu", "sun"):
        who = await bureau.staff(name)
        assert await who.refused("GET", "/api/v1/rating-tasks") == (404, "not_found")
