"""One walk for all departments: places in order, each shot once, each department its own part."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings

from checklists.compose import compose
from checklists.facts import ordinary_restaurant
from checklists.load import builtin_templates
from checklists.merge import parts_of, walk_of
from checklists.template import EvidenceKind, Reading, Stop
from foundation.text import Bilingual
from tests.unit.checklists.test_conditions import shops

TODAY = date(2026, 11, 24)
CHECKLIST = compose(builtin_templates(), ordinary_restaurant(), TODAY)


def changed(**by_id):
    """The checklist with other fields for some items: `EX_01={...}`."""
    entries = tuple(
        replace(one, item=replace(one.item, **by_id.get(one.item.id.replace("-", "_"), {})))
        for one in CHECKLIST.entries
    )
    return replace(CHECKLIST, entries=entries)


@given(shops())
@settings(max_examples=40)
def test_every_item_is_in_exactly_one_shot_and_one_departments_part(facts):
    checklist = compose(builtin_templates(), facts, TODAY)
    ids = [entry.item.id for entry in checklist.entries]
    walked = [entry.item.id for shot in walk_of(checklist) for entry in shot.entries]
    parted = [one.item.id for part in parts_of(checklist).values() for one in part]
    assert sorted(ids) == sorted(walked) == sorted(parted)


@given(shops())
@settings(max_examples=40)
def test_the_walk_goes_from_the_street_inwards_and_never_back(facts):
    stops = [shot.stop for shot in walk_of(compose(builtin_templates(), facts, TODAY))]
    assert stops == sorted(stops, key=list(Stop).index)


def test_two_departments_that_want_the_same_shot_share_it_at_the_first_place():
    metre = Reading(Bilingual("高度", "height"), "m", at_least=Decimal(2))
    checklist = changed(
        KL_01={"shot": "pan", "stop": Stop.DOOR, "department": "market", "video_seconds": 5},
        EX_01={
            "shot": "pan",
            "stop": Stop.COOKING,
            "department": "urban",
            "video_seconds": 12,
            "readings": (metre,),
        },
    )
    (shot,) = (one for one in walk_of(checklist) if one.id == "pan")
    assert [entry.item.id for entry in shot.entries] == ["KL-01", "EX-01"]
    assert (shot.stop, shot.video_seconds, shot.readings) == (Stop.DOOR, 12, (metre,))
    assert shot.kinds.count(EvidenceKind.VIDEO) == 1
    parts = parts_of(checklist)
    assert "KL-01" in [one.item.id for one in parts["market"]]
    assert "EX-01" in [one.item.id for one in parts["urban"]]
