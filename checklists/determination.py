"""From findings to the two conclusions, food and fume, each with the items that led to it.

The scheme `all_must_comply` follows the bureau's draft (result logic): every item has to comply.
Per area, the first line of this table that fits any item is the conclusion:

    key item fails                   FAIL
    key item can't be judged here    GO_ON_SITE   it may still turn out to fail
    general item fails               RECTIFY      it can be mended, then it is looked at again
    general item can't be judged     GO_ON_SITE
    material is missing              SUPPLEMENT   it may follow later (容缺后补)
    else                             PASS         complies, rectified, or does not apply

Food and fume are two authorities' questions: a fume failure never makes food fail.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from checklists.compose import Checklist, Entry
from checklists.errors import NotAllJudged, UnknownScheme
from checklists.template import Area, Weight
from checklists.verdict import Finding, Verdict
from foundation.text import Bilingual


class Conclusion(Enum):
    """What an area comes to."""

    PASS = "pass"  # noqa: S105
    RECTIFY = "rectify"
    FAIL = "fail"
    GO_ON_SITE = "go_on_site"
    SUPPLEMENT = "supplement"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Reason:
    """An item that led to a conclusion; `item_id` is "" where the area as a whole is the reason."""

    item_id: str
    area: Area
    text: Bilingual


@dataclass(frozen=True)
class Determination:
    """Both conclusions. Reasons stand food first, then in the order of the walk."""

    food: Conclusion
    fume: Conclusion
    reasons: tuple[Reason, ...]


Answered = tuple[tuple[Entry, Finding], ...]
Concluded = tuple[Conclusion, tuple[Reason, ...]]
Scheme = Callable[[Area, Answered], Concluded]


def determine(
    checklist: Checklist, findings: Iterable[Finding], scheme: str = "all_must_comply"
) -> Determination:
    """Determines food and fume from the findings of a checklist.

    An item that feeds both areas counts in both. Findings of items that are not asked do not
    count; of two findings of one item the later counts.

    Raises:
        NotAllJudged: an item has no verdict; `open_items` lists what is missing.
        UnknownScheme: no scheme has this name.
    """
    if scheme not in SCHEMES:
        raise UnknownScheme(scheme=scheme[:40], known=", ".join(SCHEMES))
    found = {finding.item_id: finding for finding in findings}
    unjudged = [entry.item.id for entry in checklist.entries if entry.item.id not in found]
    if unjudged:
        raise NotAllJudged(count=len(unjudged), item=unjudged[0])
    judged = tuple((entry, found[entry.item.id]) for entry in checklist.entries)
    concluded = [
        _of_area(area, judged, SCHEMES[scheme])
        or (Conclusion.NOT_ASKED, (_why_not(area, checklist),))
        for area in (Area.FOOD, Area.FUME)
    ]
    (food, food_reasons), (fume, fume_reasons) = concluded
    return Determination(food, fume, food_reasons + fume_reasons)


def _of_area(area: Area, judged: Answered, scheme: Scheme) -> Concluded | None:
    own = tuple((entry, finding) for entry, finding in judged if area in entry.item.areas)
    return scheme(area, own) if own else None


def _why_not(area: Area, checklist: Checklist) -> Reason:
    """Why an area was not asked at all: what most of its items were left out for."""
    nothing = _NOTHING_ASKED[area]
    causes = Counter(one.because for one in checklist.left_out if area in one.item.areas)
    if causes:
        because = causes.most_common(1)[0][0]
        nothing = Bilingual(f"{nothing.zh}：{because.zh}", f"{nothing.en}: {because.en}")
    return Reason("", area, Bilingual(f"{nothing.zh}。", f"{nothing.en}."))


_NOTHING_ASKED = {
    Area.FOOD: Bilingual("没有要查的食品项目", "No food item applies"),
    Area.FUME: Bilingual("没有要查的油烟项目", "No fume item applies"),
}

# Top line first; the first that fits any item decides.
_TABLE: Final[tuple[tuple[Verdict, Weight | None, Conclusion], ...]] = (
    (Verdict.FAIL, Weight.KEY, Conclusion.FAIL),
    (Verdict.NEEDS_ON_SITE, Weight.KEY, Conclusion.GO_ON_SITE),
    (Verdict.FAIL, Weight.GENERAL, Conclusion.RECTIFY),
    (Verdict.NEEDS_ON_SITE, Weight.GENERAL, Conclusion.GO_ON_SITE),
    (Verdict.NEEDS_SUPPLEMENT, None, Conclusion.SUPPLEMENT),
)
_SAID: Final[Mapping[tuple[Verdict, Weight], Bilingual]] = {
    (Verdict.FAIL, Weight.KEY): Bilingual("关键项不符合", "key item fails"),
    (Verdict.FAIL, Weight.GENERAL): Bilingual(
        "一般项不符合，需要整改", "general item to be mended"
    ),
    (Verdict.NEEDS_ON_SITE, Weight.KEY): Bilingual(
        "关键项视频无法判定，需要现场复核", "key item can not be judged by video"
    ),
    (Verdict.NEEDS_ON_SITE, Weight.GENERAL): Bilingual(
        "视频无法判定，需要现场复核", "can not be judged by video"
    ),
    (Verdict.NEEDS_SUPPLEMENT, Weight.KEY): Bilingual("待补材料", "material is missing"),
    (Verdict.NEEDS_SUPPLEMENT, Weight.GENERAL): Bilingual("待补材料", "material is missing"),
}


def _all_must_comply(area: Area, judged: Answered) -> Concluded:
    reasons = tuple(
        Reason(entry.item.id, area, _reason(entry, finding))
        for entry, finding in judged
        if (finding.verdict, entry.item.weight) in _SAID
    )
    for verdict, weight, conclusion in _TABLE:
        for entry, finding in judged:
            if finding.verdict is verdict and weight in (None, entry.item.weight):
                return conclusion, reasons
    return Conclusion.PASS, reasons


def _reason(entry: Entry, finding: Finding) -> Bilingual:
    said, title = _SAID[finding.verdict, entry.item.weight], entry.item.title
    told = finding.note.strip().rstrip("。.")
    note = f"（{told}）" if told else ""
    return Bilingual(
        f"{entry.item.id} {title.zh}：{said.zh}{note}。",
        f"{entry.item.id} {title.en}: {said.en}.",
    )


SCHEMES: Final[Mapping[str, Scheme]] = {"all_must_comply": _all_must_comply}
