"""Slots that follow from duty, and the booking of a case. Pure.

Time is taken from each inspector in cells of ten minutes: two bookings never share a cell of one
inspector, whatever pairs and lengths they are made of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from foundation.clock import SHANGHAI

CELL = timedelta(minutes=10)
_CELL_S = int(CELL.total_seconds())


def cell_of(moment: datetime) -> int:
    """The cell a moment lies in."""
    return int(moment.timestamp()) // _CELL_S


class BookingState(Enum):
    """How a booking stands; only a booked one holds its inspectors' time."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    DISPLACED = "displaced"  # its inspectors could not come: it needs a new time
    MISSED = "missed"  # the applicant did not come
    KEPT = "kept"  # the inspection began


@dataclass(frozen=True)
class SlotRules:
    """How time is cut into slots.

    Attributes:
        length: of an inspection, by default; a multiple of `CELL`, as all of these are.
        length_of: other lengths by 主体业态.
        buffer: between two inspections of a pair, for notes and the way to the next one.
        earliest: from now to the first slot that can be taken.
        days_ahead: how far ahead, today included.
    """

    length: timedelta = timedelta(minutes=40)
    length_of: Mapping[str, timedelta] = field(default_factory=dict[str, timedelta])
    buffer: timedelta = timedelta(minutes=10)
    earliest: timedelta = timedelta(minutes=30)
    days_ahead: int = 14

    def length_for(self, format_zh: str) -> timedelta:
        """How long the inspection of such a shop takes."""
        return self.length_of.get(format_zh, self.length)

    def slots(self, hours: Iterable[tuple[datetime, datetime]], format_zh: str) -> Iterator["Slot"]:
        """Slots one after another in each stretch of open hours; the last ends before closing."""
        length = self.length_for(format_zh)
        for begins, ends in hours:
            start = begins.astimezone(UTC)
            while start + length <= ends:
                yield Slot(start, start + length)
                start += length + self.buffer

    def cells(self, slot: "Slot") -> frozenset[int]:
        """The cells a slot takes from each of its inspectors, its buffer included."""
        first = int(slot.starts_at.timestamp()) // _CELL_S
        last = int((slot.ends_at + self.buffer).timestamp() - 1) // _CELL_S
        return frozenset(range(first, last + 1))

    def cells_of_days(self, first: date, last: date) -> tuple[int, int]:
        """The first cell of one day and the last one that a slot of the other could take."""
        begins = datetime.combine(first, time(), SHANGHAI)
        ends = datetime.combine(last, time(), SHANGHAI) + timedelta(days=1) + self.buffer
        return int(begins.timestamp()) // _CELL_S, int(ends.timestamp()) // _CELL_S


@dataclass(frozen=True, order=True)
class Slot:
    """A time for an inspection, in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Booking:
    """The appointment of a case; there is at most one.

    Attributes:
        inspector_ids: whose time it takes.
        revision: raised with every change, so that calendars take the later one.
        came_at: when the applicant was first seen in the waiting room for it.
    """

    case_id: str
    inspector_ids: tuple[str, str]
    slot: Slot
    state: BookingState
    revision: int
    changed_at: datetime
    came_at: datetime | None = None

    @property
    def is_living(self) -> bool:
        """Whether it is still to come."""
        return self.state is BookingState.BOOKED

    @property
    def facts(self) -> Mapping[str, object]:
        """What the audit log keeps of it."""
        return {
            "starts_at": self.slot.starts_at.isoformat(),
            "ends_at": self.slot.ends_at.isoformat(),
            "inspectors": list(self.inspector_ids),
        }

    def is_at(self, starts_at: datetime) -> bool:
        """Whether it is to come, at that time."""
        return self.is_living and self.slot.starts_at == starts_at

    def is_missed(self, now: datetime, late: timedelta) -> bool:
        """Whether the applicant did not come within `late` after the start."""
        return self.is_living and self.came_at is None and now >= self.slot.starts_at + late
