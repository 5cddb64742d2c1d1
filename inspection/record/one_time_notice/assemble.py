"""A signed record turned into what the applicant has to do. Pure."""

from collections.abc import Sequence
from datetime import datetime

from checklists.compose import Checklist
from checklists.determination import Conclusion as Code
from checklists.verdict import Verdict
from foundation.clock import SHANGHAI, shown
from foundation.workdays import Deadline
from inspection.evidence.model import Evidence
from inspection.record.model import Line, RecordContent, content_sha256
from inspection.record.one_time_notice.model import Conclusion, Fault, NoticeContent, Photo, Todo
from inspection.record.one_time_notice.places import Places

MOST_PHOTOS = 3  # of a fault, the newest: one page per fault at most; chosen
_DONE = {Code.PASS.value, Code.NOT_ASKED.value}
_TODO = {
    Verdict.FAIL.value: Todo.MEND,
    Verdict.NEEDS_SUPPLEMENT.value: Todo.HAND_IN,
    Verdict.NEEDS_ON_SITE.value: Todo.WE_COME,
}
_WEEKDAYS = "一二三四五六日"


def is_needed(record: RecordContent) -> bool:
    """Whether a determination asks for a notice: one of its conclusions does not pass."""
    return not {record.food.code, record.fume.code} <= _DONE


def assemble(
    *,
    record: RecordContent,
    checklist: Checklist,
    pictures: Sequence[Evidence],
    places: Places,
    made_at: datetime,
    deadline: Deadline,
    working_days: int,
) -> NoticeContent:
    """The notice of a record that does not pass: what the applicant does, then what we come to see.

    Args:
        checklist: the one the record was judged by.
        pictures: of the case, oldest first.
    """
    lines = [line for part in record.parts for line in part.lines if line.verdict in _TODO]
    lines.sort(key=lambda line: _TODO[line.verdict] is Todo.WE_COME)  # else as they were walked
    return NoticeContent(
        case_number=record.case_number,
        shop_name=record.shop_name,
        applicant=record.applicant,
        made=shown(made_at),
        record_sha256=content_sha256(record),
        conclusions=(
            Conclusion("食品经营", "Food business", record.food.zh, record.food.en),
            Conclusion("油烟治理", "Oil fume", record.fume.zh, record.fume.en),
        ),
        reasons=record.reasons,
        deadline=deadline.at.astimezone(SHANGHAI).date().isoformat(),
        deadline_zh=_day(deadline.at),
        working_days=working_days,
        is_provisional=deadline.is_provisional,
        faults=tuple(_fault(line, checklist, pictures, places) for line in lines),
    )


def _day(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def _fault(line: Line, checklist: Checklist, pictures: Sequence[Evidence], places: Places) -> Fault:
    item = checklist.entry(line.item_id).item
    right = places.texts.get(item.hotspot, item.judge)
    shown_here = {picture.sha256 for picture in line.pictures}
    photos = [
        one
        for one in pictures
        if one.item_id == item.id and one.sha256 in shown_here and one.picture_sha256 is not None
    ]
    return Fault(
        item_id=line.item_id,
        title_zh=line.title_zh,
        title_en=line.title_en,
        todo=_TODO[line.verdict],
        found=line.note,
        right_zh=right.zh,
        right_en=right.en,
        clauses=line.clauses,
        photos=tuple(Photo(one.id, one.sha256) for one in photos[-MOST_PHOTOS:]),
        room=places.room,
        hotspot=item.hotspot if item.hotspot in places.texts else "",
    )
