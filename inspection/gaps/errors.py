"""Refusals around papers that follow an acceptance."""

from foundation.errors import Kind, Problem


class WrongGap(Problem):
    """One of the named papers does not fit the bureau's list."""

    code = "gaps.wrong_gap"
    zh = "第 {place} 项容缺材料不正确：{what_zh}。请修改后重新提交。"
    en = "Paper {place} is not right: {what_en}. Correct it and send it again."


class TooManyGaps(Problem):
    """More papers are missing than may follow."""

    code = "gaps.too_many"
    zh = "容缺材料要有 1 至 {most} 项，现在是 {count} 项。请减少，或请申请人备齐材料后再受理。"
    en = "1 to {most} papers may follow, not {count}. Name fewer, or accept when more is in."


class OperatorFlagged(Problem):
    """Who broke a pledge has no papers follow until a supervisor lifts the flag."""

    kind = Kind.CONFLICT
    code = "gaps.operator_flagged"
    zh = "该经营者 {since} 起有失信记录（{reason}），不能容缺受理。请备齐材料后受理，或由督办解除。"
    en = (
        "This operator has been flagged since {since} ({reason}), so no papers may follow. Accept "
        "with all papers, or have a supervisor lift the flag."
    )


class PreCheckNotPassed(Problem):
    """Papers may follow; the pre-check may not. `rule` stops it, or `question` has no answer."""

    kind = Kind.CONFLICT
    code = "gaps.pre_check_not_passed"
    zh = "选址预检还没有通过，不能容缺受理。请先补充预检信息，或不予受理。"
    en = "The pre-check is not passed, so the case can not be accepted. Complete it, or decline."


class NoGaps(Problem):
    """Nothing followed this acceptance."""

    kind = Kind.CONFLICT
    code = "gaps.none"
    zh = "这个办件没有容缺材料，不需要承诺或补交。"
    en = "No papers follow in this case, so there is nothing to pledge or hand in."


class PledgeMissing(Problem):
    """Papers are handed in under a pledge."""

    kind = Kind.CONFLICT
    code = "gaps.pledge_missing"
    zh = "还没有签承诺书，不能补交材料。请先阅读并签名。"
    en = "The pledge is not signed yet. Read and sign it first, then hand in papers."


class PledgeChanged(Problem):
    """What was shown is not what would be signed now."""

    kind = Kind.CONFLICT
    code = "gaps.pledge_changed"
    zh = "承诺书已更新，与您看到的不一致。请重新阅读后签名。"
    en = "The pledge has changed since you read it. Read it again, then sign."


class AlreadyPledged(Problem):
    """A pledge is given once."""

    kind = Kind.CONFLICT
    code = "gaps.already_pledged"
    zh = "承诺书已经签过，不需要再签。"
    en = "The pledge is signed already; it is signed once."


class GapSettled(Problem):
    """Nothing is taken for this paper any more."""

    kind = Kind.CONFLICT
    code = "gaps.settled"
    zh = "“{title_zh}”现在是“{state_zh}”，不能再上传。有疑问请联系窗口。"
    en = "“{title_en}” is {state} now; no more files are taken. Ask the window if that is wrong."


class GapOverdue(Problem):
    """Its last day has passed."""

    kind = Kind.CONFLICT
    code = "gaps.overdue"
    zh = "“{title_zh}”的期限 {due_zh} 已过，不能再上传。请联系受理窗口。"
    en = "“{title_en}” was due by {due_en}; no more files are taken. Ask the service window."


class NothingToReview(Problem):
    """Nobody handed anything in, or it was decided already."""

    kind = Kind.CONFLICT
    code = "gaps.nothing_to_review"
    zh = "“{title_zh}”现在是“{state_zh}”，没有待审核的文件。请刷新页面查看。"
    en = "“{title_en}” is {state} now; there is nothing to review. Reload to see how it stands."


class TooManyUploads(Problem):
    """As many files as are taken for one paper."""

    kind = Kind.CONFLICT
    code = "gaps.too_many_uploads"
    zh = "这一项已上传 {most} 个文件，不能再传。请合并成一个 PDF，或联系受理窗口。"
    en = "{most} files are here for this paper already. Ask the service window."


class NotAPhoto(Problem):
    """A photo was asked for."""

    kind = Kind.WRONG_TYPE
    code = "gaps.not_a_photo"
    zh = "这一项要上传照片（JPEG），收到的不是，没有保存。请拍一张照片。"
    en = "A photo (JPEG) is asked for; this is none and was not kept. Take a photo."


class NothingLapsed(Problem):
    """A case is ended for want of papers only after their last day."""

    kind = Kind.CONFLICT
    code = "gaps.nothing_lapsed"
    zh = "没有逾期的容缺材料，不能按逾期终止办理。"
    en = "No paper has lapsed, so the case can not be ended for that."


class NotExtendable(Problem):
    """More time is given once, up to the bureau's limit, for what is not handed in."""

    kind = Kind.CONFLICT
    code = "gaps.not_extendable"
    zh = "“{title_zh}”不能放宽期限：{what_zh}。"
    en = "“{title_en}” gets no more time: {what_en}."


class AlreadyLifted(Problem):
    """A flag is lifted once."""

    kind = Kind.CONFLICT
    code = "flags.already_lifted"
    zh = "这条失信记录已经解除。请刷新页面查看。"
    en = "This flag was lifted already. Reload to see how it stands."


class AlreadyFlagged(Problem):
    """One flag at a time is enough."""

    kind = Kind.CONFLICT
    code = "flags.already_flagged"
    zh = "该经营者已有未解除的失信记录，不需要再记。"
    en = "This operator is flagged already; one flag is enough."


class WrongCode(Problem):
    """Not a credit code."""

    code = "flags.wrong_code"
    zh = "统一社会信用代码不正确：{what_zh}。"
    en = "The credit code is not right: {what_en}."
