"""Two inspectors and one item: where their verdicts stand, and how far they agree over many.

Both judge without seeing the other's verdict (blind double verdict). Equal verdicts settle the
item; different ones are reconciled by a person, with a reason.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from checklists.template import Weight
from checklists.verdict import Standing, Verdict


class SecondVerdict(Enum):
    """Which items need a second inspector's own verdict."""

    ALL = "all"
    KEY = "key"  # the law asks for two people (行政许可法 34(3)); both stay to the end of key items
    NONE = "none"  # one verdict counts and both see it at once

    def is_needed(self, weight: Weight) -> bool:
        """Whether an item of this weight needs it."""
        return self is SecondVerdict.ALL or (self is SecondVerdict.KEY and weight is Weight.KEY)


@dataclass(frozen=True)
class Opinion:
    """What one inspector says of an item; without a verdict it is a note only."""

    by: str
    verdict: Verdict | None
    note: str = ""


@dataclass(frozen=True)
class Agreement:
    """What an item comes to: `verdict` is there when it is settled, `note` belongs to it."""

    standing: Standing
    verdict: Verdict | None = None
    note: str = ""


def agree(opinions: Sequence[Opinion], reconciled: Opinion | None, *, needs_two: bool) -> Agreement:
    """What the newest opinions of an item come to.

    Args:
        opinions: the newest one of each inspector, oldest first.
        reconciled: what was agreed after these opinions; None when one of them is newer.
        needs_two: whether one verdict alone leaves the item unsettled.
    """
    if reconciled is not None and reconciled.verdict is not None:
        return Agreement(Standing.SETTLED, reconciled.verdict, reconciled.note)
    given = [one for one in opinions if one.verdict is not None]
    if not given:
        return Agreement(Standing.OPEN)
    if len({one.verdict for one in given}) > 1:
        return Agreement(Standing.DIFFERS)
    if len(given) == 1 and needs_two:
        return Agreement(Standing.AWAITS_SECOND)
    notes = dict.fromkeys(one.note.strip() for one in given)
    return Agreement(Standing.SETTLED, given[0].verdict, "；".join(note for note in notes if note))


def kappa(pairs: Sequence[tuple[Verdict, Verdict]]) -> float | None:
    """Cohen's kappa of two inspectors over many items (Cohen 1960): 1 always the same, 0 by chance.

    Returns:
        None where it is not defined: no pairs, or both always said the same one thing.
    """
    if not pairs:
        return None
    count = len(pairs)
    observed = sum(first is second for first, second in pairs) / count
    firsts, seconds = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(firsts[one] * seconds[one] for one in Verdict) / count**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
