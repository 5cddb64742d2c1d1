"""How an application is handled: which licence track, and live, self-filmed or on site. Pure.

Rules are data. The first that holds on the day decides and is kept as the reason; the last of each
list holds always, so there is an answer for every shop.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from checklists.cited import cited
from checklists.clauses import Clause
from checklists.conditions import parse
from checklists.facts import Facts
from checklists.template import ClauseRef
from foundation.text import Bilingual


class Mode(Enum):
    """The three ways to inspect; one checklist."""

    LIVE = "live"
    SELF_FILMED = "self_filmed"
    ON_SITE = "on_site"


class Track(Enum):
    """What is issued in the end."""

    LICENCE = "licence"  # 食品经营许可证
    REGISTRATION = "registration"  # 小餐饮登记证


@dataclass(frozen=True)
class TriageRule:
    """Gives an answer `when` it holds, from one day until another (both included)."""

    id: str
    gives: str
    when: str
    says: Bilingual
    clauses: tuple[ClauseRef, ...] = ()
    from_day: date | None = None
    until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the rule counts on a day."""
        after = self.from_day is None or self.from_day <= on
        return after and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class TriageRules:
    """Both lists in their order, in one version."""

    version: str
    tracks: tuple[TriageRule, ...]
    modes: tuple[TriageRule, ...]
    clauses: Mapping[str, Clause]


@dataclass(frozen=True)
class Decided:
    """The rule that decided, the facts it went by, and its clauses on the day."""

    rule: TriageRule
    because: Bilingual
    clauses: tuple[Clause, ...]

    @property
    def why(self) -> Bilingual:
        """The reason as it is kept: what the rule says, and the facts it went by, if any."""
        if self.rule.when == "always":
            return self.rule.says
        return Bilingual(
            f"{self.rule.says.zh}（{self.because.zh}）",
            f"{self.rule.says.en} ({self.because.en})",
        )


@dataclass(frozen=True)
class Triage:
    """How an application is handled, each with its reason."""

    track: Track
    mode: Mode
    track_by: Decided
    mode_by: Decided


def triage(rules: TriageRules, facts: Facts, on: date) -> Triage:
    """Decides by the rules in force on a day.

    Args:
        facts: all of a shop, as `facts_from` gives them.
    """
    track_by = _first(rules.tracks, rules.clauses, facts, on)
    mode_by = _first(rules.modes, rules.clauses, facts, on)
    return Triage(Track(track_by.rule.gives), Mode(mode_by.rule.gives), track_by, mode_by)


def _first(
    rules: tuple[TriageRule, ...], known: Mapping[str, Clause], facts: Facts, on: date
) -> Decided:
    judged = ((rule, parse(rule.when).judge(facts)) for rule in rules if rule.is_in_force(on))
    rule, reasoned = next(found for found in judged if found[1].holds)  # the last holds always
    return Decided(rule, reasoned.because, cited(known, rule.clauses, on))
