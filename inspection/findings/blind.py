"""What two inspectors said of an item before either could see the other's word. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from checklists.agreement import kappa
from checklists.verdict import Verdict
from inspection.findings.model import Judged, Kind

_ASKED_ONCE = re.compile(r"[A-Z]+-\d+")  # of `KL-06-2`, the second place of KL-06


@dataclass(frozen=True)
class BlindPair:
    """Both verdicts in the moment the second one was first given; `first` is the lead's."""

    item_id: str
    first: Verdict
    second: Verdict
    at: datetime


@dataclass(frozen=True)
class AgreementLine:
    """How far two inspectors agreed: on one item, or on all where `item_id` is ""."""

    item_id: str
    pairs: int
    same: int
    kappa: float | None  # not defined where all pairs say the same one thing


def blind_pairs(words: Iterable[Judged], inspectors: Sequence[str]) -> list[BlindPair]:
    """The pairs of one case.

    Who sees the other's verdict may come round to it, so later words are no independent ones.

    Args:
        words: every change of the case's findings, oldest first.
        inspectors: the two, the lead first.
    """
    standing: dict[str, dict[str, Verdict]] = defaultdict(dict)
    pairs: dict[str, BlindPair] = {}
    for word in words:
        if word.kind is not Kind.OWN or word.by not in inspectors or word.item_id in pairs:
            continue
        own = standing[word.item_id]
        if word.verdict is None:
            own.pop(word.by, None)
            continue
        own[word.by] = Verdict(word.verdict)
        if len(own) == len(inspectors) == 2:
            first, second = (own[one] for one in inspectors)
            pairs[word.item_id] = BlindPair(word.item_id, first, second, word.at)
    return list(pairs.values())


def agreement_of(pairs: Sequence[BlindPair]) -> list[AgreementLine]:
    """All items together first, then each; places of a repeated item count as one item."""
    by_item: dict[str, list[BlindPair]] = defaultdict(list)
    for pair in pairs:
        found = _ASKED_ONCE.match(pair.item_id)
        by_item[found[0] if found else pair.item_id].append(pair)
    return [_line("", pairs), *(_line(item_id, by_item[item_id]) for item_id in sorted(by_item))]


def _line(item_id: str, pairs: Sequence[BlindPair]) -> AgreementLine:
    said = [(one.first, one.second) for one in pairs]
    same = sum(first is second for first, second in said)
    return AgreementLine(item_id, len(said), same, kappa(said))
