"""Refusals of appointments."""

from foundation.errors import Kind, Problem


class SlotTaken(Problem):
    """Somebody was faster."""

    kind = Kind.CONFLICT
    code = "booking.slot_taken"
    zh = "{when} 刚被约走。最近的空闲时段：{next_zh}。请另选一个。"
    en = "{when} has just been taken. The next free ones: {next_en}. Choose another."


class SlotNotOffered(Problem):
    """No inspection begins then."""

    kind = Kind.CONFLICT
    code = "booking.slot_not_offered"
    zh = "{when} 不开放预约。最近的空闲时段：{next_zh}。请从列表中选择。"
    en = "No inspection begins at {when}. The next free ones: {next_en}. Choose from the list."


class NothingBooked(Problem):
    """There is no appointment to change or to put into a calendar."""

    kind = Kind.CONFLICT
    code = "booking.none"
    zh = "这个办件没有预约。请先选择时段。"
    en = "This case has no appointment. Choose a slot first."


class WrongPeriod(Problem):
    """Days that can not be read, or too many of them."""

    code = "booking.wrong_period"
    zh = "日期不正确：请写成 2026-12-01 的样子，先后有序，最多 {most} 天。"
    en = "The dates are not right: write 2026-12-01, the earlier one first, {most} days at most."
