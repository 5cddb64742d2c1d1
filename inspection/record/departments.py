"""What each department found, concluded and signs, as the record tells it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from checklists.compose import Entry
from checklists.schemes import Conclusion
from checklists.template import Area
from checklists.verdict import Verdict
from inspection.cases.departments import Concern, concerned
from inspection.cases.model import Case
from inspection.determination.model import AREA_TEXT
from inspection.findings.model import Finding
from inspection.live.model import APPLICANT
from inspection.record.deviations import verdicts
from inspection.record.model import DepartmentNote, RecordContent
from inspection.record.needed import REVIEWER
from inspection.record.signing import Signature

VERDICT_ZH = {
    Verdict.PASS: "符合",
    Verdict.FAIL: "不符合",
    Verdict.NOT_APPLICABLE: "合理缺项",
    Verdict.RECTIFIED: "现场整改后符合",
    Verdict.NEEDS_ON_SITE: "需现场复核",
    Verdict.NEEDS_SUPPLEMENT: "待补材料",
}
_COMPLIES = (Verdict.PASS, Verdict.RECTIFIED, Verdict.NOT_APPLICABLE)
_ROLE_ZH = {"inspector": "勘验人员", APPLICANT: "申请人"}


def department_notes(
    case: Case,
    found: Mapping[str, Finding],
    conclusions: Mapping[Area, Conclusion],
    names: Mapping[str, str],
) -> tuple[DepartmentNote, ...]:
    """One note per concerned department. Every item must be settled.

    Args:
        conclusions: as they are signed.
        names: of the case's people, by id.
    """
    return tuple(_note(one, case, found, conclusions, names) for one in concerned(case))


def _note(
    concern: Concern,
    case: Case,
    found: Mapping[str, Finding],
    conclusions: Mapping[Area, Conclusion],
    names: Mapping[str, str],
) -> DepartmentNote:
    department = concern.department
    judged = [(entry, found[entry.item.id].agreement.verdict) for entry in concern.entries]
    area = department.concludes
    judges = (*case.inspector_ids, *case.reviewer_ids.values())
    return DepartmentNote(
        id=department.id,
        title_zh=department.title.zh,
        title_en=department.title.en,
        items=len(judged),
        found=_counts(judged),
        lacking=tuple(
            f"{entry.item.id} {entry.item.title.zh}：{VERDICT_ZH[verdict]}"
            for entry, verdict in judged
            if verdict is not None and verdict not in _COMPLIES
        ),
        area_zh=AREA_TEXT[area].zh if area else "",
        conclusion=verdicts(conclusions[area]) if area else None,
        judged_by="、".join(
            names.get(key, "") for key in judges if key in case.judges_of(department.id)
        ),
        reviewer=names.get(concern.reviewer_id, "") if concern.reviewer_id else "",
    )


def _counts(judged: Sequence[tuple[Entry, Verdict | None]]) -> tuple[str, ...]:
    count = Counter(verdict for _, verdict in judged)
    return tuple(f"{VERDICT_ZH[one]} {count[one]} 项" for one in Verdict if count[one])


def role_zh(signature: Signature, content: RecordContent) -> str:
    """As what somebody signed: a reviewer signs for their department."""
    if signature.role != REVIEWER:
        return _ROLE_ZH[signature.role]
    titles = (one.title_zh for one in content.departments if one.reviewer == signature.name)
    return next(titles, "部门审查人员")
