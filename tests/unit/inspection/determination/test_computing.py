"""What of an item's evidence is still missing when verdicts become a record."""

from dataclasses import replace
from datetime import UTC, date, datetime

from checklists.agreement import Agreement, Standing
from checklists.compose import compose
from checklists.load import builtin_templates
from checklists.verdict import Verdict
from inspection.cases.facts import checklist_facts
from inspection.determination.computing import settled
from inspection.evidence.model import Evidence, Origin
from inspection.evidence.readings import Typed, readings_of
from inspection.findings.model import Finding
from inspection.intake.demo import RESTAURANT

AT = datetime(2026, 11, 25, tzinfo=UTC)
WHOLE = compose(builtin_templates(), checklist_facts(RESTAURANT.facts), date(2026, 11, 24))
FILMED = "EX-17"  # asks for ten seconds of video and a reading
PARTNER = "EX-16"
# as if both were meant for one shot
CHECKLIST = replace(
    WHOLE,
    entries=tuple(
        replace(one, item=replace(one.item, shot="side"))
        if one.item.id in (FILMED, PARTNER)
        else one
        for one in WHOLE.entries
    ),
)
PASSED = {FILMED: Finding(FILMED, frozenset(), {}, None, Agreement(Standing.SETTLED, Verdict.PASS))}


def a_clip(item_id, seconds):
    size = (960, 540, 9)
    clip = Evidence("ev_1", "case_1", item_id, Origin.CLIP, "c1" * 32, *size, AT, AT, "user_1")
    return replace(clip, duration_ms=seconds * 1000, poster_sha256="c2" * 32)


def lacks(pictures, typed=()):
    (one,) = settled(PASSED, pictures, CHECKLIST, readings_of(typed, CHECKLIST))
    return one.evidence_count, one.lacks.zh if one.lacks else None


def typed(value):
    return Typed(FILMED, 0, value, "Pa", "ev_1", "", "user_1", AT)


def test_a_clip_of_one_item_counts_for_every_item_of_its_shot():
    for item_id in (FILMED, PARTNER):
        assert lacks([a_clip(item_id, 10)], [typed("5")]) == (1, None)
    assert lacks([a_clip("EX-01", 10)], [typed("5")])[0] == 0
    count, said = lacks([a_clip(PARTNER, 9)], [typed("5")])
    assert count == 1
    assert "10 秒" in said


def test_a_reading_is_asked_for_until_one_counts():
    clip = [a_clip(FILMED, 12)]
    assert "读数" in lacks(clip)[1]
    assert lacks(clip, [typed("5")])[1] is None
    assert "读数" in lacks(clip, [typed("5"), typed(None)])[1]
