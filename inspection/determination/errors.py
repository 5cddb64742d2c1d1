"""Refusals around deviations from the computed conclusion."""

from foundation.errors import Kind, Problem


class NothingComputed(Problem):
    """There is no computed conclusion of this area to deviate from."""

    kind = Kind.CONFLICT
    code = "deviation.nothing_computed"
    zh = "这一方面还没有推算结论（检查项未全部判定，或本店不涉及），不能提出偏离。"
    en = "No conclusion is computed here: items are open, or the shop gets none of this kind."


class DeviationClosed(Problem):
    """The record is made: what is signed does not change any more."""

    kind = Kind.CONFLICT
    code = "deviation.closed"
    zh = "办件现在是“{state_zh}”，不能再偏离推算结论。还没有人签字时，可先撤回记录。"
    en = (
        "The case is “{state}”, so no conclusion is changed any more."
        " Withdraw the record first, if nobody has signed."
    )


class SameConclusion(Problem):
    """A deviation concludes something else."""

    code = "deviation.same"
    zh = "推算结论就是“{zh}”，不需要偏离。请选择另一个结论。"
    en = "The computed conclusion is the same ({en}). Choose another one."


class DeviationUnexplained(Problem):
    """Without a reason nobody can confirm it, now or in court."""

    code = "deviation.unexplained"
    zh = "请写明偏离推算结论的理由，2 到 {most} 字。"
    en = "Say why the conclusion deviates from the computed one, in 2 to {most} letters."


class NoDeviation(Problem):
    """What was to be confirmed or withdrawn is not there (any more)."""

    kind = Kind.CONFLICT
    code = "deviation.none"
    zh = "没有这条待处理的偏离：可能已撤回、被替换，或判定已变更。请刷新后再看。"
    en = "There is no such proposal now: it was withdrawn, replaced, or a verdict changed. Reload."


class OwnDeviation(Problem):
    """Nobody confirms what they proposed."""

    kind = Kind.CONFLICT
    code = "deviation.own"
    zh = "偏离须由另一人确认，提出人不能自己确认。"
    en = "Somebody else has to confirm this: who proposed it can not."


class DeviationPending(Problem):
    """A proposal waits; a record made now would pass over it."""

    kind = Kind.CONFLICT
    code = "deviation.pending"
    zh = "有一条偏离推算结论的提议还没有确认（{zh}）。请先确认或撤回，再生成记录。"
    en = "A proposed deviation waits for confirmation ({en}). Confirm or withdraw it first."
