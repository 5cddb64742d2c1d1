"""Papers that follow, named by who files: a system by its signature, a clerk by a file."""

import json

import pytest

from inspection.gaps.listing import builtin_list
from tests.api.test_import import CHECK, TAKE, a_file, a_line, taking
from tests.support.applications import SENDERS, a_filing, an_application, signed
from tests.support.gaps import MANDATE
from tests.support.house import open_bureau

PATH, LIST = "/api/v1/applications", "/api/v1/filing/gap-list"
TWO = [{"kind": "health_certificates"}, {"kind": "premises_proof", "working_days": 4}]
VERSION = builtin_list().pledge.version
PLEDGED = {"version": VERSION, "mandate": MANDATE}
CODE = "91350100M000100Y43"


@pytest.fixture
async def bureau(database, clock, tmp_path, aiohttp_client):
    return await open_bureau(database, clock, tmp_path, aiohttp_client, intake_senders=SENDERS)


@pytest.fixture
async def system(bureau):
    return await bureau.browser()


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


async def filed(bureau, system, key="A-1", **changes):
    return await system.good("POST", PATH, **a_filing(bureau.clock, key, **changes))


async def flagged(bureau):
    chen = await bureau.staff("chen")
    flag = {"source": "容缺", "reason": "逾期未补交"}
    await chen.good("POST", f"/api/v1/operators/{CODE}/flags", json=flag)


async def cases_of(liu):
    return (await liu.good("GET", "/api/v1/cases", params={"q": "海风"}))["cases"]


async def test_a_system_files_with_papers_that_follow_as_a_clerk_would_accept(bureau, system, liu):
    case = await filed(bureau, system, gaps=TWO)
    assert case["state"] == "accepted"
    assert [one["kind"] for one in case["gaps"]] == ["health_certificates", "premises_proof"]
    sheet = await liu.good("GET", f"/api/v1/cases/{case['id']}/gaps")
    told = [(one["id"], one["due_at"]) for one in case["gaps"]]
    assert [(one["id"], one["due_at"]) for one in sheet["gaps"]] == told
    assert [one["working_days"] for one in sheet["gaps"]] == [10, 4]
    assert sheet["pledge"]["signed"] is None, "the applicant signs on the phone"
    assert sheet["gaps"][0]["steps"][0]["who"] == "licensing 系统"


async def test_a_pledge_that_was_given_there_stands_with_who_gave_it(bureau, system, liu):
    case = await filed(bureau, system, gaps=TWO, pledge=PLEDGED)
    pledge = (await liu.good("GET", f"/api/v1/cases/{case['id']}/gaps"))["pledge"]
    signed_by = pledge["signed"]
    assert (signed_by["way"], signed_by["signer"]) == ("sender", "于海")
    assert signed_by["by"] == "licensing 系统"
    assert [one["id"] for one in pledge["gaps"]] == [one["id"] for one in case["gaps"]]


async def test_the_same_key_gets_the_same_answer_and_names_nothing_twice(bureau, system, liu):
    first = await filed(bureau, system, gaps=TWO, pledge=PLEDGED)
    assert await filed(bureau, system, gaps=TWO, pledge=PLEDGED) == first
    other = a_filing(bureau.clock, "A-1", gaps=TWO[:1])
    assert await system.refused("POST", PATH, **other) == (409, "intake.key_reused")
    sheet = await liu.good("GET", f"/api/v1/cases/{first['id']}/gaps")
    assert len(sheet["gaps"]) == 2


REFUSED = {
    "not of the list": ({"gaps": [{"kind": "licence"}]}, (422, "gaps.wrong_gap")),
    "never to follow": (
        {"gaps": [{"kind": "other", "name": "签字或盖章的申请书"}]},
        (422, "gaps.wrong_gap"),
    ),
    "more time than anybody gets": (
        {"gaps": [{"kind": "shop_front", "working_days": 21}]},
        (422, "gaps.wrong_gap"),
    ),
    "one paper twice": ({"gaps": [TWO[0], TWO[0]]}, (422, "gaps.wrong_gap")),
    "more than may follow": (
        {"gaps": [{"kind": "other", "name": f"材料{n}"} for n in range(9)]},
        (422, "gaps.too_many"),
    ),
    "a site that is not passed": (
        {"gaps": TWO, "facts": {"residential_building": True}},
        (409, "gaps.pre_check_not_passed"),
    ),
    "words no longer in force": (
        {"gaps": TWO, "pledge": {**PLEDGED, "version": "2020.1"}},
        (409, "gaps.pledge_changed"),
    ),
    "a pledge without papers": ({"pledge": PLEDGED}, (422, "intake.wrong_application")),
}


@pytest.mark.parametrize("what", list(REFUSED))
async def test_what_the_window_would_refuse_is_refused_whole_and_the_key_stays_free(
    bureau, system, liu, what
):
    changes, refusal = REFUSED[what]
    assert await system.refused("POST", PATH, **a_filing(bureau.clock, "A-1", **changes)) == refusal
    assert await cases_of(liu) == []
    assert (await filed(bureau, system))["gaps"] == []


STOPPED = {
    "a rule": ({"residential_building": True}, ("NL-01", "")),
    "a question without an answer": ({"pollution_near": None}, ("", "pollution_near")),
}


@pytest.mark.parametrize("what", list(STOPPED))
async def test_a_site_that_is_not_passed_says_by_what(bureau, system, what):
    facts, said = STOPPED[what]
    filing = an_application(gaps=TWO, facts=facts)
    filing["facts"] = {k: v for k, v in filing["facts"].items() if v is not None}
    body = json.dumps(filing).encode()
    headers = signed("licensing", "A-1", body, bureau.clock.now()) | {"Idempotency-Key": "A-1"}
    _, refusal = await system.ask("POST", PATH, data=body, headers=headers)
    assert (refusal["facts"]["rule"], refusal["facts"]["question"]) == said


async def test_who_broke_a_pledge_files_with_all_papers(bureau, system, liu):
    await flagged(bureau)
    filing = a_filing(bureau.clock, "A-1", gaps=TWO)
    assert await system.refused("POST", PATH, **filing) == (409, "gaps.operator_flagged")
    assert await cases_of(liu) == []
    assert (await filed(bureau, system))["state"] == "accepted"


async def test_wrong_fields_of_papers_and_pledge_are_named_by_their_path(bureau, system):
    wrong = {"gaps": [{"kind": 3}], "pledge": {"mandate": {**MANDATE, "way": "letter"}}}
    _, said = await system.ask("POST", PATH, **a_filing(bureau.clock, "A-1", **wrong))
    assert {one["path"] for one in said["facts"]["faults"]} == {"gaps.0.kind", "pledge.mandate.way"}


async def test_a_sender_reads_the_list_and_the_pledge_and_nobody_else_does(bureau, system, liu):
    headers = signed("licensing", "gap-list", b"", bureau.clock.now())
    offered = await system.good("GET", LIST, headers=headers)
    assert offered["pledge"]["version"] == VERSION
    assert "health_certificates" in {one["id"] for one in offered["kinds"]}
    assert await liu.refused("GET", LIST) == (401, "intake.not_signed")


PAPERS = {
    "gaps": "从业人员健康证明、经营场所使用证明（4个工作日）",
    "pledge.mandate.asked_by": "于海",
    "pledge.mandate.relation": "本人",
    "pledge.mandate.way": "当面",
    "pledge.mandate.asked_at": "2026-11-23",
}


async def test_a_line_of_a_file_names_papers_and_who_pledged(liu):
    content = a_file(a_line("T-1") | PAPERS)
    assert (await liu.good("POST", CHECK, data=content))["ready"] == 1
    done = await liu.good("POST", TAKE, **taking(content))
    sheet = await liu.good("GET", f"/api/v1/cases/{done['lines'][0]['case']['id']}/gaps")
    named = [(one["kind"], one["working_days"]) for one in sheet["gaps"]]
    assert named == [("health_certificates", 10), ("premises_proof", 4)]
    by = sheet["pledge"]["signed"]
    assert (by["way"], by["signer"], by["by"]) == ("clerk", "于海", "刘敏")


WRONG_CELLS = {
    "a paper that never follows": ({"gaps": "签字或盖章的申请书"}, "容缺材料"),
    "a word nobody knows": (PAPERS | {"pledge.mandate.way": "写信"}, "承诺方式"),
    "no day": (PAPERS | {"pledge.mandate.asked_at": "昨天"}, "承诺日期"),
    "half a pledge": ({**PAPERS, "pledge.mandate.relation": ""}, "承诺人身份"),
    "a pledge of nothing": (PAPERS | {"gaps": ""}, "容缺材料"),
}


@pytest.mark.parametrize("what", list(WRONG_CELLS))
async def test_a_wrong_cell_of_papers_is_named_before_anything_is_taken(liu, what):
    cells, heading = WRONG_CELLS[what]
    (line,) = (await liu.good("POST", CHECK, data=a_file(a_line("T-1") | cells)))["lines"]
    assert line["standing"] == "wrong"
    assert [one["heading"]["zh"] for one in line["faults"]] == [heading]


async def test_a_line_of_a_flagged_operator_is_refused_and_the_others_are_taken(bureau, liu):
    await flagged(bureau)
    other = {"credit_code": "911100001000130396", "premises": "海边路 9 号"}
    content = a_file(a_line("T-1") | PAPERS, a_line("T-2", **other) | PAPERS)
    done = await liu.good("POST", TAKE, **taking(content, "good"))
    standing = [
        (one["standing"], [f["heading"]["zh"] for f in one["faults"]]) for one in done["lines"]
    ]
    assert standing == [("wrong", ["容缺材料"]), ("filed", [])]
