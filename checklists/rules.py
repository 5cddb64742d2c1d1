"""By which rule each area is concluded, and where: data of the bureau, limits that are no law."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from checklists.template import Area
from foundation.text import Bilingual

# Drains and waste oil (SS-12, OF-13, OF-14) are asked of every shop. Where nobody makes fume their
# answers are told to the department and give no conclusion on fume, which nobody could explain.
CONCLUDED_WHEN: Final[Mapping[Area, str]] = {Area.FUME: "fume or bbq"}


@dataclass(frozen=True)
class Rule:
    """A scheme of `schemes.SCHEMES` by name, and the limits it is used with."""

    scheme: str
    limits: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])


@dataclass(frozen=True)
class RuleSet:
    """A published set of rules, one per area that has a conclusion.

    `concluded_when` says by a condition which shops get the conclusion of an area at all; areas it
    does not name are concluded for every shop. `families` are templates (by id) with a rule of
    their own: their items are concluded apart, and the worse conclusion of an area counts.
    """

    version: str
    rules: Mapping[Area, Rule]
    concluded_when: Mapping[Area, str] = field(default_factory=lambda: CONCLUDED_WHEN)
    families: Mapping[str, Mapping[Area, Rule]] = field(
        default_factory=dict[str, Mapping[Area, Rule]]
    )
    id: str = ""
    title: Bilingual | None = None

    def of(self, area: Area) -> Rule:
        """The rule of an area; every item has to comply where the set says nothing."""
        return self.rules.get(area, ALL_MUST_COMPLY)

    def apart(self, family: str, area: Area) -> str:
        """The family where it has a rule of its own for the area, else "" (with all others)."""
        return family if area in self.families.get(family, {}) else ""

    def of_group(self, group: str, area: Area) -> Rule:
        """The rule of what `apart` keeps together."""
        return self.families[group][area] if group else self.of(area)


ALL_MUST_COMPLY = Rule("all_must_comply")  # regulations.md 2.1 B: the recommended default
DEFAULT_RULES = RuleSet("default", {})
