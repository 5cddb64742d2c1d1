"""What an entry of the audit log says, as people read it. Pure."""

from collections.abc import Mapping

from foundation.text import Bilingual
from inspection.cases.story import sentence_of

_WITHOUT_STORY = {
    "user.added": Bilingual("添加人员", "Person added"),
    "user.changed": Bilingual("修改人员", "Person changed"),
    "user.signed_in": Bilingual("登录", "Signed in"),
    "user.password_set": Bilingual("修改密码", "Password set"),
    "user.password_reset": Bilingual("重置密码", "Password reset"),
    "user.certificate_set": Bilingual("登记资格有效期", "Certificate entered"),
    "user.exam_noted": Bilingual("登记考核成绩", "Exam result entered"),
    "unit.added": Bilingual("添加机构", "Office added"),
    "unit.changed": Bilingual("修改机构", "Office changed"),
    "roster.pair_added": Bilingual("添加勘验人员组", "Pair added to the roster"),
    "roster.pair_changed": Bilingual("修改勘验人员组", "Pair on the roster changed"),
    "roster.closed": Bilingual("登记停约", "Day closed"),
    "roster.absence_noted": Bilingual("登记请假", "Absence noted"),
    "roster.taken_back": Bilingual("撤销停约或请假", "Closed day or absence taken back"),
    "roster.inspector_set": Bilingual("修改勘验人员的分件信息", "Inspector's duty data changed"),
    "template.published": Bilingual("发布检查表模板", "Checklist template published"),
    "rules.published": Bilingual("发布判定规则", "Determination rules published"),
    "notice.again": Bilingual("重新发送通知", "Notice sent again"),
    "intake.file_imported": Bilingual("导入申请文件", "File of applications imported"),
    "operator.flagged": Bilingual("登记失信记录", "Operator flagged"),
    "operator.flag_lifted": Bilingual("撤销失信记录", "Operator's flag lifted"),
    "case.checklist_pinned": Bilingual("固定检查表版本", "Checklist version pinned"),
    "case.finding_reconciled": Bilingual("合议判定", "Verdict agreed by both"),
    "case.film_opened": Bilingual("查看录像", "Recording opened"),
    "case.field_checked": Bilingual("登记现场抽查结果", "Field check entered"),
    "case.field_check_corrected": Bilingual("更正现场抽查结果", "Field check corrected"),
    "evidence.committed": Bilingual("登记照片指纹", "Hash of a picture committed"),
}


def words_of(action: str, facts: Mapping[str, object]) -> Bilingual | None:
    """The entry as a sentence; None where only a name for machines is known."""
    return _WITHOUT_STORY.get(action) or sentence_of(action, facts)
