"""Where an applicant's phone was and how its clock goes, as far as evidence needs it.

Only the last minutes are kept, and only in memory: a track of somebody's way is sensitive (PIPL
art. 28), a picture needs one fix. After a restart nothing is known until the phone tells anew.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from foundation.clock import Clock

MOST_FIXES = 360  # at one in five seconds: half an hour, so that looking back finds its fix
MOST_PHONES = 200  # cases with a call in this process; the quietest is forgotten first
LEAST_BETWEEN = timedelta(seconds=2)  # the page tells one in five seconds; more only fills the list
ASK_AGAIN = timedelta(seconds=30)
MOST_ROUND_TRIP = timedelta(seconds=5)  # a slower answer tells too little of a clock
OFFSET_HOLDS = timedelta(minutes=10)  # quartz drifts by milliseconds in that time


@dataclass(frozen=True)
class Position:
    """WGS-84, in degrees, as browsers give it; maps made in China show GCJ-02, which is 100-600 m
    away from it."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Fix:
    """Where the phone said it was; `at` is the server's time of it, `accuracy_m` a radius."""

    position: Position
    accuracy_m: float
    at: datetime


@dataclass(frozen=True)
class ClockOffset:
    """How far the phone's clock is ahead of ours, and half the round trip it was measured by."""

    offset_ms: int
    error_ms: int
    at: datetime


@dataclass
class _Phone:
    fixes: deque[Fix] = field(default_factory=lambda: deque[Fix](maxlen=MOST_FIXES))
    offsets: list[ClockOffset] = field(default_factory=list[ClockOffset])
    asked: tuple[str, datetime] | None = None
    told_at: datetime | None = None


class PhoneFacts:
    """What the phones of all calls told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._phones: dict[str, _Phone] = {}

    def tell_fix(self, case_id: str, position: Position, accuracy_m: float, age_ms: int) -> bool:
        """A fix, so old already when it was sent: the phone's clock itself is not trusted.

        Returns whether it was taken: one that comes right after another, or is older, is not.
        """
        now, phone = self._clock.now(), self._phone(case_id)
        if phone.told_at is not None and timedelta() <= now - phone.told_at < LEAST_BETWEEN:
            return False
        at = now - timedelta(milliseconds=age_ms)
        if phone.fixes and phone.fixes[-1].at > at:
            return False
        phone.told_at = now
        phone.fixes.append(Fix(position, accuracy_m, at))
        return True

    def fix_at(self, case_id: str, at: datetime) -> Fix | None:
        """The last fix that is not later than a moment."""
        known = self._phones.get(case_id)
        fixes: Iterable[Fix] = reversed(known.fixes) if known else ()
        return next((fix for fix in fixes if fix.at <= at), None)

    def ask_clock(self, case_id: str, question: str) -> bool:
        """Whether the phone should be asked for its time now; the question is remembered."""
        phone, now = self._phone(case_id), self._clock.now()
        if phone.asked is not None and timedelta() <= now - phone.asked[1] < ASK_AGAIN:
            return False
        phone.asked = (question, now)
        return True

    def tell_clock(self, case_id: str, question: str, phone_at: datetime) -> None:
        """The phone's time in answer to a question of ours; other answers are ignored."""
        phone, now = self._phone(case_id), self._clock.now()
        if not question or phone.asked is None or phone.asked[0] != question:
            return
        asked_at = phone.asked[1]
        phone.asked = ("", asked_at)
        if not timedelta() <= now - asked_at <= MOST_ROUND_TRIP:
            return  # our own clock was set, or the answer waited somewhere
        half = (now - asked_at) / 2
        offset = ClockOffset(_ms(phone_at - (asked_at + half)), _ms(half), now)
        held = [one for one in phone.offsets if now - one.at < OFFSET_HOLDS]
        phone.offsets = [*held[-8:], offset]

    def clock_offset(self, case_id: str) -> ClockOffset | None:
        """The best measured offset of the last minutes."""
        known, now = self._phones.get(case_id), self._clock.now()
        held = [one for one in known.offsets if now - one.at < OFFSET_HOLDS] if known else []
        return min(held, key=lambda one: one.error_ms, default=None)

    def server_time(self, case_id: str, phone_at: datetime) -> datetime:
        """A moment of the phone's clock by ours, as far as its offset is known."""
        offset = self.clock_offset(case_id)
        if offset is None:
            return phone_at
        try:
            return phone_at - timedelta(milliseconds=offset.offset_ms)
        except OverflowError:  # a moment at the end of the calendar
            return phone_at

    def forget(self, case_id: str) -> None:
        """The applicant withdrew consent, or the case is over."""
        self._phones.pop(case_id, None)

    def _phone(self, case_id: str) -> _Phone:
        phone = self._phones.pop(case_id, None) or _Phone()
        self._phones[case_id] = phone  # the newest is last
        if len(self._phones) > MOST_PHONES:
            del self._phones[next(iter(self._phones))]
        return phone


def _ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))
