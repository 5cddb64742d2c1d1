"""An applicant who does not sign: what the inspector noted, and who witnessed it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from foundation.clock import shown


class RefusalStep(Enum):
    """What happened to a refusal."""

    NOTED = "noted"
    WITNESSED = "witnessed"
    WITHDRAWN = "withdrawn"  # noted by mistake, or the applicant signed after all


@dataclass(frozen=True)
class Noted:
    """One step; `by` is a user id or `applicant`, `name` as it stands on the record."""

    step: RefusalStep
    reason: str
    by: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Refusal:
    """A refusal that stands. It takes the place of the signature once it is witnessed."""

    reason: str
    noted_by: str
    noted_by_name: str
    noted_at: datetime
    witness: str | None = None
    witness_name: str = ""
    witnessed_at: datetime | None = None

    @property
    def is_witnessed(self) -> bool:
        """Whether a second person confirmed that it happened so."""
        return self.witness is not None


def refusal_of(steps: Iterable[Noted]) -> Refusal | None:
    """What the steps of a record, oldest first, come to."""
    found: Refusal | None = None
    for one in steps:
        if one.step is RefusalStep.NOTED:
            found = Refusal(one.reason, one.by, one.name, one.at)
        elif one.step is RefusalStep.WITHDRAWN:
            found = None
        elif found is not None:
            found = replace(found, witness=one.by, witness_name=one.name, witnessed_at=one.at)
    return found


def on_paper(refusal: Refusal | None) -> dict[str, str] | None:
    """What the paper says in the place of the applicant's signature; local times."""
    if refusal is None:
        return None
    return {
        "reason": refusal.reason,
        "noted_by": refusal.noted_by_name,
        "noted": shown(refusal.noted_at),
        "witness": refusal.witness_name,
        "witnessed": shown(refusal.witnessed_at) if refusal.witnessed_at else "",
    }
