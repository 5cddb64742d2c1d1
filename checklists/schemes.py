"""The schemes by which an area's items become its conclusion. Each is a plug-in with limits.

Others are added by `register`, the service finds them as entry points (docs/checklists.md).

    all_must_comply  every item has to comply (regulations.md 2.1 B, the default)
    key_and_score    no key item fails, and the score reaches `pass_at` of 100 (2.1 A)
    counted          no key item fails, at most `major` major ones, at most `together` in all

"Partly" is no verdict: what does not comply whole, fails. What can not be judged here counts in
a score both ways, and only where it could change the outcome does it hold the conclusion back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

from checklists.compose import Entry
from checklists.errors import SchemeTaken
from checklists.template import Weight
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


CONCLUSION_TEXT: Final[Mapping[Conclusion, Bilingual]] = {
    Conclusion.PASS: Bilingual("符合", "complies"),
    Conclusion.RECTIFY: Bilingual("需整改", "to be rectified"),
    Conclusion.FAIL: Bilingual("不符合", "does not comply"),
    Conclusion.GO_ON_SITE: Bilingual("需现场复核", "to be checked on site"),
    Conclusion.SUPPLEMENT: Bilingual("待补材料", "papers to follow"),
    Conclusion.NOT_ASKED: Bilingual("不涉及", "not concerned"),
}

Answered = tuple[tuple[Entry, Finding], ...]
Limits = Mapping[str, Decimal]


@dataclass(frozen=True)
class Scheme:
    """How an area is concluded; `limits` are the known ones with their usual values."""

    conclude: Callable[[Answered, Limits], Conclusion]
    limits: Limits = field(default_factory=dict[str, Decimal])


# Top line first; the first that fits any item decides.
_OTHERS = (Weight.MAJOR, Weight.GENERAL)
_TABLE: Final = (
    (Verdict.FAIL, (Weight.KEY,), Conclusion.FAIL),
    (Verdict.NEEDS_ON_SITE, (Weight.KEY,), Conclusion.GO_ON_SITE),
    (Verdict.FAIL, _OTHERS, Conclusion.RECTIFY),
    (Verdict.NEEDS_ON_SITE, _OTHERS, Conclusion.GO_ON_SITE),
    (Verdict.NEEDS_SUPPLEMENT, tuple(Weight), Conclusion.SUPPLEMENT),
)


def _all_must_comply(judged: Answered, _limits: Limits) -> Conclusion:
    for verdict, weights, conclusion in _TABLE:
        if _any(judged, verdict, weights):
            return conclusion
    return Conclusion.PASS


def _key_and_score(judged: Answered, limits: Limits) -> Conclusion:
    """Key items as a gate; the others by points, 合理缺项 taken out of what can be reached."""
    reachable = _points(judged, set(Verdict) - {Verdict.NOT_APPLICABLE})
    failed = _points(judged, {Verdict.FAIL})
    undecided = _points(judged, {Verdict.NEEDS_ON_SITE, Verdict.NEEDS_SUPPLEMENT})
    enough = limits["pass_at"] * reachable / 100
    return _gated(
        judged,
        fails=reachable - failed < enough,
        may_fail=reachable - failed - undecided < enough,
    )


def _counted(judged: Answered, limits: Limits) -> Conclusion:
    """Key items as a gate; the failures of the others are counted."""

    def too_many(verdicts: set[Verdict]) -> bool:
        major = _count(judged, verdicts, (Weight.MAJOR,))
        general = _count(judged, verdicts, (Weight.GENERAL,))
        return major > limits["major"] or major + general > limits["together"]

    undecided = {Verdict.NEEDS_ON_SITE, Verdict.NEEDS_SUPPLEMENT}
    return _gated(
        judged,
        fails=too_many({Verdict.FAIL}),
        may_fail=too_many({Verdict.FAIL} | undecided),
    )


def _gated(judged: Answered, *, fails: bool, may_fail: bool) -> Conclusion:
    """The same gate for both: key items first, then what the count or the score says."""
    if fails or _any(judged, Verdict.FAIL, (Weight.KEY,)):
        return Conclusion.FAIL
    matters = tuple(Weight) if may_fail else (Weight.KEY,)
    if _any(judged, Verdict.NEEDS_ON_SITE, matters):
        return Conclusion.GO_ON_SITE
    if _any(judged, Verdict.NEEDS_SUPPLEMENT, matters):
        return Conclusion.SUPPLEMENT
    return Conclusion.PASS


def _any(judged: Answered, verdict: Verdict, weights: tuple[Weight, ...]) -> bool:
    return _count(judged, {verdict}, weights) > 0


def _count(judged: Answered, verdicts: set[Verdict], weights: tuple[Weight, ...]) -> int:
    return sum(
        finding.verdict in verdicts and entry.item.weight in weights for entry, finding in judged
    )


def _points(judged: Answered, verdicts: set[Verdict]) -> int:
    return sum(
        entry.item.points
        for entry, finding in judged
        if finding.verdict in verdicts and entry.item.weight is not Weight.KEY
    )


SCHEMES: Final[dict[str, Scheme]] = {
    "all_must_comply": Scheme(_all_must_comply),
    # 90 of 100: the table read as S6; 3 and 8: the scheme C. Both are the bureau's to set.
    "key_and_score": Scheme(_key_and_score, {"pass_at": Decimal(90)}),
    "counted": Scheme(_counted, {"major": Decimal(3), "together": Decimal(8)}),
}


def register(name: str, scheme: Scheme) -> None:
    """Adds a scheme that rules may name from now on; what is there is never replaced.

    Raises:
        SchemeTaken: another scheme has this name.
    """
    if SCHEMES.setdefault(name, scheme) is not scheme:
        raise SchemeTaken(scheme=name[:40])
