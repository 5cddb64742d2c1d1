"""Duty: kinds of days, weekly openings, pairs of inspectors and who stands in for whom. Pure.

Times of day are those of Asia/Shanghai.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from foundation.clock import SHANGHAI
from foundation.identity.tree import ROOT
from foundation.workdays import WorkCalendar

_DAY = timedelta(days=1)
_SATURDAY = 6  # ISO weekday
_OPENING = re.compile(
    r"(workday|weekend|holiday)(?:/([1-7]+))? (\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII
)


class DayKind(Enum):
    """What a day is for those who work: make-up days are workdays, whatever their weekday."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Opening:
    """Hours that return every week.

    Attributes:
        weekdays: ISO weekdays it is kept to, 1 is Monday; none: each day of the kind.
        begins, ends: on the same day, `begins` first.
    """

    kind: DayKind
    begins: time
    ends: time
    weekdays: frozenset[int] = frozenset()

    def __str__(self) -> str:
        days = "".join(str(day) for day in sorted(self.weekdays))
        return (
            f"{self.kind.value}{f'/{days}' if days else ''} {self.begins:%H:%M}-{self.ends:%H:%M}"
        )


@dataclass(frozen=True)
class Pair:
    """Two inspectors who stand on the roster together; `id` is empty for one made for a case.

    `unit`: the office on whose roster they stand, whichever they belong to.
    """

    id: str
    inspector_ids: tuple[str, str]
    openings: tuple[Opening, ...]
    unit: str = ROOT


@dataclass(frozen=True)
class Closure:
    """A day without appointments: of one pair, or of everybody (`pair_id` is `None`)."""

    on: date
    reason: str
    pair_id: str | None = None


@dataclass(frozen=True)
class Absence:
    """Somebody is away, both days included."""

    inspector_id: str
    first_on: date
    last_on: date
    reason: str


@dataclass(frozen=True)
class Colleague:
    """What duty knows of an inspector.

    Attributes:
        formats: 主体业态 they are trained for; none named: all.
        qualified_until: last day of their certificate; `None`: not entered, taken as valid.
        substitute_id: who stands in when they are away (AB岗).
        relations: credit codes of applicants they declared a relation to (回避).
    """

    id: str
    formats: frozenset[str] = frozenset()
    qualified_until: date | None = None
    substitute_id: str | None = None
    relations: frozenset[str] = frozenset()

    def is_qualified(self, on: date) -> bool:
        """Whether the certificate is valid on that day."""
        return self.qualified_until is None or on <= self.qualified_until


@dataclass(frozen=True)
class Roster:
    """Everything duty is planned from.

    `passed_until`: last day on which somebody's exam counts, by inspector; `None`: none is asked.
    `gone`: who is named here and does not inspect any more.
    `above`: by office, it and those above it, the nearest first; not named: the root alone.
    """

    pairs: tuple[Pair, ...] = ()
    closures: tuple[Closure, ...] = ()
    absences: tuple[Absence, ...] = ()
    colleagues: Mapping[str, Colleague] = field(default_factory=dict[str, Colleague])
    passed_until: Mapping[str, date] | None = None
    gone: frozenset[str] = frozenset()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def tiers(self, office: str) -> tuple[tuple[Pair, ...], ...]:
        """The pairs for an office's cases: those on its own roster, then of each office above.

        An office without pairs has no tier. A later one is asked where nobody of those before
        it may inspect.
        """
        wanted = self.above.get(office, (ROOT,))
        found = (tuple(pair for pair in self.pairs if pair.unit == one) for one in wanted)
        return tuple(tier for tier in found if tier)

    def has_passed(self, inspector_id: str, on: date) -> bool:
        """Whether the exam that is asked counts for them on that day."""
        if self.passed_until is None:
            return True
        last = self.passed_until.get(inspector_id)
        return last is not None and on <= last

    def colleague(self, inspector_id: str) -> Colleague:
        """What is known of an inspector; of one nobody entered, nothing that excludes."""
        return self.colleagues.get(inspector_id) or Colleague(inspector_id)

    def pair_of(self, inspector_ids: tuple[str, ...], otherwise: tuple[Opening, ...]) -> Pair:
        """The pair these two are on the roster, in either order; else one made for the case."""
        for pair in self.pairs:
            if set(pair.inspector_ids) == set(inspector_ids):
                return pair
        first, second = inspector_ids
        return Pair("", (first, second), otherwise)

    def is_away(self, inspector_id: str, on: date) -> bool:
        """Whether somebody can not inspect on that day: absent, gone, or without certificate."""
        if inspector_id in self.gone:
            return True
        return not self.colleague(inspector_id).is_qualified(on) or any(
            absence.inspector_id == inspector_id and absence.first_on <= on <= absence.last_on
            for absence in self.absences
        )

    def team_on(self, pair: Pair, on: date) -> tuple[str, str] | None:
        """Who of the pair inspects on that day, substitutes for those who are away.

        Returns:
            Two different people, or `None`: somebody is away and nobody stands in.
        """
        there = [
            one if not self.is_away(one, on) else self.colleague(one).substitute_id
            for one in pair.inspector_ids
        ]
        first, second = there
        if first is None or second is None or first == second:
            return None
        if self.is_away(first, on) or self.is_away(second, on):
            return None
        return first, second


def kind_of(day: date, calendar: WorkCalendar) -> DayKind:
    """What a day is by the working calendar.

    A free Saturday or Sunday is part of a holiday when the free days around it reach a weekday
    without a working day between: 3 October 2026, a Saturday, is a holiday.
    """
    if calendar.is_working(day)[0]:
        return DayKind.WORKDAY
    for step in (_DAY, -_DAY):
        near = day
        while not calendar.is_working(near)[0]:
            if near.isoweekday() < _SATURDAY:
                return DayKind.HOLIDAY
            near += step
    return DayKind.WEEKEND


def hours_on(
    pair: Pair, day: date, roster: Roster, calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime]]:
    """When the pair is open on a day, as aware moments, earliest first; nothing when closed."""
    if any(one.on == day and one.pair_id in {None, pair.id} for one in roster.closures):
        return
    kind = kind_of(day, calendar)
    for opening in sorted(pair.openings, key=lambda one: one.begins):
        if opening.kind is kind and (not opening.weekdays or day.isoweekday() in opening.weekdays):
            yield (
                datetime.combine(day, opening.begins, SHANGHAI),
                datetime.combine(day, opening.ends, SHANGHAI),
            )


def openings_of(text: str) -> tuple[Opening, ...]:
    """Openings as settings write them: `workday 09:00-12:00, workday/24 18:00-20:00`.

    Digits behind the kind keep it to those weekdays, 1 is Monday.

    Raises:
        ValueError: something is not written so, or hours end before they begin; names the part.
    """
    return tuple(_opening(part.strip()) for part in text.split(",") if part.strip())


def _opening(part: str) -> Opening:
    found = _OPENING.fullmatch(part)
    if found is None:
        raise ValueError(part)
    kind, weekdays, *figures = found.groups()
    hour, minute, last_hour, last_minute = map(int, figures)
    try:
        begins, ends = time(hour, minute), time(last_hour, last_minute)
    except ValueError:
        raise ValueError(part) from None
    if begins >= ends:
        raise ValueError(part)
    return Opening(DayKind(kind), begins, ends, frozenset(map(int, weekdays or "")))
