from datetime import UTC, datetime

import pytest

from checklists.clauses import Clause, Confidence
from foundation.text import Bilingual
from inspection.record.assemble import clause_text
from inspection.record.interruptions import CAUSE_ZH, MOST_SHORT, interruptions
from webrtc.recording.index import Cause
from webrtc.recording.timeline import Gap


def a_clause(article, edition, confidence):
    title = Bilingual("饮食业环境保护技术规范", "Environmental code of catering")
    return Clause("x", title, "全名", article, edition, None, None, confidence)


@pytest.mark.parametrize(
    ("article", "edition", "confidence", "cited"),
    [
        ("4.2.1", "HJ 554-2010", Confidence.VERIFIED, "饮食业环境保护技术规范（HJ 554-2010）4.2.1"),
        ("4.2.1", "", Confidence.HIGH, "饮食业环境保护技术规范4.2.1"),
        ("4.2.1", "2010年", Confidence.MEDIUM, "饮食业环境保护技术规范（2010年）4.2.1〔条号待核〕"),
        ("集气（条号待核）", "", Confidence.MEDIUM, "饮食业环境保护技术规范集气〔条号待核〕"),
        ("集气（条号待核）", "", Confidence.HIGH, "饮食业环境保护技术规范集气〔条号待核〕"),
    ],
)
def test_a_clause_is_cited_with_its_edition_and_marked_once_when_its_number_was_not_read(
    article, edition, confidence, cited
):
    assert clause_text(a_clause(article, edition, confidence)) == cited


def test_gaps_of_the_picture_are_told_with_times_and_cause_and_blinks_are_not():
    began = round(datetime(2026, 11, 24, 2, 0, tzinfo=UTC).timestamp() * 1000)
    gaps = [
        Gap(began, began + 3100, Cause.CONNECTION_LOST),
        Gap(began + 9000, began + 9200, Cause.PACKET_LOSS),
        Gap(began + 60_000, None, Cause.GONE),
    ]
    made_at = datetime(2026, 11, 24, 2, 2, tzinfo=UTC)
    assert interruptions(gaps, made_at) == (
        "2026-11-24 10:00:00 至 10:00:03，3 秒，连接中断后重连",
        "2026-11-24 10:01:00 至制作记录时，60 秒，手机已断开",
    )
    assert set(CAUSE_ZH) == set(Cause)


def test_many_short_gaps_are_counted_by_cause_and_long_ones_told_each():
    began = round(datetime(2026, 11, 24, 15, 59, tzinfo=UTC).timestamp() * 1000)
    made_at = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)

    def many(count):
        blinks = [
            Gap(began + 9000 * at, began + 9000 * at + 2000, Cause.SILENT) for at in range(count)
        ]
        return interruptions([*blinks, Gap(began, began + 90_000, Cause.GONE)], made_at)

    long = "2026-11-24 23:59:00 至 2026-11-25 00:00:30，90 秒，手机已断开"
    few, more = many(MOST_SHORT), many(MOST_SHORT + 1)
    assert len(few) == MOST_SHORT + 1
    counted = f"另有 {MOST_SHORT + 1} 次不到 5 秒的中断，共 {2 * (MOST_SHORT + 1)} 秒"
    assert more == (long, f"{counted}：手机没有画面传来 {MOST_SHORT + 1} 次")
