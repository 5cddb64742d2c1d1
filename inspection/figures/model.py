"""What a determination came to, in the few words that figures are counted from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from checklists.schemes import Conclusion
from checklists.verdict import Verdict
from foundation.clock import SHANGHAI
from foundation.identity.tree import ROOT
from foundation.workdays import WorkCalendar
from inspection.cases.limit import half_days_used, limit_of
from inspection.cases.model import Case

_PASSED = {Conclusion.PASS.value, Conclusion.NOT_ASKED.value}
_FAILED = {Verdict.FAIL.value, Verdict.NEEDS_SUPPLEMENT.value, Verdict.NEEDS_ON_SITE.value}
DRAWN_SHARE = 0.05  # of remote passes are looked at in the field afterwards; product.md, ledger
_RANGE = 1 << 64


@dataclass(frozen=True)
class Outcome:
    """One determination.

    Attributes:
        month: of the conclusion at the bureau, `2026-11`.
        is_first: not a second look: only these count for the first-pass rate.
        half_days: working half-days from acceptance to conclusion, pauses taken off.
        is_late: concluded after the deadline.
        is_drawn: a pass that is to be looked at in the field.
        items: verdicts of the items that did not come out, by id.
        unit_id: the office the case belonged to.
    """

    case_id: str
    month: str
    concluded_at: datetime
    is_first: bool
    is_passed: bool
    half_days: int
    is_late: bool
    is_drawn: bool
    format_zh: str
    first_inspector_id: str
    second_inspector_id: str
    items: Mapping[str, str]
    unit_id: str = ROOT


class Group(Enum):
    """What figures are told apart by."""

    MONTH = "month"
    FORMAT = "format"
    INSPECTOR = "inspector"


class Behind(Enum):
    """Which cases stand behind a figure."""

    CONCLUDED = "concluded"
    FIRST_PASSED = "first_passed"
    FIRST_FAILED = "first_failed"
    LATE = "late"
    DRAWN = "drawn"


@dataclass(frozen=True)
class CaseBehind:
    """One of the cases."""

    id: str
    number: str
    shop_name: str
    concluded_at: datetime
    half_days: int
    is_passed: bool


def outcome_of(
    case: Case,
    *,
    food: str,
    fume: str,
    verdicts: Mapping[str, str],
    record_sha256: str,
    concluded_at: datetime,
    calendar: WorkCalendar,
) -> Outcome:
    """What is kept of a determination.

    Args:
        food, fume: the conclusions as they were signed.
        verdicts: of the record's items, by id.
        record_sha256: of the signed record; nobody knows it before, anybody can draw again after.
    """
    is_passed = {food, fume} <= _PASSED
    first, second = (*case.inspector_ids, "", "")[:2]
    return Outcome(
        case_id=case.id,
        month=f"{concluded_at.astimezone(SHANGHAI):%Y-%m}",
        concluded_at=concluded_at,
        is_first=case.follows is None,
        is_passed=is_passed,
        half_days=half_days_used(case, concluded_at, calendar),
        is_late=concluded_at > limit_of(case, concluded_at, calendar).due_at,
        is_drawn=is_passed and drawn(record_sha256),
        format_zh=case.application.format_zh,
        first_inspector_id=first,
        second_inspector_id=second,
        items={key: one for key, one in verdicts.items() if one in _FAILED},
        unit_id=case.unit,
    )


def drawn(record_sha256: str) -> bool:
    """Whether a pass is among those looked at in the field: a draw that can be done again."""
    ticket = int.from_bytes(sha256(f"field-check:{record_sha256}".encode()).digest()[:8], "big")
    return ticket < DRAWN_SHARE * _RANGE
