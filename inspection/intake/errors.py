"""Refusals at the intake."""

from foundation.errors import Kind, Problem


class WrongApplication(Problem):
    """Fields are missing or do not fit; `faults` names each with what to do."""

    kind = Kind.INVALID
    code = "intake.wrong_application"
    zh = "申请里的“{path}”不正确：{what_zh}。另有 {more} 处，请按 faults 逐项修改后重新提交。"
    en = (
        "“{path}” of the application is not right: {what_en}. {more} more; mend each that is named "
        "in faults and send it again."
    )


class NotSigned(Problem):
    """No sender of ours signed this; says nothing about which part is wrong."""

    kind = Kind.UNKNOWN_PERSON
    code = "intake.not_signed"
    zh = "签名无效。请检查 yunkan-sender、密钥，以及按原始字节计算的 webhook-signature。"
    en = (
        "The signature is not valid. Check yunkan-sender, the secret, and that the signature is "
        "over the raw bytes."
    )


class StaleRequest(Problem):
    """Well signed, but older or younger than five minutes: perhaps somebody sends it again."""

    kind = Kind.UNKNOWN_PERSON
    code = "intake.stale"
    zh = "请求的时间与本系统相差超过 5 分钟，没有处理。请校准时钟，重新签名后再发。"
    en = (
        "The request is more than five minutes old or early and was not taken. Set the clock "
        "and sign it anew."
    )


class KeyNotSigned(Problem):
    """The key that stands for the request is not the one that was signed."""

    kind = Kind.INVALID
    code = "intake.key_not_signed"
    zh = "webhook-id 必须等于“{expected}”：它在签名之内，别人无法换一个。请改好后重新签名。"
    en = "webhook-id has to be “{expected}”: it is part of what is signed. Set it and sign anew."


class KeyMissing(Problem):
    """Without a key a lost answer would open a second case."""

    kind = Kind.INVALID
    code = "intake.key_missing"
    zh = "缺少 Idempotency-Key（1 至 64 个字母、数字、. _ -）。每份申请用一个，重试时不变。"
    en = (
        "Idempotency-Key is missing (1 to 64 of letters, digits, . _ -). One an application, "
        "kept over retries."
    )


class KeyReused(Problem):
    """The same key came with another body."""

    kind = Kind.CONFLICT
    code = "intake.key_reused"
    zh = "这个 Idempotency-Key 已用于另一份内容（办件 {number}），没有处理。新申请请换一个。"
    en = (
        "This Idempotency-Key belongs to other content (case {number}). Use a new one for a new "
        "application."
    )


class AlreadyFiled(Problem):
    """The same external number came under another key."""

    kind = Kind.CONFLICT
    code = "intake.already_filed"
    zh = "申请编号“{external}”已经收过，办件编号 {number}，没有重复立案。"
    en = "Application {external} was filed before as case {number}; no second case was opened."


class LooksDoubled(Problem):
    """Open cases have the same credit code and address."""

    kind = Kind.CONFLICT
    code = "intake.looks_doubled"
    zh = "同一信用代码、同一地址已有未办结的办件：{numbers}。确认不是重复申请，再选“仍然新建”。"
    en = (
        "Open cases have the same credit code and address: {numbers}. Make sure it is another "
        "application, then file it all the same."
    )


class FileUnreadable(Problem):
    """An imported file is neither CSV nor XLSX, or damaged."""

    kind = Kind.UNREADABLE
    code = "intake.file_unreadable"
    zh = "文件读不了：{reason_zh}。"
    en = "The file can not be read: {reason_en}."


class FileTooLong(Problem):
    """More than is taken at once."""

    kind = Kind.TOO_LARGE
    code = "intake.file_too_long"
    zh = "文件超过一次能导入的上限：{most}。请拆成几个文件。"
    en = "The file is over what is taken at once: {most}. Split it into several."


class WrongHeadings(Problem):
    """The first line does not head the columns that are needed."""

    kind = Kind.INVALID
    code = "intake.wrong_headings"
    zh = "第一行表头不对：缺少 {missing}，重复 {doubled}。请下载模板，照它的表头填写。"
    en = (
        "The headings of the first line are not right: missing {missing}, twice {doubled}. Take "
        "the file that is handed out and keep its headings."
    )


class FileChanged(Problem):
    """What is sent now is not what was looked at before."""

    kind = Kind.CONFLICT
    code = "intake.file_changed"
    zh = "文件与试读时的不一样，没有导入。请重新试读，看过结果再导入。"
    en = "The file is not the one that was checked, so nothing was imported. Check it again first."


class LinesWrong(Problem):
    """All or nothing was asked for, and some lines are wrong."""

    kind = Kind.INVALID
    code = "intake.lines_wrong"
    zh = "有 {count} 行不正确，第一处在第 {line} 行，一行也没有导入。请改好，或者只导入正确的行。"
    en = (
        "{count} lines are wrong, the first is line {line}, so none was imported. Mend them, or "
        "choose to import the good lines only."
    )
