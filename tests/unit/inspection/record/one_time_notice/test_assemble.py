"""Which verdicts become a fault of the notice, and what each of them says."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checklists.compose import compose
from checklists.determination import Conclusion
from checklists.load import builtin_templates
from checklists.verdict import Verdict
from foundation.workdays import WorkCalendar
from inspection.cases.facts import checklist_facts
from inspection.evidence.model import Evidence, Origin
from inspection.intake.demo import RESTAURANT
from inspection.record.model import Line, Part, Picture, Verdicts
from inspection.record.one_time_notice.assemble import MOST_PHOTOS, assemble, is_needed
from inspection.record.one_time_notice.model import Todo, canonical_json, content_sha256
from inspection.record.one_time_notice.places import Places, places_of
from tests.unit.inspection.record.sample import a_content

MADE = datetime(2026, 11, 24, 2, 42, 10, tzinfo=UTC)
CHECKLIST = compose(builtin_templates(), checklist_facts(RESTAURANT.facts), date(2026, 11, 24))
PLACES = places_of(Path(__file__).parents[5] / "panorama" / "data" / "t2.yaml")
TAKEN = [f"{number:02}" * 32 for number in range(5)]


def a_line(item_id, verdict, pictures=()):
    shown = tuple(
        Picture(item_id, one, "手机原始照片", "2026-11-24 10:20:00", 9, 9) for one in pictures
    )
    return Line(
        item_id, "标题", "Title", False, verdict, "…", f"看到 {item_id}", "王", ("条",), shown
    )


def a_record(*lines, food="fail", fume="pass"):
    content = a_content()
    return replace(
        content,
        parts=(Part("s1", "一", "One", lines[:1]), Part("s2", "二", "Two", lines[1:])),
        food=Verdicts(food, "…", "…"),
        fume=Verdicts(fume, "…", "…"),
    )


def a_picture(item_id, digest):
    return Evidence(
        f"ev_{digest[:4]}",
        "case_1",
        item_id,
        Origin.STILL,
        digest,
        9,
        9,
        9,
        MADE,
        MADE,
        "applicant",
    )


def noticed(record, pictures=(), places=PLACES, working_days=10):
    return assemble(
        record=record,
        checklist=CHECKLIST,
        pictures=pictures,
        places=places,
        made_at=MADE,
        deadline=WorkCalendar().deadline(MADE, working_days),
        working_days=working_days,
    )


@pytest.mark.parametrize("food", list(Conclusion))
@pytest.mark.parametrize("fume", list(Conclusion))
def test_a_notice_is_needed_unless_everything_asked_passes(food, fume):
    done = {Conclusion.PASS, Conclusion.NOT_ASKED}
    record = a_record(a_line("EX-01", "pass"), food=food.value, fume=fume.value)
    assert is_needed(record) is not ({food, fume} <= done)


def test_every_verdict_has_its_consequence_and_good_ones_none():
    todo = {
        Verdict.FAIL: Todo.MEND,
        Verdict.NEEDS_SUPPLEMENT: Todo.HAND_IN,
        Verdict.NEEDS_ON_SITE: Todo.WE_COME,
        Verdict.PASS: None,
        Verdict.RECTIFIED: None,
        Verdict.NOT_APPLICABLE: None,
    }
    assert todo.keys() == set(Verdict)
    for verdict, expected in todo.items():
        faults = noticed(a_record(a_line("EX-01", verdict.value))).faults
        assert [one.todo for one in faults] == ([expected] if expected else [])


def test_faults_stand_in_the_order_of_the_walk_whatever_section_they_are_in():
    record = a_record(a_line("KL-01", "fail"), a_line("EX-01", "fail"), a_line("OF-02", "fail"))
    assert [one.item_id for one in noticed(record).faults] == ["KL-01", "EX-01", "OF-02"]


def test_what_the_bureau_comes_to_see_stands_behind_what_the_applicant_does():
    record = a_record(a_line("KL-01", "needs_on_site"), a_line("EX-01", "fail"))
    assert [one.item_id for one in noticed(record).faults] == ["EX-01", "KL-01"]


def test_a_paper_that_is_no_picture_is_not_shown_beside_its_fault():
    paper = replace(a_picture("EX-01", TAKEN[0]), origin=Origin.DOCUMENT, width_px=0, height_px=0)
    clip = replace(a_picture("EX-01", TAKEN[1]), origin=Origin.CLIP, poster_sha256=TAKEN[2])
    record = a_record(a_line("EX-01", "fail", TAKEN[:2]))
    (fault,) = noticed(record, (paper, clip)).faults
    assert [one.sha256 for one in fault.photos] == [TAKEN[1]]


def test_a_fault_shows_the_newest_of_its_own_photos_that_the_record_names():
    others = [a_picture("KL-01", "ff" * 32), a_picture("EX-01", "ee" * 32)]
    pictures = [*others, *(a_picture("EX-01", one) for one in TAKEN)]
    (fault,) = noticed(a_record(a_line("EX-01", "fail", TAKEN)), pictures).faults
    assert [one.sha256 for one in fault.photos] == TAKEN[-MOST_PHOTOS:]
    assert fault.photos[-1].id == f"ev_{TAKEN[-1][:4]}"


def test_what_right_looks_like_is_in_the_words_of_the_sample_room_where_it_shows_it():
    (there,) = noticed(a_record(a_line("EX-01", "fail"))).faults
    assert (there.room, there.hotspot) == ("t2", "EX-01")
    assert there.right_zh == PLACES.texts["EX-01"].zh
    (nowhere,) = noticed(a_record(a_line("EX-01", "fail")), places=Places("t2")).faults
    assert nowhere.hotspot == ""
    assert nowhere.right_zh == CHECKLIST.entry("EX-01").item.judge.zh


def test_a_place_that_shows_a_mistake_is_no_picture_of_right(tmp_path):
    text = (Path(__file__).parents[5] / "panorama" / "data" / "t2.yaml").read_text("utf-8")
    first = next(iter(PLACES.texts))
    wrong = text.replace(f"{{item: {first},", f"{{is_right: false, item: {first},")
    layout = tmp_path / "t2.yaml"
    layout.write_text(wrong, "utf-8")
    assert wrong != text
    assert first not in places_of(layout).texts


def test_the_days_are_working_days_and_the_weekday_is_written():
    content = noticed(a_record(a_line("EX-01", "fail")), working_days=3)
    assert (content.deadline, content.deadline_zh) == ("2026-11-27", "2026年11月27日（星期五）")
    assert not content.is_provisional
    assert noticed(a_record(a_line("EX-01", "fail")), working_days=60).is_provisional


def test_the_hash_is_of_the_very_text_and_equal_notices_have_equal_ones():
    record = a_record(a_line("EX-01", "fail"))
    one, two = (canonical_json(noticed(record)) for _ in range(2))
    assert content_sha256(one) == content_sha256(two)
    assert content_sha256(one) != content_sha256(canonical_json(noticed(record, working_days=9)))
