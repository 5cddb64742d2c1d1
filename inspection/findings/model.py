"""What a finding is: every word of an inspector on an item, and what they come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from checklists.agreement import Agreement, Opinion, SecondVerdict, agree
from checklists.compose import Checklist
from checklists.verdict import Standing, Verdict
from inspection.cases.model import Case


class Kind(Enum):
    """Whose word a change is."""

    OWN = "own"
    RECONCILED = "reconciled"  # what both came to after they had judged differently


@dataclass(frozen=True)
class Judged:
    """One word on one item; `verdict` is `None` after it was taken back."""

    item_id: str
    verdict: str | None
    note: str
    by: str
    at: datetime
    kind: Kind = Kind.OWN
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """An item with its judges' newest words, and what they come to.

    `judges` are the two inspectors, or the one reviewer of the item's department.
    """

    item_id: str
    judges: frozenset[str]
    own: Mapping[str, Judged]  # by judge; `by` differs where a seat was handed over
    reconciled: Judged | None
    agreement: Agreement

    @property
    def standing(self) -> Standing:
        """Where the item stands."""
        return self.agreement.standing

    @property
    def settled(self) -> Judged | None:
        """The finding that counts, or None while it is not settled."""
        verdict, last = self.agreement.verdict, self.reconciled or self._last()
        if verdict is None or last is None:
            return None
        return Judged(self.item_id, verdict.value, self.agreement.note, last.by, last.at, last.kind)

    def may_show(self, viewer: str, other: str) -> bool:
        """Whether an inspector may see the other's word: their own has to stand first."""
        if viewer == other or self.reconciled is not None:
            return True
        mine = self.own.get(viewer)
        return mine is not None and mine.verdict is not None

    def is_unseen_by(self, viewer: str) -> bool:
        """Whether somebody judges this item who has not yet, and so must not learn what counts."""
        mine = self.own.get(viewer)
        has_judged = mine is not None and mine.verdict is not None
        return viewer in self.judges and not (has_judged or self.reconciled)

    def _last(self) -> Judged | None:
        return max(self.own.values(), key=lambda one: one.at, default=None)


def findings_of(
    changes: Iterable[Judged], checklist: Checklist, policy: SecondVerdict, case: Case
) -> dict[str, Finding]:
    """What all changes of a case, oldest first, come to per item of its checklist.

    A reconciliation holds until one of the two changes their verdict. Words of people who do not
    judge the item, or no longer, do not count; whoever handed their seat over spoke for the seat,
    until the one who sits there now says otherwise.
    """
    items = {entry.item.id: entry.item for entry in checklist.entries}
    judges = {key: case.judges_of(item.department) for key, item in items.items()}
    own: dict[str, dict[str, Judged]] = {}
    reconciled: dict[str, Judged | None] = {}
    for change in changes:
        seat = case.seat_of(change.by)
        if seat not in judges.get(change.item_id, ()):
            continue
        if change.kind is Kind.RECONCILED:
            reconciled[change.item_id] = change
        else:
            mine = own.setdefault(change.item_id, {})
            before = mine.pop(seat, None)  # the newest word stands last
            mine[seat] = change
            if before is None or before.verdict != change.verdict:
                reconciled[change.item_id] = None
    return {
        item_id: Finding(
            item_id,
            judges[item_id],
            words,
            reconciled.get(item_id),
            agree(
                [_opinion(one) for one in words.values()],
                _maybe(reconciled.get(item_id)),
                needs_two=policy.is_needed(items[item_id].weight)
                and items[item_id].department not in case.reviewer_ids,
            ),
        )
        for item_id, words in own.items()
    }


def _opinion(judged: Judged) -> Opinion:
    verdict = None if judged.verdict is None else Verdict(judged.verdict)
    return Opinion(judged.by, verdict, judged.note)


def _maybe(judged: Judged | None) -> Opinion | None:
    return None if judged is None else _opinion(judged)
