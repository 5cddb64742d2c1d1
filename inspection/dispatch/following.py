"""What hangs on duty and is told when duty changes: booked time. Booking, above, implements it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foundation.database import Transaction
from foundation.text import Bilingual
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.dispatch.model import Absence

Team = tuple[str, str]
InCall = Callable[[Transaction], Awaitable[Mapping[str, str]]]  # a case's id, by inspector


async def nobody_in_a_call(view: Transaction) -> Mapping[str, str]:
    """For a service without calls."""
    return {}


@dataclass(frozen=True)
class BookedTime:
    """The time a case is booked for. `busy`: inspectors who have another case then."""

    starts_at: datetime
    ends_at: datetime
    busy: frozenset[str]


@dataclass(frozen=True)
class Consequence:
    """What a change of duty did to an appointment.

    Attributes:
        inspectors: names of those who keep it now; empty: nobody can, it needs a new time.
    """

    case_id: str
    number: str
    shop_name: str
    starts_at: datetime
    inspectors: tuple[str, ...]


@dataclass(frozen=True)
class DutyChange:
    """Who changed what is known of an inspector; `why` stays with each case it concerns.

    `absence_id`: the absence it is; what it hands on can be given back when that is taken back.
    """

    inspector_id: str
    by: Mover
    why: str
    absence_id: str = ""


@dataclass(frozen=True)
class HandedOn:
    """An appointment to come that an absence handed on.

    Attributes:
        now: how it stands.
        before: names of those who had it.
        against: why it does not go back to them; `None`: it can.
    """

    now: Consequence
    before: tuple[str, ...]
    against: Bilingual | None


class TeamFollower(Protocol):
    """What hangs on who inspects, such as their booked time."""

    async def booked_time(self, view: Transaction, case: Case) -> BookedTime | None:
        """When the case is booked; `None`: it is not."""
        ...

    async def team_changed(
        self, transaction: Transaction, case: Case, team: Team, now: datetime
    ) -> None:
        """In the transaction of the change; a `Problem` raised here undoes it."""
        ...

    async def busy_now(self, view: Transaction, case: Case, now: datetime) -> frozenset[str]:
        """Inspectors who are booked for another case at this moment."""
        ...

    async def seats_changed(
        self, transaction: Transaction, case: Case, seats: Mapping[str, str], now: datetime
    ) -> None:
        """Seats of a running inspection changed hands, by who leaves; in that transaction."""
        ...


class AbsenceFollower(Protocol):
    """What an absence handed on, and what comes back when it is taken back."""

    async def handed_on(
        self, view: Transaction, absence_id: str, absence: Absence, now: datetime
    ) -> list[HandedOn]:
        """By time, as if the absence were taken back now. Nothing changes."""
        ...

    async def give_back(
        self, transaction: Transaction, change: DutyChange, now: datetime
    ) -> list[Consequence]:
        """What went back to whom it was taken from, in the transaction that removes the absence."""
        ...


class DutyFollower(Protocol):
    """What hangs on who is there and what they may inspect."""

    async def duty_changed(
        self, transaction: Transaction, change: DutyChange, now: datetime
    ) -> list[Consequence]:
        """In the transaction of the change, after it; by time."""
        ...
