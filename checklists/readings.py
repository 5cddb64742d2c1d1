"""A measured value against the limits of its item: complies, fails, or too close to tell by video.

What is borderline is decided by the item's `margin` (regulations.md 10.1). This only proposes: the
verdict is the inspector's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from checklists.template import Item, Reading
from checklists.verdict import Verdict
from foundation.text import Bilingual


class Result(Enum):
    """What a value comes to."""

    WITHIN = "within"
    BORDERLINE = "borderline"
    OUTSIDE = "outside"
    NO_LIMIT = "no_limit"  # the item compares values with each other, or the limit is elsewhere


RESULT_TEXT = {
    Result.WITHIN: Bilingual("在限值内", "within the limits"),
    Result.BORDERLINE: Bilingual("接近限值，需现场复核", "borderline: to be checked on site"),
    Result.OUTSIDE: Bilingual("超出限值", "outside the limits"),
    Result.NO_LIMIT: Bilingual("没有限值，由勘验人员比较", "no limit: the inspector compares"),
}


@dataclass(frozen=True)
class Proposal:
    """A verdict that follows from an item's values, and why; never set by itself."""

    verdict: Verdict
    because: Bilingual


def compare(reading: Reading, value: Decimal) -> Result:
    """A value against its limits, which themselves still comply.

    Within `margin` of a limit, on either side, it is borderline: a tape seen by video does not
    carry the difference. A limit of 0 has no such band.
    """
    limits = [one for one in (reading.at_least, reading.at_most) if one is not None]
    if not limits:
        return Result.NO_LIMIT
    if any(one and abs(value - one) <= abs(one) * reading.margin for one in limits):
        return Result.BORDERLINE
    is_low = reading.at_least is not None and value < reading.at_least
    is_high = reading.at_most is not None and value > reading.at_most
    return Result.OUTSIDE if is_low or is_high else Result.WITHIN


def propose(item: Item, values: Mapping[int, Decimal]) -> Proposal | None:
    """What an item's values say, by the number of each quantity; `None` when they say nothing.

    One outside fails; else one borderline is looked at on site; a pass needs all of them, within.
    """
    found = {
        number: compare(reading, values[number])
        for number, reading in enumerate(item.readings)
        if number in values
    }
    for result, verdict in (
        (Result.OUTSIDE, Verdict.FAIL),
        (Result.BORDERLINE, Verdict.NEEDS_ON_SITE),
    ):
        named = [item.readings[number].quantity for number, one in found.items() if one is result]
        if named:
            return Proposal(verdict, _because(named, RESULT_TEXT[result]))
    is_whole = len(found) == len(item.readings) > 0
    if is_whole and all(one is Result.WITHIN for one in found.values()):
        named = [reading.quantity for reading in item.readings]
        return Proposal(Verdict.PASS, _because(named, RESULT_TEXT[Result.WITHIN]))
    return None


def limits_text(reading: Reading) -> Bilingual | None:
    """The limits as people read them: `1.8—1.9 m`, `≥ 0.6 m/s`; `None` without any."""
    low, high, unit = reading.at_least, reading.at_most, reading.unit
    if low is not None and high is not None:
        said = f"{low}—{high} {unit}"
    elif low is not None or high is not None:
        said = f"≥ {low} {unit}" if low is not None else f"≤ {high} {unit}"
    else:
        return None
    return Bilingual(said, said)


def _because(named: Sequence[Bilingual], result: Bilingual) -> Bilingual:
    zh, en = "、".join(one.zh for one in named), ", ".join(one.en for one in named)
    return Bilingual(f"{zh}{result.zh}", f"{en}: {result.en}")
