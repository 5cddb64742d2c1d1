"""What is read of appointments: a day for the desk, the place in the queue for a phone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.model import INSPECTING, Role, User, Visit
from foundation.identity.store import users_by_id
from inspection.booking import store
from inspection.booking.model import Booking, BookingState, Slot, SlotRules
from inspection.booking.offering import day_of
from inspection.booking.store import Heading
from inspection.booking.waiting import Place, place_in
from inspection.cases.machine import MOVES, Act
from inspection.cases.moving import read_in

_DAY = timedelta(days=1)
MOST_TO_REBOOK = 100  # chosen: a bureau with more of them has other troubles than this list
DESK = frozenset({Role.CLERK, Role.SUPERVISOR, Role.AUDITOR}) | INSPECTING


@dataclass(frozen=True)
class Line:
    """An appointment in the day's list."""

    booking: Booking
    heading: Heading
    inspectors: tuple[str, ...]


@dataclass(frozen=True)
class Homeless:
    """An appointment that needs a new time, and why."""

    booking: Booking
    heading: Heading
    why: str


@dataclass(frozen=True)
class Waiting:
    """What a waiting applicant may know. `place` is `None` where nobody inspects the case yet.

    `needs_time`: their inspectors could not keep the appointment; they have to choose another.
    """

    booking: Booking | None
    place: Place | None
    inspectors: tuple[str, ...]
    needs_time: bool = False


class Appointments:
    """Reads of the calendar."""

    def __init__(self, database: Database, clock: Clock, rules: SlotRules) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules

    async def day(self, user: User, day: date) -> list[Line]:
        """The appointments of a day by time, whatever became of them; an inspector's own."""
        must_see_calendar(user)
        own, units = (user.id, None) if user.role is Role.INSPECTOR else (None, user.reach)
        begins = _midnight(day)
        async with self._database.reading() as view:
            bookings = await store.between(view, begins, begins + _DAY, own, units)
            headings = await store.headings(view, (one.case_id for one in bookings))
            ids = {one for booking in bookings for one in booking.inspector_ids}
            people = await users_by_id(view, ids)
        return [
            Line(
                booking,
                headings[booking.case_id],
                tuple(people[one].name for one in booking.inspector_ids if one in people),
            )
            for booking in bookings
        ]

    async def to_rebook(self, user: User) -> list[Homeless]:
        """Appointments that nobody could keep and whose case has no new time yet, the earliest
        `MOST_TO_REBOOK`; an inspector's own.
        """
        must_see_calendar(user)
        own, units = (user.id, None) if user.role is Role.INSPECTOR else (None, user.reach)
        async with self._database.reading() as view:
            found = await store.to_rebook(view, MOST_TO_REBOOK, own, units)
            headings = await store.headings(view, (one.case_id for one, _ in found))
        return [Homeless(booking, headings[booking.case_id], why) for booking, why in found]

    async def waiting(self, visit: Visit) -> Waiting:
        """Where the applicant stands: behind earlier appointments of the same two, and the call
        they are in. Without an appointment: behind everybody who has one by now.
        """
        now = self._clock.now()
        async with self._database.reading() as view:
            case = await read_in(view, visit.case_id)
            booking = await store.of_case(view, case.id)
            needs_time = (
                booking is not None
                and booking.state is BookingState.DISPLACED
                and case.state in MOVES[Act.BOOK].sources
            )
            if booking is not None and not booking.is_living:
                booking = None
            team = case.inspector_ids
            people = await users_by_id(view, set(team))
            names = tuple(people[one].name for one in team if one in people)
            if not team:
                return Waiting(booking, None, names, needs_time)
            mine = booking.slot.starts_at if booking else now
            ahead: set[tuple[str, Slot]] = set()
            for inspector in team:
                earlier = await store.between(view, _midnight(day_of(mine)), mine, inspector)
                ahead |= {
                    (one.case_id, one.slot)
                    for one in earlier
                    if one.is_living and one.case_id != case.id
                }
            running = await store.running_since(view, team)
        slots = [slot for _, slot in ahead]
        usual = self._rules.length_for(case.application.format_zh)
        place = place_in(now, mine, slots, running, usual)
        return Waiting(booking, place, names, needs_time)


def must_see_calendar(user: User) -> None:
    """Raises `NotFound` for whoever has no part in appointments."""
    if user.role not in DESK:
        raise NotFound


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
