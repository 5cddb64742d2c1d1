"""Which editions are in force on a day, and what a pin stands for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import FactWrong
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_templates, published_template
from checklists.rules import DEFAULT_RULES
from checklists.template import Area, Weight
from foundation.text import Bilingual
from inspection.templates.model import (
    Edition,
    Kind,
    Origin,
    Pin,
    checklist_sha256,
    in_force,
    set_of,
)

DAY = date(2026, 11, 25)


def edition(number, effective_from=None, origin=Origin.BUILTIN, family="kl"):
    return Edition(
        number,
        Kind.TEMPLATE,
        family,
        f"2026.11.{number}",
        origin,
        effective_from,
        "",
        f"hash{number}",
        "system",
        datetime(2026, 11, 24, tzinfo=UTC),
    )


def test_a_version_holds_from_its_first_day_on():
    old, new = edition(1), edition(2, date(2026, 12, 1))
    assert in_force([old, new], date(2026, 11, 30)) == (old,)
    assert in_force([old, new], date(2026, 12, 1)) == (new,)
    assert in_force([new], date(2026, 11, 30)) == ()


def test_what_the_bureau_published_goes_before_a_later_version_that_ships():
    own = edition(2, date(2026, 11, 20), Origin.BUREAU)
    assert in_force([edition(1), own, edition(3, date(2026, 11, 24))], DAY) == (own,)
    later = edition(4, DAY, Origin.BUREAU)
    assert in_force([edition(1), own, later], DAY) == (later,)


def test_of_two_versions_for_one_day_the_one_published_last_holds():
    first, second = edition(2, DAY), edition(3, DAY)
    assert in_force([second, first], DAY) == (second,)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.sampled_from("abc")), max_size=12))
def test_one_edition_of_each_family_is_in_force_and_never_one_of_a_later_day(rows):
    editions = [
        edition(
            number,
            date(2026, 11, 20 + day),
            Origin.BUREAU if is_own else Origin.BUILTIN,
            family,
        )
        for number, (day, is_own, family) in enumerate(rows)
    ]
    held = in_force(editions, DAY)
    due = {one.family for one in editions if one.effective_from <= DAY}
    assert sorted(one.family for one in held) == sorted(due)
    assert all(one.effective_from <= DAY for one in held)


def test_a_set_has_another_name_when_one_text_differs():
    assert set_of([edition(1)])[0] != set_of([edition(2)])[0]
    assert set_of([edition(1)]) == set_of([edition(1)])


def test_a_pin_composes_once_for_equal_facts_and_tells_true_from_one():
    pin = Pin("test_model", builtin_templates(), DEFAULT_RULES)
    facts = ordinary_restaurant()
    composed = pin.checklist(facts, DAY)
    assert pin.checklist(dict(facts), DAY) is composed
    assert composed.version == "test_model"
    assert pin.checklist({**facts, "stoves": Decimal(4)}, DAY).entries == composed.entries
    with pytest.raises(FactWrong):
        pin.checklist({**facts, "fume": 1}, DAY)


def test_the_seal_of_a_checklist_changes_with_every_word_of_it():
    pin = Pin("test_model", builtin_templates(), DEFAULT_RULES)
    asked = pin.checklist(ordinary_restaurant(), DAY)
    assert pin.seal(ordinary_restaurant(), DAY) == checklist_sha256(asked)
    assert pin.seal(ordinary_restaurant(area_m2=121), DAY) == checklist_sha256(asked)
    assert pin.seal(ordinary_restaurant(hot=False), DAY) != checklist_sha256(asked)
    item = replace(asked.entries[0].item, weight=Weight.MAJOR)
    lighter = replace(asked, entries=(replace(asked.entries[0], item=item), *asked.entries[1:]))
    assert checklist_sha256(lighter) != checklist_sha256(asked)
    assert checklist_sha256(replace(asked, unconcluded={})) != checklist_sha256(
        replace(asked, unconcluded={Area.FUME: Bilingual("不产生油烟", "no fume")})
    )


def test_a_seal_of_an_older_program_still_holds():
    """Cases in the database carry such seals: where this fails, the change would close them all."""
    template = published_template("old.yaml", _OLD, {})
    pin = Pin("2844102d63f7181e", (template,), DEFAULT_RULES)
    assert pin.seal(ordinary_restaurant(), DAY) == _OLD_SEAL


_OLD = """\
id: old
version: "2026.11.1"
title: { zh: 旧表, en: Old table }
department: market
sections:
  - id: kitchen
    stop: cooking
    title: { zh: 厨房, en: Kitchen }
    items:
      - id: OLD-01
        title: { zh: 地面, en: Floor }
        film: { zh: 请拍地面, en: Film the floor }
        judge: { zh: 地面平整, en: The floor is even }
        weight: key
        areas: [food]
        evidence: [photo]
        remote: "yes"
        applies_when: always
        clauses: []
"""
_OLD_SEAL = "ba7ffa32f805c44b1892a8f54ebc01d7b6a7f3ad63019b626d1e02c2b0ea88c4"
