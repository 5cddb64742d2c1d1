"""Exams in a sample room, from preparing to the certificate: the server's clock, one browser."""

import json
import os
import shutil

import pytest
from sqlalchemy import func, select

from foundation.identity.model import Role
from inspection.dispatch.sample_room_exams import EXAM
from inspection.intake.demo import PASSWORD
from panorama.exam import store
from panorama.exam.model import PASS_SCORE
from panorama.exam.service import MOST_OF_ADDRESS, MOST_OF_ONE, PRACTICE_SEEDS
from tests.support.exams import draw_by_hand, draw_plainly, paper_in, right_answer
from tests.support.house import open_bureau

WANTED = {"room": "t2", "level": "standard", "mode": "exam"}


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    draw_by_hand(monkeypatch)


@pytest.fixture
def drawn(bureau, tmp_path):
    """Prepares an attempt and lays its pictures where the renderer would."""

    async def prepare(browser, path="/api/v1/exams", **more):
        wanted = {**WANTED, **more}
        if path.endswith("practice-exams"):
            del wanted["mode"]
        made = await browser.good("POST", path, json=wanted)
        paper, key = await paper_in(bureau.database, made["id"])
        draw_plainly(tmp_path / "exam-rooms" / key)
        return made["id"], paper

    return prepare


async def begun(browser, attempt):
    return await browser.good("POST", f"/api/v1/exams/{attempt}/begin")


async def answer_all(browser, attempt, paper):
    for one in paper.answers:
        body = right_answer(paper, one.rule_id)
        await browser.good("POST", f"/api/v1/exams/{attempt}/answers", json=body)


async def passed(browser, prepare, **more):
    attempt, paper = await prepare(browser, **more)
    await begun(browser, attempt)
    await answer_all(browser, attempt, paper)
    return await browser.good("POST", f"/api/v1/exams/{attempt}/finish")


async def test_an_exam_goes_from_preparing_to_a_certificate_anybody_can_check(bureau, wang, drawn):
    made = await wang.good("POST", "/api/v1/exams", json=WANTED)
    assert (made["state"], made["questions"], made["pictures"]) == ("preparing", None, None)
    address = f"/api/v1/exams/{made['id']}"
    assert await wang.refused("POST", f"{address}/begin") == (409, "exam.not_ready")
    body = {"choice": "LR-16", "spot": {"x": 1, "y": 1}}
    assert await wang.refused("POST", f"{address}/answers", json=body) == (409, "exam.not_begun")

    over = await passed(wang, drawn)
    assert over["state"] == "over"
    result = over["result"]
    assert (result["points"], result["is_passed"], result["mistakes"]) == (100, True, 0)
    for one in result["answers"]:
        assert one["clause"]
        assert one["confidence"]
        assert one["because"][0]["explanation"]["zh"]
    anybody = await bureau.browser()
    found = await anybody.good("GET", f"/api/v1/exam-certificates/{result['certificate']}")
    assert (found["name"], found["points"], found["is_valid"]) == ("王建国", 100, True)
    bureau.clock.move(days=730)
    found = await anybody.good("GET", f"/api/v1/exam-certificates/{result['certificate'].lower()}")
    assert found["is_valid"] is False
    status, code = await anybody.ask(
        "GET", f"/api/v1/exam-certificates/{result['certificate']}/code.svg"
    )
    assert status == 200
    assert b"<svg" in code


async def test_an_exam_tells_nothing_of_the_answers_before_its_end(wang, drawn):
    attempt, paper = await drawn(wang)
    running = await begun(wang, attempt)
    body = right_answer(paper, paper.answers[0].rule_id)
    address = f"/api/v1/exams/{attempt}"
    answered = await wang.good("POST", f"{address}/answers", json=body)
    for said in (running, answered, await wang.good("GET", address)):
        assert said["result"] is None
        assert all(one["outcome"] is None for one in said["taps"])
        text = json.dumps(said, ensure_ascii=False)
        for one in paper.answers:
            assert one.because[0][0].zh not in text
    things = [one["id"] for one in running["questions"]["things"]]
    assert things == [f"t{number}" for number in range(1, len(things) + 1)]
    right, wrong = answered["tries_left"], None
    holds = next(
        one["rule_id"]
        for one in running["questions"]["choices"]
        if one["rule_id"] not in {answer.rule_id for answer in paper.answers}
    )
    wrong = await wang.good("POST", f"{address}/answers", json={**body, "choice": holds})
    again = await wang.good("POST", f"{address}/answers", json=body)
    assert [right, wrong["tries_left"], again["tries_left"]] == [right, right - 1, right - 2]


async def test_a_practice_tells_at_once_needs_no_name_and_gives_no_certificate(bureau, drawn):
    browser = await bureau.browser()
    attempt, paper = await drawn(browser, "/api/v1/practice-exams", level="basic")
    await begun(browser, attempt)
    first = right_answer(paper, paper.answers[0].rule_id)
    said = await browser.good("POST", f"/api/v1/exams/{attempt}/answers", json=first)
    assert [one["outcome"] for one in said["taps"]] == ["found"]
    said = await browser.good("POST", f"/api/v1/exams/{attempt}/answers", json=first)
    assert said["taps"][-1]["outcome"] == "already"
    for one in paper.answers[1:]:
        body = right_answer(paper, one.rule_id)
        said = await browser.good("POST", f"/api/v1/exams/{attempt}/answers", json=body)
    assert said["state"] == "over", "all found ends a practice"
    assert said["result"]["certificate"] is None
    assert said["result"]["points"] == 100


async def test_time_is_the_servers_and_an_attempt_survives_a_reload(bureau, wang, drawn):
    attempt, paper = await drawn(wang)
    address = f"/api/v1/exams/{attempt}"
    first = await begun(wang, attempt)
    bureau.clock.move(minutes=14)
    assert (await begun(wang, attempt))["ends_at"] == first["ends_at"], "no second beginning"
    body = right_answer(paper, paper.answers[0].rule_id)
    await wang.good("POST", f"{address}/answers", json=body)
    reloaded = await wang.good("GET", address)
    assert (reloaded["state"], len(reloaded["taps"])) == ("running", 1)
    bureau.clock.move(minutes=1)
    assert await wang.refused("POST", f"{address}/answers", json=body) == (409, "exam.over")
    over = await wang.good("GET", address)
    assert (over["state"], over["result"]["found"]) == ("over", 1)
    assert over["result"]["at"] == first["ends_at"]


async def test_handing_in_twice_gives_one_result(bureau, wang, drawn):
    over = await passed(wang, drawn)
    again = await wang.good("POST", f"/api/v1/exams/{over['id']}/finish")
    assert again["result"] == over["result"]
    chen = await bureau.staff("chen")
    listed = (await chen.good("GET", "/api/v1/exam-attempts"))["results"]
    assert [one["id"] for one in listed] == [over["id"]]


async def test_out_of_tries_is_the_end(wang, drawn):
    attempt, paper = await drawn(wang, level="basic")
    running = await begun(wang, attempt)
    broken = {one.rule_id for one in paper.answers}
    holds = next(
        one["rule_id"] for one in running["questions"]["choices"] if one["rule_id"] not in broken
    )
    body = {"choice": holds, "spot": {"thing": "t1"}}
    for _ in range(running["tries"]):
        said = await wang.good("POST", f"/api/v1/exams/{attempt}/answers", json=body)
    assert said["state"] == "over"
    assert (said["result"]["points"], said["result"]["is_passed"]) == (0, False)
    assert said["result"]["certificate"] is None


async def test_whoever_delivers_is_woken_when_an_answer_or_the_clock_ends_an_exam(
    bureau, wang, drawn, monkeypatch
):
    rung = []
    monkeypatch.setattr(bureau.house.exams, "_told", lambda: rung.append(True))
    attempt, paper = await drawn(wang, level="basic")
    running = await begun(wang, attempt)
    body = right_answer(paper, paper.answers[0].rule_id)
    for _ in range(running["tries"]):
        assert not rung
        await wang.good("POST", f"/api/v1/exams/{attempt}/answers", json=body)
    assert rung
    attempt, _ = await drawn(wang)
    await begun(wang, attempt)
    rung.clear()
    bureau.clock.move(minutes=16)
    assert (await begun(wang, attempt))["state"] == "over"
    assert rung


async def test_an_attempt_is_its_browsers_and_its_persons(bureau, wang, drawn):
    attempt, _ = await drawn(wang)
    address = f"/api/v1/exams/{attempt}"
    for other in (await bureau.staff("wang"), await bureau.browser()):
        assert await other.refused("GET", address) == (404, "not_found")
    await wang.good("POST", "/api/v1/sign-out")
    assert await wang.refused("GET", address) == (401, "identity.not_signed_in")
    await wang.good("POST", "/api/v1/sign-in", json={"username": "zhao", "password": PASSWORD})
    assert await wang.refused("GET", address) == (404, "not_found")


async def test_one_exam_at_a_time_and_a_few_a_day_but_practice_is_free(bureau, wang, drawn):
    attempt, _ = await drawn(wang)
    await begun(wang, attempt)
    assert await wang.refused("POST", "/api/v1/exams", json=WANTED) == (409, "exam.under_way")
    await wang.good("POST", f"/api/v1/exams/{attempt}/finish")
    for _ in range(2):
        await passed(wang, drawn)
    assert await wang.refused("POST", "/api/v1/exams", json=WANTED) == (429, "exam.no_more_today")
    await drawn(wang, mode="practice")
    bureau.clock.move(days=1)
    await drawn(await bureau.staff("wang"))


async def test_practice_rooms_are_few_so_that_they_are_there_at_once(bureau):
    browser = await bureau.browser()
    keys = set()
    wanted = {"room": "t2", "level": "basic"}
    for _ in range(30):
        made = await browser.good("POST", "/api/v1/practice-exams", json=wanted)
        keys.add((await paper_in(bureau.database, made["id"]))[1])
    assert 1 < len(keys) <= PRACTICE_SEEDS
    refused = await browser.refused("POST", "/api/v1/practice-exams", json=wanted)
    assert refused == (429, "exam.too_many")


async def test_the_last_exam_that_may_be_prepared_may_be_begun(bureau, wang, drawn):
    for _ in range(MOST_OF_ONE - 1):
        await wang.good("POST", "/api/v1/exams", json=WANTED)
    bureau.clock.move(minutes=20)
    attempt, _ = await drawn(wang)
    assert (await begun(wang, attempt))["state"] == "running"
    status, body = await wang.ask("POST", "/api/v1/exams", json=WANTED)
    assert (status, body["code"]) == (429, "exam.too_many")
    assert "40 分钟后" in body["detail_zh"]


async def rows_of(bureau, table):
    async with bureau.database.reading() as view:
        return (await view.execute(select(func.count()).select_from(table))).scalar_one()


async def test_whoever_keeps_no_cookie_is_known_by_the_address(bureau):
    wanted = {"room": "t2", "level": "basic"}
    for _ in range(MOST_OF_ADDRESS):
        await (await bureau.browser()).good("POST", "/api/v1/practice-exams", json=wanted)
    refused = await (await bureau.browser()).refused("POST", "/api/v1/practice-exams", json=wanted)
    assert refused == (429, "exam.too_many")
    await (await bureau.staff("wang")).good("POST", "/api/v1/exams", json=WANTED)
    bureau.clock.move(hours=1)
    await (await bureau.browser()).good("POST", "/api/v1/practice-exams", json=wanted)


async def test_practice_without_a_name_is_forgotten_after_a_day_and_the_rest_stays(
    bureau, wang, drawn
):
    named = await passed(wang, drawn, mode="practice")
    browser = await bureau.browser()
    attempt, paper = await drawn(browser, "/api/v1/practice-exams", level="basic")
    await begun(browser, attempt)
    body = right_answer(paper, paper.answers[0].rule_id)
    await browser.good("POST", f"/api/v1/exams/{attempt}/answers", json=body)
    over = await browser.good("POST", f"/api/v1/exams/{attempt}/finish")
    assert (over["state"], over["result"]["found"]) == ("over", 1)
    bureau.clock.move(hours=23)
    assert await bureau.house.exams.settle() == 0
    again = await browser.good("GET", f"/api/v1/exams/{attempt}")
    assert again["result"] == over["result"]
    bureau.clock.move(hours=2)
    await bureau.house.exams.settle()
    assert await browser.refused("GET", f"/api/v1/exams/{attempt}") == (404, "not_found")
    assert await rows_of(bureau, store.attempt_table) == 1
    assert await rows_of(bureau, store.tap_table) == len(named["taps"])


async def test_an_applicant_takes_it_by_the_link_of_the_case(bureau, phone, drawn):
    over = await passed(phone, drawn, path="/api/v1/visit/exams")
    assert over["result"]["certificate"]
    sun = await bureau.staff("sun")
    (line,) = (await sun.good("GET", "/api/v1/exam-attempts?mode=exam"))["results"]
    assert line["is_staff"] is False
    assert line["certificate"] == over["result"]["certificate"]


async def test_trainers_see_who_passed_and_take_it_as_a_table(bureau, wang, drawn):
    await passed(wang, drawn)
    sun = await bureau.staff("sun")
    (line,) = (await sun.good("GET", "/api/v1/exam-attempts"))["results"]
    assert (line["name"], line["is_passed"], line["points"] >= PASS_SCORE) == ("王建国", True, True)
    table = (await sun.good("GET", "/api/v1/exam-attempts.csv")).decode("utf-8-sig")
    assert table.splitlines()[0].startswith("日期,姓名")
    assert "王建国" in table.splitlines()[1]
    assert (await wang.refused("GET", "/api/v1/exam-attempts")) == (404, "not_found")


async def test_passing_is_the_exam_that_assignment_asks_for(
    database, clock, tmp_path, aiohttp_client
):
    strict = await open_bureau(
        *(database, clock, tmp_path, aiohttp_client), inspection_exam=EXAM, inspection_exam_days=100
    )
    liu, case_id = await strict.staff("liu"), await strict.another_case()
    draw = ("POST", f"/api/v1/cases/{case_id}/assignment")
    assert await liu.refused(*draw) == (409, "dispatch.nobody")
    for name in ("wang", "zhao"):
        browser = await strict.staff(name)
        for level in ("basic", "advanced"):
            made = await browser.good("POST", "/api/v1/exams", json={**WANTED, "level": level})
            paper, key = await paper_in(database, made["id"])
            draw_plainly(tmp_path / "exam-rooms" / key)
            await begun(browser, made["id"])
            await answer_all(browser, made["id"], paper)
            await browser.good("POST", f"/api/v1/exams/{made['id']}/finish")
            if (name, level) == ("zhao", "basic"):
                refused = await liu.refused(*draw)
                assert refused == (409, "dispatch.nobody"), "a basic exam gates nothing"
    assert len((await liu.good(*draw))["inspectors"]) == 2


async def test_exams_nobody_handed_in_end_by_the_clock(bureau, wang, drawn):
    attempt, _ = await drawn(wang)
    await begun(wang, attempt)
    bureau.clock.move(minutes=16)
    assert await bureau.house.exams.settle() == 1
    assert await bureau.house.exams.settle() == 0
    sun = await bureau.staff("sun")
    (line,) = (await sun.good("GET", "/api/v1/exam-attempts"))["results"]
    assert (line["id"], line["is_passed"]) == (attempt, False)


async def test_pictures_come_by_a_key_and_nothing_else_of_the_folder_does(bureau, wang, drawn):
    attempt, _ = await drawn(wang)
    running = await begun(wang, attempt)
    anybody = await bureau.browser()
    path = running["pictures"]["kitchen"]["preview"]
    assert (await anybody.ask("GET", running["files"] + path))[0] == 200
    assert (await anybody.ask("GET", running["files"] + "plan.svg"))[0] == 200
    for wrong in ("progress.json", "used", "../salt", "scenes/../progress.json", "scenes/x.jpg"):
        assert (await anybody.ask("GET", running["files"] + wrong))[0] == 404
    assert (await anybody.ask("GET", "/api/v1/exam-rooms/none/plan.svg"))[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        {"choice": "LR-99", "spot": {"x": 1, "y": 1}},
        {"choice": "LR-16", "spot": {"x": 1e400, "y": 1}},
        {"choice": "LR-16", "spot": {"x": 1, "y": 1, "thing": "both"}},
        {"choice": "LR-16"},
        {"choice": "LR-16", "spot": {"scene": "kitchen", "yaw_deg": "north", "pitch_deg": 0}},
    ],
    ids=["unknown rule", "infinite", "two spots", "no spot", "no number"],
)
async def test_a_malformed_answer_costs_nothing(wang, drawn, body):
    attempt, _ = await drawn(wang)
    before = await begun(wang, attempt)
    status, _ = await wang.refused(
        "POST",
        f"/api/v1/exams/{attempt}/answers",
        data=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert status in (400, 422)
    after = await wang.good("GET", f"/api/v1/exams/{attempt}")
    assert after["tries_left"] == before["tries_left"]


async def test_a_room_that_is_not_there_is_named(wang):
    refused = await wang.refused("POST", "/api/v1/exams", json={**WANTED, "room": "../t2"})
    assert refused == (422, "exam.unknown_room")


async def test_a_room_somebody_looks_at_is_not_the_first_to_be_cleared(
    bureau, wang, drawn, tmp_path
):
    attempt, _ = await drawn(wang)
    running = await begun(wang, attempt)
    key = running["files"].rstrip("/").rpartition("/")[2]
    used = tmp_path / "exam-rooms" / key / "used"
    for address in (f"/api/v1/exams/{attempt}", running["files"] + "plan.svg"):
        used.touch()
        os.utime(used, (1000, 1000))
        assert (await wang.ask("GET", address))[0] == 200
        assert used.stat().st_mtime > 1000
    await wang.good("POST", f"/api/v1/exams/{attempt}/finish")
    shutil.rmtree(used.parent)
    over = await wang.good("GET", f"/api/v1/exams/{attempt}")
    assert over["pictures"]["kitchen"] == {"preview": None, "sharp": None}
    assert not used.parent.exists(), "what is over is not drawn again"


async def test_every_role_may_take_an_exam_of_its_own(bureau, drawn):
    for role in (Role.TRAINER, Role.CLERK, Role.AUDITOR):
        browser = await bureau.newcomer(role.value, role)
        assert (await passed(browser, drawn))["result"]["is_passed"]
