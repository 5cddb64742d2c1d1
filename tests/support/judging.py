"""What two inspectors' words come to, worked out a second time for walks through the service.

Each note is a mark of its own, so that whoever reads another's word unseen is found by the mark.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from checklists.compose import Checklist
from checklists.determination import Determination, determine
from checklists.schemes import Conclusion
from checklists.template import Area, Weight
from checklists.verdict import Finding, Verdict

MARK = re.compile(r"#\d+#")
# To mend and to visit are equally far from passing: after both the item is looked at again.
BADNESS = {
    Conclusion.NOT_ASKED: 0,
    Conclusion.PASS: 0,
    Conclusion.SUPPLEMENT: 1,
    Conclusion.GO_ON_SITE: 2,
    Conclusion.RECTIFY: 2,
    Conclusion.FAIL: 3,
}


@dataclass
class Deviation:
    """A proposal: upon which verdicts, by whom, confirmed or not."""

    number: int
    conclusion: str
    by: str
    basis: dict[str, Verdict]
    is_confirmed: bool = False


@dataclass
class Judging:
    """A case as it has to be. Words are (verdict, mark), the newest of a person only."""

    checklist: Checklist
    own: dict[str, dict[str, tuple[str | None, str]]] = field(default_factory=dict)
    reconciled: dict[str, tuple[str, str]] = field(default_factory=dict)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    accepted: int = 0  # words that were kept

    def __post_init__(self) -> None:
        self.keys = {one.item.id for one in self.checklist.entries if one.item.weight is Weight.KEY}
        self.items = [one.item.id for one in self.checklist.entries]

    def judge(self, who: str, item: str, verdict: str | None, mark: str) -> str | None:
        """Keeps a word; returns the verdict before."""
        before = self.own.setdefault(item, {}).get(who, (None, ""))[0]
        is_first = who not in self.own[item]
        self.own[item][who] = (verdict, mark)
        if is_first or before != verdict:
            self.reconciled.pop(item, None)
        self.accepted += 1
        return before

    def reconcile(self, item: str, verdict: str, mark: str) -> str | None:
        """Keeps what both came to; returns what they had come to before."""
        before = self.reconciled.get(item, (None, ""))[0]
        self.reconciled[item] = (verdict, mark)
        self.accepted += 1
        return before

    def differs(self, item: str) -> bool:
        """Whether two verdicts stand that are not the same."""
        return len({one for one, _ in self.own.get(item, {}).values() if one}) > 1

    def verdict(self, item: str) -> str | None:
        """What counts, None while it is not settled."""
        if item in self.reconciled:
            return self.reconciled[item][0]
        given = [one for one, _ in self.own.get(item, {}).values() if one]
        if not given or self.differs(item) or (item in self.keys and len(given) < 2):
            return None
        return given[0]

    def settled(self) -> dict[str, Verdict]:
        """Every settled item's verdict."""
        found = {item: self.verdict(item) for item in self.items}
        return {item: Verdict(verdict) for item, verdict in found.items() if verdict}

    def computed(self, changed: dict[str, Verdict] | None = None) -> Determination | None:
        """The conclusions, computed anew; None while an item is open."""
        verdicts = {**self.settled(), **(changed or {})}
        if len(verdicts) < len(self.items):
            return None
        return determine(self.checklist, [Finding(*one) for one in verdicts.items()])

    def standing(self, area: str) -> Deviation | None:
        """The deviation that stands upon the verdicts as they are."""
        found = self.deviations.get(area)
        return found if found is not None and found.basis == self.settled() else None

    def decided(self, area: str) -> Conclusion | None:
        """What would be signed."""
        computed, found = self.computed(), self.standing(area)
        if computed is None:
            return None
        is_other = found is not None and found.is_confirmed
        return Conclusion(found.conclusion) if is_other else computed.of(Area(area))

    def may_read(self, viewer: str | None) -> set[str]:
        """The marks an inspector may read while judging; `None`: somebody who does not judge."""
        marks: set[str] = set()
        for item, words in self.own.items():
            given = [mark for verdict, mark in words.values() if verdict]
            if item in self.reconciled:
                marks |= {self.reconciled[item][1], *given}
            elif viewer is None:
                marks |= set(given) if self.verdict(item) else set()
            elif words.get(viewer, (None, ""))[0]:
                marks |= {mark for _, mark in words.values()}
            if viewer in words:
                marks.add(words[viewer][1])
        return marks

    def never_improves(self) -> bool:
        """Whether a pass that becomes a fail leaves both conclusions as they are, or worse."""
        before, settled = self.computed(), self.settled()
        if before is None:
            return True
        for item in (key for key, verdict in settled.items() if verdict is Verdict.PASS):
            after = self.computed({item: Verdict.FAIL})
            for area in (Area.FOOD, Area.FUME):
                if BADNESS[after.of(area)] < BADNESS[before.of(area)]:
                    return False
        return True


def marks_in(answer: Any) -> set[str]:
    """The marks that stand anywhere in an answer."""
    return set(MARK.findall(str(answer)))
