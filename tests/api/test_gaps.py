"""容缺后补: accepted with papers to follow, pledged, handed in, reviewed; the result waits."""

import pytest

from foundation.audit import entries_about
from foundation.outbox import State as RowState
from inspection.cases import store as case_store
from inspection.gaps import store as gap_store
from inspection.licensing.push import deliveries_in
from inspection.notices import store as notice_store
from tests.support.applications import an_application
from tests.support.gaps import MANDATE, PDF, TWO, accepted, filed, hand_in, review, sign
from tests.support.house import heard, open_bureau
from tests.support.pictures import drawn_signature, jpeg
from tests.support.signing import collected, signed_by

OTHER_CODE = "91370112MA3C00BX2D"


@pytest.fixture
async def liu(bureau):
    return await bureau.staff("liu")


@pytest.fixture
async def chen(bureau):
    return await bureau.staff("chen")


@pytest.fixture
async def sheet(liu):
    """Two papers follow: certificates in ten working days, a lease in four."""
    return await accepted(liu)


@pytest.fixture
async def visitor(bureau, liu, sheet):
    """The applicant's phone of that case."""
    return await bureau.applicant(liu, sheet["case"])


def states(sheet):
    return [one["state"] for one in sheet["gaps"]]


async def actions(bureau, subject):
    async with bureau.database.reading() as view:
        return [one.action for one in await entries_about(view, subject)]


async def told(bureau, case_id):
    async with bureau.database.reading() as view:
        found = await notice_store.of_case(view, case_id)
    return {(one.kind.value, one.state.value) for one in found if "gap" in one.kind.value}


async def test_a_case_whose_papers_are_missing_waits_for_a_person(liu):
    case = await filed(liu)
    assert (case["state"], case["pre_check"]["standing"]) == ("pre_check", "passed")
    sheet = await liu.good("GET", f"/api/v1/cases/{case['id']}/gaps")
    assert (sheet["gaps"], sheet["pledge"], sheet["may_accept"]) == ([], None, True)
    whole = await liu.good("PUT", f"/api/v1/cases/{case['id']}/pre-check", json={"facts": {}})
    assert whole["state"] == "accepted", "the papers came meanwhile"


async def test_a_clerk_accepts_with_named_papers_and_the_applicant_is_told(bureau, liu, sheet):
    assert [(one["title"]["zh"], one["form"], one["due_at"][:10]) for one in sheet["gaps"]] == [
        ("从业人员健康证明", "photo", "2026-12-08"),
        ("经营场所使用证明", "document", "2026-11-30"),
    ]
    assert states(sheet) == ["open", "open"]
    case = await liu.good("GET", f"/api/v1/cases/{sheet['case']}")
    assert case["state"] == "accepted"
    assert "容缺受理，待补：从业人员健康证明、经营场所使用证明" in {
        one["zh"] for one in case["story"]
    }
    kinds = {kind for kind, _ in await told(bureau, sheet["case"])}
    assert kinds == {"gaps_named", "gap_half", "gap_last"}


async def test_from_acceptance_to_the_push(database, clock, tmp_path, aiohttp_client):
    """The whole way: papers follow, the inspection goes on, the result waits and then leaves."""
    (tmp_path / "drop").mkdir()
    targets = tmp_path / "targets.toml"
    targets.write_text(
        f'[[target]]\nname = "licensing"\nkind = "file_drop"\nfolder = "{tmp_path / "drop"}"\n',
        "utf-8",
    )
    bureau = await open_bureau(database, clock, tmp_path, aiohttp_client, push_targets=targets)
    liu, wang, chen = [await bureau.staff(one) for one in ("liu", "wang", "chen")]
    sheet = await accepted(liu)
    bureau.case_id = sheet["case"]
    people = {
        one["name"]: one["id"] for one in (await chen.good("GET", "/api/v1/roster"))["inspectors"]
    }
    pair = [people["王建国"], people["赵晓燕"]]
    path = f"/api/v1/cases/{bureau.case_id}"
    await chen.good("PUT", f"{path}/inspectors", json={"inspectors": pair, "reason": "指定"})
    phone = await collected(bureau, wang)
    seat = await wang.good("POST", f"{path}/call")
    socket = await wang.socket(seat["socket"])
    await signed_by(bureau, wang, phone)
    (delivery,) = (await wang.good("GET", path))["deliveries"]
    assert delivery["state"] == "held"
    again = f"/api/v1/deliveries/{delivery['id']}/replay"
    assert await liu.refused("POST", again) == (409, "delivery.held")
    status = await phone.good("GET", "/api/v1/visit/status")
    assert status["now"]["zh"] == "结果已出，容缺材料审核通过后送审批"

    await sign(phone)
    photo, lease = (one["id"] for one in sheet["gaps"])
    await hand_in(phone, photo, jpeg("健康证"))
    seen = await review(wang, bureau.case_id, photo, "sent_back", "第二个人的有效期看不清")
    assert states(seen) == ["sent_back", "open"]
    mine = (await phone.good("GET", "/api/v1/visit/gaps"))["gaps"][0]
    assert (mine["why"], mine["round"]) == ("第二个人的有效期看不清", 1)
    await hand_in(phone, photo, jpeg("健康证 2"))
    await hand_in(phone, lease, PDF)
    await review(wang, bureau.case_id, photo, "accepted")
    async with database.reading() as view:
        (row,) = await deliveries_in(view, bureau.case_id)
    assert row.state is RowState.HELD, "one paper is missing still"
    closed = await review(liu, bureau.case_id, lease, "accepted")
    assert closed["is_closed"]
    while (await heard(socket, "state"))["state"] != "pushed":
        pass
    assert list((tmp_path / "drop").iterdir()), "the result has left"
    assert "case.gaps_closed" in await actions(bureau, bureau.case_id)


async def test_papers_that_came_before_the_result_hold_nothing_back(bureau, liu, sheet, visitor):
    await sign(visitor)
    for gap in sheet["gaps"]:
        await hand_in(visitor, gap["id"], jpeg(gap["id"]))
        last = await review(liu, sheet["case"], gap["id"], "accepted")
    assert last["is_closed"]
    assert ("gap_last", "scheduled") not in await told(bureau, sheet["case"])


async def test_the_pledge_names_papers_and_days_and_stays_as_it_was_signed(bureau, liu, visitor):
    sheet = await visitor.good("GET", "/api/v1/visit/gaps")
    shown = sheet["pledge"]
    assert [one["due_at"][:10] for one in shown["gaps"]] == ["2026-12-08", "2026-11-30"]
    assert shown["signed"] is None
    wrong = {"png_base64": drawn_signature(), "sha256": "0" * 64}
    path = "/api/v1/visit/pledge"
    assert await visitor.refused("POST", path, json=wrong) == (409, "gaps.pledge_changed")
    nothing = {"png_base64": "aGVsbG8=", "sha256": shown["sha256"]}
    assert await visitor.refused("POST", path, json=nothing) == (422, "record.not_a_signature")
    signed = (await sign(visitor))["pledge"]
    assert (signed["signed"]["way"], signed["signed"]["signer"]) == ("phone", "于海")
    assert signed["sha256"] == shown["sha256"]
    again = {"png_base64": drawn_signature(), "sha256": shown["sha256"]}
    assert await visitor.refused("POST", path, json=again) == (409, "gaps.already_pledged")
    async with bureau.database.reading() as view:
        kept = await gap_store.digests(view)
    assert len(kept) == 1


async def test_a_clerk_records_the_pledge_on_the_applicants_word(bureau, liu, sheet):
    path = f"/api/v1/cases/{sheet['case']}/pledge"
    body = {"sha256": sheet["pledge"]["sha256"], "mandate": {**MANDATE, "relation": "nobody"}}
    assert (await liu.refused("POST", path, json=body))[0] == 422
    body["mandate"] = MANDATE
    signed = (await liu.good("POST", path, json=body))["pledge"]["signed"]
    assert (signed["way"], signed["signer"], signed["by"]) == ("clerk", "于海", "刘敏")
    drawing = f"{path}/signature.png"
    assert await liu.refused("GET", drawing) == (404, "not_found")
    upload = await liu.good(
        "POST", f"/api/v1/cases/{sheet['case']}/gaps/{sheet['gaps'][1]['id']}/uploads", data=PDF
    )
    assert (upload["by"], upload["mime"]) == ("刘敏", "application/pdf")


async def test_nothing_is_handed_in_without_a_pledge(visitor, sheet):
    path = f"/api/v1/visit/gaps/{sheet['gaps'][0]['id']}/uploads"
    assert await visitor.refused("POST", path, data=jpeg()) == (409, "gaps.pledge_missing")


async def test_files_are_looked_at_and_only_hinted_at(liu, visitor, sheet):
    await sign(visitor)
    photo, lease = (one["id"] for one in sheet["gaps"])
    refused = await visitor.refused("POST", f"/api/v1/visit/gaps/{photo}/uploads", data=PDF)
    assert refused == (415, "gaps.not_a_photo")
    for content in (b"", b"MZ a program", PDF[:-8]):
        refused = await visitor.refused("POST", f"/api/v1/visit/gaps/{lease}/uploads", data=content)
        assert refused == (415, "evidence.not_a_document")
    kept = await hand_in(visitor, photo, jpeg("平"))
    assert "画面模糊，细节可能看不清" in {one["zh"] for one in kept["concerns"]}
    again = await hand_in(visitor, photo, jpeg("平"))
    assert again["id"] == kept["id"], "a lost answer does no harm"
    path = f"/api/v1/visit/gaps/{photo}/uploads/{kept['id']}"
    assert await visitor.good("GET", path) == jpeg("平")
    seen = await liu.good("GET", f"/api/v1/cases/{sheet['case']}/gaps/{photo}/uploads/{kept['id']}")
    assert seen == jpeg("平")
    crossed = f"/api/v1/cases/{sheet['case']}/gaps/{lease}/uploads/{kept['id']}"
    assert await liu.refused("GET", crossed) == (404, "not_found")


async def test_a_paper_is_reviewed_once_it_is_there_and_sent_back_with_a_reason(
    liu, visitor, sheet
):
    gap = sheet["gaps"][0]["id"]
    path = f"/api/v1/cases/{sheet['case']}/gaps/{gap}/review"
    body = {"verdict": "accepted"}
    assert await liu.refused("POST", path, json=body) == (409, "gaps.nothing_to_review")
    await sign(visitor)
    await hand_in(visitor, gap, jpeg())
    body = {"verdict": "sent_back", "why": "  "}
    assert await liu.refused("POST", path, json=body) == (422, "case.reason_missing")
    await review(liu, sheet["case"], gap, "accepted")
    refused = await visitor.refused("POST", f"/api/v1/visit/gaps/{gap}/uploads", data=jpeg("2"))
    assert refused == (409, "gaps.settled")


async def test_who_is_sent_back_on_the_last_day_has_days_to_mend(bureau, liu, visitor, sheet):
    await sign(visitor)
    lease = sheet["gaps"][1]["id"]
    bureau.clock.moment = bureau.clock.moment.fromisoformat("2026-11-30T08:00:00+00:00")
    await hand_in(visitor, lease, PDF)
    bureau.clock.move(days=1)
    await bureau.house.lapsing.check()
    liu = await bureau.staff("liu")
    seen = await liu.good("GET", f"/api/v1/cases/{sheet['case']}/gaps")
    assert states(seen)[1] == "in_review", "what waits for us does not lapse"
    returned = (await review(liu, sheet["case"], lease, "sent_back", "缺最后一页"))["gaps"][1]
    assert (returned["first_due_at"][:10], returned["due_at"][:10]) == ("2026-11-30", "2026-12-03")


async def lapse(bureau):
    """The clock goes past every last day."""
    bureau.clock.move(days=40)
    await bureau.house.lapsing.check()


async def test_a_broken_pledge_flags_the_operator_whose_next_papers_may_not_follow(
    bureau, liu, visitor, sheet
):
    await sign(visitor)
    await lapse(bureau)
    liu, chen = await bureau.staff("liu"), await bureau.staff("chen")
    seen = await liu.good("GET", f"/api/v1/cases/{sheet['case']}/gaps")
    assert (states(seen), seen["may_end"], seen["is_flagged"]) == (["lapsed", "lapsed"], True, True)
    assert len(seen["flags"]) == 1, "one flag for one case"
    assert "case.gap_lapsed" in await actions(bureau, sheet["case"])

    next_one = await filed(liu, external_number="SL-2", premises="历城县海边路 5 号")
    path = f"/api/v1/cases/{next_one['id']}/gaps"
    assert await liu.refused("POST", path, json={"gaps": TWO}) == (409, "gaps.operator_flagged")
    stays = await liu.good("GET", f"/api/v1/cases/{next_one['id']}/pre-check")
    assert stays["state"] == "pre_check"

    code = "91350100M000100Y43"
    lift = f"/api/v1/operators/{code}/flags/{seen['flags'][0]['id']}/lift"
    assert await liu.refused("POST", lift, json={"reason": "已补交"}) == (404, "not_found")
    assert await chen.refused("POST", lift, json={"reason": " "}) == (422, "case.reason_missing")
    lifted = await chen.good("POST", lift, json={"reason": "核实为系统故障"})
    assert (lifted["is_flagged"], lifted["flags"][0]["lifted_by"]) == (False, "陈志强")
    assert await chen.refused("POST", lift, json={"reason": "再来"}) == (
        409,
        "flags.already_lifted",
    )
    assert await actions(bureau, code) == ["operator.flagged", "operator.flag_lifted"]
    await liu.good("POST", path, json={"gaps": TWO})


async def test_without_a_pledge_nobody_is_flagged(bureau, liu, sheet):
    await lapse(bureau)
    liu = await bureau.staff("liu")
    seen = await liu.good("GET", f"/api/v1/cases/{sheet['case']}/gaps")
    assert (states(seen), seen["flags"]) == (["lapsed", "lapsed"], [])


async def test_the_office_ends_a_case_whose_papers_never_came_with_a_reason(
    bureau, liu, visitor, sheet
):
    path = f"/api/v1/cases/{sheet['case']}/gaps/end"
    assert await liu.refused("POST", path, json={"why": "逾期"}) == (409, "gaps.nothing_lapsed")
    await sign(visitor)
    await lapse(bureau)
    liu = await bureau.staff("liu")
    assert await liu.refused("POST", path, json={"why": " "}) == (422, "case.reason_missing")
    await liu.good("POST", path, json={"why": "两项材料逾期未补"})
    case = await liu.good("GET", f"/api/v1/cases/{sheet['case']}")
    assert case["state"] == "closed"
    assert "容缺材料逾期，终止办理：两项材料逾期未补" in {one["zh"] for one in case["story"]}
    async with bureau.database.reading() as view:
        assert (await case_store.by_id(view, sheet["case"])).state.value == "closed"


async def test_a_supervisor_gives_more_time_once(bureau, liu, visitor, sheet):
    await lapse(bureau)
    liu, chen = await bureau.staff("liu"), await bureau.staff("chen")
    gap = sheet["gaps"][0]["id"]
    path = f"/api/v1/cases/{sheet['case']}/gaps/{gap}/extension"
    body = {"working_days": 5, "why": "体检机构停诊"}
    assert await liu.refused("POST", path, json=body) == (404, "not_found")
    too_long = {**body, "working_days": 21}
    assert await chen.refused("POST", path, json=too_long) == (409, "gaps.not_extendable")
    seen = await chen.good("POST", path, json=body)
    assert states(seen) == ["open", "lapsed"]
    assert await chen.refused("POST", path, json=body) == (409, "gaps.not_extendable")
    assert ("gap_extended", "cancelled") not in await told(bureau, sheet["case"])


@pytest.mark.parametrize(
    ("gaps", "code"),
    [
        pytest.param([], "gaps.too_many", id="none"),
        pytest.param([{"kind": "shop_front"}] * 9, "gaps.too_many", id="nine"),
        pytest.param([{"kind": "shop_front"}] * 2, "gaps.wrong_gap", id="twice"),
        pytest.param([{"kind": "licence"}], "gaps.wrong_gap", id="unknown"),
        pytest.param([{"kind": "other"}], "gaps.wrong_gap", id="nameless"),
        pytest.param([{"kind": "other", "name": "选址预检结论"}], "gaps.wrong_gap", id="never"),
        pytest.param([{"kind": "shop_front", "working_days": 21}], "gaps.wrong_gap", id="too long"),
        pytest.param([{"kind": "shop_front", "working_days": 0}], "gaps.wrong_gap", id="no day"),
        pytest.param([{"kind": "shop_front", "form": "film"}], "http.wrong_field", id="form"),
        pytest.param([{"kind": "shop_front", "why": "x"}], "http.wrong_field", id="unknown field"),
    ],
)
async def test_what_does_not_fit_the_list_is_refused_and_nothing_is_accepted(liu, gaps, code):
    case = await filed(liu)
    path = f"/api/v1/cases/{case['id']}/gaps"
    assert await liu.refused("POST", path, json={"gaps": gaps}) == (422, code)
    assert (await liu.good("GET", path))["may_accept"]


async def test_a_paper_is_named_freely(liu):
    free = [{"kind": "other", "name": "冷库验收单", "asks": "验收单照片", "form": "photo"}]
    (gap,) = (await accepted(liu, free))["gaps"]
    assert (gap["title"]["zh"], gap["asks"]["zh"], gap["working_days"]) == (
        "冷库验收单",
        "验收单照片",
        10,
    )


async def test_a_site_that_can_not_pass_is_not_accepted_with_gaps_either(liu):
    case = await filed(liu, facts={"residential_building": True})
    path = f"/api/v1/cases/{case['id']}/gaps"
    assert await liu.refused("POST", path, json={"gaps": TWO}) == (
        409,
        "gaps.pre_check_not_passed",
    )


async def test_what_the_pre_check_missed_comes_with_the_acceptance(liu):
    body = an_application(facts={})
    del body["facts"]["pollution_near"]
    case = await liu.good("POST", "/api/v1/cases", json={"application": body, "mandate": MANDATE})
    assert (case["state"], case["pre_check"]["standing"]) == ("pre_check", "open")
    path = f"/api/v1/cases/{case['id']}/gaps"
    wrong = {"gaps": TWO, "facts": {"pollution_near": "perhaps"}}
    assert await liu.refused("POST", path, json=wrong) == (422, "fact.wrong")
    await liu.good("POST", path, json={"gaps": TWO, "facts": {"pollution_near": False}})


async def test_an_accepted_case_takes_no_gaps(bureau, liu, sheet):
    path = f"/api/v1/cases/{sheet['case']}/gaps"
    assert await liu.refused("POST", path, json={"gaps": TWO}) == (409, "case.move_not_allowed")


async def test_flags_are_a_supervisors_and_need_a_credit_code(bureau, chen, liu):
    path = f"/api/v1/operators/{OTHER_CODE}/flags"
    body = {"source": "信用中国", "reason": "列入严重失信名单"}
    assert await liu.refused("POST", path, json=body) == (404, "not_found")
    wrong = path.replace(OTHER_CODE, "91370112MA3C00BX2E")
    assert await chen.refused("POST", wrong, json=body) == (422, "flags.wrong_code")
    assert await chen.refused("POST", path, json={**body, "source": " "}) == (
        422,
        "case.reason_missing",
    )
    assert (await chen.good("POST", path, json=body))["is_flagged"]
    assert await chen.refused("POST", path, json=body) == (409, "flags.already_flagged")
    assert (await liu.good("GET", path))["flags"][0]["source"] == "信用中国"


async def test_the_applicants_link_lives_as_long_as_papers_are_due(bureau, visitor, sheet):
    await sign(visitor)
    bureau.clock.move(days=14)  # a link usually lives for seven; certificates are due on day 14
    await hand_in(visitor, sheet["gaps"][0]["id"], jpeg())


async def test_a_foreign_phone_reads_and_sends_nothing(bureau, liu, sheet, visitor, phone):
    await sign(visitor)
    gap = sheet["gaps"][0]["id"]
    kept = await hand_in(visitor, gap, jpeg())
    path = f"/api/v1/visit/gaps/{gap}/uploads"
    assert await phone.refused("POST", path, data=jpeg("2")) == (404, "not_found")
    assert await phone.refused("GET", f"{path}/{kept['id']}") == (404, "not_found")
    nothing = await phone.good("GET", "/api/v1/visit/gaps")
    assert nothing == {"gaps": [], "pledge": None, "is_closed": False}
