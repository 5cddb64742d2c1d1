"""Why a second look is refused."""

from foundation.errors import Kind, Problem


class NothingFailed(Problem):
    """The signed record has nothing to look at again."""

    kind = Kind.CONFLICT
    code = "second_look.nothing_failed"
    zh = "勘验记录里没有不符合或未能判定的项目，不需要复查。"
    en = "Nothing in the record failed or was left unseen, so there is nothing to look at again."


class NoSignedRecord(Problem):
    """Nothing was concluded that could be looked at again."""

    kind = Kind.CONFLICT
    code = "second_look.no_record"
    zh = "这个办件没有签字完成的勘验记录。请先完成勘验。"
    en = "This case has no completed record. Finish its inspection first."


class NotAnotherPair(Problem):
    """Who inspected before does not judge the appeal."""

    code = "second_look.not_another_pair"
    zh = "异议复查要另派两名勘验人员，不能是原来的人员。请从名单中选择两人。"
    en = "An appeal needs two other inspectors than before. Choose two from the list."
