"""The audit log's entries about a case as sentences a person reads from top to bottom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from foundation import audit
from foundation.clock import shown
from foundation.database import Transaction
from foundation.text import Bilingual

_MINUTE = len("2026-11-24 18:53")

SENTENCES = {
    "case.received": Bilingual("收到申请", "Application received"),
    "case.filed": Bilingual("{zh}", "{en}"),
    "case.pre_check_answered": Bilingual("补充预检信息", "Pre-check answers completed"),
    "case.pre_check_stopped": Bilingual(
        "预检未通过（{rule}）：{zh}", "Pre-check stopped by {rule}: {en}"
    ),
    "case.triaged": Bilingual("分流：{zh}", "Triage: {en}"),
    "case.mode_set": Bilingual("改为{zh}：{reason}", "Changed to {en}: {reason}"),
    "case.pre_check_started": Bilingual("开始预检", "Pre-check begun"),
    "case.declined": Bilingual("不予受理：{reason}", "Not accepted: {reason}"),
    "case.assigned": Bilingual("分件给{names}（随机抽取）", "Drawn for the case: {names}"),
    "case.reassigned": Bilingual("改派{names}：{reason}", "Reassigned to {names}: {reason}"),
    "case.handed_over": Bilingual(
        "移交勘验：{leaving_name} → {coming_name}，{reason}",
        "Handed over: {leaving_name} → {coming_name}, {reason}",
    ),
    "case.booked": Bilingual("预约勘验：{when}", "Inspection booked for {when}"),
    "case.rebooked": Bilingual("改约勘验：{when}", "Inspection moved to {when}"),
    "case.booking_cancelled": Bilingual("取消预约：{when}", "Booking of {when} cancelled"),
    "case.booking_displaced": Bilingual(
        "预约 {when} 无人可接，需另约时间：{reason}",
        "Nobody can keep the appointment of {when}, it needs a new time: {reason}",
    ),
    "case.office_changed": Bilingual("转到{name}", "Moved to {name}"),
    "case.no_show": Bilingual(
        "申请人未到（不算勘验不通过）", "The applicant did not come (not a failed inspection)"
    ),
    "case.technical_abort": Bilingual(
        "因技术原因中断：{reason}", "Broken off for technical reasons: {reason}"
    ),
    "case.on_site": Bilingual("转现场核查：{reason}", "Goes on on site: {reason}"),
    "case.remote_again": Bilingual("改回远程勘验：{reason}", "Remote again: {reason}"),
    "case.on_site_begun": Bilingual("开始现场核查", "On-site inspection begun"),
    "case.supplement_asked": Bilingual("通知整改", "Rectification asked for"),
    "case.reinspection_opened": Bilingual("开复查：{reason}", "Re-inspection opened: {reason}"),
    "case.supplement_lapsed": Bilingual("逾期未整改：{reason}", "Rectification lapsed: {reason}"),
    "case.gaps_named": Bilingual("容缺受理，待补：{zh}", "Accepted with papers to follow: {en}"),
    "case.pledge_signed": Bilingual("签署容缺承诺书：{zh}", "Pledge signed: {en}"),
    "case.gap_uploaded": Bilingual("补交材料：{zh}", "Handed in: {en}"),
    "case.gap_accepted": Bilingual("材料审核通过：{zh}", "Paper accepted: {en}"),
    "case.gap_sent_back": Bilingual("退回材料“{zh}”：{reason}", "Sent back {en}: {reason}"),
    "case.gap_extended": Bilingual(
        "放宽“{zh}”的期限至 {due_zh}：{reason}", "More time for {en}, until {due_en}: {reason}"
    ),
    "case.gap_lapsed": Bilingual("逾期未补交：{zh}", "Never handed in: {en}"),
    "case.gaps_closed": Bilingual("容缺材料全部补齐", "All papers that were to follow are in"),
    "case.gaps_lapsed": Bilingual(
        "容缺材料逾期，终止办理：{reason}", "Closed, papers never came: {reason}"
    ),
    "case.appealed": Bilingual(
        "申请人异议，另派人员：{reason}", "Appeal, another pair inspects: {reason}"
    ),
    "case.paused": Bilingual("暂停计时：{zh}，{reason}", "Deadline stands still: {en}, {reason}"),
    "case.resumed": Bilingual("恢复计时", "Deadline runs again"),
    "case.licensed": Bilingual("审批系统已发证", "Licence issued"),
    "case.licence_refused": Bilingual("不予许可：{reason}", "Licence refused: {reason}"),
    "case.closed": Bilingual("办结", "Closed"),
    "case.withdrawn": Bilingual("撤回申请：{reason}", "Application withdrawn: {reason}"),
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
    "case.reviewer_assigned": Bilingual("{zh}由{name}审查签字", "{en}: {name} judges and signs"),
    "case.reviewer_removed": Bilingual(
        "{zh}由勘验人员代为审查签字", "{en}: the inspectors judge and sign on behalf"
    ),
    "case.call_opened": Bilingual("开始视频勘验", "Video inspection opened"),
    "case.call_joined": Bilingual("加入视频勘验", "Joined the video inspection"),
    "case.quality_set": Bilingual("手机画质：{zh}", "Picture quality: {en}"),
    "case.quality_obeyed": Bilingual("手机{zh}", "The phone {en}"),
    "case.cap_set": Bilingual(
        "带宽上限 {from_kbps} → {to_kbps} kbps", "Bandwidth cap {from_kbps} → {to_kbps} kbps"
    ),
    "case.call_ended": Bilingual("结束视频连线", "Call ended"),
    "case.finding_set": Bilingual("判定 {item}", "Judged {item}"),
    "case.evidence_kept": Bilingual("保存证据 {item}", "Evidence kept for {item}"),
    "case.challenge_begun": Bilingual("发出口令 {code}", "Challenge code {code} given"),
    "case.reading_typed": Bilingual(
        "{item} 读数：{quantity} {after} {unit}", "{item} reading: {quantity} {after} {unit}"
    ),
    "case.reading_withdrawn": Bilingual(
        "{item} 撤回读数：{quantity}", "{item} reading taken back: {quantity}"
    ),
    "case.evidence_covered": Bilingual("遮盖照片 {item}", "Covered parts of a picture of {item}"),
    "case.evidence_uncovered": Bilingual(
        "取消照片遮盖 {item}", "Took the cover off a picture of {item}"
    ),
    "case.evidence_noted": Bilingual(
        "确认照片量测或识别 {item}", "Confirmed what a picture of {item} shows"
    ),
    "case.film_added": Bilingual(
        "申请人补传断线期间的录像", "Applicant sent a film of a gap later"
    ),
    "case.deviation_proposed": Bilingual(
        "提议偏离推算结论：{reason}", "Proposed to deviate from the computed conclusion: {reason}"
    ),
    "case.deviation_confirmed": Bilingual("确认偏离推算结论", "Confirmed the deviation"),
    "case.deviation_withdrawn": Bilingual("撤回偏离", "Withdrew the deviation"),
    "case.record_made": Bilingual("生成勘验记录", "Record made"),
    "case.record_reopened": Bilingual("撤回记录，继续勘验", "Record withdrawn, inspection goes on"),
    "case.record_signed": Bilingual("签字确认", "Signed"),
    "case.refusal_noted": Bilingual(
        "记录申请人拒签：{reason}", "Noted that the applicant refuses to sign: {reason}"
    ),
    "case.refusal_witnessed": Bilingual("见证申请人拒签", "Witnessed the refusal"),
    "case.refusal_withdrawn": Bilingual("撤回拒签记录", "Took the note of a refusal back"),
    "case.determined": Bilingual("作出结论", "Determined"),
    "case.one_time_notice": Bilingual("出具一次性告知", "One-time notice issued"),
    "case.pushed": Bilingual("结果已送达审批系统", "Result delivered to licensing"),
    "case.push_replayed": Bilingual("重新推送结果", "Push started again"),
    "case.licence_wished": Bilingual(
        "申请人选择领证方式", "Applicant chose how to get the licence"
    ),
    "case.rated": Bilingual("申请人评价：{level} 级", "Rated by the applicant: {level} of 5"),
    "case.rating_answered": Bilingual("答复差评", "Answered a bad rating"),
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
            _told(SENTENCES[entry.action], entry.facts),
        )
        for entry in await audit.entries_about(view, case_id)
        if entry.action in SENTENCES
    ]


def sentence_of(action: str, facts: Mapping[str, object]) -> Bilingual | None:
    """What an entry of the log says of a case; None without a sentence, or without its facts."""
    sentence = SENTENCES.get(action)
    try:
        return None if sentence is None else _told(sentence, facts)
    except KeyError:  # written before the sentence named that fact
        return None


def _told(sentence: Bilingual, facts: Mapping[str, object]) -> Bilingual:
    """The sentence with the facts put in; moments as people here write them."""
    starts_at = str(facts.get("starts_at") or "")
    when = shown(datetime.fromisoformat(starts_at))[:_MINUTE] if starts_at else "—"
    known = {**facts, "when": when}
    return Bilingual(sentence.zh.format(**known), sentence.en.format(**known))
