"""When notices go out: quiet hours, reminders before an appointment or a last day. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.clock import SHANGHAI
from foundation.workdays import CLOSING, WorkCalendar
from inspection.notices.model import RULES, Kind

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """When nobody is disturbed, by the clock of the place; over midnight when `end` is earlier.

    The same time twice means there are none.
    """

    begin: time
    end: time

    def over(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in (aware)."""
        local = moment.astimezone(SHANGHAI)
        clock = local.time()
        if self.begin <= self.end:
            is_quiet, ends_on = self.begin <= clock < self.end, local.date()
        else:
            is_quiet = clock >= self.begin or clock < self.end
            ends_on = local.date() + (_DAY if clock >= self.begin else timedelta())
        return datetime.combine(ends_on, self.end, SHANGHAI) if is_quiet else moment


def due_at(kind: Kind, at: datetime, now: datetime, quiet: QuietHours) -> datetime:
    """When a notice wanted for `at` goes out: not before now, and not in the quiet hours."""
    moment = max(at, now)
    return quiet.over(moment) if RULES[kind].rests else moment


@dataclass(frozen=True)
class Planned:
    """A notice that is to come: wanted at `at`, of no use from `until` on; `None`: ever of use."""

    kind: Kind
    at: datetime
    until: datetime | None


def appointment_reminders(starts_at: datetime, now: datetime) -> list[Planned]:
    """T-24 h, T-1 h and T-10 min; each of use until the next one speaks. Past ones are left out."""
    hour, soon = starts_at - timedelta(hours=1), starts_at - timedelta(minutes=10)
    plan = (
        Planned(Kind.APPOINTMENT_DAY, starts_at - _DAY, hour),
        Planned(Kind.APPOINTMENT_HOUR, hour, soon),
        Planned(Kind.APPOINTMENT_NOW, soon, starts_at),
    )
    return [one for one in plan if one.at > now]


REMIND_AT = time(9, 0)  # chosen: an office is open and answers the telephone


def supplement_reminders(due_on: date, now: datetime, calendar: WorkCalendar) -> list[Planned]:
    """Three working days and one before the last day, and on the day after it. Past ones are out.

    Args:
        due_on: the last day, in Asia/Shanghai.
    """
    end = datetime.combine(due_on, CLOSING, SHANGHAI)
    first, last = (_working_days_before(due_on, days, calendar) for days in (3, 1))
    plan = (
        Planned(Kind.SUPPLEMENT_SOON, _morning(first), _morning(last)),
        Planned(Kind.SUPPLEMENT_LAST, _morning(last), end),
        Planned(Kind.SUPPLEMENT_LAPSED, _morning(due_on + _DAY), end + 30 * _DAY),
    )
    return [one for one in plan if one.at > now]


def gap_reminders(
    begun_at: datetime, due_at: datetime, now: datetime, calendar: WorkCalendar
) -> list[Planned]:
    """When half of a paper's working days are gone and one working day before its last day.

    The first only where it comes before the second; past ones are out.

    Args:
        begun_at: when the time began, e.g. at the acceptance.
        due_at: its last moment.
    """
    days = calendar.used(begun_at, due_at).count // 2
    half = calendar.deadline(begun_at, max(1, (days + 1) // 2)).at
    last = _morning(_working_days_before(due_at.astimezone(SHANGHAI).date(), 1, calendar))
    plan = [Planned(Kind.GAP_LAST, last, due_at)]
    if half < last:
        plan.insert(0, Planned(Kind.GAP_HALF, half, last))
    return [one for one in plan if one.at > now]


def _morning(day: date) -> datetime:
    return datetime.combine(day, REMIND_AT, SHANGHAI)


def _working_days_before(day: date, count: int, calendar: WorkCalendar) -> date:
    while count:
        day -= _DAY
        count -= calendar.is_working(day)[0]
    return day
