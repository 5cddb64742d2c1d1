"""Which notices there are, when each is sent, and how one stands. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from foundation.clock import SHANGHAI
from foundation.workdays import CLOSING, WorkCalendar
from inspection.cases.machine import State as CaseState

_DAY = timedelta(days=1)


class Channel(Enum):
    """A way to a person."""

    SMS = "sms"
    EMAIL = "email"
    WECOM = "wecom"  # the window's own group: somebody there telephones


class Kind(Enum):
    """What a notice is about."""

    INVITATION = "invitation"
    BOOKED = "booked"
    BOOKING_CHANGED = "booking_changed"
    BOOKING_CANCELLED = "booking_cancelled"
    APPOINTMENT_DAY = "appointment_day"
    APPOINTMENT_HOUR = "appointment_hour"
    APPOINTMENT_NOW = "appointment_now"
    NO_SHOW = "no_show"
    SUPPLEMENT_SOON = "supplement_soon"
    SUPPLEMENT_LAST = "supplement_last"
    SUPPLEMENT_LAPSED = "supplement_lapsed"
    COLLECT = "collect"
    LICENCE_ISSUED = "licence_issued"
    LICENCE_EXPIRES = "licence_expires"


class State(Enum):
    """How a notice stands."""

    SCHEDULED = "scheduled"  # for a later moment
    QUEUED = "queued"  # due: handed to the worker
    SENT = "sent"  # a gateway took it
    DELIVERED = "delivered"  # a receipt says so
    UNDELIVERED = "undelivered"  # no channel is left
    UNCERTAIN = "uncertain"  # a gateway did not answer and no channel is left
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"  # its moment had passed before it could be sent


class What(Enum):
    """What happened to a notice."""

    BEGUN = "begun"  # about to ask a gateway; never asked again for the same notice and channel
    ACCEPTED = "accepted"
    POSTPONED = "postponed"  # surely not sent, the worker tries again
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"
    AGAIN = "again"  # a person asked for it


STATE_ZH = {
    State.SCHEDULED: "待发送",
    State.QUEUED: "发送中",
    State.SENT: "已发出",
    State.DELIVERED: "已送达",
    State.UNDELIVERED: "未送达",
    State.UNCERTAIN: "不确定是否送达",
    State.CANCELLED: "已取消",
    State.TOO_LATE: "已过时未发",
}
OPEN = frozenset({State.SCHEDULED, State.QUEUED})

_TO_APPLICANT = (Channel.SMS, Channel.EMAIL, Channel.WECOM)
_BOOKED = frozenset({CaseState.BOOKED})
_SUPPLEMENT = frozenset({CaseState.SUPPLEMENT_DUE})


@dataclass(frozen=True)
class Rule:
    """How notices of a kind are sent.

    Attributes:
        rests: not sent in the quiet hours but after them. What answers somebody's act a moment
            ago and what can not wait does not rest.
        channels: in this order; the next one when one did not reach the person.
        only_in: the case has to be in one of these states when it is sent; `None`: in any.
    """

    rests: bool
    channels: tuple[Channel, ...] = _TO_APPLICANT
    only_in: frozenset[CaseState] | None = None


RULES = {
    Kind.INVITATION: Rule(rests=False),
    Kind.BOOKED: Rule(rests=False, only_in=_BOOKED),
    Kind.BOOKING_CHANGED: Rule(rests=False, only_in=_BOOKED),
    Kind.BOOKING_CANCELLED: Rule(rests=False),
    Kind.APPOINTMENT_DAY: Rule(rests=True, only_in=_BOOKED),
    Kind.APPOINTMENT_HOUR: Rule(rests=True, only_in=_BOOKED),
    Kind.APPOINTMENT_NOW: Rule(rests=False, only_in=_BOOKED),
    Kind.NO_SHOW: Rule(rests=True, only_in=frozenset({CaseState.NO_SHOW})),
    Kind.SUPPLEMENT_SOON: Rule(rests=True, only_in=_SUPPLEMENT),
    Kind.SUPPLEMENT_LAST: Rule(rests=True, only_in=_SUPPLEMENT),
    Kind.SUPPLEMENT_LAPSED: Rule(rests=True),
    Kind.COLLECT: Rule(rests=True),
    Kind.LICENCE_ISSUED: Rule(rests=True),
    Kind.LICENCE_EXPIRES: Rule(rests=True),
}


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
    """A notice that is to come: wanted at `at`, of no use from `until` on."""

    kind: Kind
    at: datetime
    until: datetime


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


EXPIRY_MONTHS = 6  # product.md: reminded within six months of the licence's end


def licence_reminder(expires_on: date) -> Planned:
    """Six months before the end, on the same day of the month or the month's last."""
    months = expires_on.year * 12 + expires_on.month - 1 - EXPIRY_MONTHS
    first = date(months // 12, months % 12 + 1, 1)
    following = (first + 31 * _DAY).replace(day=1)
    day = min(first + (expires_on.day - 1) * _DAY, following - _DAY)
    return Planned(Kind.LICENCE_EXPIRES, _morning(day), _morning(expires_on))


def _morning(day: date) -> datetime:
    return datetime.combine(day, REMIND_AT, SHANGHAI)


def _working_days_before(day: date, count: int, calendar: WorkCalendar) -> date:
    while count:
        day -= _DAY
        count -= calendar.is_working(day)[0]
    return day


def next_channel(
    kind: Kind, open_channels: frozenset[Channel], tried: frozenset[Channel]
) -> Channel | None:
    """The first channel of the kind that is open to this person and was not tried yet."""
    return next(
        (one for one in RULES[kind].channels if one in open_channels and one not in tried), None
    )
