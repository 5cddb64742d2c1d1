"""What was found in the field of a remote pass that was drawn, beside what was judged. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.clock import SHANGHAI
from foundation.errors import Kind, Problem
from foundation.identity.model import Role, User
from inspection.figures.model import ItemCount, Outcome, base_item

MOST_ITEMS = 300
MOST_FOUND = 500  # letters of what was found, chosen


@dataclass(frozen=True)
class FieldItem:
    """One item looked at: as it was judged remotely, or what was found instead."""

    item_id: str
    agrees: bool
    found: str = ""


@dataclass(frozen=True)
class FieldCheck:
    """One entry of a field check; the newest of a case counts, earlier ones stay.

    Attributes:
        position: 1 for the first, then one for each correction.
        visited_on: the day at the shop, in Asia/Shanghai.
        reason: why it was corrected; "" of the first.
        items: those that were looked at, by no means all.
    """

    position: int
    by: str
    at: datetime
    visited_on: date
    note: str
    reason: str
    items: Sequence[FieldItem]


class AlreadyChecked(Problem):
    """The result is there; it is corrected, not entered again."""

    kind = Kind.CONFLICT
    code = "field_check.already"
    zh = "这件已登记过现场核对结果。请刷新页面；如需改动，请写明理由后更正。"
    en = "The field result is there already. Reload; to change it, correct it with a reason."


class NotCheckedYet(Problem):
    """There is nothing to correct."""

    kind = Kind.CONFLICT
    code = "field_check.not_yet"
    zh = "这件还没有现场核对结果，不能更正。请先登记结果。"
    en = "There is no field result to correct yet. Enter it first."


class ItemNotInRecord(Problem):
    """Only what was judged remotely can be compared."""

    code = "field_check.unknown_item"
    zh = "记录里没有“{item}”这一项，或它填了两次。请只填记录里的检查项，每项一次。"
    en = "“{item}” is not in the record, or stands twice. Enter items of the record, each once."


class FoundMissing(Problem):
    """Who finds something else says what."""

    code = "field_check.found_missing"
    zh = "“{item}”与远程判定不符，请写明现场看到的情况。"
    en = "“{item}” differs from what was judged. Write what was found."


class WrongVisitDay(Problem):
    """The visit follows the conclusion and has happened."""

    code = "field_check.wrong_day"
    zh = "核对日期应在作出结论之日（{first}）与今天（{last}）之间，请改正日期。"
    en = "The visit lies between the day of the conclusion ({first}) and today ({last})."


def may_check(user: User, outcome: Outcome) -> bool:
    """Supervisors, and inspectors who did not judge the case themselves."""
    if user.role is Role.SUPERVISOR:
        return True
    return user.role is Role.INSPECTOR and user.id not in (
        outcome.first_inspector_id,
        outcome.second_inspector_id,
    )


def must_fit(
    items: Sequence[FieldItem],
    asked: Sequence[str],
    visited_on: date,
    outcome: Outcome,
    today: date,
) -> None:
    """Raises `ItemNotInRecord`, `FoundMissing` or `WrongVisitDay`.

    Args:
        asked: ids of the items of the signed record that applied.
    """
    concluded_on = outcome.concluded_at.astimezone(SHANGHAI).date()
    if not concluded_on <= visited_on <= today:
        raise WrongVisitDay(first=f"{concluded_on}", last=f"{today}")
    left = set(asked)
    for one in items:
        if one.item_id not in left:
            raise ItemNotInRecord(item=one.item_id)
        left.remove(one.item_id)
        if not one.agrees and not one.found.strip():
            raise FoundMissing(item=one.item_id)


def item_changes(
    before: Sequence[FieldItem], after: Sequence[FieldItem]
) -> Mapping[str, ItemCount]:
    """What a check changes in the figures of items: the new entry added, the old taken off."""
    seen: dict[str, list[int]] = {}
    for sign, items in ((1, after), (-1, before)):
        for one in items:
            sums = seen.setdefault(base_item(one.item_id), [0, 0])
            sums[0] += sign
            sums[1] += sign * (not one.agrees)
    return {
        item: ItemCount(seen=count, found_other=other)
        for item, (count, other) in sorted(seen.items())
        if count or other
    }
