"""One item: what inspectors may say of it, and what is still missing before judging ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from checklists.compose import Checklist, Entry
from checklists.template import Weight
from foundation.text import Bilingual


class Verdict(Enum):
    """The six answers to an item."""

    PASS = "pass"  # noqa: S105  符合
    FAIL = "fail"  # 不符合
    NOT_APPLICABLE = "not_applicable"  # 合理缺项
    RECTIFIED = "rectified"  # 现场整改后符合
    NEEDS_ON_SITE = "needs_on_site"  # 需现场复核
    NEEDS_SUPPLEMENT = "needs_supplement"  # 待补材料


# What was seen has to be shown. The other three say that nothing was there to film, or not yet.
_SHOWN_BY_EVIDENCE = (Verdict.PASS, Verdict.FAIL, Verdict.RECTIFIED)


@dataclass(frozen=True)
class Finding:
    """What was found for an item; `evidence_count` counts kept pictures and documents of it."""

    item_id: str
    verdict: Verdict
    note: str = ""
    evidence_count: int = 0

    @property
    def has_note(self) -> bool:
        """Whether somebody wrote something readable."""
        return bool(self.note.strip())


@dataclass(frozen=True)
class OpenItem:
    """An item that keeps judging from ending, and what is to be done about it."""

    item_id: str
    why: Bilingual


_NO_VERDICT = Bilingual("还没有判定，请先给出结果。", "It has no verdict yet; give one.")
_FAIL_UNEXPLAINED = Bilingual(
    "判为不符合，但没有写明问题，请补充说明。", "It fails without a note; say what is wrong."
)
_KEY_SET_ASIDE = Bilingual(
    "关键项判为不适用，但没有写明理由，请补充说明。",
    "A key item is set aside without a note; say why it does not apply.",
)
_NOTHING_KEPT = Bilingual(
    "还没有取证，请取证，或写明为什么没有证据。",
    "No evidence is kept; take some, or note why there is none.",
)


def open_items(checklist: Checklist, findings: Iterable[Finding]) -> tuple[OpenItem, ...]:
    """The items that are not finished, in the order of the walk; none means judging may end.

    Findings of items that this shop is not asked do not count.
    """
    found = {finding.item_id: finding for finding in findings}
    reasons = (
        (entry.item.id, _open(entry, found.get(entry.item.id))) for entry in checklist.entries
    )
    return tuple(OpenItem(item_id, why) for item_id, why in reasons if why is not None)


def _open(entry: Entry, finding: Finding | None) -> Bilingual | None:
    if finding is None:
        return _NO_VERDICT
    if finding.has_note:
        return None
    if finding.verdict is Verdict.FAIL:
        return _FAIL_UNEXPLAINED
    if finding.verdict is Verdict.NOT_APPLICABLE and entry.item.weight is Weight.KEY:
        return _KEY_SET_ASIDE
    if finding.verdict in _SHOWN_BY_EVIDENCE and entry.item.evidence and finding.evidence_count < 1:
        return _NOTHING_KEPT
    return None
