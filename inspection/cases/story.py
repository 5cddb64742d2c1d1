"""The audit log's entries about a case as sentences a person reads from top to bottom."""

from dataclasses import dataclass
from datetime import datetime

from foundation import audit
from foundation.database import Transaction
from foundation.text import Bilingual

SENTENCES = {
    "case.accepted": Bilingual("受理申请，开始计时", "Application accepted, the clock starts"),
    "case.invited": Bilingual("发送勘验邀请", "Invitation sent"),
    "case.invited_again": Bilingual(
        "重新发送邀请，旧链接失效", "Invitation renewed, old link void"
    ),
    "case.claimed": Bilingual("申请人打开邀请", "Applicant opened the invitation"),
    "case.consent_given": Bilingual("申请人同意视频勘验告知", "Applicant agreed to the notice"),
    "case.consent_refused": Bilingual(
        "申请人不同意视频勘验", "Applicant declined the video inspection"
    ),
    "case.call_opened": Bilingual("开始视频勘验", "Video inspection opened"),
    "case.call_joined": Bilingual("加入视频勘验", "Joined the video inspection"),
    "case.call_ended": Bilingual("结束视频连线", "Call ended"),
    "case.finding_set": Bilingual("判定 {item}", "Judged {item}"),
    "case.evidence_kept": Bilingual("保存证据 {item}", "Evidence kept for {item}"),
    "case.film_added": Bilingual(
        "申请人补传断线期间的录像", "Applicant sent a film of a gap later"
    ),
    "case.record_made": Bilingual("生成勘验记录", "Record made"),
    "case.record_reopened": Bilingual("撤回记录，继续勘验", "Record withdrawn, inspection goes on"),
    "case.record_signed": Bilingual("签字确认", "Signed"),
    "case.determined": Bilingual("作出结论", "Determined"),
    "case.pushed": Bilingual("结果已送达审批系统", "Result delivered to licensing"),
    "case.push_replayed": Bilingual("重新推送结果", "Push started again"),
}


@dataclass(frozen=True)
class Line:
    """One line of the story; `who` is an actor id, `applicant` or `system`."""

    at: datetime
    who: str
    text: Bilingual


async def story_of(view: Transaction, case_id: str) -> list[Line]:
    """The story so far, oldest first; entries without a sentence are for auditors only."""
    return [
        Line(
            entry.at,
            entry.actor,
            Bilingual(
                SENTENCES[entry.action].zh.format(**entry.facts),
                SENTENCES[entry.action].en.format(**entry.facts),
            ),
        )
        for entry in await audit.entries_about(view, case_id)
        if entry.action in SENTENCES
    ]
