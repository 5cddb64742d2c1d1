"""Determination rules over HTTP: read, explained, compared, published as a version that stays."""

import pytest

from checklists.rule_file import builtin_rules_path
from checklists.template import Area
from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT

TEXT = builtin_rules_path("all-must-comply").read_text("utf-8")
NEW = TEXT.replace('version: "2026.11.1"', 'version: "2026.11.2"').replace(
    "food: {scheme: all_must_comply}", "food: {scheme: counted, limits: {major: 2}}"
)


@pytest.fixture
async def chen(bureau):
    return await bureau.staff("chen")


async def test_a_published_version_concludes_new_cases_and_leaves_running_ones(bureau, chen):
    found = (await chen.good("GET", "/api/v1/rules"))["families"]
    assert (found[0]["id"], found[0]["is_used"]) == ("all-must-comply", True)
    cases = Cases(bureau.database, bureau.clock)
    old = await cases.accept(RESTAURANT, ())

    told = await chen.good("POST", "/api/v1/rules/check", json={"yaml": NEW})
    assert told["fault"] is None
    assert "最多 2 项" in told["words"][0]["zh"]
    (change,) = told["changes"]
    assert "全部符合" in change["before"]["zh"]
    done = await chen.good(
        "POST", "/api/v1/rules", json={"yaml": NEW, "effective_from": "2026-11-24"}
    )
    kept = await chen.good("GET", "/api/v1/rules/all-must-comply/versions/2026.11.2")
    assert kept == done
    assert kept["yaml"] == NEW, "comments and all"

    new = await cases.accept(RESTAURANT, ())
    assert old.pin.rules.of_group("", Area.FOOD).scheme == "all_must_comply"
    assert new.pin.rules.of_group("", Area.FOOD).scheme == "counted"


async def test_a_version_is_published_once_and_never_for_a_day_gone_by(chen):
    told = await chen.good("POST", "/api/v1/rules/check", json={"yaml": TEXT})
    assert "已经发布过" in told["fault"]["zh"]
    assert told["words"], "it is explained all the same"
    body = {"yaml": TEXT, "effective_from": "2026-11-24"}
    assert await chen.refused("POST", "/api/v1/rules", json=body) == (409, "template.not_ready")
    body = {"yaml": NEW, "effective_from": "2026-11-23"}
    assert await chen.refused("POST", "/api/v1/rules", json=body) == (422, "template.in_the_past")


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (NEW.replace("scheme: counted", "scheme: strict"), 9),
        (NEW.replace("major: 2", "most: 2"), 9),
        (NEW.replace("fume or bbq", "fume or"), 12),
        ("id: [", 2),
    ],
)
async def test_a_fault_is_told_with_its_line_and_nothing_is_published(chen, broken, line):
    told = await chen.good("POST", "/api/v1/rules/check", json={"yaml": broken})
    assert told["fault"]["line"] == line
    assert told["fault"]["zh"]
    assert told["fault"]["en"]
    body = {"yaml": broken, "effective_from": "2026-11-24"}
    assert await chen.refused("POST", "/api/v1/rules", json=body) == (409, "template.not_ready")
    versions = (await chen.good("GET", "/api/v1/rules"))["families"][0]["versions"]
    assert [one["version"] for one in versions] == ["2026.11.1"]


async def test_rules_do_not_exist_for_people_who_edit_nothing(bureau):
    wang = await bureau.staff("wang")
    assert await wang.refused("GET", "/api/v1/rules") == (404, "not_found")
    body = {"yaml": NEW, "effective_from": "2026-11-24"}
    assert await wang.refused("POST", "/api/v1/rules", json=body) == (404, "not_found")
