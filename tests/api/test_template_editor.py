"""Editing templates over HTTP: from a version to a draft to a version that new cases go by."""

from datetime import timedelta
from io import BytesIO

import pytest

from foundation import audit
from foundation.clock import SHANGHAI
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of
from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT

DRAFTS = "/api/v1/template-drafts"


@pytest.fixture
async def chen(bureau):
    """The supervisor's browser."""
    return await bureau.staff("chen")


async def in_force(browser, family):
    found = (await browser.good("GET", "/api/v1/templates"))["families"]
    (one,) = (it for it in found if it["id"] == family)
    return next(it["version"] for it in one["versions"] if it["is_in_force"])


async def begun(browser, family="kl"):
    body = {"family": family, "version": await in_force(browser, family)}
    return await browser.good("POST", DRAFTS, json=body)


def matching(draft):
    return {"If-Match": f'"{draft["revision"]}"'}


async def save(browser, draft, text):
    return await browser.good(
        "PUT", f"{DRAFTS}/{draft['id']}/yaml", data=text.encode(), headers=matching(draft)
    )


async def publish(browser, draft, day):
    return await browser.ask(
        "POST",
        f"{DRAFTS}/{draft['id']}/publish",
        json={"effective_from": day.isoformat()},
        headers=matching(draft),
    )


def today(bureau):
    return bureau.clock.now().astimezone(SHANGHAI).date()


async def asked(bureau, case_id):
    async with bureau.database.reading() as view:
        case = await case_store.by_id(view, case_id)
    return {one.item.id for one in checklist_of(case).entries}


async def test_a_published_change_is_asked_of_new_cases_from_its_day_and_of_no_case_before(
    bureau, chen
):
    before = await asked(bureau, bureau.case_id)
    draft = await begun(chen)
    draft = await save(chen, draft, draft["yaml"].replace("KL-18", "KL-88"))
    assert draft["faults"] == []
    changes = await chen.good("GET", f"{DRAFTS}/{draft['id']}/changes")
    assert [(one["item_id"], one["change"]) for one in changes["items"]] == [
        ("KL-88", "added"),
        ("KL-18", "removed"),
    ]
    found = await chen.good("POST", f"{DRAFTS}/{draft['id']}/check", json={})
    assert found["may_publish"]
    assert all(one["holds"] for one in found["vectors"])

    status, version = await publish(chen, draft, today(bureau) + timedelta(days=1))
    assert status == 201, version
    assert await chen.refused("GET", f"{DRAFTS}/{draft['id']}") == (404, "not_found")
    cases = Cases(bureau.database, bureau.clock)
    assert await asked(bureau, (await cases.accept(RESTAURANT, ())).id) == before
    bureau.clock.move(days=1)
    new = await asked(bureau, (await cases.accept(RESTAURANT, ())).id)
    assert (new - before, before - new) == ({"KL-88"}, {"KL-18"})
    assert await asked(bureau, bureau.case_id) == before
    async with bureau.database.reading() as view:
        (entry,) = await audit.entries_about(view, "kl")
    assert entry.action == "template.published"
    assert entry.facts["sha256"] == version["sha256"]
    assert entry.facts["version"] == version["version"]


async def test_nobody_but_editors_learns_that_templates_are_edited(bureau, chen):
    draft = await begun(chen)
    for name in ("wang", "liu"):
        browser = await bureau.staff(name)
        for method, path in (
            ("GET", "/api/v1/templates"),
            ("GET", f"{DRAFTS}/{draft['id']}"),
            ("PUT", f"{DRAFTS}/{draft['id']}/yaml"),
            ("POST", f"{DRAFTS}/import"),
            ("POST", f"{DRAFTS}/{draft['id']}/publish"),
        ):
            assert await browser.refused(method, path) == (404, "not_found"), (name, path)
    assert await (await bureau.staff("sun")).good("GET", f"{DRAFTS}/{draft['id']}") == draft


async def test_a_file_comes_back_byte_for_byte(chen):
    version = await in_force(chen, "of")
    exported = await chen.good("GET", f"/api/v1/templates/of/versions/{version}/yaml")
    odd = exported.replace(b"\n", b"\r\n") + "# 末尾没有换行 ✓".encode()
    draft = await chen.good("POST", f"{DRAFTS}/import", data=odd)
    path = f"{DRAFTS}/{draft['id']}"
    assert await chen.good("GET", f"{path}/yaml") == odd
    assert draft["faults"] == []
    tree = await chen.good(
        "PUT", path, json={"template": draft["template"]}, headers=matching(draft)
    )
    assert tree["template"] == draft["template"]
    again = await chen.good(
        "PUT", path, json={"template": tree["template"]}, headers=matching(tree)
    )
    assert again["yaml"] == tree["yaml"]


async def test_a_draft_keeps_comments_and_gets_the_next_number(chen):
    version = await in_force(chen, "kl")
    draft = await begun(chen)
    original = await chen.good("GET", f"/api/v1/templates/kl/versions/{version}")
    raised = draft["template"]["version"]
    assert raised != version
    assert draft["yaml"].replace(raised, version, 1) == original["yaml"]


async def test_two_editors_do_not_overwrite_each_other(bureau, chen):
    sun = await bureau.staff("sun")
    draft = await begun(chen)
    await save(sun, draft, draft["yaml"] + "# sun\n")
    path = f"{DRAFTS}/{draft['id']}"
    for method, more in (("PUT", "/yaml"), ("DELETE", "")):
        assert await chen.refused(method, path + more, headers=matching(draft)) == (
            412,
            "template.draft_outdated",
        )
        assert await chen.refused(method, path + more) == (428, "template.which_revision")
    newest = await chen.good("GET", path)
    assert newest["yaml"].endswith("# sun\n")
    await chen.good("DELETE", path, headers=matching(newest))
    assert await chen.refused("GET", path) == (404, "not_found")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: key", "weight: heavy", "heavy"),
        ("applies_when: hot", "applies_when: KL-01", "can not depend on the item"),
        ("expects: {food: fail, fume: pass}", "expects: {food: pass}", "comes to fail"),
        ("- id: KL-18", "- id: HF-01", "the template hf has this id already"),
    ],
)
async def test_what_is_wrong_or_does_not_hold_keeps_a_draft_from_being_published(
    bureau, chen, old, new, said
):
    draft = await begun(chen)
    assert old in draft["yaml"]
    draft = await save(chen, draft, draft["yaml"].replace(old, new, 1))
    found = await chen.good("POST", f"{DRAFTS}/{draft['id']}/check", json={})
    sentences = [one["en"] for one in found["faults"]]
    sentences += [miss["en"] for one in found["vectors"] for miss in one["misses"]]
    assert any(said in one for one in sentences)
    assert not found["may_publish"]
    status, problem = await publish(chen, draft, today(bureau))
    assert (status, problem["code"]) == (409, "template.not_ready")
    assert said in problem["detail_en"]


async def test_a_draft_needs_a_vector_that_fails_a_new_number_and_a_day_to_come(bureau, chen):
    draft = await begun(chen)
    untested = await save(chen, draft, draft["yaml"].partition("vectors:")[0])
    status, problem = await publish(chen, untested, today(bureau))
    assert (status, problem["code"]) == (409, "template.not_ready")
    assert "expect fail" in problem["detail_en"]
    old = await in_force(chen, "kl")
    text = draft["yaml"].replace(draft["template"]["version"], old, 1)
    taken = await save(chen, untested, text)
    status, problem = await publish(chen, taken, today(bureau))
    assert "is published already" in problem["detail_en"]
    status, problem = await publish(chen, taken, today(bureau) - timedelta(days=1))
    assert (status, problem["code"]) == (422, "template.in_the_past")


async def test_a_preview_says_why_each_item_is_asked(chen):
    draft = await begun(chen, "ex")
    path = f"{DRAFTS}/{draft['id']}/preview"
    body = {"facts": {"fume": True, "stoves": 4}}
    shown = await chen.good("POST", path, json=body)
    items = {one["id"]: one for part in shown["sections"] for one in part["items"]}
    assert items["EX-01"]["because_en"] == "because there is cooking that makes fume"
    assert "steam" in {one["item_id"]: one for one in shown["left_out"]}["EX-06"]["because_en"]
    whole = await chen.good("POST", path, json={**body, "alone": False})
    assert len(whole["sections"]) > len(shown["sections"])
    assert await chen.refused("POST", path, json={"facts": {"smoke": True}}) == (
        422,
        "fact.unknown",
    )


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"x" * 10_000_000, 413, "template.too_large"),
        ("油烟".encode("gbk"), 422, "template.malformed"),
        (b"id: a\x00", 422, "template.malformed"),
        (b"a: &x [1]\nb: [*x, *x]\nid: kl", 422, "template.malformed"),
        (b"[" * 100_000, 422, "template.malformed"),
        (b"", 422, "template.malformed"),
    ],
    ids=["ten megabytes", "GBK", "NUL", "aliases", "deep", "empty"],
)
async def test_a_bomb_or_a_foreign_file_is_refused_and_nothing_is_kept(chen, content, status, code):
    assert await chen.refused("POST", f"{DRAFTS}/import", data=BytesIO(content)) == (status, code)
    draft = await begun(chen)
    if status == 413:
        answer = await chen.refused(
            "PUT", f"{DRAFTS}/{draft['id']}/yaml", data=BytesIO(content), headers=matching(draft)
        )
        assert answer == (status, code)
    assert (await chen.good("GET", f"{DRAFTS}/{draft['id']}"))["yaml"] == draft["yaml"]


async def test_a_deep_or_broken_tree_is_refused(chen):
    draft = await begun(chen)
    deep = current = {}
    for _ in range(40):
        current["a"] = current = {}
    for tree in (deep, {"id": "\ud800"}):
        assert await chen.refused(
            "PUT", f"{DRAFTS}/{draft['id']}", json={"template": tree}, headers=matching(draft)
        ) == (422, "template.tree_malformed")


async def test_a_family_of_its_own_can_be_brought_in_and_published(bureau, chen):
    text = (await begun(chen, "fg"))["yaml"].replace("id: fg\n", "id: ours\n", 1)
    text = text.replace("FG-", "OURS-").replace("id: fg-", "id: ours-")
    draft = await chen.good("POST", f"{DRAFTS}/import", data=text.encode())
    assert (draft["family"], draft["base"], draft["faults"]) == ("ours", "", [])
    status, version = await publish(chen, draft, today(bureau))
    assert (status, version["origin"]) == (201, "bureau"), version
    case = await Cases(bureau.database, bureau.clock).accept(RESTAURANT, ())
    assert "OURS-07" in await asked(bureau, case.id)


async def test_the_language_names_every_fact_clause_and_department(chen):
    told = await chen.good("GET", "/api/v1/template-language")
    assert {"fume", "stoves", "gas"} <= {one["name"] for one in told["facts"]}
    assert len(told["clauses"]) > 50
    assert "urban" in {one["id"] for one in told["departments"]}
    assert told["json_schema"]["title"] == "Checklist template"


@pytest.mark.parametrize(
    ("facts", "holds", "because"),
    [({"stoves": "4"}, True, "because stoves 4 ≥ 3"), ({}, False, "because stoves 0 < 3")],
)
async def test_a_condition_says_while_it_is_typed_what_it_means(chen, facts, holds, because):
    body = {"applies_when": "stoves >= 3", "facts": facts}
    found = await chen.good("POST", "/api/v1/template-conditions", json=body)
    assert (found["holds"], found["because_en"]) == (holds, because)


async def test_a_condition_that_can_not_be_read_names_the_character(chen):
    body = {"applies_when": "stoves >= 3 and smoke", "facts": {}}
    status, problem = await chen.ask("POST", "/api/v1/template-conditions", json=body)
    assert (status, problem["code"], problem["facts"]["column"]) == (422, "condition.malformed", 17)


async def test_clauses_to_choose_from_say_their_first_day_and_what_came_after(chen):
    clauses = (await chen.good("GET", "/api/v1/template-language"))["clauses"]
    (old,) = (one for one in clauses if one["id"] == "air-law-81-1")
    assert old["effective_from"] == "2018-10-26"
    assert old["superseded_by"] == "env-code-250-purifier"
