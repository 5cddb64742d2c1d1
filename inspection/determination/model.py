"""What a deviation is: another conclusion than the computed one, with a reason and two people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from checklists.determination import Determination
from checklists.schemes import Conclusion
from checklists.template import Area
from checklists.verdict import Finding
from foundation.text import Bilingual

AREA_TEXT = {
    Area.FOOD: Bilingual("食品经营", "food business"),
    Area.FUME: Bilingual("油烟治理", "oil fume"),
}


class Step(Enum):
    """What somebody did with a deviation."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # taken back by who proposed it, or not agreed to by the second person


@dataclass(frozen=True)
class DeviationStep:
    """One deed. `number` grows; `basis` names the verdicts it was done upon (`basis_of`).

    A confirmation and a withdrawal repeat what was proposed.
    """

    number: int
    area: Area
    step: Step
    computed: Conclusion
    conclusion: Conclusion
    reason: str
    basis: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Deviation:
    """A proposal that was not withdrawn, and its confirmation once there is one."""

    proposed: DeviationStep
    confirmed: DeviationStep | None


def basis_of(findings: Iterable[Finding]) -> str:
    """A name, 64 hex digits, for exactly these verdicts: two people agreed upon what they saw."""
    verdicts = sorted([one.item_id, one.verdict.value] for one in findings)
    return sha256(json.dumps(verdicts, separators=(",", ":")).encode()).hexdigest()


def standing(steps: Iterable[DeviationStep], basis: str) -> dict[Area, Deviation]:
    """The deviations that stand, by area.

    Args:
        steps: all of a case, oldest first.
        basis: of the verdicts as they are now. Who agreed to deviate agreed upon other verdicts
            when one has changed since: such a deviation has lapsed and is not there.
    """
    found: dict[Area, Deviation] = {}
    for one in steps:
        before = found.get(one.area)
        if one.step is Step.PROPOSED:
            found[one.area] = Deviation(one, None)
        elif one.step is Step.WITHDRAWN:
            found.pop(one.area, None)
        elif before is not None:
            found[one.area] = Deviation(before.proposed, one)
    return {area: one for area, one in found.items() if one.proposed.basis == basis}


def decided(
    determination: Determination, deviations: Mapping[Area, Deviation]
) -> dict[Area, Conclusion]:
    """Food's and fume's conclusions as they are signed: computed, or confirmed to be another."""
    return {
        area: one.proposed.conclusion
        if (one := deviations.get(area)) is not None and one.confirmed is not None
        else determination.of(area)
        for area in (Area.FOOD, Area.FUME)
    }
