"""The application's facts in the words of the checklists."""

from collections.abc import Mapping
from decimal import Decimal

from checklists.facts import DEFAULT_FACTS, Facts, scale_of


def checklist_facts(filed: Mapping[str, object]) -> Facts:
    """Defaults, then what was filed; numbers exact, the scale follows from the stoves."""
    facts: dict[str, bool | Decimal | int | str] = dict(DEFAULT_FACTS)
    for name, value in filed.items():
        if name in facts and isinstance(value, bool | int | str):
            facts[name] = value
        elif name in facts and isinstance(value, float):
            facts[name] = Decimal(str(value))
    facts["scale"] = scale_of(int(facts["stoves"]))
    return facts
