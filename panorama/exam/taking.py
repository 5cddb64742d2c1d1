"""Who takes an exam, and the news of one that ended; names of others stay above this part."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from foundation.database import Transaction
from foundation.identity.model import User
from panorama.exam.model import Level, Score


@dataclass(frozen=True)
class Taker:
    """Who takes it: staff, an applicant by the link of a case, or nobody with a name.

    Attributes:
        unit_id: the office whose trainers see the result; `None` for nobody with a name.
        address: where the request came from; bounds what nobody with a name may start.
    """

    name: str
    user_id: str | None = None
    case_id: str | None = None
    unit_id: str | None = None
    address: str = ""

    @classmethod
    def staff(cls, user: User) -> "Taker":
        """A member of staff."""
        return cls(user.name, user_id=user.id, unit_id=user.unit)

    @property
    def whose(self) -> dict[str, str]:
        """Column and value by which their attempts are found; empty without a name."""
        if self.user_id is not None:
            return {"user_id": self.user_id}
        return {"case_id": self.case_id} if self.case_id is not None else {}


@dataclass(frozen=True)
class ExamNews:
    """A named person's exam (not a practice) that ended."""

    attempt_id: str
    taker: Taker
    room: str
    room_title: str
    level: Level
    score: Score
    taken_on: date
    at: datetime
    certificate: str | None


class ExamFollower(Protocol):
    """Somebody who does something about an exam that ended, in its transaction."""

    async def exam_ended(self, transaction: Transaction, news: ExamNews) -> None:
        """It ended; the result is kept with whatever is written here."""
        ...


class CaseTakers(Protocol):
    """Knows whom a case is of."""

    async def taker_of(self, view: Transaction, case_id: str) -> Taker:
        """The applicant of a case. Raises `NotFound`."""
        ...
