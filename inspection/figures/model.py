"""What a determination came to, in the few words that figures are counted from. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256

from checklists.schemes import Conclusion
from checklists.triage import Mode
from checklists.verdict import Verdict
from foundation.clock import SHANGHAI
from foundation.identity.tree import ROOT
from foundation.workdays import WorkCalendar
from inspection.cases.limit import deadline_of, half_days_used
from inspection.cases.machine import Act
from inspection.cases.model import Case
from inspection.cases.pause import Pause
from inspection.findings.blind import BlindPair

_PASSED = {Conclusion.PASS.value, Conclusion.NOT_ASKED.value}
_FAILED = {Verdict.FAIL.value, Verdict.NEEDS_SUPPLEMENT.value, Verdict.NEEDS_ON_SITE.value}
DRAWN_SHARE = 0.05  # of remote passes are looked at in the field afterwards; product.md, ledger
_RANGE = 1 << 64
_ASKED_ONCE = re.compile(r"[A-Z]+-\d+")  # of `KL-06-2`, the second place of KL-06


class PreCheck(Enum):
    """What the site pre-check (选址预检) came to before the acceptance."""

    AT_ONCE = "at_once"  # passed with the first answers
    MENDED = "mended"  # stopped or incomplete first, passed after something was changed or added
    NONE = "none"  # the case did not come in through the intake


class Group(Enum):
    """What figures are told apart by."""

    MONTH = "month"
    FORMAT = "format"
    INSPECTOR = "inspector"  # a case counts for each of its two
    PAIR = "pair"  # ids in order, joined by `+`
    MODE = "mode"
    PRE_CHECK = "pre_check"


@dataclass(frozen=True)
class ItemCount:
    """What is added up of one item over cases; a repeated item's places count as one item.

    Attributes:
        asked: cases in which it was judged and applied.
        failed: cases in which it did not come out.
        pairs, differed: verdicts of two inspectors unseen by each other; those that differ.
        seen, found_other: looked at again in the field; those found other than judged.
    """

    asked: int = 0
    failed: int = 0
    pairs: int = 0
    differed: int = 0
    seen: int = 0
    found_other: int = 0


@dataclass(frozen=True)
class Outcome:
    """One determination.

    Attributes:
        month: of the conclusion at the bureau, `2026-11`.
        is_first: not a second look: only these count for the first-pass rate.
        half_days: working half-days from acceptance to conclusion, pauses taken off.
        is_late: concluded after the deadline.
        is_drawn: a remote pass that is to be looked at in the field.
        mode: how it was inspected in the end.
        items: verdicts of the items that did not come out, by id.
        asked: ids of the items that were judged and applied.
        pairs: what both inspectors said unseen by each other.
        unit_id: the office the case belonged to.
    """

    case_id: str
    month: str
    concluded_at: datetime
    is_first: bool
    is_passed: bool
    half_days: int
    is_late: bool
    is_drawn: bool
    format_zh: str
    first_inspector_id: str
    second_inspector_id: str
    mode: str
    pre_check: PreCheck
    items: Mapping[str, str]
    asked: frozenset[str] = frozenset()
    pairs: Sequence[BlindPair] = field(default_factory=list[BlindPair])
    unit_id: str = ROOT

    @property
    def keys(self) -> dict[Group, tuple[str, ...]]:
        """What it counts for in each group; one of two people counts for both."""
        people = tuple(one for one in (self.first_inspector_id, self.second_inspector_id) if one)
        return {
            Group.MONTH: (self.month,),
            Group.FORMAT: (self.format_zh,),
            Group.INSPECTOR: people,
            Group.PAIR: (pair_key(people),) if people else (),
            Group.MODE: (self.mode,),
            Group.PRE_CHECK: (self.pre_check.value,),
        }


def pair_key(people: Iterable[str]) -> str:
    """The two together, whoever leads."""
    return "+".join(sorted(people))


def base_item(item_id: str) -> str:
    """The item of a template that a place of it belongs to: `KL-06` of `KL-06-2`."""
    found = _ASKED_ONCE.match(item_id)
    return found[0] if found else item_id


def item_counts(outcome: Outcome) -> dict[str, ItemCount]:
    """What an outcome adds to the figures of its items."""
    asked = {base_item(one) for one in outcome.asked}
    failed = {base_item(one) for one in outcome.items}
    pairs = Counter(base_item(one.item_id) for one in outcome.pairs)
    differed = Counter(base_item(one.item_id) for one in differing(outcome.pairs))
    return {
        item: ItemCount(int(item in asked), int(item in failed), pairs[item], differed[item])
        for item in sorted(asked | failed | pairs.keys())
    }


def differing(pairs: Iterable[BlindPair]) -> list[BlindPair]:
    """Those in which the two said different things."""
    return [one for one in pairs if one.first is not one.second]


def outcome_of(
    case: Case,
    *,
    food: str,
    fume: str,
    verdicts: Mapping[str, str],
    mode: Mode,
    pairs: Sequence[BlindPair],
    pre_check: PreCheck,
    record_sha256: str,
    concluded_at: datetime,
    calendar: WorkCalendar,
) -> Outcome:
    """What is kept of a determination.

    Args:
        food, fume: the conclusions as they were signed.
        verdicts: of the record's items, by id.
        mode: how it was inspected in the end.
        pairs: what the two inspectors said unseen by each other.
        record_sha256: of the signed record; nobody knows it before, anybody can draw again after.
    """
    case = replace(case, pauses=_until(case.pauses, concluded_at))
    is_passed = {food, fume} <= _PASSED
    is_remote = mode is not Mode.ON_SITE
    first, second = (*case.inspector_ids, "", "")[:2]
    return Outcome(
        case_id=case.id,
        month=f"{concluded_at.astimezone(SHANGHAI):%Y-%m}",
        concluded_at=concluded_at,
        is_first=case.follows is None,
        is_passed=is_passed,
        half_days=half_days_used(case, concluded_at, calendar),
        is_late=concluded_at > deadline_of(case, concluded_at, calendar).at,
        is_drawn=is_passed and is_remote and drawn(record_sha256),
        format_zh=case.application.format_zh,
        first_inspector_id=first,
        second_inspector_id=second,
        mode=mode.value,
        pre_check=pre_check,
        items={key: one for key, one in verdicts.items() if one in _FAILED},
        asked=frozenset(
            key for key, one in verdicts.items() if one != Verdict.NOT_APPLICABLE.value
        ),
        pairs=pairs,
        unit_id=case.unit,
    )


def _until(pauses: Iterable[Pause], moment: datetime) -> tuple[Pause, ...]:
    """What of the pauses lay before: one that came with a supplement later changes nothing."""
    return tuple(
        replace(one, ended_at=min(one.ended_at or moment, moment))
        for one in pauses
        if one.began_at < moment
    )


def mode_of(case: Case, acts: Iterable[Act]) -> Mode:
    """How it was inspected in the end: by the last inspection that was begun, else as triaged."""
    begun = [one for one in acts if one in (Act.OPEN_CALL, Act.BEGIN_ON_SITE)]
    if begun and begun[-1] is Act.BEGIN_ON_SITE:
        return Mode.ON_SITE
    return Mode.LIVE if begun and case.mode is Mode.ON_SITE else case.mode


def drawn(record_sha256: str) -> bool:
    """Whether a pass is among those looked at in the field: a draw that can be done again."""
    ticket = int.from_bytes(sha256(f"field-check:{record_sha256}".encode()).digest()[:8], "big")
    return ticket < DRAWN_SHARE * _RANGE
