"""An application's fields: everything that is wrong is said at once, with its place."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.facts import DEFINITIONS
from inspection.cases.facts import checklist_facts, registered_coordinates
from inspection.intake.errors import WrongApplication
from inspection.intake.form import (
    ApplicationCommand,
    FilingCommand,
    look_through,
    read_application,
)
from inspection.intake.model import ACTIVITIES, FORMATS
from tests.support.applications import an_application


def paths_of(raw):
    filed, faults = look_through(raw)
    assert (filed is None) is bool(faults)
    assert all(one.what.zh and one.what.en for one in faults)
    return [one.path for one in faults]


def test_a_good_application_becomes_what_a_case_is_opened_by():
    filed = read_application(
        an_application(
            format_note="中央厨房", seats=40, agent_name="王一", latitude=36.6, longitude=117.1
        )
    )
    one = filed.application
    assert filed.external_number == "SL-2026-0001"
    assert (one.shop_name, one.format_zh) == ("海风小馆", "餐饮服务经营者（中央厨房）")
    assert [activity.title.zh for activity in one.activities] == ["热食类食品制售"]
    assert one.facts["hot"] is True, "an activity is a fact too"
    assert filed.details == {"agent_name": "王一", "seats": 40}
    assert registered_coordinates(one.facts) == (36.6, 117.1)


PAPERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "name", "working_days", "version", "mandate", "way", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(PAPERS, PAPERS)
def test_whatever_stands_for_papers_that_follow_is_read_or_named_by_its_path(gaps, pledge):
    raw = an_application(gaps=gaps, pledge=pledge)
    filed, faults = look_through(raw, FilingCommand)
    assert (filed is None) is bool(faults)
    assert {one.path.partition(".")[0] for one in faults} <= {"gaps", "pledge"}


def test_who_types_an_application_at_the_window_names_papers_afterwards():
    assert paths_of(an_application(gaps=[{"kind": "shop_front"}])) == ["gaps"]


def test_facts_come_back_from_a_case_as_they_were_filed():
    filed = read_application(an_application(facts={"area_m2": 49.5, "gas": "lpg"}))
    kept = json.loads(json.dumps(dict(filed.application.facts)))
    facts = checklist_facts(kept)
    assert facts["area_m2"] == Decimal("49.5")
    assert (facts["gas"], facts["hot"], facts["stoves"]) == ("lpg", True, 4)


def test_a_canteen_is_one_by_its_format_and_says_otherwise_only_itself():
    assert read_application(an_application(format="集中用餐单位食堂")).application.facts["canteen"]


def test_everything_that_is_wrong_is_named_at_once():
    raw = an_application(
        credit_code="91350100M000100Y44",
        phone="call me",
        activities=["hot", "magic"],
        colour="red",
        facts={"stoves": -1, "gas": "steam", "fumes": True},
    )
    del raw["premises"]
    assert set(paths_of(raw)) == {
        *("credit_code", "phone", "activities.1", "colour", "premises"),
        *("facts.stoves", "facts.gas", "facts.fumes"),
    }


def test_the_refusal_names_the_first_fault_and_lists_all():
    with pytest.raises(WrongApplication) as refusal:
        read_application(an_application(phone="", facts={"gas": "steam"}))
    faults = refusal.value.facts["faults"]
    assert [one["path"] for one in faults] == ["phone", "facts.gas"]
    assert "ng, lpg, none" in faults[1]["en"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"credit_code": "9135O100M000100Y43"}, "credit_code"),
        ({"credit_code": 17}, "credit_code"),
        ({"shop_name": " "}, "shop_name"),
        ({"shop_name": "a\nb"}, "shop_name"),
        ({"activities": []}, "activities"),
        ({"format": "工厂"}, "format"),
        ({"division_code": "37"}, "division_code"),
        ({"latitude": float("nan")}, "latitude"),
        ({"facts": {"area_m2": True}}, "facts.area_m2"),
        ({"facts": {"area_m2": [1]}}, "facts.area_m2"),
        ({"facts": {"hot": False}}, "facts.hot"),
        ({"facts": None}, "facts"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(change, path):
    raw = an_application()
    raw |= change if change.get("facts") is None else {}
    if isinstance(change.get("facts"), dict):
        raw["facts"] |= change["facts"]
    assert paths_of(raw) == [path]


def test_the_area_has_to_be_there():
    raw = an_application()
    del raw["facts"]["area_m2"]
    assert paths_of(raw) == ["facts.area_m2"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON)
def test_whatever_is_sent_in_its_place_is_refused_in_words(raw):
    assert paths_of(raw)


@given(st.sampled_from(sorted(ApplicationCommand.model_fields)), JSON)
def test_whatever_stands_in_a_field_is_taken_or_explained(field, value):
    raw = {**an_application(), field: value}
    assert {path.partition(".")[0] for path in paths_of(raw)} <= {field, "facts"}


def test_every_activity_is_a_fact_and_every_form_has_its_words():
    assert set(ACTIVITIES) <= set(DEFINITIONS)
    assert all(FORMATS.values())
