"""What a case is, and the lights of its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from foundation.text import Bilingual
from inspection.cases.machine import FINISHED, State

AMBER_FROM = 0.5  # of the time between acceptance and deadline; product.md, clock
RED_FROM = 0.8


class Light(Enum):
    """How near the deadline is; shown with shape and words, never by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


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
class Case:
    """The bureau's file of one application."""

    id: str
    number: str
    application: Application
    state: State
    accepted_at: datetime
    due_at: datetime
    checklist_version: str
    inspector_ids: tuple[str, ...]


def light_of(case: Case, now: datetime) -> Light:
    """Amber from half of the time on, red from four fifths; a finished case is green."""
    if case.state in FINISHED:
        return Light.GREEN
    share = (now - case.accepted_at) / (case.due_at - case.accepted_at)
    if share >= RED_FROM:
        return Light.RED
    return Light.AMBER if share >= AMBER_FROM else Light.GREEN


def masked(phone: str) -> str:
    """A telephone number as it may be shown: `138****8000`."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"
