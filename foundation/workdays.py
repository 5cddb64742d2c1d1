"""Working days of the place: public holidays and make-up days included.

What the bureau entered from the State Council's yearly notice goes first, then `chinesecalendar`,
which knows the years that were announced when it was made and raises for later ones. There the
weekday rule stands in, and what was counted on it says that it is provisional.

A limit does not count the day it begins on; it ends with its last day (行政许可法 art. 82 for
working days; the day of the event by the general rule of periods, confidence high).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs] - it ships none

from foundation.clock import SHANGHAI

NOON = time(12, 0)
CLOSING = time(17, 0)  # an office day ends; bureaus' published hours
_MIDNIGHT = time(0, 0)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AnnouncedYear:
    """A year's holidays as the bureau entered them, on top of what is known of that year.

    Args:
        notice: number of the State Council's notice they were taken from.
        off: days on which nobody works.
        work: days on which people work, on weekends too.
    """

    notice: str
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Deadline:
    """The last moment, and whether the calendar it was counted on is not announced yet."""

    at: datetime
    is_provisional: bool


@dataclass(frozen=True)
class HalfDays:
    """Working half-days, each of an office day's two; and whether their calendar may change."""

    count: int
    is_provisional: bool

    @property
    def days(self) -> float:
        """The same in working days."""
        return self.count / 2


@dataclass(frozen=True)
class _Year:
    """How many working and how many guessed days precede each day of a year; at the end: all."""

    working: tuple[int, ...]
    guessed: tuple[int, ...]


class _Count(NamedTuple):
    working: int
    guessed: int


class WorkCalendar:
    """Counts working days; never fails on a year that nobody announced.

    Each year is looked at once: the days of a case that has been waiting for two years are not
    counted anew with each page that shows it.
    """

    def __init__(
        self, announced: Mapping[int, AnnouncedYear] = MappingProxyType[int, AnnouncedYear]({})
    ) -> None:
        self._announced = announced
        self._years: dict[int, _Year] = {}

    def is_working(self, day: date) -> tuple[bool, bool]:
        """Whether people work on that day, and whether that is provisional."""
        year, number = self._year(day.year), day.timetuple().tm_yday
        works, guessed = (kept[number] > kept[number - 1] for kept in (year.working, year.guessed))
        return works, guessed

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            working, guessed = [0], [0]
            for day in _days_of(year):
                works, is_guess = self._look_up(day)
                working.append(working[-1] + works)
                guessed.append(guessed[-1] + is_guess)
            known = self._years[year] = _Year(tuple(working), tuple(guessed))
        return known

    def _look_up(self, day: date) -> tuple[bool, bool]:
        entered = self._announced.get(day.year)
        if entered is not None and day in entered.off | entered.work:
            return day in entered.work, False
        try:
            works: bool = chinese_calendar.is_workday(day)  # pyright: ignore[reportUnknownMemberType]
        except NotImplementedError:
            return day.weekday() < 5, entered is None
        return works, False

    def deadline(self, start: datetime, working_days: int, *, more_halves: int = 0) -> Deadline:
        """Closing time of the n-th working day after the day of `start`, which is not counted.

        Args:
            start: aware moment, e.g. of acceptance.
            working_days: at least 1.
            more_halves: working half-days the limit stood still; an odd number ends it at noon.
        """
        left, is_provisional = 2 * working_days + more_halves, False
        for day in _days_after(start.astimezone(SHANGHAI).date()):
            works, guessed = self.is_working(day)
            is_provisional = is_provisional or guessed
            left -= 2 * works
            if works and left <= 0:
                end = CLOSING if left == 0 else NOON
                return Deadline(datetime.combine(day, end, SHANGHAI), is_provisional)
        raise AssertionError  # there is always a next day

    def used(self, start: datetime, end: datetime) -> HalfDays:
        """What a limit that began at `start` has used up by `end`: its first day counts nothing."""
        first = start.astimezone(SHANGHAI).date() + _DAY
        return self.between(datetime.combine(first, _MIDNIGHT, SHANGHAI), end)

    def between(self, start: datetime, end: datetime) -> HalfDays:
        """Working half-days that begin in the time from `start` up to before `end`.

        The halves begin at midnight and at noon. What follows in a row adds up without a rest.
        """
        if end <= start:
            return HalfDays(0, False)
        first, last = (moment.astimezone(SHANGHAI) for moment in (start, end))
        count = 2 * self._count(first.date(), last.date()).working
        count += self._begun(last) - self._begun(first)
        until = last.date() + (_DAY if last.time() > _MIDNIGHT else timedelta())
        return HalfDays(count, self._count(first.date(), until).guessed > 0)

    def _begun(self, moment: datetime) -> int:
        """Working halves of its day that began before a moment of the place."""
        works, _ = self.is_working(moment.date())
        return works * sum(begin < moment.time() for begin in (_MIDNIGHT, NOON))

    def _count(self, first: date, until: date) -> _Count:
        """From `first` up to before `until`."""
        working = guessed = 0
        for number in range(first.year, until.year + 1):
            year = self._year(number)
            begin = first.timetuple().tm_yday - 1 if number == first.year else 0
            end = until.timetuple().tm_yday - 1 if number == until.year else -1
            working += year.working[end] - year.working[begin]
            guessed += year.guessed[end] - year.guessed[begin]
        return _Count(working, guessed)


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (date.fromordinal(day) for day in range(first, last + 1))


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += _DAY
        yield day
