"""Refusals of the ledger and of renewals."""

from foundation.errors import Kind, Problem


class LedgerTooLong(Problem):
    """More lines than one file takes."""

    kind = Kind.TOO_LARGE
    code = "licences.too_long"
    zh = "符合条件的证件有 {count} 张，一个文件最多 {most} 张。请缩小范围后再导出。"
    en = "{count} papers match, a file takes {most}. Narrow it by words or by the end, then export."


class NoLicence(Problem):
    """Nothing was issued in this case, or it was only noted by hand."""

    kind = Kind.CONFLICT
    code = "licences.no_licence"
    zh = "这个办件还没有证件信息，不能办理延续。请按新办收件，或等待审批系统回传证件。"
    en = "No licence is known of this case. File a new application, or wait until it was told."


class RenewalUnderWay(Problem):
    """The paper is being renewed, or was."""

    kind = Kind.CONFLICT
    code = "licences.renewal_under_way"
    zh = "这张证件的延续已在办理，办件编号 {number}，不需要再次申请。"
    en = "This licence is being renewed as case {number}; there is no need to apply again."


class LicenceExpired(Problem):
    """What has ended is not renewed."""

    kind = Kind.CONFLICT
    code = "licences.expired"
    zh = "证件已于 {day} 到期，不能再延续。请到窗口按新办申请。"
    en = "The licence ended on {day} and can not be renewed. Apply for a new one at the window."


class RenewalLinkNotValid(Problem):
    """No such link; says nothing about why."""

    kind = Kind.HIDDEN
    code = "licences.link_not_valid"
    zh = "这个链接无效或已过期。请联系受理窗口办理延续。"
    en = "This link is not valid any more. Ask the service window about the renewal."
