"""One item: what inspectors may say of it, and what is still missing before judging ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from checklists.compose import Checklist, Entry
from checklists.template import EvidenceKind, Item, Weight
from foundation.text import Bilingual


class Verdict(Enum):
    """The six answers to an item."""

    PASS = "pass"  # noqa: S105  符合
    FAIL = "fail"  # 不符合
    NOT_APPLICABLE = "not_applicable"  # 合理缺项
    RECTIFIED = "rectified"  # 现场整改后符合
    NEEDS_ON_SITE = "needs_on_site"  # 需现场复核
    NEEDS_SUPPLEMENT = "needs_supplement"  # 待补材料


class Standing(Enum):
    """Where an item stands between two inspectors; `agreement` says by which rule."""

    OPEN = "open"
    AWAITS_SECOND = "awaits_second"
    DIFFERS = "differs"
    SETTLED = "settled"


# What was seen has to be shown. The other three say that nothing was there to film, or not yet.
_SHOWN_BY_EVIDENCE = (Verdict.PASS, Verdict.FAIL, Verdict.RECTIFIED)


@dataclass(frozen=True)
class Finding:
    """What was found for an item; `evidence_count` counts kept pictures and documents of it.

    `lacks` is what of the item's evidence is not there although something is kept (`lacking`).
    """

    item_id: str
    verdict: Verdict
    note: str = ""
    evidence_count: int = 0
    lacks: Bilingual | None = None

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
_UNSETTLED = {
    Standing.AWAITS_SECOND: Bilingual(
        "另一位勘验人员还没有判定。", "The second inspector has not judged it yet."
    ),
    Standing.DIFFERS: Bilingual(
        "两人判定不同，请合议并写明理由。",
        "The two verdicts differ; reconcile them and say why.",
    ),
}
_FAIL_UNEXPLAINED = Bilingual(
    "判为不符合，但没有写明问题，请补充说明。", "It fails without a note; say what is wrong."
)
_KEY_SET_ASIDE = Bilingual(
    "关键项判为不适用，但没有写明理由，请补充说明。",
    "A key item is set aside without a note; say why it does not apply.",
)
_NO_READING = Bilingual(
    "还没有填写读数，请填写，或写明原因。",
    "No reading is typed in; type it, or note why there is none.",
)
_NOTHING_KEPT = Bilingual(
    "还没有取证，请取证，或写明为什么没有证据。",
    "No evidence is kept; take some, or note why there is none.",
)


def open_items(
    checklist: Checklist,
    findings: Iterable[Finding],
    standings: Mapping[str, Standing] = MappingProxyType({}),
) -> tuple[OpenItem, ...]:
    """The items that are not finished, in the order of the walk; none means judging may end.

    Findings of items that this shop is not asked do not count.

    Args:
        findings: of settled items only.
        standings: by item, to say what an item without a finding waits for.
    """
    found = {finding.item_id: finding for finding in findings}
    reasons = (
        (item_id, _open(entry, found.get(item_id), standings.get(item_id, Standing.OPEN)))
        for entry in checklist.entries
        for item_id in [entry.item.id]
    )
    return tuple(OpenItem(item_id, why) for item_id, why in reasons if why is not None)


def _open(entry: Entry, finding: Finding | None, standing: Standing) -> Bilingual | None:
    if finding is None:
        return _UNSETTLED.get(standing, _NO_VERDICT)
    if finding.has_note:
        return None
    if finding.verdict is Verdict.FAIL:
        return _FAIL_UNEXPLAINED
    if finding.verdict is Verdict.NOT_APPLICABLE and entry.item.weight is Weight.KEY:
        return _KEY_SET_ASIDE
    if finding.verdict not in _SHOWN_BY_EVIDENCE:
        return None
    if entry.item.evidence and finding.evidence_count < 1:
        return _NOTHING_KEPT
    return finding.lacks


def lacking(item: Item, *, has_reading: bool, longest_clip_s: float) -> Bilingual | None:
    """What an item asks for that a picture does not give: a typed value, a video long enough.

    A document may stand for the measuring where the item takes one: a test report for the meter.
    """
    kinds = item.evidence
    needs_reading = EvidenceKind.READING in kinds and EvidenceKind.DOCUMENT not in kinds
    if needs_reading and item.readings and not has_reading:
        return _NO_READING
    needs_video = EvidenceKind.VIDEO in kinds and item.video_seconds > 0
    if needs_video and longest_clip_s < item.video_seconds:
        seconds = item.video_seconds
        return Bilingual(
            f"要求不少于 {seconds} 秒的视频，请截取，或写明原因。",
            f"It asks for a video of {seconds} s or more; keep one, or note why there is none.",
        )
    return None
