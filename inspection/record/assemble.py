"""A case's findings, evidence and conclusions put together as a record's content."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from checklists.clauses import Clause
from checklists.compose import Checklist, Entry
from checklists.determination import Conclusion, Determination
from checklists.template import Weight
from checklists.verdict import Verdict
from foundation.clock import shown
from foundation.identity.model import User
from foundation.text import Bilingual
from inspection.cases.model import Case
from inspection.evidence.model import Evidence, Origin
from inspection.findings.model import Judged
from inspection.live.model import APPLICANT
from inspection.live.store import Consent, LiveSession
from inspection.record.model import Line, Part, Picture, RecordContent, Verdicts

CONCLUSION_TEXT = {
    Conclusion.PASS.value: Bilingual("符合", "complies"),
    Conclusion.RECTIFY.value: Bilingual("需整改", "to be rectified"),
    Conclusion.FAIL.value: Bilingual("不符合", "does not comply"),
    Conclusion.GO_ON_SITE.value: Bilingual("需现场复核", "to be checked on site"),
    Conclusion.SUPPLEMENT.value: Bilingual("待补材料", "papers to follow"),
    Conclusion.NOT_ASKED.value: Bilingual("不涉及", "not concerned"),
}
VERDICT_ZH = {
    Verdict.PASS: "符合",
    Verdict.FAIL: "不符合",
    Verdict.NOT_APPLICABLE: "合理缺项",
    Verdict.RECTIFIED: "现场整改后符合",
    Verdict.NEEDS_ON_SITE: "需现场复核",
    Verdict.NEEDS_SUPPLEMENT: "待补材料",
}

_UNREAD = "（条号待核）"  # the clause file's own mark: the rule is known, its number was not read


def assemble(
    *,
    case: Case,
    checklist: Checklist,
    judged: Mapping[str, Judged],
    pictures: Sequence[Evidence],
    determination: Determination,
    inspectors: Mapping[str, User],
    consent: Consent | None,
    session: LiveSession | None,
    made_at: datetime,
) -> RecordContent:
    """The content to be signed. Every asked item must have a verdict."""
    application = case.application
    names = {key: user.name for key, user in inspectors.items()}
    names[APPLICANT] = application.applicant_name
    return RecordContent(
        case_number=case.number,
        shop_name=application.shop_name,
        format_zh=application.format_zh,
        address=application.address,
        credit_code=application.credit_code,
        applicant=application.applicant_name,
        activities=tuple(activity.title.zh for activity in application.activities),
        area_m2=str(application.facts.get("area_m2", "")),
        stoves=int(str(application.facts.get("stoves", 0))),
        accepted=shown(case.accepted_at),
        mode_zh="远程视频勘验",
        began=shown(session.opened_at) if session else "",
        ended=shown(made_at),
        inspectors=tuple(names[key] for key in case.inspector_ids if key in names),
        consent_version=consent.version if consent else "",
        consent_given=shown(consent.at) if consent and consent.is_given else "",
        checklist_version=checklist.version,
        parts=tuple(
            Part(
                heading.id,
                heading.title.zh,
                heading.title.en,
                tuple(_line(entry, judged[entry.item.id], pictures, names) for entry in entries),
            )
            for heading, entries in checklist.sections()
        ),
        left_out=tuple(f"{left.item_id} {left.because.zh}" for left in checklist.left_out),
        food=_verdicts(determination.food),
        fume=_verdicts(determination.fume),
        reasons=tuple(reason.text.zh for reason in determination.reasons),
    )


def _verdicts(conclusion: Conclusion) -> Verdicts:
    text = CONCLUSION_TEXT[conclusion.value]
    return Verdicts(conclusion.value, text.zh, text.en)


def _line(
    entry: Entry, judged: Judged, pictures: Sequence[Evidence], names: Mapping[str, str]
) -> Line:
    verdict = Verdict(judged.verdict)
    return Line(
        item_id=entry.item.id,
        title_zh=entry.item.title.zh,
        title_en=entry.item.title.en,
        key=entry.item.weight is Weight.KEY,
        verdict=verdict.value,
        verdict_zh=VERDICT_ZH[verdict],
        note=judged.note,
        judged_by=names.get(judged.by, ""),
        clauses=tuple(clause_text(clause) for clause in entry.clauses),
        pictures=tuple(_picture(one, names) for one in pictures if one.item_id == entry.item.id),
    )


def clause_text(clause: Clause) -> str:
    """A clause as the record cites it: rule, edition, place, and whether its number was checked."""
    article = clause.article.replace(_UNREAD, "").strip()
    edition = f"（{clause.edition}）" if clause.edition else ""
    doubt = "" if clause.is_confirmed and _UNREAD not in clause.article else "〔条号待核〕"
    return f"{clause.title.zh}{edition}{article}{doubt}"


_ORIGINS = {
    Origin.STILL: "手机原始照片",
    Origin.FRAME: "视频关键帧",
    Origin.RECORDED: "录像回看取帧",
}


def _picture(evidence: Evidence, names: Mapping[str, str]) -> Picture:
    return Picture(
        evidence.item_id,
        evidence.sha256,
        _ORIGINS[evidence.origin],
        shown(evidence.captured_at),
        evidence.width_px,
        evidence.height_px,
        names.get(evidence.by, ""),
    )
