"""From findings to the two conclusions, food and fume, each with the items that led to it.

By which rule an area is concluded, and for which shops, is data (`rules`); how a rule concludes is
a scheme (`schemes`).
Food and fume are two authorities' questions: a fume failure never makes food fail. Session items
belong to neither: where one fails, no look by video carries a conclusion, and what has not failed
anyway is looked at on site.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from checklists.compose import Checklist, Entry
from checklists.errors import NotAllJudged, UnknownScheme
from checklists.rules import Rule, RuleSet
from checklists.schemes import SCHEMES, Answered, Conclusion
from checklists.template import Area, Weight
from checklists.verdict import Finding, Verdict
from foundation.text import Bilingual

__all__ = ["Conclusion", "Determination", "Reason", "determine"]


@dataclass(frozen=True)
class Reason:
    """An item that led to a conclusion; `item_id` is "" where the area as a whole is the reason."""

    item_id: str
    area: Area
    text: Bilingual


@dataclass(frozen=True)
class Determination:
    """Both conclusions. Reasons stand food first, then fume, each in the order of the walk; what
    is told for safety stands last and concludes nothing."""

    food: Conclusion
    fume: Conclusion
    reasons: tuple[Reason, ...]

    def of(self, area: Area) -> Conclusion:
        """The conclusion of food or fume; no other area has one."""
        return {Area.FOOD: self.food, Area.FUME: self.fume}[area]


_SEVERITY: Final = (
    Conclusion.PASS,
    Conclusion.SUPPLEMENT,
    Conclusion.RECTIFY,
    Conclusion.GO_ON_SITE,
    Conclusion.FAIL,
)
# What the session items come to, in what it means for an area that was seen by this session.
_HELD_BACK: Final[Mapping[Conclusion, Conclusion]] = {
    Conclusion.PASS: Conclusion.PASS,
    Conclusion.SUPPLEMENT: Conclusion.SUPPLEMENT,
    Conclusion.RECTIFY: Conclusion.GO_ON_SITE,
    Conclusion.GO_ON_SITE: Conclusion.GO_ON_SITE,
    Conclusion.FAIL: Conclusion.GO_ON_SITE,
}
Concluded = tuple[Conclusion, tuple[Reason, ...]]


def determine(checklist: Checklist, findings: Iterable[Finding]) -> Determination:
    """Determines food and fume from the findings of a checklist.

    An item that feeds both areas counts in both. Findings of items that are not asked do not
    count; of two findings of one item the later counts.

    Raises:
        NotAllJudged: an item has no verdict; `open_items` lists what is missing.
        UnknownScheme: no scheme has the name a rule uses.
    """
    found = {finding.item_id: finding for finding in findings}
    unjudged = [entry.item.id for entry in checklist.entries if entry.item.id not in found]
    if unjudged:
        raise NotAllJudged(count=len(unjudged), item=unjudged[0])
    judged = tuple((entry, found[entry.item.id]) for entry in checklist.entries)
    (food, food_reasons), (fume, fume_reasons) = (
        _unconcluded(area, judged, checklist)
        or _of_area(area, judged, checklist.rules)
        or (Conclusion.NOT_ASKED, (_why_not(area, checklist),))
        for area in (Area.FOOD, Area.FUME)
    )
    return Determination(food, fume, food_reasons + fume_reasons + _told(judged))


def _unconcluded(area: Area, judged: Answered, checklist: Checklist) -> Concluded | None:
    """No conclusion for this shop; what failed all the same is told after the reason."""
    because = checklist.unconcluded.get(area)
    if because is None:
        return None
    nothing = _NOT_CONCLUDED[area]
    said = Bilingual(f"{nothing.zh}：{because.zh}。", f"{nothing.en}: {because.en}.")
    return Conclusion.NOT_ASKED, (
        Reason("", area, said),
        *_reasons(area, _feeding(area, judged)),
    )


def _of_area(area: Area, judged: Answered, rules: RuleSet) -> Concluded | None:
    own = _feeding(area, judged)
    if not own:
        return None
    groups: dict[str, list[tuple[Entry, Finding]]] = {}
    for entry, finding in own:
        groups.setdefault(rules.apart(entry.family, area), []).append((entry, finding))
    conclusions = [
        _by_rule(rules.of_group(group, area), tuple(members)) for group, members in groups.items()
    ]
    session = _feeding(Area.SESSION, judged)
    held_back = _HELD_BACK[SCHEMES["all_must_comply"].conclude(session, {})]
    worst = max(*conclusions, held_back, key=_SEVERITY.index)
    return worst, _reasons(area, session) + _reasons(area, own)


def _by_rule(rule: Rule, judged: Answered) -> Conclusion:
    scheme = SCHEMES.get(rule.scheme)
    if scheme is None:
        raise UnknownScheme(scheme=rule.scheme[:40], known=", ".join(SCHEMES))
    return scheme.conclude(judged, {**scheme.limits, **rule.limits})


def _feeding(area: Area, judged: Answered) -> Answered:
    return tuple((entry, finding) for entry, finding in judged if area in entry.item.areas)


def _why_not(area: Area, checklist: Checklist) -> Reason:
    """Why an area was not asked at all: what most of its items were left out for."""
    nothing = _NOTHING_ASKED[area]
    causes = Counter(one.because for one in checklist.left_out if area in one.item.areas)
    if causes:
        because = causes.most_common(1)[0][0]
        nothing = Bilingual(f"{nothing.zh}：{because.zh}", f"{nothing.en}: {because.en}")
    return Reason("", area, Bilingual(f"{nothing.zh}。", f"{nothing.en}."))


def _told(judged: Answered) -> tuple[Reason, ...]:
    """What safety items came to, for the departments whose business it is."""
    return tuple(
        Reason(entry.item.id, Area.SAFETY, _said_of(entry, finding, _TOLD[finding.verdict]))
        for entry, finding in _feeding(Area.SAFETY, judged)
        if finding.verdict in _TOLD
    )


_TOLD: Final[Mapping[Verdict, Bilingual]] = {
    Verdict.FAIL: Bilingual("不符合，通报主管部门", "fails, told to its department"),
    Verdict.NEEDS_ON_SITE: Bilingual(
        "视频无法判定，通报主管部门", "can not be judged by video, told to its department"
    ),
    Verdict.NEEDS_SUPPLEMENT: Bilingual(
        "待补材料，通报主管部门", "material is missing, told to its department"
    ),
}
_NOTHING_ASKED = {
    Area.FOOD: Bilingual("没有要查的食品项目", "No food item applies"),
    Area.FUME: Bilingual("没有要查的油烟项目", "No fume item applies"),
}
_NOT_CONCLUDED = {
    Area.FOOD: Bilingual("不作食品结论", "No conclusion on food"),
    Area.FUME: Bilingual("不作油烟结论", "No conclusion on fume"),
}
_MISSING = Bilingual("待补材料", "material is missing")
_MEND = Bilingual("一般项不符合，需要整改", "general item to be mended")
_UNSEEN = Bilingual("视频无法判定，需要现场复核", "can not be judged by video")
_SAID: Final[Mapping[tuple[Verdict, Weight], Bilingual]] = {
    (Verdict.FAIL, Weight.KEY): Bilingual("关键项不符合", "key item fails"),
    (Verdict.FAIL, Weight.MAJOR): Bilingual("重点项不符合，需要整改", "major item to be mended"),
    (Verdict.FAIL, Weight.GENERAL): _MEND,
    (Verdict.NEEDS_ON_SITE, Weight.KEY): Bilingual(
        "关键项视频无法判定，需要现场复核", "key item can not be judged by video"
    ),
    (Verdict.NEEDS_ON_SITE, Weight.MAJOR): _UNSEEN,
    (Verdict.NEEDS_ON_SITE, Weight.GENERAL): _UNSEEN,
    **{(Verdict.NEEDS_SUPPLEMENT, weight): _MISSING for weight in Weight},
}


def _reasons(area: Area, judged: Answered) -> tuple[Reason, ...]:
    return tuple(
        Reason(entry.item.id, area, _said_of(entry, finding, said))
        for entry, finding in judged
        if (said := _SAID.get((finding.verdict, entry.item.weight))) is not None
    )


def _said_of(entry: Entry, finding: Finding, said: Bilingual) -> Bilingual:
    title, told = entry.item.title, finding.note.strip().rstrip("。.")
    note = f"（{told}）" if told else ""
    return Bilingual(
        f"{entry.item.id} {title.zh}：{said.zh}{note}。",
        f"{entry.item.id} {title.en}: {said.en}.",
    )
