"""How long a licence or a registration is valid, and when its renewal is applied for. Pure.

The rules are data; days of an end years ahead are counted on a calendar nobody has announced yet
and say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from checklists.cited import cited
from checklists.clauses import Clause
from checklists.template import ClauseRef
from checklists.triage import Track
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RenewalRule:
    """When a renewal is applied for, counted back from the last day of validity.

    Attributes:
        opens_working_days: `None`: nothing says how early.
        closes_days: calendar days, where the rule does not count working days.
    """

    says: Bilingual
    clauses: tuple[ClauseRef, ...]
    opens_working_days: int | None = None
    closes_working_days: int | None = None
    closes_days: int | None = None


@dataclass(frozen=True)
class Term:
    """For how many years a paper is issued, and how it is renewed."""

    years: int
    clauses: tuple[ClauseRef, ...]
    renewal: RenewalRule


@dataclass(frozen=True)
class ValidityRules:
    """The terms of both tracks, in one version."""

    version: str
    terms: Mapping[Track, Term]
    clauses: Mapping[str, Clause]

    def cited_for(self, references: tuple[ClauseRef, ...], on: date) -> tuple[Clause, ...]:
        """These clauses as they held on a day, as far as people may see them."""
        return cited(self.clauses, references, on)


@dataclass(frozen=True)
class Window:
    """From which day until which (both included) a renewal is applied for in time.

    Attributes:
        opens_on: `None`: nothing says how early.
        is_provisional: holidays between these days are not announced yet.
    """

    opens_on: date | None
    closes_on: date
    is_provisional: bool


class Standing(Enum):
    """How a paper stands on a day."""

    VALID = "valid"
    OPEN = "open"  # its renewal is applied for now
    LATE = "late"  # still valid, the days to apply in time are over
    EXPIRED = "expired"


def window_of(rule: RenewalRule, valid_until: date, calendar: WorkCalendar) -> Window:
    """The days in which a renewal is applied for."""
    opens, guessed = None, False
    if rule.opens_working_days is not None:
        opens, guessed = _before(valid_until, rule.opens_working_days, calendar)
    if rule.closes_working_days is None:
        return Window(opens, valid_until - (rule.closes_days or 0) * _DAY, guessed)
    closes, guessed_too = _before(valid_until, rule.closes_working_days, calendar)
    return Window(opens, closes, guessed or guessed_too)


def standing_on(day: date, valid_until: date, window: Window) -> Standing:
    """How a paper stands on a day; with its last day it is still valid."""
    if day > valid_until:
        return Standing.EXPIRED
    if day > window.closes_on:
        return Standing.LATE
    if window.opens_on is not None and day >= window.opens_on:
        return Standing.OPEN
    return Standing.VALID


def _before(day: date, working_days: int, calendar: WorkCalendar) -> tuple[date, bool]:
    is_provisional = False
    while working_days:
        day -= _DAY
        works, guessed = calendar.is_working(day)
        is_provisional = is_provisional or guessed
        working_days -= works
    return day, is_provisional


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier, if below 0), or its last."""
    whole = day.year * 12 + day.month - 1 + months
    first = date(whole // 12, whole % 12 + 1, 1)
    following = (first + 31 * _DAY).replace(day=1)
    return min(first + (day.day - 1) * _DAY, following - _DAY)
