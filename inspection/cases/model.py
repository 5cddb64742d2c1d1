"""What a case is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checklists.triage import Mode, Track
from foundation.identity.tree import ROOT
from foundation.text import Bilingual
from inspection.cases.machine import State
from inspection.cases.pause import Pause
from inspection.cases.transfer import Transfer, holder_of
from inspection.templates.model import Pin


@dataclass(frozen=True)
class Activity:
    """One 经营项目 of the application."""

    id: str
    title: Bilingual


@dataclass(frozen=True)
class Application:
    """What the applicant filed."""

    shop_name: str
    format_zh: str
    address: str
    credit_code: str
    applicant_name: str
    applicant_phone: str
    activities: tuple[Activity, ...]
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Scope:
    """Which cases a list is about.

    Attributes:
        part_of: id of an inspector or reviewer: those they have a part in, wherever they lie.
        units: those of these offices; `None`: of all.
        or_of: beside those of `units`, those this inspector has a part in.
    """

    part_of: str = ""
    units: frozenset[str] | None = None
    or_of: str = ""


ALL = Scope()


@dataclass(frozen=True)
class Case:
    """The bureau's file of one application.

    `accepted_at`: until the acceptance the moment it was received; the deadline counts from there.
    `reviewer_ids`: who judges and signs for a department, by its id. For departments that are not
    there the case's inspectors do it.
    `mode`, `track`: by triage, or as somebody decided otherwise.
    """

    id: str
    number: str
    application: Application
    state: State
    received_at: datetime
    accepted_at: datetime
    due_at: datetime
    inspector_ids: tuple[str, ...]
    pin: Pin  # what it is asked by, whatever is published later
    checklist_sha256: str = ""  # of the checklist at acceptance; "" of older cases
    reviewer_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    follows: str | None = None  # id of the case whose second look this is
    asks: tuple[str, ...] | None = None  # only these items; `None`: all
    pauses: tuple[Pause, ...] = ()  # of its deadline, oldest first
    mode: Mode = Mode.LIVE
    mode_why: Bilingual | None = None  # `None`: of cases that came in another way than the intake
    track: Track = Track.LICENCE
    transfers: tuple[Transfer, ...] = ()  # of seats during the inspection, oldest first
    unit: str = ROOT  # id of the office it belongs to

    @property
    def checklist_version(self) -> str:
        """The name of exactly these templates, clauses and rules."""
        return self.pin.version

    @property
    def people(self) -> frozenset[str]:
        """Ids of everybody who judges and signs."""
        return frozenset(self.inspector_ids) | frozenset(self.reviewer_ids.values())

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Inspectors who handed their seat over, in that order; they may have to sign."""
        left = dict.fromkeys(one.leaving_id for one in self.transfers)
        return tuple(one for one in left if one not in self.inspector_ids)

    @property
    def everybody(self) -> frozenset[str]:
        """Ids of all who judge, sign, or did so before they handed over."""
        return self.people | frozenset(self.former_ids)

    def seat_of(self, inspector_id: str) -> str:
        """Who sits today where this inspector sat; themselves if they did not leave."""
        return holder_of(inspector_id, self.transfers)

    def judges_of(self, department: str) -> frozenset[str]:
        """Who judges the items of a department: its reviewer, else the inspectors."""
        reviewer = self.reviewer_ids.get(department)
        return frozenset(self.inspector_ids) if reviewer is None else frozenset({reviewer})


def masked(phone: str) -> str:
    """A telephone number as it may be shown: `138****8000`."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"
