"""Which notices there are, by which ways they go, and how one stands. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from inspection.cases.machine import ENDS
from inspection.cases.machine import State as CaseState
from inspection.cases.model import masked


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
    BOOKING_DISPLACED = "booking_displaced"
    APPOINTMENT_DAY = "appointment_day"
    APPOINTMENT_HOUR = "appointment_hour"
    APPOINTMENT_NOW = "appointment_now"
    NO_SHOW = "no_show"
    SUPPLEMENT_SOON = "supplement_soon"
    SUPPLEMENT_LAST = "supplement_last"
    SUPPLEMENT_LAPSED = "supplement_lapsed"
    GAPS_NAMED = "gaps_named"
    GAP_HALF = "gap_half"
    GAP_LAST = "gap_last"
    GAP_SENT_BACK = "gap_sent_back"
    GAP_EXTENDED = "gap_extended"
    GAP_LAPSED = "gap_lapsed"
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
_GOES_ON = frozenset(CaseState) - ENDS


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
    Kind.BOOKING_DISPLACED: Rule(rests=False, only_in=frozenset({CaseState.PREPARING})),
    Kind.APPOINTMENT_DAY: Rule(rests=True, only_in=_BOOKED),
    Kind.APPOINTMENT_HOUR: Rule(rests=True, only_in=_BOOKED),
    Kind.APPOINTMENT_NOW: Rule(rests=False, only_in=_BOOKED),
    Kind.NO_SHOW: Rule(rests=True, only_in=frozenset({CaseState.NO_SHOW})),
    Kind.SUPPLEMENT_SOON: Rule(rests=True, only_in=_SUPPLEMENT),
    Kind.SUPPLEMENT_LAST: Rule(rests=True, only_in=_SUPPLEMENT),
    Kind.SUPPLEMENT_LAPSED: Rule(rests=True),
    Kind.GAPS_NAMED: Rule(rests=False, only_in=_GOES_ON),
    Kind.GAP_HALF: Rule(rests=True, only_in=_GOES_ON),
    Kind.GAP_LAST: Rule(rests=True, only_in=_GOES_ON),
    Kind.GAP_SENT_BACK: Rule(rests=True, only_in=_GOES_ON),
    Kind.GAP_EXTENDED: Rule(rests=True, only_in=_GOES_ON),
    Kind.GAP_LAPSED: Rule(rests=True, only_in=_GOES_ON),
    Kind.COLLECT: Rule(rests=True),
    Kind.LICENCE_ISSUED: Rule(rests=True),
    Kind.LICENCE_EXPIRES: Rule(rests=True),
}


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a notice: an attempt, an answer, a receipt, a person's word.

    Attributes:
        attempt_id: which attempt it belongs to.
        message_id: what the gateway calls the message.
        said: the gateway's own words.
    """

    at: datetime
    what: What
    channel: Channel | None = None
    gateway: str = ""
    attempt_id: str | None = None
    message_id: str | None = None
    said: str = ""


_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
MOST_SAID = 300  # letters of an answer that are kept


def quoted(said: str) -> str:
    """A gateway's words as rows and logs keep them: telephone numbers masked, cut short."""
    return _MOBILE.sub(lambda found: masked(found[0]), said)[:MOST_SAID]


MOST_POSTPONED = 6  # on one channel, about two minutes by the outbox's delays; then the next one


@dataclass(frozen=True)
class Round:
    """How far a notice came since it was last asked for.

    Attributes:
        tried: channels that are not asked again.
        unfinished: an attempt that was begun and never answered: its worker died meanwhile.
        worn: channels that were not reachable `MOST_POSTPONED` times.
        is_unsure: a gateway may have the message without having said so.
        last: the newest attempt.
    """

    tried: frozenset[Channel]
    unfinished: Happened | None
    worn: frozenset[Channel]
    is_unsure: bool
    last: Happened | None


def round_of(events: Iterable[Happened]) -> Round:
    """Reads what happened, oldest first. A late report of an earlier round does not count."""
    newest: dict[Channel, Happened] = {}
    postponed: dict[Channel, int] = {}
    attempts: set[str | None] = set()
    last = None
    for event in events:
        if event.what is What.AGAIN:
            newest.clear()
            postponed.clear()
            attempts.clear()
            last = None
        if event.what is What.BEGUN:
            attempts.add(event.attempt_id)
            last = event
        if event.channel is None or event.attempt_id not in attempts:
            continue
        newest[event.channel] = event
        if event.what is What.POSTPONED:
            postponed[event.channel] = postponed.get(event.channel, 0) + 1
    return Round(
        frozenset(channel for channel, one in newest.items() if one.what is not What.POSTPONED),
        next((one for one in newest.values() if one.what is What.BEGUN), None),
        frozenset(one for one, count in postponed.items() if count >= MOST_POSTPONED),
        any(one.what is What.UNANSWERED for one in newest.values()),
        last,
    )


def next_channel(kind: Kind, open_channels: frozenset[Channel], so_far: Round) -> Channel | None:
    """The first channel of the kind that is open to this person and was not tried yet.

    One that could not be reached for a while stands behind the others.
    """
    left = [one for one in RULES[kind].channels if one in open_channels and one not in so_far.tried]
    return min(left, key=lambda one: one in so_far.worn, default=None)
