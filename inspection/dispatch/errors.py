"""Refusals of duty and assignment."""

from foundation.errors import Kind, Problem


class NobodyMayInspect(Problem):
    """The draw is empty: every pair is away, not trained or has to stand back."""

    kind = Kind.CONFLICT
    code = "dispatch.nobody"
    zh = "没有可以勘验这个办件的人员组：{why_zh}。请由督办人员调整值班表或手工改派。"
    en = "No pair may inspect this case: {why_en}. A supervisor has to change the roster or choose."


class MayNotInspect(Problem):
    """Somebody chosen by hand has to stand back or can not come."""

    kind = Kind.CONFLICT
    code = "dispatch.may_not_inspect"
    zh = "所选人员不能勘验这个办件：{why_zh}。请另选两名勘验人员。"
    en = "These two may not inspect this case: {why_en}. Choose two others."


class NotTwoInspectors(Problem):
    """The law asks for at least two; they must be different and active."""

    code = "dispatch.not_two_inspectors"
    zh = "请选择两名不同的在职勘验人员。"
    en = "Choose two different inspectors who work here."


class DispatchClosed(Problem):
    """Who inspects does not change once the inspection began."""

    kind = Kind.CONFLICT
    code = "dispatch.closed"
    zh = "办件现在是“{state_zh}”，不能再更换勘验人员。"
    en = "The case is “{state}”, so its inspectors can not be changed any more."


class SameInspectors(Problem):
    """Nobody leaves."""

    code = "dispatch.same_inspectors"
    zh = "所选就是现在的两名勘验人员，不需要移交。请选择接手的人。"
    en = "These two inspect already, so there is nothing to hand over. Choose who takes over."


class BusyNow(Problem):
    """Whoever is to take over sits in another call."""

    kind = Kind.CONFLICT
    code = "dispatch.busy_now"
    zh = "接手的人正在勘验其他办件，或此刻已有预约。请另选一人。"
    en = "Whoever is to take over inspects another case or is booked now. Choose somebody else."


class OtherSeat(Problem):
    """Two seats judge blind of each other: nobody says the word of both."""

    kind = Kind.CONFLICT
    code = "dispatch.other_seat"
    zh = "接手的人在本办件中判定过另一席的项目，只能回到自己原来的席位。请另选一人。"
    en = "This person judged here in the other seat and can only go back to it. Choose another."


class HasItsPair(Problem):
    """A case with inspectors is reassigned with a reason, not drawn again until somebody fits."""

    kind = Kind.CONFLICT
    code = "dispatch.has_its_pair"
    zh = "这个办件已有勘验人员。如需更换，请使用改派并写明理由。"
    en = "This case has its inspectors. To change them, reassign it with a reason."


class WrongOpening(Problem):
    """Opening hours that can not be read."""

    code = "dispatch.wrong_opening"
    zh = "开放时间“{part}”写法不对。例如：workday 09:00-12:00, weekend/6 09:00-12:00。"
    en = "Hours “{part}” can not be read. Write: workday 09:00-12:00, weekend/6 09:00-12:00."


class WrongDays(Problem):
    """A time that ends before it begins."""

    code = "dispatch.wrong_days"
    zh = "最后一天早于第一天，请更正日期。"
    en = "The last day lies before the first. Correct the dates."


class TeamBusy(Problem):
    """The time that is booked for the case is taken of one of these two."""

    kind = Kind.CONFLICT
    code = "dispatch.team_busy"
    zh = "所选人员在预约时间（{when}）已有其他勘验。请另选人员，或先改约。"
    en = "One of these two is booked at the case's time ({when}). Choose others, or rebook first."


class ExamToCome(Problem):
    """Nobody has passed what has not been held."""

    code = "dispatch.exam_to_come"
    zh = "考核日期 {day} 还没到，请更正日期。"
    en = "The exam of {day} has not been held yet. Correct the date."
